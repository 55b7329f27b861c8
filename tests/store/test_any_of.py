"""Ids handed to a statement as one parameter are found like any others."""

from collections.abc import Collection

import pytest
from sqlalchemy import BigInteger, select

from bot.store.database import Database
from bot.store.post_tables import turns
from bot.store.sql import any_of

NUMBERS = (-1, 0, 1, 9_000_000_000_000_000_001)


@pytest.mark.parametrize("asked", [(), {1}, [0, 1, 1, 7], (-1, 9_000_000_000_000_000_001), range(1_000)])
async def test_what_is_among_the_ids_is_found(database: Database, asked: Collection[int]) -> None:
    async with database.writing() as connection:
        await connection.execute(turns.insert(), [{"name": str(number), "free_at": 0.0} for number in NUMBERS])
        ids = select(turns.c.name).where(any_of(turns.c.name.cast(BigInteger), "ids"))
        found = (await connection.execute(ids, {"ids": asked})).scalars().all()
    assert {int(name) for name in found} == set(NUMBERS) & set(asked)
