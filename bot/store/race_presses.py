"""Presses in races, which come many at once and share a transaction, and who stands where after them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Row, bindparam, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import RequestContext
from bot.core.progress import TopicState
from bot.core.race import Held, Race, Round, Runner, Verdict, receive
from bot.core.user import Visibility
from bot.store.database import Database
from bot.store.group_tables import race_answers, race_rounds, races
from bot.store.guilds import record_members
from bot.store.races import IS_OPEN, race_by_id, round_by_id
from bot.store.sql import any_of, upsert
from bot.store.tables import members, topic_states, users

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
                round_ = await round_by_id(connection, round_id)
                race = await race_by_id(connection, round_.race_id) if round_ else None
            if round_ is None or race is None:
                return None
            self._asked[round_id] = race, round_
            return race, round_

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


EDIT_INTERVAL = timedelta(seconds=2.5)
"""The least time from the end of one change of a public message to the next."""


_STANDINGS = (
    select(
        race_answers.c.user_id,
        func.count().filter(race_answers.c.is_right).label("right"),
        func.max(members.c.display_name).label("name"),
        func.max(users.c.visibility).label("visibility"),
        func.count().filter(members.c.hidden).label("hidden"),
    )
    .join(race_rounds, race_rounds.c.id == race_answers.c.round_id)
    .join(races, races.c.id == race_rounds.c.race_id)
    .outerjoin(members, (members.c.guild_id == races.c.guild_id) & (members.c.user_id == race_answers.c.user_id))
    .outerjoin(users, users.c.user_id == race_answers.c.user_id)
    .where(
        race_rounds.c.race_id == bindparam("race_id"),
        race_rounds.c.number <= bindparam("up_to"),
        func.coalesce(members.c.excluded, false()).is_(False),
    )
    .group_by(race_answers.c.user_id)
)
_BEGUN = (
    select(topic_states.c.topic_id, func.count().label("begun"))
    .join(members, members.c.user_id == topic_states.c.user_id)
    .where(
        members.c.guild_id == bindparam("guild_id"),
        members.c.left_at.is_(None),
        topic_states.c.roadmap_id == bindparam("roadmap_id"),
        topic_states.c.state != TopicState.SKIPPED.value,
    )
    .group_by(topic_states.c.topic_id)
)
_COUNTED = (
    select(race_rounds.c.id, func.count().label("answers"))
    .join(race_answers, race_answers.c.round_id == race_rounds.c.id)
    .where(
        race_rounds.c.race_id.in_(select(races.c.id).where(races.c.ended_at.is_(None))),
        *IS_OPEN,
        race_rounds.c.message_id.is_not(None),
        race_rounds.c.closes_at > bindparam("soon"),
        or_(race_rounds.c.edited_at.is_(None), race_rounds.c.edited_at <= bindparam("lately")),
    )
    .group_by(race_rounds.c.id, race_rounds.c.shown)
    .having(func.count() > race_rounds.c.shown)
)
_SHOW = (
    update(race_rounds)
    .where(
        race_rounds.c.id == bindparam("round"),
        *IS_OPEN,
        race_rounds.c.shown < bindparam("answers"),
        race_rounds.c.closes_at > bindparam("soon"),
        or_(race_rounds.c.edited_at.is_(None), race_rounds.c.edited_at <= bindparam("lately")),
    )
    .values(shown=bindparam("answers"), edited_at=bindparam("now"))
    .returning(race_rounds.c.race_id)
)


async def begun_topics(connection: AsyncConnection, guild_id: int, roadmap_id: str) -> Mapping[str, int]:
    """Return how many members of a server have begun each topic, by topic id."""
    rows = await connection.execute(_BEGUN, {"guild_id": guild_id, "roadmap_id": roadmap_id})
    return {row.topic_id: row.begun for row in rows}


async def standings(connection: AsyncConnection, race_id: int, up_to: int) -> tuple[Runner, ...]:
    """Return what everybody but the excluded has right in the rounds of a race up to number `up_to`."""
    rows = await connection.execute(_STANDINGS, {"race_id": race_id, "up_to": up_to})
    return tuple(Runner(row.user_id, _public_name(row), row.right) for row in rows)


async def uncounted_rounds(connection: AsyncConnection, now: datetime) -> Mapping[int, int]:
    """Return how many have answered, by the id of each open round whose message should say so at `now` (aware)."""
    rows = await connection.execute(_COUNTED, {"soon": now + EDIT_INTERVAL, "lately": now - EDIT_INTERVAL})
    return {row.id: row.answers for row in rows}


async def claim_count(connection: AsyncConnection, round_id: int, answers: int, now: datetime) -> int | None:
    """Take it upon oneself to tell in a round's message of so many answers; return its race, None if another does."""
    nearby = {"lately": now - EDIT_INTERVAL, "soon": now + EDIT_INTERVAL}
    params = {"round": round_id, "answers": answers, "now": now, **nearby}
    race_id: int | None = (await connection.execute(_SHOW, params)).scalar()
    return race_id


def _public_name(row: Row[Any]) -> str | None:
    """Return the name that others may see: whoever hides is not named, one who shows a rank alone has a blank name."""
    if row.hidden or row.visibility == Visibility.NOBODY.value:
        return None
    return "" if row.visibility == Visibility.RANK.value else row.name or ""
