"""The figures of a server's group on a roadmap: two questions, which count in the database and give no one's rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, bindparam, case, func, literal, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.insights import SAMPLE, STUCK_AFTER, STUCK_MISSES, Activity, Figures, QuestionFigures, TopicFigures
from bot.core.mastery import AnswerKind
from bot.core.progress import TopicState
from bot.store.leaderboard_queries import SHOWN
from bot.store.learning_tables import answers, memories
from bot.store.tables import members, topic_states

WEEK, MONTH, LATELY = timedelta(days=7), timedelta(days=30), timedelta(days=60)
EVER = datetime(2015, 1, 1, tzinfo=UTC)
NOT_TRIES = (AnswerKind.PLACEMENT, AnswerKind.REPEAT, AnswerKind.DAILY_LATE)
"""Where a miss says nothing of the topic, or what is right was told before."""

# Whoever hides is counted nowhere, and a teacher is none of the group.
_SEEN = select(members.c.user_id, members.c.last_seen_at).where(*SHOWN)
_PEOPLE = (
    _SEEN.where(members.c.last_seen_at >= bindparam("lately"))
    .order_by(members.c.last_seen_at.desc(), members.c.user_id)
    .limit(SAMPLE)
    .cte("people")
)
_state = topic_states.c
_memory = memories.c
_STATES = _PEOPLE.join(
    topic_states, (_state.user_id == _PEOPLE.c.user_id) & (_state.roadmap_id == bindparam("roadmap_id"))
)
_MEMORIES = _PEOPLE.join(
    memories, (_memory.user_id == _PEOPLE.c.user_id) & (_memory.roadmap_id == bindparam("roadmap_id"))
)
_STUCK = union(
    select(_state.topic_id, _state.user_id)
    .select_from(_STATES)
    .where(_state.state == TopicState.STARTED.value, _state.changed_at <= bindparam("stuck_since")),
    select(_memory.topic_id, _memory.user_id).select_from(_MEMORIES).where(_memory.misses >= STUCK_MISSES),
).subquery("stuck")


def _count_seen(what: str) -> Select[Any]:
    return _figure(what, literal("", String)).select_from(
        _SEEN.where(members.c.last_seen_at >= bindparam(what)).subquery()
    )


def _figure(what: str, topic_id: Any) -> Select[Any]:
    """Return the count of whatever it is selected from, named."""
    return select(literal(what).label("what"), topic_id.label("topic_id"), func.count().label("number"))


_COUNTS = union_all(
    *map(_count_seen, ("ever", "week", "month")),
    _figure("stuck", _STUCK.c.topic_id).select_from(_STUCK).group_by(_STUCK.c.topic_id),
    _figure("answered", _memory.topic_id).select_from(_MEMORIES).group_by(_memory.topic_id),
)

_answer = answers.c
# The first of somebody's answers to a question: the millisecond of its id, and behind it what was chosen (from 1 on, 0
# for "I don't know") and in the last bit whether it was right.
_MILLISECONDS = _answer.action_id // 2**22
_WHAT = 32
_CODE = (func.coalesce(_answer.chosen, -1) + 1) * 2 + case((_answer.is_right, 1), else_=0)
_TRIES = (
    select(
        _answer.user_id,
        _answer.question_id,
        _answer.answer_key,
        func.min(_answer.topic_id).label("topic_id"),
        (func.min(_MILLISECONDS * _WHAT + _CODE) % _WHAT).label("code"),
    )
    .select_from(_PEOPLE.join(answers, _answer.user_id == _PEOPLE.c.user_id))
    .where(_answer.roadmap_id == bindparam("roadmap_id"), _answer.kind.not_in([kind.value for kind in NOT_TRIES]))
    .group_by(_answer.user_id, _answer.question_id, _answer.answer_key)
    .cte("tries")
)
_MARK = _TRIES.c.code % 2
_SUMS = (
    select(_TRIES.c.user_id, func.sum(_MARK).label("marks"), func.count().label("number"))
    .group_by(_TRIES.c.user_id)
    .cte("sums")
)
# How somebody does elsewhere: one right and one wrong are added, so that who has answered little else says little.
_ELSEWHERE = (_SUMS.c.marks - _MARK + 1) * 1.0 / (_SUMS.c.number + 1)
_CHOICES = (
    select(
        _TRIES.c.question_id,
        _TRIES.c.answer_key,
        _TRIES.c.code,
        func.min(_TRIES.c.topic_id).label("topic_id"),
        func.count().label("people"),
        func.sum(_ELSEWHERE).label("elsewhere"),
    )
    .select_from(_TRIES.join(_SUMS, _SUMS.c.user_id == _TRIES.c.user_id))
    .group_by(_TRIES.c.question_id, _TRIES.c.answer_key, _TRIES.c.code)
    .subquery("choices")
)
_choice = _CHOICES.c
_IS_RIGHT, _IS_CHOICE = _choice.code % 2, case((_choice.code >= 2, 1), else_=0)
_QUESTIONS = select(
    _choice.question_id,
    func.min(_choice.topic_id).label("topic_id"),
    func.sum(_choice.people).label("asked"),
    func.sum(_choice.people * _IS_CHOICE).label("tries"),
    func.sum(_choice.people * _IS_RIGHT).label("right"),
    func.max(_choice.people * (_IS_CHOICE - _IS_RIGHT)).label("rival"),
    func.sum(_choice.elsewhere * _IS_CHOICE).label("elsewhere"),
    func.sum(_choice.elsewhere * _IS_RIGHT).label("product"),
).group_by(_choice.question_id, _choice.answer_key)


async def group_figures(connection: AsyncConnection, guild_id: int, roadmap_id: str, now: datetime) -> Figures:
    """Return the figures of a server's members on a roadmap at `now` (aware UTC), hidden and excluded ones left out."""
    names: dict[str, Any] = {"guild_id": guild_id, "roadmap_id": roadmap_id}
    names["lately"] = now - LATELY
    spans = {"ever": EVER, "week": now - WEEK, "month": now - MONTH, "stuck_since": now - STUCK_AFTER}
    counts: dict[str, dict[str, int]] = {}
    for what, topic_id, number in await connection.execute(_COUNTS, names | spans):
        counts.setdefault(what, {})[topic_id] = number
    tries: dict[str, list[int]] = {}
    questions = []
    for row in await connection.execute(_QUESTIONS, names):
        sums = tries.setdefault(row.topic_id, [0, 0])
        sums[0] += int(row.asked)
        sums[1] += int(row.right)
        questions.append(_question(row))
    stuck, answered = counts.get("stuck", {}), counts.get("answered", {})
    topics = tuple(
        TopicFigures(topic_id, stuck.get(topic_id, 0), answered.get(topic_id, 0), *tries.get(topic_id, (0, 0)))
        for topic_id in sorted({*stuck, *answered, *tries})
    )
    activity = Activity(*(counts.get(what, {}).get("", 0) for what in ("ever", "week", "month")))
    return Figures(activity, topics, tuple(questions))


def _question(row: Any) -> QuestionFigures:
    product, elsewhere = float(row.product), float(row.elsewhere)
    covariance = product - int(row.right) * elsewhere / int(row.tries) if row.tries else 0.0
    return QuestionFigures(
        row.question_id,
        row.topic_id,
        int(row.tries),
        int(row.right),
        float(covariance),
        asked=int(row.asked),
        rival=int(row.rival),
    )
