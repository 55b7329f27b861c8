"""Which question comes next, and in which order its choices stand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

from bot.core.mastery import Answer
from bot.core.roadmap import Question, Topic

LEVELS = ("recall", "apply", "debug")
"""The levels in the order in which they take turns, the easiest first."""
MAX_KEYS = 8_192
"""Keys of questions that are remembered: a dozen of them are asked for at each press."""

MAX_SHOWN = 4
"""How many choices of a question are shown at once."""


@lru_cache(MAX_KEYS)
def answer_key(question: Question) -> str:
    """Return eight characters that change when the right answer of a question becomes another one."""
    right = " ".join(question.choices[question.answer].split())
    return blake2b(right.encode(), digest_size=4).hexdigest()


@lru_cache(MAX_KEYS)
def wording_key(question: Question) -> str:
    """Return six characters that change with any word of a question or its choices, or their order."""
    text = "\n".join((question.question, *question.choices, str(question.answer)))
    return blake2b(text.encode(), digest_size=3).hexdigest()


@lru_cache(MAX_KEYS)
def shuffled(question: Question, asking_id: int) -> tuple[int, ...]:
    """Return the author's 0-based choices in the order in which an asking shows them: always the same for its id.

    Of more than MAX_SHOWN choices these are the right one and others, which change from asking to asking.
    """
    drawn = sorted(range(len(question.choices)), key=lambda place: _lot(asking_id, f"{question.id}:{place}"))
    shown = [place for place in drawn if place != question.answer][: MAX_SHOWN - 1]
    return tuple(place for place in drawn if place == question.answer or place in shown)


def choose_question(topic: Topic, answers: Sequence[Answer], asking_id: int, *, easiest: bool = False) -> Question:
    """Return the question of a topic to ask after `answers` (its own, oldest first).

    None comes again before all have come; among those left the level after the last one's goes first (or the easiest
    level), and then the lot that `asking_id` draws. ValueError for a topic without questions.
    """
    if not topic.quiz:
        raise ValueError(f"{topic.id} has no questions")
    times = Counter(answer.question for answer in answers)
    fewest = min(times[question.id, answer_key(question)] for question in topic.quiz)
    left = [question for question in topic.quiz if times[question.id, answer_key(question)] == fewest]
    after = "" if easiest or not answers else answers[-1].level
    return min(left, key=lambda question: (_turns_until(question.level, after), _lot(asking_id, question.id)))


def question_at(topic: Topic, level: str, asking_id: int) -> Question:
    """Return the question of a topic that the lot of `asking_id` draws, at `level` where there is one of it."""
    pool = [question for question in topic.quiz if question.level == level] or list(topic.quiz)
    return min(pool, key=lambda question: _lot(asking_id, question.id))


def choose_topic(candidates: Iterable[str], last: str | None) -> str | None:
    """Return the first of `candidates` (topic ids, the most wanted first) that is not `last`, else `last` if it is one.

    So two questions in a row are about one topic only where there is no other.
    """
    ordered = list(candidates)
    return next((topic_id for topic_id in ordered if topic_id != last), ordered[0] if ordered else None)


def _turns_until(level: str, last: str) -> int:
    if level not in LEVELS:
        return 0
    start = LEVELS.index(last) + 1 if last in LEVELS else 0
    return (LEVELS.index(level) - start) % len(LEVELS)


def _lot(asking_id: int, name: str) -> bytes:
    return blake2b(f"{asking_id}:{name}".encode(), digest_size=8).digest()
