"""Races in the database: begun once in a channel, moved on by one process at a time, closed before anybody is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.asking import owner_tag
from bot.core.member import RequestContext
from bot.core.questions import wording_key
from bot.core.race import Race, Round, time_for
from bot.core.roadmap import Question, Topic
from bot.store.group_tables import race_answers, race_rounds, races
from bot.store.sql import Upsert

MAX_AHEAD = timedelta(minutes=2)
"""The longest that anything about a race lies ahead."""

_BEGIN = Upsert(
    {
        name: values(races).on_conflict_do_nothing().returning(races.c.id)  # whatever it is that is taken
        for name, values in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    }
)
_RACE = select(races)
_total = race_rounds.alias("all_rounds")
_ROUND = select(
    race_rounds,
    select(func.count()).where(_total.c.race_id == race_rounds.c.race_id).scalar_subquery().label("total"),
)
_OF_RACE = _ROUND.where(race_rounds.c.race_id == bindparam("race_id")).order_by(race_rounds.c.number)
# What lies further ahead than any round or lease lasts was written by a clock that was ahead.
_IS_DUE = (
    races.c.ended_at.is_(None),
    or_(races.c.due_at <= bindparam("now"), races.c.due_at > bindparam("too_far")),
    or_(
        races.c.lease_until.is_(None),
        races.c.lease_until <= bindparam("now"),
        races.c.lease_until > bindparam("too_far"),
    ),
)
_DUE = select(races.c.id).where(*_IS_DUE)
_LEASE = (
    update(races)
    .where(races.c.id == bindparam("race"), *_IS_DUE)
    .values(lease_until=bindparam("until"))
    .returning(races)
)
IS_OPEN = (race_rounds.c.opened_at.is_not(None), race_rounds.c.closed_at.is_(None))
_CLOSE = (
    update(race_rounds)
    .where(race_rounds.c.race_id == bindparam("race"), *IS_OPEN)
    .values(closed_at=bindparam("now"))
    .returning(race_rounds.c.id)
)


@dataclass(frozen=True, slots=True)
class NewRace:
    """A race that is to begin, with the questions that were drawn for it; `topic_id` None goes over several topics."""

    guild_id: int
    channel_id: int
    roadmap_id: str
    topic_id: str | None
    drawn: tuple[tuple[Topic, Question], ...]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it stood when its round was closed; `action_id` is its press, `at` (aware UTC) when that came."""

    user_id: int
    chosen: int
    at: datetime
    action_id: int


async def begin_race(connection: AsyncConnection, request: RequestContext, planned: NewRace) -> Race | None:
    """Begin a race by `request`, with its first round open; None when another one is on in the channel.

    The same request again gives the race that it began.
    """
    closes_at = request.at + time_for(planned.drawn[0][1])
    row = {
        "action_id": request.id,
        "guild_id": planned.guild_id,
        "channel_id": planned.channel_id,
        "roadmap_id": planned.roadmap_id,
        "topic_id": planned.topic_id,
        "starter": owner_tag(request.user_id),
        "begun_at": request.at,
        "due_at": closes_at,
        "is_stopped": False,
    }
    race_id = (await connection.execute(_BEGIN.on(connection), row)).scalar()
    if race_id is None:
        return await _race_where(connection, races.c.action_id == request.id)
    rounds = [
        {
            "race_id": race_id,
            "number": number,
            "topic_id": topic.id,
            "question_id": question.id,
            "wording": wording_key(question),
            "opened_at": request.at if number == 1 else None,
            "closes_at": closes_at if number == 1 else None,
        }
        for number, (topic, question) in enumerate(planned.drawn, start=1)
    ]
    await connection.execute(insert(race_rounds), rounds)
    return await race_by_id(connection, race_id)


async def race_by_id(connection: AsyncConnection, race_id: int) -> Race | None:
    """Return a race; None when there is none (any more)."""
    return await _race_where(connection, races.c.id == race_id)


async def rounds_of(connection: AsyncConnection, race_id: int) -> tuple[Round, ...]:
    """Return the rounds of a race in order."""
    return tuple(round_from(row) for row in await connection.execute(_OF_RACE, {"race_id": race_id}))


async def round_by_id(connection: AsyncConnection, round_id: int) -> Round | None:
    """Return a round; None when there is none (any more)."""
    row = (await connection.execute(_ROUND.where(race_rounds.c.id == round_id))).first()
    return round_from(row) if row else None


async def due_races(connection: AsyncConnection, now: datetime) -> tuple[int, ...]:
    """Return the ids of the races about which something is to be done at `now` (aware), and nobody is at it."""
    return tuple((await connection.execute(_DUE, {"now": now, "too_far": now + MAX_AHEAD})).scalars())


async def lease_race(connection: AsyncConnection, race_id: int, now: datetime, until: datetime) -> Race | None:
    """Take a race that is due until an instant (aware); None when another process has it, or it is over."""
    row = (
        await connection.execute(_LEASE, {"race": race_id, "now": now, "until": until, "too_far": now + MAX_AHEAD})
    ).first()
    return _race_from(row) if row else None


async def move_race(connection: AsyncConnection, race_id: int, due_at: datetime) -> None:
    """Let a race be until `due_at` (aware), whoever comes then."""
    await connection.execute(update(races).where(races.c.id == race_id).values(due_at=due_at, lease_until=None))


async def stop_race(connection: AsyncConnection, race_id: int, now: datetime) -> bool:
    """Stop a race: its open round is closed at `now` (aware), none follows. False when it is over or stopped."""
    stopped = await connection.execute(
        update(races)
        .where(races.c.id == race_id, races.c.ended_at.is_(None), races.c.is_stopped.is_(False))
        .values(is_stopped=True, due_at=now)
        .returning(races.c.id)
    )
    if stopped.first() is None:
        return False
    await close_round(connection, race_id, now)
    return True


async def end_race(connection: AsyncConnection, race_id: int, now: datetime) -> None:
    """Note that a race is over."""
    await connection.execute(update(races).where(races.c.id == race_id).values(ended_at=now, lease_until=None))


async def prune_races(connection: AsyncConnection, before: datetime) -> int:
    """Delete races that were over before an instant (aware), with their rounds; return how many there were.

    What members answered in them stays among their answers.
    """
    return (await connection.execute(delete(races).where(races.c.ended_at < before))).rowcount


async def close_round(connection: AsyncConnection, race_id: int, now: datetime) -> bool:
    """Close the open round of a race: no answer is taken from then on. False when none is open."""
    return (await connection.execute(_CLOSE, {"race": race_id, "now": now})).first() is not None


async def change_round(connection: AsyncConnection, round_id: int, **changes: object) -> None:
    """Change columns of a round, by their names."""
    await connection.execute(update(race_rounds).where(race_rounds.c.id == round_id).values(**changes))


async def answers_in(connection: AsyncConnection, round_id: int) -> tuple[GivenAnswer, ...]:
    """Return the answers of a round in the order of their presses."""
    query = select(race_answers).where(race_answers.c.round_id == round_id).order_by(race_answers.c.action_id)
    return tuple(GivenAnswer(row.user_id, row.chosen, row.at, row.action_id) for row in await connection.execute(query))


async def _race_where(connection: AsyncConnection, *conditions: Any) -> Race | None:
    row = (await connection.execute(_RACE.where(*conditions))).first()
    return _race_from(row) if row else None


def _race_from(row: Row[Any]) -> Race:
    return Race(
        id=row.id,
        action_id=row.action_id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        roadmap_id=row.roadmap_id,
        topic_id=row.topic_id,
        starter=row.starter,
        is_stopped=row.is_stopped,
        ended_at=row.ended_at,
    )


def round_from(row: Row[Any]) -> Round:
    """Return the round that a row of the table holds, with the number of all rounds of its race."""
    return Round(**{name: getattr(row, name) for name in Round.__slots__})
