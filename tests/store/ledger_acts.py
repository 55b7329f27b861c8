"""What happens to a run that is due: taken, begun and ended, each in a transaction of its own."""

from datetime import datetime

from planned_posts import DUE, MINUTE, claim, take

from bot.core.post import OccurrenceState, Post
from bot.store import occurrences
from bot.store.database import Database
from bot.store.occurrences import Taken

POST = Post("Study!", ({"title": "CSRF"},), ({"type": 1, "components": []},), 5, silent=True, topic_id="csrf")


async def begin(database: Database, taken: Taken, now: datetime, post: Post = POST) -> Taken | None:
    async with database.writing() as connection:
        return await occurrences.begin(connection, taken, post, taken.first_try_at or now, now + MINUTE)


async def settle(database: Database, taken: Taken, state: OccurrenceState, now: datetime, message: int = 0) -> None:
    async with database.writing() as connection:
        await occurrences.settle(connection, taken.occurrence.id, state, now, reason="so", message_id=message or None)


async def taken_at(database: Database, now: datetime = DUE) -> Taken:
    """The one run that is due, claimed and taken."""
    await claim(database, now)
    (taken,) = await take(database, now)
    return taken
