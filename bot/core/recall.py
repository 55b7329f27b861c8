"""What somebody remembers of a topic, and when to ask again: FSRS over local dates.

The topic is the card, each question about it a review. Days are a learner's local dates that begin at 04:00, handed to
the scheduler as noon UTC: it counts whole days of 24 hours, so that a day of 23 hours would be none.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler, State

DAY_BEGINS = time(4)
"""When a day of study begins: what is answered at half past one at night belongs to the evening."""
MAX_REVIEWS = 20
"""Answers that `/review` asks for on one day, at most."""
NEW_A_DAY = 2
"""Topics that `/review` asks about for the first time on one day, at most."""
RUSTY_BELOW = 0.7
"""The predicted recall below which a topic is rusty."""
AIM = 0.90

# Steps of minutes belong to a sitting at a desk, and fuzz draws from the global generator: neither can be replayed.
_SCHEDULER = Scheduler(desired_retention=AIM, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Evidence(StrEnum):
    """What an answer says about memory: LUCKY is right by the member's own word that it was a guess."""

    RIGHT = "right"
    WRONG = "wrong"
    LUCKY = "lucky"


_RATINGS = {Evidence.RIGHT: Rating.Good, Evidence.WRONG: Rating.Again, Evidence.LUCKY: Rating.Hard}


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of a topic: `stability` in days, `difficulty` from 1 to 10, dates of the last and next answer."""

    stability: float
    difficulty: float
    last_on: date
    due_on: date


def study_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the local date in `zone` whose day of study, from 04:00 to 04:00, has the aware instant `at`."""
    shown = at.astimezone(zone).replace(tzinfo=None)
    return shown.date() if shown.time() >= DAY_BEGINS else shown.date() - timedelta(days=1)


def remember(memory: Memory | None, evidence: Evidence, day: date) -> Memory:
    """Return the memory after an answer on `day`; `memory` is None before the first.

    A date before the last answer's (a clock set back, a flight to the west) counts as the last answer's date.
    """
    if memory is None:
        card = Card(card_id=0)  # without an id it sleeps for a millisecond to find one
    else:
        day = max(day, memory.last_on)
        card = _card(memory)
    reviewed, _ = _SCHEDULER.review_card(card, _RATINGS[evidence], _noon(day))
    if reviewed.stability is None or reviewed.difficulty is None:
        raise RuntimeError("a reviewed card has a stability and a difficulty")
    return Memory(reviewed.stability, reviewed.difficulty, day, reviewed.due.date())


def predicted_recall(memory: Memory, day: date) -> float:
    """Return the probability, from 0 to 1, that a right answer is remembered on `day`."""
    return _SCHEDULER.get_card_retrievability(_card(memory), _noon(max(day, memory.last_on)))


@cache
def rusty_after() -> float:
    """Return after how many days, for each day of its stability, a memory is rusty: so databases can ask for those."""
    stability, began = 1_000, date(2000, 1, 1)
    memory = Memory(stability, 5.0, began, began)

    def forgotten(days: int) -> float:
        return -predicted_recall(memory, began + timedelta(days))

    return bisect_right(range(100 * stability), -RUSTY_BELOW, key=forgotten) / stability


def _card(memory: Memory) -> Card:
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due_on),
        last_review=_noon(memory.last_on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
