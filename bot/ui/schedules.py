"""How schedules look: what is posted, where and when, the next instants, and why one is paused."""

from collections.abc import Collection

from bot.core.post_kinds import ScheduleOption
from bot.core.post_reasons import PostReason, decode
from bot.core.recurrence import NO_TIME, ScheduledRun, runs
from bot.core.roadmap import Roadmap
from bot.core.schedule import QuietWeek, Schedule, TopicOrder
from bot.core.schedule_form import DAY_NAMES, days_text, late_text, time_text
from bot.core.send_result import NotSent, Rejected, SendResult, Sent, Unknown
from bot.ui.text import join_words, timestamp

ORDERS = {TopicOrder.ROADMAP: "in roadmap order", TopicOrder.SHUFFLED: "shuffled"}
QUIET_WEEKS = {
    QuietWeek.ENCOURAGE: "A quiet week gets a kind word",
    QuietWeek.SKIP: "A quiet week gets no post",
}

DEAD_ROLE = "⚠️ The role to mention is gone, so nobody is mentioned: pick another with /schedule edit"

SHOWN_RUNS = 3
"""Instants that are told in advance."""


def name(schedule: Schedule) -> str:
    """Name a schedule as organisers see it everywhere."""
    return f"{schedule.kind.name} {schedule.number or schedule.id}"


def title(schedule: Schedule) -> str:
    """Return the title of a schedule's card."""
    return f"{'⏸️' if schedule.paused else schedule.kind.emoji} {name(schedule)}"


def when(schedule: Schedule) -> str:
    """Say when a schedule posts: 09:00 daily, 18:30 on Monday and Friday."""
    if schedule.once_on:
        return f"{time_text(schedule.at)} once, on {schedule.once_on:%A} {schedule.once_on.day} {schedule.once_on:%B}"
    named = days_text(schedule.days)
    days = join_words([DAY_NAMES[day].title() for day in sorted(schedule.days)])
    return f"{time_text(schedule.at)} {f'on {days}' if ',' in named or len(schedule.days) == 1 else named}"


def facts(schedule: Schedule, roadmap: Roadmap) -> str:
    """Say everything that was chosen for a schedule, a line each."""
    lines = [
        f"📍 <#{schedule.channel_id}>",
        f"🕘 {when(schedule)}",
        zone(schedule),
        f"🔔 <@&{schedule.role_id}>" if schedule.role_id else "🔕 Nobody is mentioned",
        f"⏳ At most {late_text(schedule.late)} late",
    ]
    if schedule.topic_id and (topic := roadmap.topics.get(schedule.topic_id)):
        lines.append(f"📖 {topic.markdown_title}")
    if schedule.silent:
        lines.append("🤫 Comes without a sound")
    if ScheduleOption.SECTIONS in schedule.kind.options:
        order = f", {ORDERS[schedule.order]}" if ScheduleOption.ORDER in schedule.kind.options else ""
        lines.append(f"📚 {_sections(schedule, roadmap)}{order}")
    if ScheduleOption.QUIET_WEEK in schedule.kind.options:
        lines.append(f"💤 {QUIET_WEEKS[schedule.quiet_week]}")
    return "\n".join(lines)


def zone(schedule: Schedule) -> str:
    """Say by which time zone a schedule posts, also when it is not the one that was chosen."""
    if not schedule.unknown_zone:
        return f"🌍 {schedule.zone.key}"
    return f"⚠️ The zone {schedule.unknown_zone} is not known here, so it posts by UTC: choose one with /schedule edit"


def amiss(schedule: Schedule, dead_roles: Collection[int]) -> list[str]:
    """Say what else of a schedule an organiser has to mend: a role that is gone, a zone that is not known here."""
    mistakes = []
    if schedule.role_id in dead_roles:
        mistakes.append(DEAD_ROLE)
    if schedule.unknown_zone:
        mistakes.append(zone(schedule))
    return mistakes


def ahead(schedule: Schedule) -> tuple[ScheduledRun, ...]:
    """Return the next three runs of a schedule; none of a paused one."""
    if schedule.paused or schedule.next_run_at is None:
        return ()
    return runs(schedule.next_run_at - NO_TIME, SHOWN_RUNS, schedule.zone, schedule.at, schedule.days)


def instants(schedule: Schedule) -> str:
    """Say when the next posts come, in the reader's own time; for a paused schedule, why none does."""
    if schedule.paused:
        return pause(schedule)
    first, *rest = ahead(schedule)
    return "\n".join(
        [f"▸ {timestamp(first.at, 'f')} ({timestamp(first.at)})", *(f"▸ {timestamp(run.at, 'f')}" for run in rest)]
    )


def pause(schedule: Schedule) -> str:
    """Say why a schedule is paused, and what to do about it."""
    if not schedule.pause_reason:
        return "⏸️ Paused by an organiser."
    return f"⚠️ Paused: {reason_text(schedule.pause_reason)}\nOnce that is fixed, resume it."


def tried(schedule: Schedule, delivery: SendResult | None) -> str:
    """Say what became of a test of a schedule; None when there was nothing to post."""
    where = f"<#{schedule.channel_id}>"
    match delivery:
        case None:
            return f"🧪 {schedule.kind.quiet}"
        case Sent(message_id):
            seen = f": {link(schedule.guild_id, schedule.channel_id, message_id)}" if message_id else "."
            return f"🧪 Posted in {where}, notifying nobody{seen}"
        case Rejected(reason):
            return f"⚠️ The test did not reach {where}. {reason_text(reason)}"
        case NotSent(reason):
            return f"⚠️ The test did not reach {where}: {reason}. Try again in a minute."
        case Unknown(reason):
            return f"⚠️ I do not know whether the test reached {where}: {reason}. Look there, or try again in a minute."


def link(guild_id: int, channel_id: int, message_id: int) -> str:
    """Return the address of a message."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def _sections(schedule: Schedule, roadmap: Roadmap) -> str:
    titles = [
        roadmap.section_by_id[section].markdown_title
        for section in schedule.sections
        if section in roadmap.section_by_id
    ]
    return join_words(titles) if titles else "All sections"


TEXTS = {
    PostReason.CHANNEL_GONE: "The channel is gone.",
    PostReason.LEFT_SERVER: "Waymark is no longer in this server. It goes on by itself once it is invited again.",
    PostReason.NO_VIEW: "Waymark can no longer see the channel: it needs View Channel there.",
    PostReason.NO_MESSAGES: "Messages cannot be posted in that channel.",
    PostReason.NO_SEND: (
        "Waymark is not allowed to write there: it needs Send Messages, and in a thread Send Messages in Threads."
    ),
    PostReason.NO_EMBEDS: "Waymark is not allowed to embed there: it needs Embed Links.",
    PostReason.NO_HISTORY: ("Waymark cannot read back what it posted: it needs Read Message History in the channel."),
    PostReason.THREAD_ARCHIVED: "The thread is archived and locked.",
    PostReason.THREAD_LOCKED: "The thread is locked.",
    PostReason.TOO_MUCH_WRITTEN: "So much has been written since that the post could not be looked for.",
    PostReason.DM_CLOSED: "Discord does not let Waymark message you.",
    PostReason.REFUSED: "Discord refused it: {}.",
    PostReason.AWAY_TOO_LATE: "Waymark was away, and by the time it was back this was too late to post.",
    PostReason.AWAY_SUPERSEDED: "Waymark was away, and by the time it was back a newer run was due.",
    PostReason.PAUSED_BEFORE: "The schedule was paused before it was posted.",
    PostReason.NOT_IN_TIME: "It could not be posted in time.",
    PostReason.NOTHING_TO_POST: "There was nothing to post.",
    PostReason.UNKNOWN_KIND: "This version of Waymark does not know this kind of post.",
    PostReason.NOT_BUILT: "Waymark could not make the post. Its log says why, at {}.",
    PostReason.BROKE: "The connection broke while it was sent. {}",
}


def reason_text(stored: str) -> str:
    """Return the words for a reason as it is kept; what an older version wrote in words stands as it is."""
    reason, parameter = decode(stored)
    if reason is None:
        return stored
    shown = reason_text(parameter) if reason is PostReason.BROKE else parameter
    return TEXTS[reason].format(shown).strip()
