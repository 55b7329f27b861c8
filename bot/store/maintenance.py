"""What a host asks of the database from the command line."""

from datetime import datetime

from bot.store import answers, brought, misses, progress_events
from bot.store.brought import BroughtRoadmap
from bot.store.database import Database
from bot.store.misses import FlaggedQuestion, most_flagged


async def most_frequent_failed_searches(
    database_url: str, roadmap_id: str, most: int
) -> tuple[misses.FailedSearch, ...]:
    """Return what members looked for most often on a roadmap without finding it."""
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await misses.most_frequent(connection, roadmap_id, most)
    finally:
        await database.close()


async def most_flagged_questions(database_url: str, roadmap_id: str, most: int) -> tuple[FlaggedQuestion, ...]:
    """Return the questions of a roadmap that most members found something wrong with."""
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await most_flagged(connection, roadmap_id, most)
    finally:
        await database.close()


async def rebuild(database_url: str) -> tuple[int, int]:
    """Derive every memory and total anew from answers and events; return how many memories and totals there are."""
    database = Database(database_url)
    try:
        async with database.writing() as connection:
            return await answers.rebuild_memories(connection), await progress_events.rebuild_totals(connection)
    finally:
        await database.close()


async def brought_by_servers(database_url: str) -> tuple[BroughtRoadmap, ...]:
    """Return the roadmaps that servers brought, in the order of their ids."""
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await brought.brought_roadmaps_of(connection)
    finally:
        await database.close()


async def remove_brought(database_url: str, roadmap_id: str, at: datetime) -> bool:
    """Take a brought roadmap away; False when there is none. Running bots learn of it within seconds."""
    database = Database(database_url)
    try:
        async with database.writing() as connection:
            return await brought.remove_roadmap(connection, roadmap_id, at)
    finally:
        await database.close()
