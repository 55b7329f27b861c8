"""What PostgreSQL is told in a busy minute: to read what waits from the index, and not to wait for the disk."""

import re

import pytest
from planned_posts import DUE, SECOND, add_many, claim
from sqlalchemy import Select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import claims, occurrences
from bot.store.database import Database
from bot.store.sql import force_index_scan

MANY = 20_000
"""Posts planned for the same minute: so many that to read them all shows."""
BATCH = 80
MOST = 2 * BATCH
"""Rows that a step may give: more than a batch, since a join may look at a row beyond it, and far from all."""


@pytest.fixture
def address(postgres_address: str) -> str:
    return postgres_address


async def steps(connection: AsyncConnection, question: Select[tuple[object, ...]]) -> str:
    """What PostgreSQL did for a question, step by step."""
    compiled = question.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy does not type it
    sql, values, *_ = compiled.construct_expanded_state(
        {"at": DUE + SECOND, "until": DUE + SECOND, "latest": DUE + SECOND, "most": BATCH}
    )
    plan = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF) {sql}", dict(values))
    return "\n".join(plan.scalars())


def most_rows(plan: str) -> float:
    """How many rows the largest step gave."""
    return max(map(float, re.findall(r"rows=([\d.]+)", plan)))


@pytest.mark.parametrize("statistics", ["none", "of now"])
async def test_what_is_due_comes_from_its_index(database: Database, statistics: str) -> None:
    await add_many(database, MANY)
    await know(database, statistics)
    async with database.writing() as connection:
        await claims.claim(connection, DUE, 1)
        plan = await steps(connection, claims._DUE)
    assert "Index Scan using ix_schedules_due" in plan
    assert most_rows(plan) <= MOST


@pytest.mark.parametrize("statistics", ["none", "of now"])
async def test_what_is_to_send_comes_from_its_index(database: Database, statistics: str) -> None:
    await add_many(database, MANY)
    while await claim(database, DUE):
        pass
    await know(database, statistics)
    async with database.writing() as connection:
        await force_index_scan(connection)
        plan = await steps(connection, occurrences._READY)
    assert "Index Scan using ix_occurrences_open" in plan
    assert "Seq Scan on occurrences" not in plan
    assert "Seq Scan on schedules" not in plan
    assert most_rows(plan) <= MOST


async def test_whether_anything_is_due_is_told_by_the_index_though_statistics_are_out_of_date(
    database: Database,
) -> None:
    await add_many(database, MANY)
    await know(database, "of now")
    while await claim(database, DUE):
        pass
    async with database.reading() as connection:
        plan = await steps(connection, claims._NEXT)
    assert "Scan using ix_schedules_due" in plan
    assert "Seq Scan on occurrences" not in plan
    assert "Seq Scan on schedules" not in plan


async def test_what_is_asked_afterwards_is_planned_as_ever(database: Database) -> None:
    async with database.writing() as connection:
        await force_index_scan(connection)
        assert (await connection.execute(text("SHOW enable_bitmapscan"))).scalar() == "off"
    async with database.writing() as connection:
        assert (await connection.execute(text("SHOW enable_bitmapscan"))).scalar() == "on"


async def test_only_claims_do_not_wait_for_the_disk(database: Database) -> None:
    how = text("SHOW synchronous_commit")
    async with database.writing() as connection:
        await claims.claim(connection, DUE, 1)
        assert (await connection.execute(how)).scalar() == "off"
    async with database.writing() as connection:
        assert (await connection.execute(how)).scalar() == "on"


async def know(database: Database, statistics: str) -> None:
    if statistics == "of now":
        async with database.writing() as connection:
            await connection.execute(text("ANALYZE"))
