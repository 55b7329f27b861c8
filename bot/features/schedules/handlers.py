"""What each verb of this feature answers, whether it came as a command or a button; all of it for organisers alone."""

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.post_kinds import PostKind
from bot.core.schedule import Schedule
from bot.core.schedule_form import ScheduleChanges
from bot.core.send_result import Sent
from bot.features.schedules import embeds, service
from bot.ui import schedules
from bot.ui.response import Response
from bot.ui.theme import Item, button, option, rows, select


async def add(app: AppContext, request: RequestContext, kind: PostKind, changes: ScheduleChanges) -> Response:
    """Plan a new post."""
    try:
        shown = await service.add(app, request, kind, changes)
    except StudyError as refusal:
        return _refused(request, refusal, f"/schedule add kind:{kind.name}", changes)
    return await _card(app, request, shown, "✅ Planned.")


async def edit(app: AppContext, request: RequestContext, named: str, changes: ScheduleChanges) -> Response:
    """Change a schedule."""
    try:
        shown, has_changed = await service.edit(app, request, named, changes)
    except StudyError as refusal:
        return _refused(request, refusal, f"/schedule edit schedule:{named.removeprefix('#')}", changes)
    return await _card(
        app, request, shown, "✅ Changed." if has_changed else "It is already like that: nothing was changed."
    )


async def pause(app: AppContext, request: RequestContext, named: str) -> Response:
    """Pause a schedule."""
    return await _card(
        app, request, await service.pause(app, request, named), "⏸️ It posts nothing until you resume it."
    )


async def resume(app: AppContext, request: RequestContext, named: str) -> Response:
    """Resume a paused schedule."""
    return await _card(app, request, await service.resume(app, request, named), "▶️ It goes on.")


async def show(app: AppContext, request: RequestContext, named: str) -> Response:
    """Show one schedule."""
    return await _card(app, request, await service.one(app, request, named), "")


async def try_out(app: AppContext, request: RequestContext, named: str) -> Response:
    """Post a test now, say what became of it, and offer to take it away again."""
    shown, delivery = await service.try_out(app, request, named)
    posted = delivery.message_id if isinstance(delivery, Sent) else None
    return await _card(app, request, shown, schedules.tried(shown.schedule, delivery), _take_away(shown, posted))


async def take_away(app: AppContext, request: RequestContext, where: str) -> Response:
    """Take a test post away again."""
    await service.take_away(app, request, where)
    listed = await listing(app, request, "")
    return listed.with_notice("🧪 The test post is gone.")


async def remove(app: AppContext, request: RequestContext, named: str) -> Response:
    """Remove a schedule."""
    shown = await service.remove(app, request, named)
    return await _with_news(app, request, Response(embeds.removed(shown), rows([_all()])), "")


async def drop(app: AppContext, request: RequestContext, named: str) -> Response:
    """Ask whether a schedule shall really be removed."""
    shown = await service.one(app, request, named)
    number = shown.schedule.id
    buttons = [
        button("Remove it", "schedule-remove", number, style=discord.ButtonStyle.danger),
        button("Keep it", "schedule", number),
    ]
    return Response(embeds.confirm_removal(shown), rows(buttons))


async def history(app: AppContext, request: RequestContext, named: str) -> Response:
    """Show the past runs of a schedule."""
    shown, past = await service.past(app, request, named)
    back = button("Back", "schedule", shown.schedule.id)
    return await _with_news(app, request, Response(embeds.runs(shown, past), rows([back, _all()])), "")


async def listing(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show all schedules of the server, with a menu to open one."""
    schedules = await service.every(app, request)
    await service.news(app, request)  # the list tells of everything that is paused
    menu = [option(embeds.line(schedule), str(schedule.id), emoji=schedule.kind.emoji) for schedule in schedules]
    return Response(
        embeds.listing(schedules, await service.dead_roles(app, schedules)),
        rows([select("Open one", menu, "schedule")] if menu else []),
    )


def _refused(request: RequestContext, refusal: StudyError, command: str, changes: ScheduleChanges) -> Response:
    """Return the refusal with what was typed, so that it need not be typed again."""
    if changes.empty or not request.can_manage_guild:
        raise refusal
    return Response(embeds.refused(str(refusal), command, changes), outcome="refused", new_message=True)


async def _card(
    app: AppContext, request: RequestContext, shown: service.Shown, notice: str, more: Sequence[Item] = ()
) -> Response:
    answer = Response(
        embeds.card(shown, await service.dead_roles(app, [shown.schedule])),
        rows(_ways(shown.schedule), [*more, _all()]),
    )
    return await _with_news(app, request, answer, notice, about=shown.schedule.id)


async def _with_news(
    app: AppContext, request: RequestContext, answer: Response, notice: str, *, about: int = 0
) -> Response:
    """Add what organisers do not know yet: which schedules the bot had to pause."""
    broken = [schedule for schedule in await service.news(app, request) if schedule.id != about]
    return replace(answer.with_notice("\n".join(filter(None, [notice, embeds.pause_notices(broken)]))), ephemeral=True)


def _ways(schedule: Schedule) -> list[Item]:
    turn = (
        button("Resume", "schedule-resume", schedule.id, style=discord.ButtonStyle.success)
        if schedule.paused
        else button("Pause", "schedule-pause", schedule.id)
    )
    return [
        button("Post a test now", "schedule-test", schedule.id, style=discord.ButtonStyle.primary),
        turn,
        button("History", "schedule-history", schedule.id),
        button("Remove", "schedule-drop", schedule.id),
    ]


def _take_away(shown: service.Shown, message_id: int | None) -> list[Item]:
    if message_id is None:
        return []
    return [button("Take the test away", "schedule-untest", f"{shown.schedule.channel_id}-{message_id}", emoji="🧹")]


def _all() -> Item:
    return button("All schedules", "schedules")
