"""What is forgotten of those who left, and of those who are in no server and silent."""

from datetime import timedelta
from itertools import count

from ranked_server import ANN, BEN, CAT, DAN, Server
from sqlalchemy import select
from study_acts import GUILD, NOW

from bot.store import guilds
from bot.store.database import Database
from bot.store.retention import forget_leavers, silent_users
from bot.store.tables import members, study_events
from bot.store.users import save_user, user_settings

DAY = timedelta(days=1)


async def test_who_left_long_ago_is_forgotten_in_that_server_and_keeps_progress(database: Database) -> None:
    server = Server(database, count(1))
    for user_id in (ANN, BEN, CAT):
        await server.join(user_id)
        await server.finish(user_id, 1)
    await server.join(ANN, guild_id=GUILD + 1)
    async with database.writing() as connection:
        await guilds.mark_left(connection, GUILD, [ANN], NOW)
        await guilds.mark_left(connection, GUILD, [BEN], NOW + 2 * DAY)
        assert await forget_leavers(connection, NOW - DAY) == ()
        assert await forget_leavers(connection, NOW) == (ANN,)
        rows = await connection.execute(select(members.c.guild_id, members.c.user_id))
        assert {(row.guild_id, row.user_id) for row in rows} == {(GUILD, BEN), (GUILD, CAT), (GUILD + 1, ANN)}
        learners = set((await connection.execute(select(study_events.c.user_id))).scalars())
    assert learners == {ANN, BEN, CAT}


async def test_only_who_is_in_no_server_and_did_nothing_for_long_is_silent(database: Database) -> None:
    server = Server(database, count(1))
    for user_id in (ANN, BEN, CAT):
        await server.join(user_id)
        await server.finish(user_id, 1)
    await server.finish(CAT, 2, NOW + 5 * DAY)
    async with database.writing() as connection:
        await save_user(connection, await user_settings(connection, DAN), NOW)  # in direct messages alone
        await guilds.mark_left(connection, GUILD, [ANN, CAT], NOW + DAY)
        assert await silent_users(connection, NOW - DAY) == ()
        assert await silent_users(connection, NOW) == (DAN,)
        assert await silent_users(connection, NOW + DAY) == tuple(sorted((ANN, DAN)))
        await forget_leavers(connection, NOW + DAY)
        assert await silent_users(connection, NOW + DAY) == tuple(sorted((ANN, DAN)))
        assert await silent_users(connection, NOW + 6 * DAY) == tuple(sorted((ANN, CAT, DAN)))
        assert await silent_users(connection, NOW + 6 * DAY, limit=1) == (min(ANN, CAT, DAN),)
