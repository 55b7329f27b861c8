"""What each verb of this feature answers, whether it came as a button or in chat."""

import discord

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.core.schedule_form import time_text
from bot.features.reminders import embeds, service
from bot.features.reminders.service import Reminders
from bot.ui.forms import form, line_field
from bot.ui.response import Response
from bot.ui.text import clip
from bot.ui.theme import Item, button, error_embed, rows

IN_CHANNEL = "I send reminders by direct message. Press, and only you see yours."


async def panel(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show one's reminders."""
    return _panel(await service.reminders(app, request))


async def ask_hour(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Open the form for the hour of the daily reminder."""
    shown = await service.reminders(app, request)
    hour = time_text(shown.daily.at) if shown.daily else "18:00"
    field = line_field("at", "At what time?", "Your local time: 18:00 or 6pm. It comes when something is due.", hour)
    late = error_embed("That took too long", "Press the button again.")
    return Response(late, modal=form("My reminder", "remind-at", [field]), new_message=True)


async def set_hour(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Remind every day at the time that was filled in."""
    return _panel(await service.remind_daily(app, request, filled.partition("=")[2])).with_notice("✅ Reminder saved.")


async def drop(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Turn a reminder off."""
    return _panel(await service.drop(app, request, argument)).with_notice("✅ Turned off.")


async def remind_me(app: AppContext, request: RequestContext, words: str) -> Response:
    """Remind as somebody says in chat; no words show what there is."""
    if not words.strip():
        return _panel(await service.reminders(app, request))
    saved = await service.remind_as_said(app, request, words)
    buttons = [button("Turn it off", "remind-off", saved.reminder.id), button("My reminders", "remind", emoji="⏰")]
    return Response(embeds.saved(saved), rows(buttons), in_channel=_in_channel())


def _panel(shown: Reminders) -> Response:
    label = "Change the time" if shown.daily else "Remind me daily"
    buttons: list[Item] = [button(label, "remind-set", style=discord.ButtonStyle.primary)]
    if shown.daily and not shown.daily.paused:
        buttons.append(button("Turn it off", "remind-off", shown.daily.id))
    once: list[Item] = [
        button(clip(f"Cancel {number}", 30), "remind-off", reminder.id)
        for number, reminder in enumerate(shown.once, start=1)
    ]
    return Response(
        embeds.panel(shown),
        rows([*buttons, button("Back", "me")], once[:5], once[5:]),
        in_channel=_in_channel(),
    )


def _in_channel() -> Response:
    return Response(content=IN_CHANNEL, view=rows([button("My reminders", "remind", emoji="⏰")]), ephemeral=False)
