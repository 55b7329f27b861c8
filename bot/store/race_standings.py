"""What is told of races: who stands where, how many have answered so far, and what a group could be asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.progress import TopicState
from bot.core.race import Runner
from bot.core.user import Visibility
from bot.store.group_tables import race_answers, race_rounds, races
from bot.store.races import IS_OPEN
from bot.store.tables import members, topic_states, users

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
    .where(race_rounds.c.race_id == bindparam("race_id"), race_rounds.c.number <= bindparam("up_to"))
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
    found = await connection.execute(_BEGUN, {"guild_id": guild_id, "roadmap_id": roadmap_id})
    return {row.topic_id: row.begun for row in found}


async def standings(connection: AsyncConnection, race_id: int, up_to: int) -> tuple[Runner, ...]:
    """Return what everybody has right in the rounds of a race up to number `up_to`."""
    found = await connection.execute(_STANDINGS, {"race_id": race_id, "up_to": up_to})
    return tuple(Runner(row.user_id, _public_name(row), row.right) for row in found)


async def uncounted_rounds(connection: AsyncConnection, now: datetime) -> Mapping[int, int]:
    """Return how many have answered, by the id of each open round whose message should say so at `now` (aware)."""
    found = await connection.execute(_COUNTED, {"soon": now + EDIT_INTERVAL, "lately": now - EDIT_INTERVAL})
    return {row.id: row.answers for row in found}


async def claim_count(connection: AsyncConnection, round_id: int, answers: int, now: datetime) -> int | None:
    """Take it upon oneself to tell in a round's message of so many answers; return its race, None if another does."""
    nearby = {"lately": now - EDIT_INTERVAL, "soon": now + EDIT_INTERVAL}
    told = {"round": round_id, "answers": answers, "now": now, **nearby}
    race_id: int | None = (await connection.execute(_SHOW, told)).scalar()
    return race_id


def _public_name(row: Row[Any]) -> str | None:
    """Return the name that others may see: whoever hides is not named, one who shows a rank alone has a blank name."""
    if row.hidden or row.visibility == Visibility.NOBODY.value:
        return None
    return "" if row.visibility == Visibility.RANK.value else row.name or ""
