"""What the tests of schedules are about: a daily prompt at nine in Berlin, and others like it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, literal, select, true

from bot.core.post_kinds import EVERY_DAY, PROMPT
from bot.core.schedule import Plan, Schedule
from bot.store import claims, occurrences, schedules
from bot.store.database import Database
from bot.store.occurrences import Backlog, LeasedRun
from bot.store.post_tables import schedules as table

GUILD = 9_000_000_000_000_000_001
OTHER_GUILD = 9_000_000_000_000_000_002
CHANNEL = 8_000_000_000_000_000_001
BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin, on a Tuesday."""
BEFORE = DUE - timedelta(minutes=30)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def plan(**changes: Any) -> Plan:
    """A prompt in Berlin, daily at nine, up to six hours late."""
    return Plan(
        **{
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "kind": PROMPT,
            "at": time(9),
            "days": EVERY_DAY,
            "zone": BERLIN,
            "late": 6 * HOUR,
            **changes,
        }
    )


async def add(database: Database, now: datetime = BEFORE, **changes: Any) -> Schedule:
    """Keep a new schedule, which there must be room for."""
    async with database.writing() as connection:
        added = await schedules.add(connection, plan(**changes), now)
    assert added is not None
    return added


async def add_many(database: Database, count: int) -> Schedule:
    """Keep so many schedules that are alike but for their numbers, written by the database itself; return the first."""
    first = await add(database)
    numbers = select(literal(2).label("number")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.number + 1).where(numbers.c.number < count))
    alike = [column for column in table.c if column.name not in ("id", "number")]
    copies = select(*alike, numbers.c.number).join_from(table, numbers, true())
    async with database.writing() as connection:
        await connection.execute(insert(table).from_select([*alike, "number"], copies))
    return first


async def read(database: Database, schedule: Schedule, now: datetime = BEFORE) -> Schedule | None:
    """The schedule as it is kept."""
    async with database.reading() as connection:
        return await schedules.get(connection, schedule.guild_id, schedule.id, now)


async def claim(database: Database, now: datetime, most: int = 500, ahead: timedelta = timedelta(0)) -> int:
    """Claim in a transaction of its own."""
    async with database.writing() as connection:
        return await claims.claim(connection, now, most, ahead)


async def take(database: Database, now: datetime, most: int = 10, lease: timedelta = MINUTE) -> tuple[LeasedRun, ...]:
    """Take in a transaction of its own."""
    async with database.writing() as connection:
        return await occurrences.lease_runs(connection, now, now + lease, most)


async def past(
    database: Database, schedule: Schedule, most: int = 100, now: datetime = DUE + 1000 * DAY
) -> list[tuple[str, str]]:
    """Each run's date and state, the newest first."""
    async with database.reading() as connection:
        runs = await occurrences.past_runs(connection, schedule.id, now, most)
    return [(run.run.local_date.isoformat(), run.state.value) for run in runs]


async def backlog(database: Database, now: datetime) -> Backlog:
    """How much there is to do."""
    async with database.reading() as connection:
        return await occurrences.backlog(connection, now)
