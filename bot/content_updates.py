"""Takes over what was edited in the content while the bot runs, or says why not."""

import asyncio
import gc
import logging
from pathlib import Path

from bot.context import AppContext
from bot.core.errors import ContentError, DatabaseUnavailableError
from bot.core.library import Library
from bot.store.database import Database
from bot.store.roadmap_ids import number_roadmaps, rename_topics

log = logging.getLogger(__name__)


async def follow_content(app: AppContext, directory: Path, changed: asyncio.Event) -> None:
    """Read the content anew each time that `changed` is set, for ever; what has mistakes is not taken over."""
    while True:
        await changed.wait()
        changed.clear()
        try:
            await _take_over(app, directory)
        except ContentError as error:
            log.warning("the edit is not taken over, since the content has mistakes:\n%s", error)
        except DatabaseUnavailableError:
            log.warning("the edit is not taken over, since the database does not answer: try again", exc_info=True)


async def _take_over(app: AppContext, directory: Path) -> None:
    from bot.content.loader import load_library  # noqa: PLC0415 - most processes never see an edit

    library = await asyncio.to_thread(load_library, directory)
    await asyncio.to_thread(lambda: library.lookups)  # so that nobody waits for it
    numbers = await numbers_of(app.database, library)
    await apply_renames(app.database, library)
    app.guilds.take_over(library, numbers)
    app.progress.forget_all()
    drop_roadmaps_of_before()
    log.info("content taken over", extra={"content": topics_in(library)})


async def apply_renames(database: Database, library: Library) -> None:
    """Move progress to the ids that topics have now."""
    async with database.writing() as connection:
        for roadmap in library.roadmaps.values():
            moved = await rename_topics(connection, roadmap.id, roadmap.renamed)
            if moved:
                log.info("progress moved to new topic ids", extra={"roadmap": roadmap.id, "learners": moved})


async def numbers_of(database: Database, library: Library) -> dict[str, int]:
    """Return the number of each roadmap, for what is pressed, by its id; a new one gets the next."""
    async with database.writing() as connection:
        return await number_roadmaps(connection, [library.default.id, *library.roadmaps])


def settle_memory() -> None:
    """Leave what is there now out of every collection to come: it stays for long, and is half a million objects.

    From here on garbage is collected, which a start puts off.
    """
    gc.freeze()
    gc.enable()


def drop_roadmaps_of_before() -> None:
    """Collect what an edit has taken the place of, once."""
    gc.unfreeze()
    gc.collect()
    settle_memory()


def topics_in(library: Library) -> str:
    """Return the roadmaps with how many topics each has, for the log."""
    return ", ".join(f"{roadmap.id} ({len(roadmap)} topics)" for roadmap in library.roadmaps.values())
