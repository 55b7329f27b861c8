"""Many workers at one ledger: each run is claimed by one of them, and sent by one of them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from planned_posts import DAY, DUE, SECOND, add_many, claim, take
from sqlalchemy import func, select

from bot.core.message_draft import OccurrenceState
from bot.store import occurrences
from bot.store.database import Database
from bot.store.post_tables import occurrences as runs_table
from bot.store.post_tables import schedules as schedules_table

WORKERS = 4


async def together(address: str, work: Callable[[Database], Awaitable[int]]) -> list[int]:
    """Let workers do the same at the same time, each with connections of its own; give what each has done."""
    databases = [Database(address) for _ in range(WORKERS)]
    try:
        return list(await asyncio.gather(*(work(database) for database in databases)))
    finally:
        for database in databases:
            await database.close()


async def states(database: Database) -> Counter[tuple[str, int]]:
    """How many runs there are of each state, and of how many schedules."""
    async with database.reading() as connection:
        found = await connection.execute(select(runs_table.c.state, runs_table.c.schedule_id))
        return Counter((row.state, row.schedule_id) for row in found)


async def test_four_workers_claim_ten_thousand_exactly_once(database: Database, address: str) -> None:
    await add_many(database, 10_000)

    async def work(mine: Database) -> int:
        total = 0
        while claimed := await claim(mine, DUE + SECOND, most=500):
            total += claimed
        return total

    shares = await together(address, work)
    assert sum(shares) == 10_000
    found = await states(database)
    assert len(found) == 10_000
    assert set(found.values()) == {1}
    assert {state for state, _ in found} == {"claimed"}
    async with database.reading() as connection:
        ahead = select(func.min(schedules_table.c.next_run_at), func.max(schedules_table.c.next_run_at))
        assert tuple((await connection.execute(ahead)).one()) == (DUE + DAY, DUE + DAY)


async def test_four_workers_take_each_run_once(database: Database, address: str) -> None:
    await add_many(database, 2_000)
    await claim(database, DUE, most=2_000)
    seen: Counter[int] = Counter()

    async def work(mine: Database) -> int:
        mine_too = 0
        while taken := await take(mine, DUE, most=50):
            seen.update(one.occurrence.id for one in taken)
            mine_too += len(taken)
            async with mine.writing() as connection:
                for one in taken:
                    await occurrences.finish(connection, one.occurrence.id, OccurrenceState.SENT, DUE)
        return mine_too

    await together(address, work)
    assert len(seen) == 2_000
    assert set(seen.values()) == {1}
    assert {state for state, _ in await states(database)} == {"sent"}
