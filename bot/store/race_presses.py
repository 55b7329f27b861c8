"""Presses in races: many come at once, so those that wait share a transaction; each is answered after its commit."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cachetools import TTLCache
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import RequestContext
from bot.core.race import Held, Race, Round, Runner, Verdict, receive
from bot.store.database import Database
from bot.store.group_tables import race_answers, race_rounds
from bot.store.guilds import record_members
from bot.store.race_standings import standings
from bot.store.races import race_by_id, round_by_id
from bot.store.sql import any_of, upsert

MAX_BATCH = 100
"""Presses in one transaction."""
KEEP = timedelta(minutes=10)

# Whoever closes a round waits for those who are writing to it, and the other way round; so do two processes.
_LOCK = (
    select(race_rounds.c.id, race_rounds.c.opened_at, race_rounds.c.closes_at, race_rounds.c.closed_at)
    .where(any_of(race_rounds.c.id, "rounds"))
    .order_by(race_rounds.c.id)
    .with_for_update()
)
_HELD = select(race_answers).where(any_of(race_answers.c.round_id, "rounds"), any_of(race_answers.c.user_id, "people"))
_PUT = upsert(
    race_answers,
    lambda new: {
        "chosen": new.chosen,
        "is_right": new.is_right,
        "changes": new.changes,
        "at": new.at,
        "action_id": new.action_id,
    },
)


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a choice: the author's 0-based choice, whether it is right, and if the member is new to the server."""

    request: RequestContext
    round_id: int
    chosen: int
    is_right: bool
    is_new_member: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of a press, and the answer that stands."""

    verdict: Verdict
    held: Held | None


@dataclass(slots=True)
class _Waiting:
    press: Press
    result: asyncio.Future[Pressed]


class RacePresses:
    """Writes presses, and remembers what does not change about races: their rounds, and how closed ones ended."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._writing = asyncio.Lock()
        self._reading = asyncio.Lock()
        self._asked: TTLCache[int, tuple[Race, Round], datetime] = TTLCache(256, KEEP, clock)
        self._standings: TTLCache[tuple[int, int], tuple[Runner, ...], datetime] = TTLCache(256, KEEP, clock)

    async def asked(self, round_id: int) -> tuple[Race, Round] | None:
        """Return the race and the round of an id, as they were when last read: for what never changes of them."""
        async with self._reading:  # many press at once: one of them reads
            if (cached := self._asked.get(round_id)) is not None:
                return cached
            async with self._database.reading() as connection:
                found = await round_by_id(connection, round_id)
                race = await race_by_id(connection, found.race_id) if found else None
            if found is None or race is None:
                return None
            self._asked[round_id] = race, found
            return race, found

    async def standings_after(self, race_id: int, number: int) -> tuple[Runner, ...]:
        """Return what everybody had right after the round of that number, which is closed."""
        async with self._reading:
            if (cached := self._standings.get((race_id, number))) is not None:
                return cached
            async with self._database.reading() as connection:
                read = await standings(connection, race_id, number)
            self._standings[race_id, number] = read
            return read

    async def write(self, press: Press) -> Pressed:
        """Write a press with all others that wait, and return what became of it once that is committed."""
        waiting = _Waiting(press, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        async with self._writing:
            while not waiting.result.done():
                await self._write_batch()
        return await waiting.result

    async def _write_batch(self) -> None:
        batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
        try:
            async with self._database.writing() as connection:
                results = await _write(connection, [waiting.press for waiting in batch])
        except BaseException as failure:
            for waiting in batch:
                if isinstance(failure, Exception):
                    waiting.result.set_exception(failure)
                else:
                    waiting.result.cancel()
            if not isinstance(failure, Exception):
                raise
        else:
            for waiting, result in zip(batch, results, strict=True):
                waiting.result.set_result(result)


async def _write(connection: AsyncConnection, presses: Sequence[Press]) -> list[Pressed]:
    new = [press.request for press in presses if press.is_new_member]
    await record_members(connection, new)
    rounds = {press.round_id for press in presses}
    locked = {row.id: row for row in await connection.execute(_LOCK, {"rounds": rounds})}
    people = {press.request.user_id for press in presses}
    held = {
        (row.round_id, row.user_id): Held(row.chosen, row.changes, row.action_id)
        for row in await connection.execute(_HELD, {"rounds": rounds, "people": people})
    }
    results, rows = [], {}
    for press in presses:
        key, row = (press.round_id, press.request.user_id), locked.get(press.round_id)
        if row is None or row.closed_at or row.closes_at is None or press.request.at >= row.closes_at:
            results.append(Pressed(Verdict.CLOSED, held.get(key)))
            continue
        verdict, stands = receive(held.get(key), press.chosen, press.request.id)
        if stands != held.get(key):
            held[key] = stands
            rows[key] = {
                "round_id": press.round_id,
                "user_id": press.request.user_id,
                "chosen": stands.chosen,
                "is_right": press.is_right,
                "changes": stands.changes,
                "at": press.request.at,
                "action_id": stands.action_id,
            }
        results.append(Pressed(verdict, stands))
    if rows:
        await connection.execute(_PUT.on(connection), list(rows.values()))
    return results
