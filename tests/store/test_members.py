"""Members as servers know them: seen, hidden, gone, and at home somewhere."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from study_acts import ADA, BOB, GUILD, NOW

from bot.core.member import RequestContext
from bot.core.user import Visibility
from bot.store import guilds
from bot.store.database import Database
from bot.store.guilds import MAX_MEMBER_AGE, MemberCache
from bot.store.tables import members as table
from bot.store.users import set_visibility, user_settings

LATER = NOW + timedelta(days=1)


async def touch(database: Database, user_id: int, *, guild_id: int = GUILD, name: str = "Ada", late: int = 0) -> None:
    async with database.writing() as connection:
        await guilds.record_member(connection, guild_id, user_id, name, NOW + timedelta(days=late))


async def row(database: Database, user_id: int = ADA.user_id) -> dict[str, object]:
    async with database.reading() as connection:
        found = await connection.execute(select(table).where(table.c.user_id == user_id))
    return found.one()._asdict()


async def home(database: Database, user_id: int) -> int | None:
    async with database.reading() as connection:
        return await guilds.home_guild(connection, user_id)


async def test_a_member_who_is_seen_again_has_the_new_name_and_instant(database: Database) -> None:
    await touch(database, ADA.user_id)
    await touch(database, ADA.user_id, name="Ada Lovelace", late=1)
    assert await row(database) == {
        "guild_id": GUILD,
        "user_id": ADA.user_id,
        "display_name": "Ada Lovelace",
        "hidden": False,
        "left_at": None,
        "last_seen_at": LATER,
        "excluded": False,
    }


async def test_a_name_that_no_database_would_take_is_made_to_fit(database: Database) -> None:
    await touch(database, ADA.user_id, name="\0Ada \ud83d😀" + "x" * 200)
    name = (await row(database))["display_name"]
    assert name == "Ada ?😀" + "x" * 94


async def test_who_hides_is_hidden_in_every_server_until_they_show_themselves(database: Database) -> None:
    await touch(database, ADA.user_id)
    async with database.writing() as connection:
        await set_visibility(connection, ADA.user_id, Visibility.NOBODY, NOW)
        assert (await user_settings(connection, ADA.user_id)).visibility is Visibility.NOBODY
    await touch(database, ADA.user_id)
    assert (await row(database))["hidden"]
    async with database.writing() as connection:
        await set_visibility(connection, ADA.user_id, Visibility.EVERYBODY, NOW)
        assert (await user_settings(connection, ADA.user_id)).visibility is Visibility.EVERYBODY
    assert not (await row(database))["hidden"]
    async with database.writing() as connection:
        await set_visibility(connection, ADA.user_id, Visibility.RANK, NOW)
        assert (await user_settings(connection, ADA.user_id)).visibility is Visibility.RANK


async def test_who_left_is_back_when_seen_again(database: Database) -> None:
    await touch(database, ADA.user_id)
    async with database.writing() as connection:
        await guilds.mark_left(connection, GUILD, [ADA.user_id, BOB.user_id], LATER)
    assert (await row(database))["left_at"] == LATER
    await touch(database, ADA.user_id, late=2)
    assert (await row(database))["left_at"] is None


async def test_news_of_a_leave_from_before_the_return_is_ignored(database: Database) -> None:
    await touch(database, ADA.user_id, late=1)
    async with database.writing() as connection:
        await guilds.mark_left(connection, GUILD, [ADA.user_id], NOW)
        await guilds.mark_left(connection, GUILD, [], NOW)
    assert (await row(database))["left_at"] is None


async def test_home_is_the_server_last_seen_in_and_not_left(database: Database) -> None:
    assert await home(database, ADA.user_id) is None
    await touch(database, ADA.user_id, guild_id=1)
    await touch(database, ADA.user_id, guild_id=2, late=2)
    await touch(database, ADA.user_id, guild_id=3, late=1)
    await touch(database, BOB.user_id, guild_id=4, late=3)
    assert await home(database, ADA.user_id) == 2
    async with database.writing() as connection:
        await guilds.mark_left(connection, 2, [ADA.user_id], NOW + timedelta(days=3))
    assert await home(database, ADA.user_id) == 3


def test_whom_the_cache_knows_is_due_again_under_a_new_name_after_a_leave_and_after_an_hour() -> None:
    now = [NOW]
    cache = MemberCache(lambda: now[0])
    ada = RequestContext(1, 7, "Ada", GUILD, NOW)
    assert cache.needs_upsert(ada)
    cache.mark_pending(ada)
    assert not cache.needs_upsert(ada)
    assert cache.needs_upsert(replace(ada, name="Ada L."))
    assert not cache.needs_upsert(replace(ada, guild_id=None))
    cache.forget(GUILD, [7])
    assert cache.needs_upsert(ada)
    cache.mark_pending(ada)
    now[0] += MAX_MEMBER_AGE - timedelta(seconds=1)
    assert not cache.needs_upsert(ada)
    now[0] += timedelta(seconds=1)
    assert cache.needs_upsert(ada)


TEACHER, BOT, STUDENT = 7, 8, 9


async def excluded(database: Database) -> set[int]:
    async with database.reading() as connection:
        return set((await connection.execute(select(table.c.user_id).where(table.c.excluded))).scalars())


async def test_who_has_an_excluded_role_is_excluded_while_they_have_it(database: Database) -> None:
    async with database.writing() as connection:
        assert await guilds.exclude_roles(connection, GUILD, [TEACHER, BOT]) == ()
        assert await guilds.excluded_roles_of(connection, GUILD) == (TEACHER, BOT)
        await guilds.record_member(connection, GUILD, ADA.user_id, "Ada", NOW, {STUDENT, TEACHER})
        await guilds.record_member(connection, GUILD, BOB.user_id, "Bob", NOW, {STUDENT})
    assert await excluded(database) == {ADA.user_id}
    await touch(database, ADA.user_id)  # in direct messages, say, nothing is known of roles
    assert await excluded(database) == {ADA.user_id}
    async with database.writing() as connection:
        roles: dict[int, set[int]] = {ADA.user_id: set(), BOB.user_id: {BOT}, 3: {BOT}}
        assert set(await guilds.note_roles(connection, GUILD, roles)) == {ADA.user_id, BOB.user_id}
        assert await guilds.note_roles(connection, GUILD, roles) == ()
        assert await guilds.is_excluded(connection, GUILD, BOB.user_id)
        assert not await guilds.is_excluded(connection, GUILD + 1, BOB.user_id)
    assert await excluded(database) == {BOB.user_id}


async def test_another_choice_of_roles_lets_everybody_back(database: Database) -> None:
    async with database.writing() as connection:
        await guilds.exclude_roles(connection, GUILD, [TEACHER])
        await guilds.exclude_roles(connection, GUILD + 1, [TEACHER])
        for guild_id in (GUILD, GUILD + 1):
            await guilds.record_member(connection, guild_id, ADA.user_id, "Ada", NOW, {TEACHER})
        assert await guilds.exclude_roles(connection, GUILD, []) == (ADA.user_id,)
        assert await guilds.excluded_roles_of(connection, GUILD) == ()
        assert await guilds.excluded_roles_of(connection, GUILD + 1) == (TEACHER,)
        assert await guilds.is_excluded(connection, GUILD + 1, ADA.user_id)


async def test_members_of_a_race_are_excluded_by_their_roles_too(database: Database) -> None:
    requests = [
        RequestContext(1, ADA.user_id, "Ada", GUILD, NOW, role_ids=frozenset({TEACHER})),
        RequestContext(2, BOB.user_id, "Bob", GUILD, NOW, role_ids=frozenset()),
    ]
    async with database.writing() as connection:
        await guilds.exclude_roles(connection, GUILD, [TEACHER])
        await guilds.record_members(connection, requests)
    assert await excluded(database) == {ADA.user_id}


def test_another_role_is_noticed_and_where_none_is_known_nothing_is() -> None:
    cache = MemberCache(lambda: NOW)
    request = RequestContext(1, ADA.user_id, "Ada", GUILD, NOW, role_ids=frozenset({STUDENT}))
    cache.mark_pending(request)
    assert not cache.needs_upsert(request)
    assert not cache.needs_upsert(replace(request, role_ids=None))
    assert cache.needs_upsert(replace(request, role_ids=frozenset({TEACHER})))
    cache.forget_guild(GUILD)
    assert cache.needs_upsert(request)
