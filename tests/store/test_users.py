"""People's own settings: the defaults, what is saved, who is to be deleted, and the short numbers of roadmaps."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from study_acts import NOW

from bot.core.user import UserSettings, Visibility
from bot.store.database import Database
from bot.store.roadmap_ids import number_roadmaps, roadmap_numbers_of
from bot.store.tables import roadmap_numbers, users
from bot.store.users import save_user, set_visibility, unfollow, user_settings, users_to_delete

ADA = UserSettings(
    user_id=1,
    zone=ZoneInfo("Asia/Tokyo"),
    roadmap_id="go",
    visibility=Visibility.RANK,
    weekly_goal=4,
    delete_after=NOW + timedelta(days=7),
)


async def stored(database: Database, user_id: int) -> UserSettings:
    async with database.reading() as connection:
        return await user_settings(connection, user_id)


async def test_somebody_unknown_has_the_defaults(database: Database) -> None:
    assert await stored(database, 1) == UserSettings(user_id=1)


async def test_settings_are_saved_and_changed_and_keep_since_when_they_are_known(database: Database) -> None:
    async with database.writing() as connection:
        await save_user(connection, ADA, NOW)
        await save_user(connection, UserSettings(user_id=2), NOW)
    saved = await stored(database, 1)
    assert (saved.zone, saved.roadmap_id, saved.visibility) == (ADA.zone, "go", Visibility.RANK)
    assert (saved.weekly_goal, saved.delete_after, saved.created_at) == (4, ADA.delete_after, NOW)
    async with database.writing() as connection:
        await save_user(connection, UserSettings(user_id=1), NOW + timedelta(days=1))
    assert await stored(database, 1) == UserSettings(user_id=1, created_at=NOW)


async def test_a_choice_of_visibility_leaves_the_rest_alone(database: Database) -> None:
    async with database.writing() as connection:
        await save_user(connection, ADA, NOW)
        await set_visibility(connection, 1, Visibility.NOBODY, NOW)
        await set_visibility(connection, 2, Visibility.NOBODY, NOW)
    assert (await stored(database, 1)).visibility is Visibility.NOBODY
    assert (await stored(database, 1)).weekly_goal == 4
    assert (await stored(database, 2)).visibility is Visibility.NOBODY


async def test_who_hid_before_it_held_everywhere_is_known_not_to_have_been_told(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(users), {"user_id": 1, "visibility": "nobody", "created_at": NOW})
    assert not (await stored(database, 1)).visibility_told
    async with database.writing() as connection:
        await set_visibility(connection, 1, Visibility.NOBODY, NOW)
    assert (await stored(database, 1)).visibility_told


async def test_people_are_to_be_deleted_when_their_time_has_come_and_not_before(database: Database) -> None:
    async with database.writing() as connection:
        await save_user(connection, ADA, NOW)
        await save_user(connection, UserSettings(user_id=2, delete_after=NOW), NOW)
        await save_user(connection, UserSettings(user_id=3), NOW)
        assert await users_to_delete(connection, NOW) == (2,)
        assert await users_to_delete(connection, NOW + timedelta(days=7)) == (2, 1)


async def test_a_roadmap_that_is_gone_is_followed_no_more_and_another_stays(database: Database) -> None:
    async with database.writing() as connection:
        await save_user(connection, ADA, NOW)
        await unfollow(connection, 1, "rust")
        assert (await user_settings(connection, 1)).roadmap_id == "go"
        await unfollow(connection, 1, "go")
    stays = await stored(database, 1)
    assert (stays.roadmap_id, stays.weekly_goal) == (None, 4)


async def test_roadmaps_are_numbered_once_the_default_first(database: Database) -> None:
    async with database.writing() as connection:
        assert await number_roadmaps(connection, ["python-django", "go"]) == {"python-django": 1, "go": 2}
    async with database.writing() as connection:
        assert await number_roadmaps(connection, ["go", "rust"]) == {"python-django": 1, "go": 2, "rust": 3}
    async with database.reading() as connection:
        assert await roadmap_numbers_of(connection) == {"python-django": 1, "go": 2, "rust": 3}


async def test_processes_that_number_at_once_agree(address: str) -> None:
    databases = [Database(address) for _ in range(4)]

    async def number(database: Database) -> dict[str, int]:
        async with database.writing() as connection:
            return await number_roadmaps(connection, ["python-django", "go"])

    try:
        assert await asyncio.gather(*map(number, databases)) == [{"python-django": 1, "go": 2}] * 4
    finally:
        for database in databases:
            await database.close()


async def test_no_number_is_longer_than_four_signs(database: Database) -> None:
    assert int("zzzz", 36) == 1_679_615
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(insert(roadmap_numbers), {"number": 1_679_616, "roadmap_id": "x"})
