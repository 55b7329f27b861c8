"""Whether a server's next weekly board is the one that tells what the rules have become."""

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.learning_tables import rule_news
from bot.store.post_tables import occurrences, schedules

_TOLD = exists().where(
    schedules.c.guild_id == rule_news.c.guild_id,
    schedules.c.kind == "leaderboard",
    occurrences.c.schedule_id == schedules.c.id,
    occurrences.c.id != bindparam("occurrence_id"),
    occurrences.c.state == "sent",
    occurrences.c.run_at >= rule_news.c.since,
)
_DUE = select(rule_news.c.guild_id).where(rule_news.c.guild_id == bindparam("guild_id"), ~_TOLD)


async def rules_are_news(connection: AsyncConnection, guild_id: int, occurrence_id: int) -> bool:
    """Return whether a server knew older rules and no board but this occurrence's was sent since they changed."""
    asked = {"guild_id": guild_id, "occurrence_id": occurrence_id}
    return (await connection.execute(_DUE, asked)).first() is not None
