"""The figures of a server's group on a roadmap: two questions, which count in the database and give no one's rows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, bindparam, case, func, literal, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.insights import STUCK_AFTER, STUCK_MISSES, Activity, Figures, QuestionFigures, TopicFigures
from bot.core.mastery import AnswerKind
from bot.core.progress import TopicState
from bot.store.leaderboard_queries import SHOWN
from bot.store.learning_tables import answers, memories
from bot.store.tables import members, topic_states

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
NOT_TRIES = (AnswerKind.PLACEMENT, AnswerKind.REPEAT, AnswerKind.DAILY_LATE)
"""Where a miss says nothing of the topic, or what is right was told before."""

# Whoever hides is counted nowhere, and a teacher is none of the group.
_PEOPLE = select(members.c.user_id).where(*SHOWN).cte("people")
_state = topic_states.c
_memory = memories.c
_IN_STATE = (_state.user_id == _PEOPLE.c.user_id, _state.roadmap_id == bindparam("roadmap_id"))
_IN_MEMORY = (_memory.user_id == _PEOPLE.c.user_id, _memory.roadmap_id == bindparam("roadmap_id"))
_STUCK = union(
    select(_state.topic_id, _state.user_id)
    .select_from(_PEOPLE.join(topic_states, _IN_STATE[0] & _IN_STATE[1]))
    .where(_state.state == TopicState.STARTED.value, _state.changed_at <= bindparam("stuck_since")),
    select(_memory.topic_id, _memory.user_id)
    .select_from(_PEOPLE.join(memories, _IN_MEMORY[0] & _IN_MEMORY[1]))
    .where(_memory.misses >= STUCK_MISSES),
).subquery("stuck")


def _figure(name: str, topic_id: Any = None) -> Select[Any]:
    """Return the count of whatever it is selected from, named, for a topic or for none."""
    return select(
        literal(name).label("what"),
        (literal("", String) if topic_id is None else topic_id).label("topic_id"),
        func.count().label("number"),
    )


def _active(name: str) -> Select[Any]:
    marked = select(_state.topic_id).where(*_IN_STATE, _state.changed_at >= bindparam(f"{name}_at")).exists()
    answered = select(_memory.topic_id).where(*_IN_MEMORY, _memory.last_on >= bindparam(f"{name}_on")).exists()
    return _figure(name).select_from(_PEOPLE).where(marked | answered)


_COUNTS = union_all(
    _figure("members").select_from(_PEOPLE),
    _active("week"),
    _active("month"),
    _figure("stuck", _STUCK.c.topic_id).group_by(_STUCK.c.topic_id),
    _figure("answered", _memory.topic_id)
    .select_from(_PEOPLE.join(memories, _IN_MEMORY[0] & _IN_MEMORY[1]))
    .group_by(_memory.topic_id),
)

_answer = answers.c
_NUMBERED = (
    select(
        _answer.user_id,
        _answer.topic_id,
        _answer.question_id,
        _answer.answer_key,
        case((_answer.is_right, 1.0), else_=0.0).label("mark"),
        case((_answer.chosen.is_(None), 0), else_=1).label("chose"),
        func.row_number()
        .over(partition_by=(_answer.user_id, _answer.question_id, _answer.answer_key), order_by=_answer.action_id)
        .label("number"),
    )
    .select_from(_PEOPLE.join(answers, _answer.user_id == _PEOPLE.c.user_id))
    .where(_answer.roadmap_id == bindparam("roadmap_id"), _answer.kind.not_in([kind.value for kind in NOT_TRIES]))
    .cte("numbered")
)
_FIRST = select(_NUMBERED).where(_NUMBERED.c.number == 1).cte("first_tries")
_SUMS = (
    select(_FIRST.c.user_id, func.sum(_FIRST.c.mark).label("marks"), func.count().label("tries"))
    .group_by(_FIRST.c.user_id)
    .cte("sums")
)
# How somebody does elsewhere: one right and one wrong are added, so that who has answered little else says little.
_ELSEWHERE = (_SUMS.c.marks - _FIRST.c.mark + 1.0) / (_SUMS.c.tries + 1.0)
_QUESTIONS = (
    select(
        _FIRST.c.question_id,
        _FIRST.c.topic_id,
        func.count().label("asked"),
        func.sum(_FIRST.c.chose).label("tries"),
        func.sum(_FIRST.c.mark).label("right"),
        func.sum(_FIRST.c.chose * _ELSEWHERE).label("elsewhere"),
        func.sum(_FIRST.c.mark * _ELSEWHERE).label("product"),
    )
    .select_from(_FIRST.join(_SUMS, _SUMS.c.user_id == _FIRST.c.user_id))
    .group_by(_FIRST.c.question_id, _FIRST.c.answer_key, _FIRST.c.topic_id)
)


async def group_figures(connection: AsyncConnection, guild_id: int, roadmap_id: str, now: datetime) -> Figures:
    """Return the figures of a server's members on a roadmap at `now` (aware UTC), hidden and excluded ones left out."""
    names = {"guild_id": guild_id, "roadmap_id": roadmap_id}
    spans = {"week_at": now - WEEK, "month_at": now - MONTH, "stuck_since": now - STUCK_AFTER}
    days = {"week_on": (now - WEEK).date(), "month_on": (now - MONTH).date()}
    counts: dict[str, dict[str, int]] = {}
    for what, topic_id, number in await connection.execute(_COUNTS, names | spans | days):
        counts.setdefault(what, {})[topic_id] = number
    tries: dict[str, list[int]] = {}
    questions = []
    for row in await connection.execute(_QUESTIONS, names):
        sums = tries.setdefault(row.topic_id, [0, 0])
        sums[0] += row.asked
        sums[1] += int(row.right)
        questions.append(_question(row))
    stuck, answered = counts.get("stuck", {}), counts.get("answered", {})
    topics = tuple(
        TopicFigures(topic_id, stuck.get(topic_id, 0), answered.get(topic_id, 0), *tries.get(topic_id, (0, 0)))
        for topic_id in sorted({*stuck, *answered, *tries})
    )
    activity = Activity(*(counts.get(what, {}).get("", 0) for what in ("members", "week", "month")))
    return Figures(activity, topics, tuple(questions))


def _question(row: Any) -> QuestionFigures:
    covariance = row.product - row.right * row.elsewhere / row.tries if row.tries else 0.0
    return QuestionFigures(row.question_id, row.topic_id, int(row.tries), int(row.right), covariance)
