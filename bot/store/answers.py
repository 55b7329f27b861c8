"""Answers to questions: recording one with all that follows from it, and asking for what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.mastery import Answer, AnswerKind, Learning, Mastery, climbed, is_practice, learned
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import POINTS_PER_AWARD, Award
from bot.core.recall import Memory
from bot.core.roadmap import Topic
from bot.store.learning_tables import answers, memories
from bot.store.progress_events import learner_params, lock_learner, refresh_totals, upsert_events
from bot.store.sql import of_learner, upsert
from bot.store.tables import study_events

_OF_LEARNER = of_learner(answers)
_IN_ORDER = (answers.c.action_id, answers.c.asking_id)
_PUT = upsert(answers, lambda _: {}, returning=(answers.c.asking_id,))
_ONE = select(answers).where(answers.c.user_id == bindparam("of_user"), answers.c.asking_id == bindparam("asking_id"))
_OF_TOPIC = select(answers).where(*_OF_LEARNER, answers.c.topic_id == bindparam("topic_id")).order_by(*_IN_ORDER)
_OF_DAY = select(answers).where(*_OF_LEARNER, answers.c.local_date == bindparam("day")).order_by(*_IN_ORDER)
_LUCKY = (
    update(answers)
    .where(answers.c.user_id == bindparam("of_user"), answers.c.asking_id == bindparam("of_asking"))
    .where(answers.c.is_right.is_(True))
    .values(lucky=True)
    .returning(answers)
)
_MEMORIES = select(memories).where(*of_learner(memories))
_SAVE = upsert(
    memories,
    lambda new: {column.name: new[column.name] for column in memories.c if not column.primary_key},
)
_AWARDS = select(study_events.c.kind, study_events.c.action_id).where(
    *of_learner(study_events),
    study_events.c.topic_id == bindparam("topic_id"),
    study_events.c.kind.in_([award.value for award in Award]),
    study_events.c.voided_at.is_(None),
)
_TAKE_BACK = (
    update(study_events)
    .where(
        *of_learner(study_events),
        study_events.c.topic_id == bindparam("of_topic"),
        study_events.c.kind == bindparam("of_kind"),
    )
    .values(voided_at=bindparam("since"), voided_by=bindparam("by"))
)
AWARD_FOR = {Award.SOLID: Mastery.SOLID, Award.MASTERED: Mastery.MASTERED}
BATCH = 500
"""Rows written at once when memories are rebuilt."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an answer brought: the answer as it stands, and what all answers about its topic add up to.

    `first` is False when the asking was answered before: `answer` is then the one that counts. `practice` is whether
    it left memory as it was. `awards` are new.
    """

    answer: Answer
    first: bool
    practice: bool
    learning: Learning
    awards: tuple[Award, ...]

    @property
    def points(self) -> int:
        """The points that it earned."""
        return POINTS_PER_AWARD * len(self.awards)


async def record_answer(
    connection: AsyncConnection, request: RequestContext, learner: LearnerKey, topic: Topic, answer: Answer
) -> Recorded:
    """Record an answer about `topic` and what follows from it; an asking that was answered before stays as it was."""
    await lock_learner(connection, learner)
    if (await connection.execute(_PUT.on(connection), _row(request, learner, answer))).first() is None:
        held = await answer_to(connection, learner.user_id, answer.asking_id)
        return Recorded(held or answer, first=False, practice=False, learning=Learning(), awards=())
    history = await answers_about(connection, learner, topic.id)
    learning = learned(history)
    await _save(connection, learner, topic.id, learning)
    awards = await _grant(connection, request, learner, topic, climbed(learning, topic), answer.day)
    practice = is_practice(answer, history)
    return Recorded(answer, first=True, practice=practice, learning=learning, awards=awards)


async def mark_lucky(
    connection: AsyncConnection, request: RequestContext, learner: LearnerKey, topic: Topic, asking_id: int
) -> Answer | None:
    """Note that a right answer about `topic` was a guess; what it alone had earned goes with it.

    None when there is no such answer, or when it was wrong. Doing it again changes nothing.
    """
    await lock_learner(connection, learner)
    row = (await connection.execute(_LUCKY, {"of_user": learner.user_id, "of_asking": asking_id})).first()
    if row is None:
        return None
    learning = learned(await answers_about(connection, learner, topic.id))
    await _save(connection, learner, topic.id, learning)
    reached = climbed(learning, topic)
    earned = await connection.execute(_AWARDS, learner_params(learner) | {"topic_id": topic.id})
    lost = [kind for kind, action_id in earned if action_id == row.action_id and AWARD_FOR[Award(kind)] > reached]
    if lost:
        back = {"of_topic": topic.id, "since": request.at, "by": request.id}
        await connection.execute(_TAKE_BACK, [learner_params(learner) | back | {"of_kind": kind} for kind in lost])
        await refresh_totals(connection, [learner])
    return answer_from(row)


async def answer_to(connection: AsyncConnection, user_id: int, asking_id: int) -> Answer | None:
    """Return somebody's answer to an asking, None when they have not answered it."""
    row = (await connection.execute(_ONE, {"of_user": user_id, "asking_id": asking_id})).first()
    return answer_from(row) if row else None


async def answers_about(connection: AsyncConnection, learner: LearnerKey, topic_id: str) -> tuple[Answer, ...]:
    """Return a learner's answers about a topic, oldest first."""
    rows = await connection.execute(_OF_TOPIC, learner_params(learner) | {"topic_id": topic_id})
    return tuple(answer_from(row) for row in rows)


async def answers_on(connection: AsyncConnection, learner: LearnerKey, day: date) -> tuple[Answer, ...]:
    """Return a learner's answers of a day of study, oldest first."""
    rows = await connection.execute(_OF_DAY, learner_params(learner) | {"day": day})
    return tuple(answer_from(row) for row in rows)


async def learning_of(connection: AsyncConnection, learner: LearnerKey) -> Mapping[str, Learning]:
    """Return what a learner's answers add up to, by the id of every topic that has a memory."""
    return {row.topic_id: _learning(row) for row in await connection.execute(_MEMORIES, learner_params(learner))}


async def rebuild_memories(connection: AsyncConnection) -> int:
    """Derive every memory from the answers anew; return how many there are. Writers wait meanwhile."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE memories IN EXCLUSIVE MODE"))
    await connection.execute(delete(memories))
    order = (answers.c.user_id, answers.c.roadmap_id, answers.c.topic_id)
    answer_rows = (await connection.execute(select(answers).order_by(*order, *_IN_ORDER))).all()
    rows = []
    for (user_id, roadmap_id, topic_id), group in groupby(answer_rows, _key):
        learning = learned(map(answer_from, group))
        if learning.memory is not None:
            rows.append(_memory_row(LearnerKey(user_id, roadmap_id), topic_id, learning))
    for start in range(0, len(rows), BATCH):
        await connection.execute(insert(memories), rows[start : start + BATCH])
    return len(rows)


async def move_answers(connection: AsyncConnection, roadmap_id: str, renamed: Mapping[str, str]) -> None:
    """Carry answers over from old topic ids to new ones (`renamed`), with what follows from them."""
    old = answers.c.roadmap_id == roadmap_id, answers.c.topic_id.in_(list(renamed))
    touched = (await connection.execute(select(answers.c.user_id).where(*old).distinct())).scalars().all()
    if not touched:
        return
    for before, after in renamed.items():
        where = answers.c.roadmap_id == roadmap_id, answers.c.topic_id == before
        await connection.execute(update(answers).where(*where).values(topic_id=after))
    gone = memories.c.roadmap_id == roadmap_id, memories.c.topic_id.in_(list(renamed))
    await connection.execute(delete(memories).where(*gone))
    for user_id in touched:
        learner = LearnerKey(user_id, roadmap_id)
        for topic_id in set(renamed.values()):
            await _save(connection, learner, topic_id, learned(await answers_about(connection, learner, topic_id)))


async def _grant(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    topic: Topic,
    reached: Mastery,
    day: date,
) -> tuple[Award, ...]:
    due = [award for award, needed in AWARD_FOR.items() if reached >= needed]
    if not due:
        return ()
    held = await connection.execute(_AWARDS, learner_params(learner) | {"topic_id": topic.id})
    has = {kind for kind, _ in held}
    new = [award for award in due if award.value not in has]
    for award in new:
        await upsert_events(connection, request, learner, [topic.id], award, day)
    if new:
        await refresh_totals(connection, [learner])
    return tuple(new)


async def _save(connection: AsyncConnection, learner: LearnerKey, topic_id: str, learning: Learning) -> None:
    if learning.memory is not None:
        await connection.execute(_SAVE.on(connection), _memory_row(learner, topic_id, learning))


def _key(row: Row[Any]) -> tuple[int, str, str]:
    return row.user_id, row.roadmap_id, row.topic_id


def _row(request: RequestContext, learner: LearnerKey, answer: Answer) -> dict[str, Any]:
    return {
        "user_id": learner.user_id,
        "asking_id": answer.asking_id,
        "roadmap_id": learner.roadmap_id,
        "topic_id": answer.topic_id,
        "question_id": answer.question_id,
        "answer_key": answer.answer_key,
        "level": answer.level,
        "kind": answer.kind.value,
        "chosen": answer.chosen,
        "is_right": answer.right,
        "lucky": answer.lucky,
        "local_date": answer.day,
        "at": request.at,
        "guild_id": request.guild_id,
        "action_id": request.id,
    }


def answer_from(row: Row[Any]) -> Answer:
    """Return the answer that a row of the table holds."""
    return Answer(
        asking_id=row.asking_id,
        topic_id=row.topic_id,
        question_id=row.question_id,
        answer_key=row.answer_key,
        level=row.level,
        kind=AnswerKind(row.kind),
        chosen=row.chosen,
        right=row.is_right,
        lucky=row.lucky,
        day=row.local_date,
    )


def _memory_row(learner: LearnerKey, topic_id: str, learning: Learning) -> dict[str, Any]:
    if learning.memory is None:
        raise ValueError("there is a memory once there is an answer")
    memory = learning.memory
    return {
        "user_id": learner.user_id,
        "roadmap_id": learner.roadmap_id,
        "topic_id": topic_id,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "last_on": memory.last_on,
        "due_on": memory.due_on,
        "answers": learning.answers,
        "right_days": learning.right_days,
        "right_levels": learning.right_levels,
        "right_questions": learning.right_questions,
        "first_right_on": learning.first_right_on,
        "last_right_on": learning.last_right_on,
        "misses": learning.misses,
        "slipped": learning.slipped,
    }


def _learning(row: Row[Any]) -> Learning:
    return Learning(
        memory=Memory(row.stability, row.difficulty, row.last_on, row.due_on),
        answers=row.answers,
        right_days=row.right_days,
        right_levels=row.right_levels,
        right_questions=row.right_questions,
        first_right_on=row.first_right_on,
        last_right_on=row.last_right_on,
        misses=row.misses,
        slipped=row.slipped,
    )
