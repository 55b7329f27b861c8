"""Servers' settings: the defaults, what is saved, and since when a server is known."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from study_acts import GUILD, NOW

from bot.core.guild import GuildSettings
from bot.store import guilds
from bot.store.database import Database
from bot.store.tables import guilds as guilds_table

BERLIN = GuildSettings(GUILD, ZoneInfo("Europe/Berlin"), 6, "python-django")


async def settings(database: Database, guild_id: int = GUILD) -> GuildSettings:
    async with database.reading() as connection:
        return await guilds.guild_settings(connection, guild_id)


async def test_an_unknown_server_has_the_defaults(database: Database) -> None:
    assert await settings(database) == GuildSettings(GUILD, ZoneInfo("UTC"), 0, None, None)


async def test_settings_are_saved_and_changed_and_keep_when_the_server_was_first_seen(database: Database) -> None:
    async with database.writing() as connection:
        await guilds.save(connection, BERLIN, NOW)
    assert await settings(database) == GuildSettings(GUILD, ZoneInfo("Europe/Berlin"), 6, "python-django", NOW)
    async with database.writing() as connection:
        await guilds.save(connection, GuildSettings(GUILD), NOW + timedelta(days=1))
    assert await settings(database) == GuildSettings(GUILD, ZoneInfo("UTC"), 0, None, NOW)
    assert await settings(database, GUILD + 1) == GuildSettings(GUILD + 1)


async def test_a_zone_that_is_not_known_here_is_told_and_outlives_other_changes(
    database: Database, expected_errors: list[str]
) -> None:
    expected_errors.append("a time zone is not known here, UTC is used")
    async with database.writing() as connection:
        await guilds.save(connection, BERLIN, NOW)
        await connection.execute(update(guilds_table).values(zone="Mars/Olympus"))
    kept = await settings(database)
    assert (kept.zone.key, kept.unknown_zone) == ("UTC", "Mars/Olympus")
    async with database.writing() as connection:
        await guilds.save(connection, replace(kept, first_weekday=2), NOW)
    assert (await settings(database)).unknown_zone == "Mars/Olympus"


async def test_a_server_stays_as_old_as_it_is_when_it_is_set_up_anew(database: Database) -> None:
    async with database.writing() as connection:
        await guilds.save(connection, GuildSettings(GUILD), NOW)
        await guilds.save(connection, BERLIN, NOW + timedelta(days=1))
    assert (await settings(database)).zone == ZoneInfo("Europe/Berlin")
    assert (await settings(database)).created_at == NOW


async def test_a_weekday_that_is_none_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await guilds.save(connection, GuildSettings(GUILD, first_weekday=7), NOW)
