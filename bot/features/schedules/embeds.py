"""How organisers see schedules: one in full, all of them, and what became of past runs."""

from collections.abc import Collection, Sequence

import discord

from bot.core.message_draft import OccurrenceState, PastRun
from bot.core.recurrence import PUNCTUAL
from bot.core.schedule import Schedule
from bot.core.schedule_form import ScheduleChanges
from bot.features.schedules.service import Shown
from bot.ui import schedules
from bot.ui.schedules import reason_text
from bot.ui.text import count, duration, timestamp, visible
from bot.ui.theme import WARNING, WAYMARK, make_embed

FEW = 8
"""Schedules of which a list tells the next three posts; of more, it tells the next one."""

TYPED = ("time", "days", "zone", "late", "sections")
"""What of a schedule is typed rather than picked."""
MAX_TYPED = 100
"""Characters of it that are given back."""

STATES = {
    OccurrenceState.CLAIMED: ("⏳", "under way"),
    OccurrenceState.SENDING: ("⏳", "under way"),
    OccurrenceState.SENT: ("✅", "on time"),
    OccurrenceState.SKIPPED: ("⏭️", "skipped"),
    OccurrenceState.FAILED: ("❌", "failed"),
    OccurrenceState.UNKNOWN: ("❔", "nobody can tell"),
}


def card(shown: Shown, dead_roles: Collection[int] = ()) -> discord.Embed:
    """Show one schedule with everything chosen for it, and when it posts next."""
    schedule = shown.schedule
    text = schedules.facts(schedule, shown.guild_context.roadmap)
    if schedule.role_id in dead_roles:
        text += f"\n\n{schedules.DEAD_ROLE}"
    if shown.advice:
        text += f"\n\n💡 {shown.advice}"
    return make_embed(
        schedules.title(schedule),
        text,
        fields=[("Next posts", schedules.instants(schedule))],
        colour=WARNING if schedule.paused else WAYMARK,
    )


def removed(shown: Shown) -> discord.Embed:
    """Show what a schedule was that has been removed, so that it can be planned again."""
    facts = schedules.facts(shown.schedule, shown.guild_context.roadmap)
    text = f"{facts}\n\nIt no longer posts, and its history is gone."
    return make_embed(f"Removed: {schedules.name(shown.schedule)}", text, colour=WARNING)


def confirm_removal(shown: Shown) -> discord.Embed:
    """Ask whether a schedule shall really go."""
    facts = schedules.facts(shown.schedule, shown.guild_context.roadmap)
    text = f"{facts}\n\nRemove it with its history? Pausing keeps both."
    return make_embed(f"Remove {schedules.name(shown.schedule)}?", text, colour=WARNING)


def listing(schedules: Sequence[Schedule], dead_roles: Collection[int] = ()) -> discord.Embed:
    """Show all schedules of a server."""
    if not schedules:
        return make_embed(
            "Nothing is scheduled", "/setup plans prompts and a leaderboard; /schedule add plans one post."
        )
    return make_embed(
        count(len(schedules), "schedule"),
        "\n\n".join(_block(schedule, dead_roles, full=len(schedules) <= FEW) for schedule in schedules),
    )


def refused(problem: str, command: str, changes: ScheduleChanges) -> discord.Embed:
    """Say why a schedule was not planned or changed, and give back what was typed, to copy and mend."""
    typed = {name: getattr(changes, name) for name in TYPED}
    options = [f"{name}:{visible(text[:MAX_TYPED]).replace('`', '')}" for name, text in typed.items() if text]
    block = f"```\n{' '.join([command, *options])}\n```"
    return make_embed("That did not work", problem, fields=[("What you typed, to copy", block)], colour=WARNING)


def line(schedule: Schedule) -> str:
    """Say in a line which schedule it is, for a menu."""
    return f"{schedules.name(schedule)} · {schedules.when(schedule)}"


def runs(shown: Shown, past: Sequence[PastRun]) -> discord.Embed:
    """Show what became of the last runs of a schedule."""
    rows = "\n".join(_run(run, shown) for run in past) or "It has not run yet."
    return make_embed(
        f"Past posts: {schedules.name(shown.schedule)}",
        rows,
        fields=[("Next posts", schedules.instants(shown.schedule))],
    )


def pause_notices(broken: Sequence[Schedule]) -> str:
    """Tell organisers of schedules that the bot had to pause."""
    return "\n".join(
        f"⚠️ {schedules.name(schedule)} in <#{schedule.channel_id}> is paused: {reason_text(schedule.pause_reason)}"
        for schedule in broken
    )


def _block(schedule: Schedule, dead_roles: Collection[int], *, full: bool) -> str:
    head = f"**{schedules.title(schedule)}**\n<#{schedule.channel_id}> · {schedules.when(schedule)}"
    instants = schedules.instants(schedule)
    head = "\n".join([head, *schedules.amiss(schedule, dead_roles)])
    return f"{head}\n{instants if full or schedule.paused else instants.partition(chr(10))[0]}"


def _run(past: PastRun, shown: Shown) -> str:
    emoji, word = STATES[past.state]
    late = past.finished_at - past.run.at if past.finished_at else PUNCTUAL
    if past.state is OccurrenceState.SENT and late > PUNCTUAL:
        emoji, word = "🕐", f"{duration(int(late.total_seconds() // 60))} late"
    about = reason_text(past.reason) or _message(past, shown)
    return f"{emoji} {timestamp(past.run.at, 'f')} · {word}" + (f"\n-# {about}" if about else "")


def _message(past: PastRun, shown: Shown) -> str:
    topic = shown.guild_context.roadmap.topics.get(past.topic_id or "")
    title = topic.markdown_title if topic else ""
    if past.channel_id is None or past.message_id is None:
        return title
    return f"[{title or 'See the post'}]({schedules.link(shown.schedule.guild_id, past.channel_id, past.message_id)})"
