"""What a learner has shown of a topic: answers folded into its memory and its mastery."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from bot.core.recall import RUSTY_BELOW, Evidence, Memory, predicted_recall, remember
from bot.core.roadmap import Roadmap, Topic

MASTERED_DAYS, MASTERED_SPAN = 3, timedelta(days=7)
"""Mastered: right on so many days, so far from the first to the last."""
HARD_GOING = 4
"""Misses in a row from which on a topic needs another way in."""


class AnswerKind(StrEnum):
    """Where a question was asked: in practice over several topics or on one, in a review, again, or in a placement.

    In a race, or as the question of the day, on its day or late: then what is right may have been told already.
    """

    QUIZ = "quiz"
    TOPIC = "topic"
    REVIEW = "review"
    REPEAT = "repeat"
    PLACEMENT = "placement"
    RACE = "race"
    DAILY = "daily"
    DAILY_LATE = "daily-late"


MIXED = frozenset({AnswerKind.QUIZ, AnswerKind.REVIEW})
"""Kinds that do not say beforehand which topic comes: a miss there shows rust; not one in a race, under the clock."""
PRACTICE_ONLY = frozenset({AnswerKind.REPEAT, AnswerKind.PLACEMENT, AnswerKind.DAILY_LATE})
"""Kinds that leave memory and mastery as they are."""


class Mastery(IntEnum):
    """The ladder of a topic. It is climbed by right answers and never by a claim."""

    OPEN = 0
    SEEN = 1
    FAMILIAR = 2
    SOLID = 3
    MASTERED = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the rules need it.

    `answer_key` tells a question apart from its old self whose right answer was another one. `chosen` is the 0-based
    choice in the author's order, None for "I don't know". `day` is the learner's date of study.
    """

    asking_id: int
    topic_id: str
    question_id: str
    answer_key: str
    level: str
    kind: AnswerKind
    chosen: int | None
    right: bool
    lucky: bool
    day: date

    @property
    def evidence(self) -> Evidence:
        """What it says about memory."""
        if not self.right:
            return Evidence.WRONG
        return Evidence.LUCKY if self.lucky else Evidence.RIGHT

    @property
    def question(self) -> tuple[str, str]:
        """What tells its question apart from all others."""
        return self.question_id, self.answer_key


@dataclass(frozen=True, slots=True)
class Learning:
    """What the answers about one topic add up to. Dates are local; counts are of right answers that were no guesses.

    `slipped` is whether the last mixed question was missed and nothing was right since; `misses` are in a row.
    """

    memory: Memory | None = None
    answers: int = 0
    right_days: int = 0
    right_levels: int = 0
    right_questions: int = 0
    first_right_on: date | None = None
    last_right_on: date | None = None
    misses: int = 0
    slipped: bool = False


def learned(answers: Iterable[Answer]) -> Learning:
    """Return what the answers about one topic, oldest first, add up to.

    A question whose answer was shown on the same day is practice only, and so is what PRACTICE_ONLY names.
    """
    learning = Learning()
    shown: set[tuple[str, str, date]] = set()
    days: set[date] = set()
    levels: set[str] = set()
    questions: set[tuple[str, str]] = set()
    for answer in answers:
        if answer.kind is AnswerKind.PLACEMENT:
            continue
        showing = (*answer.question, answer.day)
        if showing not in shown and answer.kind not in PRACTICE_ONLY:
            if answer.evidence is Evidence.RIGHT:
                days.add(answer.day)
                levels.add(answer.level)
                questions.add(answer.question)
            learning = _answered(learning, answer)
        shown.add(showing)
    if not days:
        return learning
    return replace(
        learning,
        right_days=len(days),
        right_levels=len(levels - {""}),
        right_questions=len(questions),
        first_right_on=min(days),
        last_right_on=max(days),
    )


def is_practice(answer: Answer, history: Iterable[Answer]) -> bool:
    """Return whether an answer leaves memory as it was, given all answers about its topic (it may be among them)."""
    return answer.kind in PRACTICE_ONLY or any(
        other.question == answer.question and other.day == answer.day and other.kind is not AnswerKind.PLACEMENT
        for other in history
        if other.asking_id != answer.asking_id
    )


def _answered(learning: Learning, answer: Answer) -> Learning:
    slipped = learning.slipped
    if answer.evidence is Evidence.RIGHT:
        slipped = False
    elif answer.evidence is Evidence.WRONG and answer.kind in MIXED:
        slipped = True
    return replace(
        learning,
        memory=remember(learning.memory, answer.evidence, answer.day),
        answers=learning.answers + 1,
        misses=0 if answer.right else learning.misses + 1,
        slipped=slipped,
    )


def climbed(learning: Learning, topic: Topic) -> Mastery:
    """Return how far a learner has got with a topic, forgetting left aside."""
    if not learning.answers:
        return Mastery.OPEN
    if not learning.right_days:
        return Mastery.SEEN
    if learning.right_days < 2 or not _varied(learning, topic):
        return Mastery.FAMILIAR
    first, last = learning.first_right_on, learning.last_right_on
    long_enough = first is not None and last is not None and last - first >= MASTERED_SPAN
    return Mastery.MASTERED if learning.right_days >= MASTERED_DAYS and long_enough else Mastery.SOLID


def _varied(learning: Learning, topic: Topic) -> bool:
    """Return whether right answers were at two levels, or to two questions; or to one, where there is no more."""
    if len({question.level for question in topic.quiz} - {""}) >= 2:
        return learning.right_levels >= 2
    return learning.right_questions >= min(2, len(topic.quiz))


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a learner stands with a topic by what they have shown; a `rusty` topic is one step down."""

    mastery: Mastery
    rusty: bool = False


def shown_on(learning: Learning, topic: Topic, day: date) -> Shown:
    """Return where a learner stands with a topic on a local date."""
    reached = climbed(learning, topic)
    if reached < Mastery.FAMILIAR or learning.memory is None:
        return Shown(reached)
    if learning.slipped or predicted_recall(learning.memory, day) < RUSTY_BELOW:
        return Shown(Mastery(reached - 1), rusty=True)
    return Shown(reached)


def shown_of(roadmap: Roadmap, learning: Mapping[str, Learning], day: date) -> dict[str, Shown]:
    """Return where a learner stands on a local date with each topic of a roadmap that they were asked about."""
    return {topic.id: shown_on(learning[topic.id], topic, day) for topic in roadmap if topic.id in learning}


def rustiest(roadmap: Roadmap, learning: Mapping[str, Learning], day: date) -> Topic | None:
    """Return the rusty topic that is most probably forgotten on a local date; None when nothing is rusty."""
    shown = shown_of(roadmap, learning, day)
    rusty = [
        (_recall(learning[topic_id], day), roadmap.position[topic_id])
        for topic_id, standing in shown.items()
        if standing.rusty
    ]
    return roadmap.topics[roadmap.order[min(rusty)[1]]] if rusty else None


def _recall(learning: Learning, day: date) -> float:
    return predicted_recall(learning.memory, day) if learning.memory else 0.0
