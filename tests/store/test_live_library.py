"""Every replica has what servers brought: new versions at the next look, and no longer what was removed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from shipped import shipped_library

from bot.content.brought import Brought, content_json, own_roadmap_id, read_brought
from bot.core.library import Library
from bot.guild_context import GuildContexts
from bot.live_library import LiveLibrary
from bot.store import brought
from bot.store.brought import BroughtRoadmap
from bot.store.database import Database
from bot.store.roadmap_ids import number_roadmaps

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Replica:
    """The library of one process."""

    def __init__(self, database: Database) -> None:
        self.contexts = GuildContexts(database, shipped_library(), lambda: AT, {"python-django": 1})
        self.live = LiveLibrary(database, lambda: self.contexts.library)

    @property
    def library(self) -> Library:
        return self.contexts.library


async def take(database: Database, text: str, version: int, guild_id: int = 9) -> str:
    read = read_brought("README.md", text.encode(), "")
    assert isinstance(read, Brought)
    roadmap_id = own_roadmap_id(read.content, guild_id)
    content = replace(read.content, roadmap={**read.content.roadmap, "id": roadmap_id})
    async with database.writing() as connection:
        numbers = await number_roadmaps(connection, ["python-django", roadmap_id])
        live = BroughtRoadmap(roadmap_id, guild_id, "Wood", version, numbers[roadmap_id])
        assert await brought.add_version(connection, live, content_json(content), ("Markdown", 2), AT)
    return roadmap_id


async def test_a_version_taken_elsewhere_is_there_at_the_next_look(database: Database) -> None:
    here = Replica(database)
    roadmap_id = await take(database, "# Wood\n\n- Oak\n- Pine\n", 1)
    await here.live.refresh()
    assert list(here.library.roadmaps[roadmap_id].topics) == ["oak", "pine"]
    assert here.library.lookups[roadmap_id].suggest("pine", 1)[0].id == "pine"
    number = here.library.numbers[roadmap_id]
    assert here.library.with_number(number) is here.library.roadmaps[roadmap_id]
    await take(database, "# Wood\n\n- Oak\n- Pine\n- Ash\n", 2)
    await here.live.refresh()
    assert list(here.library.roadmaps[roadmap_id].topics) == ["oak", "pine", "ash"]
    assert here.library.numbers[roadmap_id] == number


async def test_only_the_server_that_brought_it_is_offered_it(database: Database) -> None:
    here = Replica(database)
    roadmap_id = await take(database, "# Wood\n\n- Oak\n- Pine\n", 1)
    await here.live.refresh()
    assert [one.id for one in here.library.offered_to(9)] == ["python-django", roadmap_id]
    assert [one.id for one in here.library.offered_to(10)] == ["python-django"]
    assert roadmap_id not in shipped_library().roadmaps


async def test_a_removed_one_is_gone_at_the_next_look(database: Database) -> None:
    here = Replica(database)
    roadmap_id = await take(database, "# Wood\n\n- Oak\n- Pine\n", 1)
    await here.live.refresh()
    async with database.writing() as connection:
        await brought.remove_roadmap(connection, roadmap_id, AT)
    await here.live.refresh()
    assert list(here.library.roadmaps) == ["python-django"]
    assert here.library.with_number(here.library.numbers[roadmap_id]) is None


async def test_an_edit_of_the_hosts_content_keeps_what_was_brought(database: Database) -> None:
    here = Replica(database)
    roadmap_id = await take(database, "# Wood\n\n- Oak\n- Pine\n", 1)
    await here.live.refresh()
    here.contexts.take_over(shipped_library(), {"python-django": 1})
    assert roadmap_id in here.library.roadmaps
    assert here.library.numbers[roadmap_id] == 2


@pytest.mark.parametrize("expected_errors", [["a brought roadmap cannot be read"]])
async def test_content_that_cannot_be_read_leaves_the_old_version(database: Database) -> None:
    here = Replica(database)
    roadmap_id = await take(database, "# Wood\n\n- Oak\n- Pine\n", 1)
    await here.live.refresh()
    async with database.writing() as connection:
        live = BroughtRoadmap(roadmap_id, 9, "Wood", 2, 2)
        await brought.add_version(connection, live, '{"roadmap": {"id": "x"}, "topics": []}', ("Markdown", 0), AT)
    await here.live.refresh()
    assert list(here.library.roadmaps[roadmap_id].topics) == ["oak", "pine"]
