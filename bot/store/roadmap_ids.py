"""Ids of roadmaps and topics: short numbers for buttons, and progress carried over when an author renames a topic."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey
from bot.core.progress import Award, TopicState
from bot.store.answers import move_answers
from bot.store.progress_events import refresh_totals
from bot.store.tables import roadmap_numbers, study_events, topic_states
from bot.store.users import move_notes

Row = Mapping[str, Any]
AWARDS = frozenset(award.value for award in Award)

_TOUCHED = (
    select(study_events.c.user_id)
    .where(
        study_events.c.roadmap_id == bindparam("of_roadmap"),
        study_events.c.topic_id.in_(bindparam("old_ids", expanding=True)),
    )
    .distinct()
    .order_by(study_events.c.user_id)
)
_LOCK = select(func.pg_advisory_xact_lock(_TOUCHED.subquery().c.user_id))
_LOAD = (
    select(study_events)
    .where(
        study_events.c.roadmap_id == bindparam("of_roadmap"),
        study_events.c.topic_id.in_(bindparam("all_ids", expanding=True)),
        study_events.c.user_id.in_(_TOUCHED.order_by(None)),
    )
    .order_by(study_events.c.user_id, study_events.c.topic_id)
)
_DROP_EVENT, _DROP_STATE = (
    delete(table).where(*(column == bindparam(f"of_{column.name}") for column in table.primary_key))
    for table in (study_events, topic_states)
)


async def rename_topics(connection: AsyncConnection, roadmap_id: str, renamed: Mapping[str, str]) -> int:
    """Move every learner's progress from old topic ids to new ones; return how many learners that touched.

    `renamed` holds the new id by the old one; no new id may itself be an old one. Who has progress under both keeps
    one event of a kind: the one in force, of two in force the earlier; so nothing counts twice. Doing it again
    changes nothing.
    """
    if not renamed:
        return 0
    await move_answers(connection, roadmap_id, renamed)
    await move_notes(connection, roadmap_id, renamed)
    names = {"of_roadmap": roadmap_id, "old_ids": list(renamed)}
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK, names)  # in the order of user ids, so that no two of us wait for each other
    loaded = await connection.execute(_LOAD, names | {"all_ids": [*renamed, *renamed.values()]})
    events = [row._asdict() for row in loaded]
    if not events:
        return 0
    merged = [row for _, rows in groupby(events, lambda row: row["user_id"]) for row in _merged(rows, renamed)]
    await connection.execute(_DROP_EVENT, [_key(row, study_events.primary_key.columns.keys()) for row in events])
    await connection.execute(insert(study_events), merged)
    await connection.execute(_DROP_STATE, [_key(row, topic_states.primary_key.columns.keys()) for row in events])
    if standings := _standings(merged):
        await connection.execute(insert(topic_states), standings)
    users = {row["user_id"]: LearnerKey(row["user_id"], roadmap_id) for row in events}
    await refresh_totals(connection, list(users.values()))
    return len(users)


def _key(row: Row, columns: Iterable[str]) -> dict[str, Any]:
    return {f"of_{name}": row[name] for name in columns}


def _merged(rows: Iterable[Row], renamed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one learner's events under their new ids, one of a kind per topic."""
    moved = [dict(row) | {"topic_id": renamed.get(row["topic_id"], row["topic_id"])} for row in rows]
    moved.sort(key=lambda row: (row["voided_at"] is None, -row["at"].timestamp()))  # the winners come last
    events = {(row["topic_id"], row["kind"]): row for row in moved}
    return [_settled(row, events.get((row["topic_id"], TopicState.DONE.value))) for row in events.values()]


def _settled(row: dict[str, Any], done: Row | None) -> dict[str, Any]:
    """Void what came after the topic was done under its other id: what is done stays done until it is undone."""
    is_state = row["kind"] not in AWARDS
    overtaken = is_state and done and done["voided_at"] is None and row["action_id"] > done["action_id"]
    if overtaken and row["voided_at"] is None:
        return row | {"voided_at": row["at"], "voided_by": row["action_id"]}
    return row


def _standings(events: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the state rows that follow from `events`."""
    last = {
        (row["user_id"], row["topic_id"]): row
        for row in sorted(events, key=lambda row: int(row["action_id"]))
        if row["voided_at"] is None and row["kind"] not in AWARDS
    }
    shared = ("user_id", "roadmap_id", "topic_id", "action_id")
    return [
        {name: row[name] for name in shared} | {"state": row["kind"], "changed_at": row["at"]} for row in last.values()
    ]


DEFAULT_NUMBER = 1
"""The number of the roadmap that was the default when numbers were first given; buttons without one mean it too."""

# No user id is negative, so this lock never meets a learner's.
_LOCK_NUMBERS = select(func.pg_advisory_xact_lock(literal(-0x4E_75_6D)))
_NUMBERS = select(roadmap_numbers.c.roadmap_id, roadmap_numbers.c.number)


async def roadmap_numbers_of(connection: AsyncConnection) -> dict[str, int]:
    """Return the number of every roadmap that was ever given one, by roadmap id."""
    rows = (await connection.execute(_NUMBERS)).all()
    return {row.roadmap_id: row.number for row in rows}


async def number_roadmaps(connection: AsyncConnection, roadmap_ids: Iterable[str]) -> dict[str, int]:
    """Give each roadmap that has none the next number, in the order given; return the numbers of all, by roadmap id.

    A number is never changed nor given again. The default roadmap comes first: the first of all gets `DEFAULT_NUMBER`.
    """
    wanted = list(dict.fromkeys(roadmap_ids))
    numbers = await roadmap_numbers_of(connection)
    if all(roadmap_id in numbers for roadmap_id in wanted):
        return numbers
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK_NUMBERS)
        numbers = await roadmap_numbers_of(connection)
    following = max(numbers.values(), default=DEFAULT_NUMBER - 1) + 1
    missing = [roadmap_id for roadmap_id in wanted if roadmap_id not in numbers]
    given = {roadmap_id: following + place for place, roadmap_id in enumerate(missing)}
    if given:
        rows = [{"roadmap_id": roadmap_id, "number": number} for roadmap_id, number in given.items()]
        await connection.execute(insert(roadmap_numbers), rows)
    return numbers | given
