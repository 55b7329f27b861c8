"""What happens to a run that is due: taken, begun and ended, each in a transaction of its own."""

from datetime import datetime

from planned_posts import DUE, MINUTE, claim, take

from bot.core.message_draft import MessageDraft, OccurrenceState
from bot.store import occurrences
from bot.store.database import Database
from bot.store.occurrences import LeasedRun

POST = MessageDraft("Study!", ({"title": "CSRF"},), ({"type": 1, "components": []},), 5, silent=True, topic_id="csrf")


async def begin(database: Database, taken: LeasedRun, now: datetime, post: MessageDraft = POST) -> LeasedRun | None:
    async with database.writing() as connection:
        return await occurrences.start_attempt(connection, taken, post, taken.first_try_at or now, now + MINUTE)


async def settle(database: Database, taken: LeasedRun, state: OccurrenceState, now: datetime, message: int = 0) -> None:
    async with database.writing() as connection:
        await occurrences.finish(connection, taken.occurrence.id, state, now, reason="so", message_id=message or None)


async def taken_at(database: Database, now: datetime = DUE) -> LeasedRun:
    """The one run that is due, claimed and taken."""
    await claim(database, now)
    (taken,) = await take(database, now)
    return taken
