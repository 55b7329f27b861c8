"""What organisers are told of their group, and what they have done about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.calendar import local_date
from bot.core.channel_checks import check_channel
from bot.core.errors import StudyError
from bot.core.guild_setup import first_of
from bot.core.insights import DoubtfulQuestion, Findings, StuckTopic, findings
from bot.core.member import RequestContext, require_manage_guild
from bot.core.post_kinds import DIGEST, PostKind
from bot.core.roadmap import Question, Roadmap, Topic
from bot.core.schedule import DEFAULT_AT, MOST_SCHEDULES, Plan, Schedule
from bot.guild_context import GuildContext
from bot.store import schedules
from bot.store.insights_queries import group_figures

SOON = timedelta(minutes=2)
"""When a post comes that an organiser asks for: at a whole minute, through the ledger as all others."""
LATE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Found:
    """The findings with what they are about, as it stands on the roadmap now."""

    roadmap: Roadmap
    findings: Findings
    topics: tuple[tuple[Topic, StuckTopic], ...]
    questions: tuple[tuple[Topic, Question, DoubtfulQuestion], ...]

    @property
    def has_news(self) -> bool:
        """Whether there is anything that may be told."""
        return bool(self.findings.activity.members)


@dataclass(frozen=True, slots=True)
class Panel:
    """What `/insights` shows; `digest` is the server's weekly digest, None when it has none."""

    found: Found
    digest: Schedule | None


async def insights(app: AppContext, request: RequestContext) -> Panel:
    """Return what there is to tell of the server's group; StudyError for whoever may not manage it."""
    guild_id = require_manage_guild(request)
    context = await app.guilds.of(request)
    figures = await found_in(app, context, guild_id, request.at)
    return Panel(figures, await _one_of(app, guild_id, DIGEST, request.at))


async def found_in(app: AppContext, context: GuildContext, guild_id: int, at: datetime) -> Found:
    """Return what there is to tell of a server's group at an instant (aware)."""
    roadmap = context.roadmap
    async with app.database.reading() as connection:
        figures = findings(await group_figures(connection, guild_id, roadmap.id, at))
    topics = [(roadmap.topics[topic.topic_id], topic) for topic in figures.topics if topic.topic_id in roadmap.topics]
    questions = [
        (*roadmap.questions[question.question_id], question)
        for question in figures.questions
        if question.question_id in roadmap.questions
    ]
    return Found(roadmap, figures, tuple(topics), tuple(questions))


async def question_of(app: AppContext, request: RequestContext, question_id: str) -> tuple[Topic, Question]:
    """Return a question with its topic; StudyError when it was taken out, or for whoever may not see its answer."""
    require_manage_guild(request)
    roadmap = (await app.guilds.of(request)).roadmap
    if question_id not in roadmap.questions:
        raise StudyError("This question is no longer on the roadmap. /insights shows what there is now.")
    return roadmap.questions[question_id]


async def post_once(app: AppContext, request: RequestContext, kind: PostKind, topic_id: str) -> tuple[Topic, Schedule]:
    """Plan one post about a topic, soon: where posts of its kind go, or else where the button was pressed.

    StudyError when the bot may not post there, or when one is planned already.
    """
    guild_id = require_manage_guild(request)
    context = await app.guilds.of(request)
    topic = await app.find_topic(context, topic_id, "topic")
    usual = await _one_of(app, guild_id, kind, request.at)
    channel_id = usual.channel_id if usual else request.channel_id or 0
    due = (request.at + SOON).astimezone(context.settings.zone)
    plan = Plan(
        guild_id=guild_id,
        channel_id=channel_id,
        kind=kind,
        at=due.time().replace(second=0, microsecond=0, tzinfo=None),
        days=frozenset({due.weekday()}),
        zone=context.settings.zone,
        late=LATE,
        once_on=due.date(),
        topic_id=topic.id,
    )
    return topic, await _add(app, request, plan)


async def post_weekly(app: AppContext, request: RequestContext) -> Schedule:
    """Plan the digest for each week, in the channel of the press; the one that there is stays."""
    guild_id = require_manage_guild(request)
    if held := await _one_of(app, guild_id, DIGEST, request.at):
        return held
    settings = (await app.guilds.of(request)).settings
    plan = Plan(
        guild_id=guild_id,
        channel_id=request.channel_id or 0,
        kind=DIGEST,
        at=DEFAULT_AT,
        days=DIGEST.default_days(settings.first_weekday),
        zone=settings.zone,
        late=DIGEST.late,
    )
    return await _add(app, request, plan)


async def stop_weekly(app: AppContext, request: RequestContext) -> None:
    """Remove the server's weekly digest, if it has one."""
    guild_id = require_manage_guild(request)
    if held := await _one_of(app, guild_id, DIGEST, request.at):
        async with app.database.writing() as connection:
            await schedules.remove(connection, guild_id, held.id)


async def _add(app: AppContext, request: RequestContext, plan: Plan) -> Schedule:
    check_channel(await app.ports.guild_directory.channel(plan.guild_id, plan.channel_id))
    today = local_date(request.at, plan.zone)
    async with app.database.writing() as connection:
        held = await schedules.list_for_guild(connection, plan.guild_id, request.at)
        if plan.once_on and any(
            _is_same(schedule, plan) and schedule.once_on and schedule.once_on >= today for schedule in held
        ):
            raise StudyError("One on this topic is planned already. /schedule list shows it.")
        added = await schedules.add(connection, plan, request.at)
    if added is None:
        raise StudyError(f"This server has {MOST_SCHEDULES} schedules already: remove one with /schedule remove.")
    return added


def _is_same(schedule: Schedule, plan: Plan) -> bool:
    return schedule.kind.id == plan.kind.id and schedule.topic_id == plan.topic_id


async def _one_of(app: AppContext, guild_id: int, kind: PostKind, at: datetime) -> Schedule | None:
    """Return the server's oldest recurring schedule of a kind, None when it has none."""
    async with app.database.reading() as connection:
        held = await schedules.list_for_guild(connection, guild_id, at)
    return first_of(kind, held)
