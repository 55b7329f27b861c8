"""How the set-up of a server is shown: what holds, what is missing, and what comes when."""

from collections.abc import Iterator
from datetime import datetime

import discord

from bot.core.channel_checks import missing_permissions_text
from bot.core.post_kinds import LEADERBOARD, PROMPT
from bot.core.schedule import Schedule
from bot.core.schedule_form import DAY_NAMES
from bot.features.setup.service import Setup
from bot.ui import schedules
from bot.ui.schedules import reason_text
from bot.ui.text import count
from bot.ui.theme import make_embed

HEADS = {PROMPT: "📌 Study prompts", LEADERBOARD: "🏆 Weekly leaderboard"}
NO_POST = {
    PROMPT: "Off. Pick a channel below, and a topic with a question comes every day.",
    LEADERBOARD: "Off. Pick a channel below, and last week's leaders come every week.",
}


def setup(shown: Setup, now: datetime) -> discord.Embed:
    """Show how a server is set up, at `now` (aware)."""
    text = "Everything is saved as you pick it. Members can use all commands without it."
    return make_embed("⚙️ Setup", text, fields=_fields(shown, now))


def roadmaps(shown: Setup) -> discord.Embed:
    """Ask which roadmap a server studies."""
    text = f"Now: **{shown.roadmap.markdown_title}**\nWhat members did on another one is kept."
    return make_embed("🗺️ Which roadmap do you study?", text)


def excluded(shown: Setup) -> discord.Embed:
    """Ask which roles are on no board."""
    now = _excluded(shown) or "Now: boards show members of all roles."
    text = (
        f"{now}\n\nMembers with such a role, teachers say, can do all that others can, "
        "but no leaderboard, race result or figure of /insights counts them."
    )
    return make_embed("🙈 Who is off the boards?", text)


def _excluded(shown: Setup) -> str:
    """Return the line on who is on no board; empty when that is nobody."""
    gone = sum(role is None for role in shown.excluded.values())
    named = [role.mention for role in shown.excluded.values() if role]
    named += [f"⚠️ {count(gone, 'role')} that {'is' if gone == 1 else 'are'} gone"] if gone else []
    return f"🙈 Off the boards: {', '.join(named)}" if named else ""


def _fields(shown: Setup, now: datetime) -> Iterator[tuple[str, str]]:
    yield "This server", "\n".join(_facts(shown, now))
    if permissions := "\n".join(_permissions(shown)):
        yield "Permissions", permissions
    if others := _others(shown):
        yield "Further schedules", others
    for kind, schedule in ((PROMPT, shown.prompt), (LEADERBOARD, shown.board)):
        yield HEADS[kind], _post(schedule) if schedule else NO_POST[kind]


def _facts(shown: Setup, now: datetime) -> Iterator[str]:
    zone = shown.settings.zone
    yield f"🌍 {zone.key}, now {now.astimezone(zone):%H:%M}"
    if unknown := shown.settings.unknown_zone:
        yield f"⚠️ The zone {unknown} is not known here, so UTC stands in for it: choose one with `/setup zone`"
    yield f"📅 Weeks begin on {DAY_NAMES[shown.settings.first_weekday].title()}"
    yield f"🗺️ {shown.roadmap.markdown_title}"
    if shown.role:
        yield f"🔔 {shown.role.mention}"
    elif any(post.role_id for post in shown.posts):
        yield "⚠️ The role to mention is gone: pick another, or none"
    else:
        yield "🔕 Nobody is mentioned"
    if not shown.hears_messages:
        yield "🔇 I hear no mentions and no direct messages here, only commands, buttons and forms"
    if off := _excluded(shown):
        yield off
    if shown.advice:
        yield f"💡 {shown.advice}"


def _permissions(shown: Setup) -> Iterator[str]:
    for channel_id in dict.fromkeys(post.channel_id for post in shown.posts):
        channel = shown.channels[channel_id]
        if channel is None:
            yield f"❌ I cannot see <#{channel_id}>. Let me in there, or pick another channel."
        elif channel.missing:
            yield missing_permissions_text(channel)
        else:
            yield f"✅ I have everything I need in {channel.mention}"


def _post(schedule: Schedule) -> str:
    zone = f"\n{schedules.zone(schedule)}" if schedule.unknown_zone else ""
    instants = schedules.instants(schedule)
    return f"<#{schedule.channel_id}> · {schedules.when(schedule)}, {schedule.zone.key} time{zone}\n{instants}"


def _others(shown: Setup) -> str:
    others = [schedule for schedule in shown.schedules if schedule not in shown.posts]
    broken = [f"⚠️ {schedules.name(other)}: {reason_text(other.pause_reason)}" for other in others if other.pause_reason]
    return "\n".join([f"{len(others)} more under **All schedules**", *broken]) if others else ""
