"""Instants go in aware, in any zone, and come out as aware UTC, to the microsecond."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.store import coordination
from bot.store.database import Database
from bot.store.tables import command_registrations


async def stored(database: Database, at: datetime) -> datetime:
    async with database.writing() as connection:
        await coordination.record_registration(connection, 1, "digest", at)
        found: datetime = (await connection.execute(select(command_registrations.c.registered_at))).scalar_one()
        return found


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-8))])
async def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database, zone: timezone) -> None:
    at = datetime(2026, 3, 29, 2, 30, 0, 123456, zone)
    found = await stored(database, at)
    assert found == at
    assert found.tzinfo is UTC


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="needs a zone"):
        await stored(database, datetime(2026, 3, 29, 2, 30))  # noqa: DTZ001 - the naive instant is the point
