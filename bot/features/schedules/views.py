"""What each verb of this room answers, whether it came as a command or a button; all of it for organisers alone."""

from dataclasses import replace

import discord

from bot.core.member import Act
from bot.core.schedule import Schedule, ScheduleKind
from bot.core.wish import Wish
from bot.features.schedules import embeds, service
from bot.study import Study
from bot.ui import schedules
from bot.ui.answer import Answer
from bot.ui.theme import Item, button, option, rows, select


async def add(study: Study, act: Act, kind: ScheduleKind, wish: Wish) -> Answer:
    """Plan a new post."""
    return await _card(study, act, await service.add(study, act, kind, wish), "✅ Planned.")


async def edit(study: Study, act: Act, named: str, wish: Wish) -> Answer:
    """Change a schedule."""
    return await _card(study, act, await service.edit(study, act, named, wish), "✅ Changed.")


async def pause(study: Study, act: Act, named: str) -> Answer:
    """Pause a schedule."""
    return await _card(study, act, await service.pause(study, act, named), "⏸️ It posts nothing until you resume it.")


async def resume(study: Study, act: Act, named: str) -> Answer:
    """Let a paused schedule go on."""
    return await _card(study, act, await service.resume(study, act, named), "▶️ It goes on.")


async def show(study: Study, act: Act, named: str) -> Answer:
    """Show one schedule."""
    return await _card(study, act, await service.one(study, act, named), "")


async def try_out(study: Study, act: Act, named: str) -> Answer:
    """Post a test now, and say what became of it."""
    shown, delivery = await service.try_out(study, act, named)
    return await _card(study, act, shown, schedules.tried(shown.schedule, delivery))


async def remove(study: Study, act: Act, named: str) -> Answer:
    """Remove a schedule."""
    shown = await service.remove(study, act, named)
    return await _with_news(study, act, Answer(embeds.removed(shown), rows([_all()])), "")


async def drop(study: Study, act: Act, named: str) -> Answer:
    """Ask whether a schedule shall really be removed."""
    shown = await service.one(study, act, named)
    number = shown.schedule.id
    buttons = [
        button("Remove it", "schedule-remove", number, style=discord.ButtonStyle.danger),
        button("Keep it", "schedule", number),
    ]
    return Answer(embeds.parting(shown), rows(buttons))


async def history(study: Study, act: Act, named: str) -> Answer:
    """Show the past runs of a schedule."""
    shown, past = await service.past(study, act, named)
    back = button("Back", "schedule", shown.schedule.id)
    return await _with_news(study, act, Answer(embeds.runs(shown, past), rows([back, _all()])), "")


async def listing(study: Study, act: Act, _text: str) -> Answer:
    """Show all schedules of the server, with a menu to open one."""
    found = await service.every(study, act)
    await service.news(study, act)  # the list tells of everything that is paused
    menu = [option(embeds.line(one), str(one.id), emoji=schedules.EMOJI[one.kind]) for one in found]
    return Answer(embeds.listing(found), rows([select("Open one", menu, "schedule")] if menu else []))


async def _card(study: Study, act: Act, shown: service.Shown, notice: str) -> Answer:
    answer = Answer(embeds.card(shown), rows(_ways(shown.schedule), [_all()]))
    return await _with_news(study, act, answer, notice, about=shown.schedule.id)


async def _with_news(study: Study, act: Act, answer: Answer, notice: str, *, about: int = 0) -> Answer:
    """Add what organisers do not know yet: which schedules the bot had to pause."""
    broken = [one for one in await service.news(study, act) if one.id != about]
    return replace(answer.with_notice("\n".join(filter(None, [notice, embeds.news(broken)]))), private=True)


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


def _all() -> Item:
    return button("All schedules", "schedules")
