"""Roadmaps that servers brought: each version once, the newest live, removed ones gone but for what was learned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from study_acts import ADA, BOB, ROADMAP, mark

from bot.store import brought
from bot.store.brought import BroughtRoadmap, Draft
from bot.store.database import Database
from bot.store.roadmap_ids import number_roadmaps

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
DRAFT = Draft(5, 9, "wood-9", 0, "README.md", b"# Wood\x00", "{}", "{}")


async def add(database: Database, version: int, guild_id: int = 9, roadmap_id: str = "wood-9") -> bool:
    async with database.writing() as connection:
        numbers = await number_roadmaps(connection, ["python-django", roadmap_id])
        roadmap = BroughtRoadmap(roadmap_id, guild_id, f"Wood {version}", version, numbers[roadmap_id])
        return await brought.add_version(connection, roadmap, f'{{"v": {version}}}', ("Markdown", 3), AT)


async def known(database: Database, guild_id: int | None = None) -> tuple[BroughtRoadmap, ...]:
    async with database.reading() as connection:
        return await brought.brought_roadmaps_of(connection, guild_id)


async def test_the_newest_version_is_live_and_all_are_kept(database: Database) -> None:
    assert await add(database, 1)
    assert await add(database, 2)
    assert await known(database) == (BroughtRoadmap("wood-9", 9, "Wood 2", 2, 2),)
    async with database.reading() as connection:
        assert [one.version for one in await brought.versions_of(connection, "wood-9")] == [2, 1]
        assert await brought.version_content(connection, "wood-9", 1) == '{"v": 1}'
        assert await brought.version_content(connection, "wood-9", 7) is None


async def test_a_version_is_made_once(database: Database) -> None:
    assert await add(database, 1)
    assert not await add(database, 1)
    assert (await known(database))[0].title == "Wood 1"


async def test_each_server_has_its_own(database: Database) -> None:
    await add(database, 1)
    await add(database, 1, guild_id=10, roadmap_id="stone-10")
    assert [one.roadmap_id for one in await known(database, 10)] == ["stone-10"]
    assert [one.roadmap_id for one in await known(database)] == ["stone-10", "wood-9"]


async def test_a_removed_one_is_gone_and_can_be_brought_again(database: Database) -> None:
    await add(database, 1)
    async with database.writing() as connection:
        assert await brought.remove_roadmap(connection, "wood-9", AT)
        assert not await brought.remove_roadmap(connection, "wood-9", AT)
        assert await brought.last_version(connection, "wood-9") == 1
    assert await known(database) == ()
    assert await add(database, 2)
    assert (await known(database))[0].version == 2


async def test_files_wait_to_be_taken_and_are_forgotten_after_a_while(database: Database) -> None:
    async with database.writing() as connection:
        await brought.save_draft(connection, DRAFT, AT)
        await brought.change_draft(connection, replace(DRAFT, choices='{"a": true}'))
    async with database.writing() as connection:
        assert await brought.draft_of(connection, 5) == replace(DRAFT, choices='{"a": true}')
        await brought.save_draft(connection, replace(DRAFT, id=6), AT + timedelta(days=3))
        assert await brought.draft_of(connection, 5) is None
        await brought.drop_draft(connection, 6)
        assert await brought.draft_of(connection, 6) is None


async def test_it_is_counted_whom_a_change_touches(database: Database) -> None:
    await mark(database, 1, "csrf", "xss")
    await mark(database, 2, "csrf", learner=BOB)
    async with database.reading() as connection:
        assert await brought.members_touched(connection, ROADMAP, ["csrf", "xss"]) == 2
        assert await brought.members_touched(connection, ROADMAP, ["xss"]) == 1
        assert await brought.members_touched(connection, "another", ["xss"]) == 0
        assert await brought.members_touched(connection, ROADMAP, []) == 0
    assert ADA.roadmap_id == ROADMAP
