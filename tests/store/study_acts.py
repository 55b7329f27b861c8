"""What the store's tests are about: Ada, her roadmap, and the things she asks for."""

from datetime import UTC, date, datetime, timedelta

from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.store import progress
from bot.store.database import Database

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
DAY = date(2026, 11, 24)
ROADMAP = "python-django"
ADA = LearnerKey(7_000_000_000_000_000_001, ROADMAP)
BOB = LearnerKey(7_000_000_000_000_000_002, ROADMAP)
GUILD = 9_000_000_000_000_000_001


def act(number: int, learner: LearnerKey = ADA, *, guild_id: int | None = GUILD) -> RequestContext:
    """The learner's act with that snowflake: `number` seconds after NOW."""
    return RequestContext(number, learner.user_id, "Ada", guild_id, NOW + timedelta(seconds=number))


async def mark(
    database: Database,
    number: int,
    *topic_ids: str,
    wanted: TopicState = TopicState.DONE,
    learner: LearnerKey = ADA,
    day: date = DAY,
) -> progress.Marked:
    """Mark in a transaction of its own."""
    async with database.writing() as connection:
        return await progress.mark(connection, act(number, learner), learner, topic_ids, wanted, local_date=day)


async def undo(database: Database, number: int, learner: LearnerKey = ADA) -> progress.Undone | None:
    """Undo the last act, in a transaction of its own."""
    async with database.writing() as connection:
        return await progress.undo_last(connection, act(number, learner), learner)


async def undo_topic(database: Database, number: int, topic_id: str) -> progress.Undone | None:
    """Undo what Ada last did with a topic, in a transaction of its own."""
    async with database.writing() as connection:
        return await progress.undo_topic(connection, act(number), ADA, topic_id)
