"""Keeps the library as the database has it: roadmaps that servers brought, loaded when they are new or changed."""

import asyncio
import logging
from collections.abc import Callable

from bot.core.errors import StudyError
from bot.core.library import Library
from bot.core.lookup import Lookup
from bot.core.roadmap import Roadmap
from bot.store.brought import BroughtRoadmap, brought_roadmaps_of, version_content
from bot.store.database import Database

log = logging.getLogger(__name__)

READING_TIME = 30.0
"""Seconds that a file which is brought may take to be read, the start of the process and waiting for a busy machine
included; what is too much work for a roadmap is given up sooner (bot.content.brought.PROCESSOR_TIME)."""


class LiveLibrary:
    """Looks at what servers brought, and puts it into the `library` of the moment."""

    def __init__(self, database: Database, library: Callable[[], Library]) -> None:
        self._database = database
        self._library = library
        self._versions: dict[str, int] = {}
        self._turn = asyncio.Lock()

    async def refresh(self) -> None:
        """Load what is new or changed, and forget what was removed: by this or by another process."""
        async with self._turn:
            async with self._database.reading() as connection:
                brought = await brought_roadmaps_of(connection)
            known = {roadmap.roadmap_id for roadmap in brought}
            for roadmap_id in [version for version in self._versions if version not in known]:
                self._library().take_out(roadmap_id)
                del self._versions[roadmap_id]
            for roadmap in brought:
                if self._versions.get(roadmap.roadmap_id) != roadmap.version:
                    await self._load(roadmap)
                self._library().offer(roadmap.roadmap_id, to_all=roadmap.is_offered)

    async def _load(self, brought: BroughtRoadmap) -> None:
        async with self._database.reading() as connection:
            content = await version_content(connection, brought.roadmap_id, brought.version)
        self._versions[brought.roadmap_id] = brought.version  # also of one that cannot be read: not again and again
        try:
            # In a thread, since building an index takes a while.
            roadmap, lookup = await asyncio.to_thread(_indexed, content or "")
        except (StudyError, ValueError, KeyError, TypeError):
            log.exception("a brought roadmap cannot be read", extra={"roadmap": brought.roadmap_id})
            return
        self._library().put(roadmap, lookup, brought.guild_id, brought.number)


def _indexed(content: str) -> tuple[Roadmap, Lookup]:
    from bot.content.brought import content_from_json  # noqa: PLC0415 - for hosts of servers that bring their own

    roadmap = content_from_json(content).as_roadmap(is_settled=True)
    return roadmap, Lookup(roadmap)
