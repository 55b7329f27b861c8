"""Keeping reminders as people ask for them, and what one says when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.lookup import Found, Suggestions
from bot.core.member import RequestContext
from bot.core.message_draft import Occurrence
from bot.core.post_kinds import EVERY_DAY, REMINDER
from bot.core.reminder import LATE, MAX_ONCE, MAX_UNANSWERED, ReminderWish, parse_reminder
from bot.core.review_queue import Record, due_topics
from bot.core.roadmap import Topic
from bot.core.schedule import Plan, Schedule
from bot.core.schedule_form import parse_time
from bot.guild_context import GuildContext
from bot.store.answers import answers_on
from bot.store.guilds import mark_left
from bot.store.schedules import reminders_of, remove_reminder, save_reminder, unanswered

NO_GUILD = 0
"""The server of a schedule that is of none."""
MAX_SERVERS = 5
"""Servers that are looked at for whether somebody is still in one of them."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Somebody's reminders, and the topics that they are about, by id."""

    daily: Schedule | None
    once: tuple[Schedule, ...]
    topics: Mapping[str, Topic]


@dataclass(frozen=True, slots=True)
class Saved:
    """A reminder that was asked for, and the topic that it is about, if it is about one."""

    reminder: Schedule
    topic: Topic | None


@dataclass(frozen=True, slots=True)
class Due:
    """What a reminder says: the topic that it is about, or the `topics` that are due; `is_last` before it is quiet."""

    context: GuildContext
    topic: Topic | None
    topics: tuple[Topic, ...]
    is_last: bool = False


async def reminders(app: AppContext, request: RequestContext) -> Reminders:
    """Return the reminders of whoever acts."""
    context = await app.guilds.of(request)
    async with app.database.reading() as connection:
        own = await reminders_of(connection, request.user_id)
    daily = next((schedule for schedule in own if schedule.once_on is None), None)
    return Reminders(daily, tuple(schedule for schedule in own if schedule.once_on), context.roadmap.topics)


async def remind_daily(app: AppContext, request: RequestContext, typed: str) -> Reminders:
    """Remind every day at the local time that was typed; StudyError when it is none."""
    context = await app.guilds.of(request)
    await _save(app, request, context.zone, ReminderWish("", None, parse_time(typed)), None)
    return await reminders(app, request)


async def remind_as_said(app: AppContext, request: RequestContext, words: str) -> Saved:
    """Remind as `words` say; StudyError when they do not say when, or are about no topic."""
    context = await app.guilds.of(request)
    daily = (await reminders(app, request)).daily
    wish = parse_reminder(words, request.at, context.zone, daily.at if daily else None)
    topic = _topic(context, wish.about) if wish.about else None
    return Saved(await _save(app, request, context.zone, wish, topic), topic)


async def drop(app: AppContext, request: RequestContext, argument: str) -> Reminders:
    """Turn a reminder off by its id; StudyError when whoever acts has no such one."""
    schedule_id = int(argument) if argument.isascii() and argument.isdecimal() and len(argument) < 19 else 0
    async with app.recording(request) as connection:
        removed = await remove_reminder(connection, request.user_id, schedule_id)
    if not removed:
        raise StudyError("You have no such reminder any more. /me shows what you have.")
    return await reminders(app, request)


async def due_for(app: AppContext, schedule: Schedule, occurrence: Occurrence) -> Due | None:
    """Return what a reminder says as of the run's instant; None when it should not come."""
    user_id = schedule.user_id or 0
    if schedule.once_on not in (None, occurrence.run.local_date):
        return None
    request = RequestContext(occurrence.id, user_id, "", None, occurrence.run.at)
    context = await _home(app, request)
    if context is None:
        return None
    if schedule.topic_id:
        topic = context.roadmap.topics.get(schedule.topic_id)
        return Due(context, topic, ()) if topic else None
    topics = await _due_topics(app, request, context)
    if schedule.once_on:
        return Due(context, None, topics)
    async with app.database.reading() as connection:
        ignored = await unanswered(connection, user_id, schedule.id)
    if not topics or ignored >= MAX_UNANSWERED:
        return None
    return Due(context, None, topics, is_last=ignored == MAX_UNANSWERED - 1)


async def _home(app: AppContext, request: RequestContext) -> GuildContext | None:
    """Return where whoever is reminded studies; None when they have left the last server that they shared with us."""
    has_left = False
    for _ in range(MAX_SERVERS):
        context = await app.guilds.of(request)
        guild_id = context.settings.guild_id
        if guild_id == NO_GUILD:
            return None if has_left else context
        if not await app.ports.membership.departed(guild_id, [request.user_id]):
            return context
        has_left = True
        async with app.database.writing() as connection:
            await mark_left(connection, guild_id, [request.user_id], app.clock())
        app.members.forget(guild_id, [request.user_id])
        app.leaderboards.changed([request.user_id])
        app.guilds.forget_user(request.user_id)
    return None


async def _due_topics(app: AppContext, request: RequestContext, context: GuildContext) -> tuple[Topic, ...]:
    learner, day = context.learner(request), context.study_day_of(request)
    states, learning = await app.progress.states(learner), await app.progress.learning(learner)
    async with app.database.reading() as connection:
        today = await answers_on(connection, learner, day)
    record = Record(learner, context.roadmap, states, learning, today, day)
    return tuple(context.roadmap.topics[topic_id] for topic_id in due_topics(record))


async def _save(
    app: AppContext, request: RequestContext, zone: ZoneInfo, wish: ReminderWish, topic: Topic | None
) -> Schedule:
    channel_id = await app.ports.channel_sender.dm_channel(request.user_id)
    if channel_id is None:
        raise StudyError("Discord would not let me open a direct message to you. Try again in a minute.")
    plan = _plan(request, channel_id, zone, wish, topic)
    async with app.recording(request) as connection:
        saved = await save_reminder(connection, plan, request.at)
    if saved is None:
        raise StudyError(f"You have {MAX_ONCE} reminders already. /me shows them: turn one off first.")
    return saved


def _plan(request: RequestContext, channel_id: int, zone: ZoneInfo, wish: ReminderWish, topic: Topic | None) -> Plan:
    return Plan(
        guild_id=NO_GUILD,
        channel_id=channel_id,
        kind=REMINDER,
        at=wish.at,
        days=frozenset({wish.on.weekday()}) if wish.on else EVERY_DAY,
        zone=zone,
        late=LATE,
        user_id=request.user_id,
        once_on=wish.on,
        topic_id=topic.id if topic else None,
    )


def _topic(context: GuildContext, about: str) -> Topic:
    match context.lookup.resolve(about):
        case Found(topic):
            return topic
        case Suggestions((only,)):
            return only
        case Suggestions(topics):
            names = ", ".join(topic.markdown_title for topic in topics)
            raise StudyError(f"Which one do you mean: {names}? Say it once more with the whole name.")
        case _:
            raise StudyError("I can remind you about a topic of the roadmap, or of what is due: “remind me tomorrow”.")
