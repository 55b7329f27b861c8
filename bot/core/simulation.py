"""What so many answers a day do for what somebody remembers: a small simulation by the memory that reviews go by.

Every day what is due is asked, the most forgotten first, and then new topics in the roadmap's order, a few a day, as
`/review` does (core.review_queue). An answer is right as often as the memory predicts; the first about a topic in half
of the cases. The draws come from hashes, so the same seed gives the same result everywhere.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from bot.core.recall import NEW_A_DAY, Evidence, Memory, predicted_recall, remember

MARKS = (30, 90)
"""Days from today at which the result is looked at."""
RUNS = 12
"""Runs over which a result is the mean."""
FIRST_RIGHT = 0.5
"""How often the first answer about a topic is right."""


@dataclass(frozen=True, slots=True)
class Study:
    """What is simulated: the `memories` of a roadmap's topics, None before the first answer, and answers from `day` on.

    `day` is a local date.
    """

    memories: tuple[Memory | None, ...]
    day: date
    answers_a_day: int
    seed: int


@dataclass(frozen=True, slots=True)
class Prospect:
    """What becomes of it: how many topics are remembered `now`, at each of MARKS after so many answers a day, and
    without any; and how many will have been asked about by then.

    A topic counts as much as it is probable that it is remembered.
    """

    topics: int
    now: float
    with_answers: tuple[float, ...]
    without: tuple[float, ...]
    asked: tuple[float, ...]


def prospect(study: Study) -> Prospect:
    """Return what becomes of what somebody remembers."""
    runs = [_run(study, number) for number in range(RUNS)]
    without = tuple(remembered(study.memories, study.day + timedelta(days=mark)) for mark in MARKS)
    return Prospect(
        len(study.memories),
        remembered(study.memories, study.day),
        tuple(_mean([run[place][0] for run in runs]) for place in range(len(MARKS))),
        without,
        tuple(_mean([run[place][1] for run in runs]) for place in range(len(MARKS))),
    )


def remembered(memories: Sequence[Memory | None], day: date) -> float:
    """Return how many topics are remembered on a local date: the sum of their probabilities."""
    return sum(predicted_recall(memory, day) for memory in memories if memory)


def _run(study: Study, run: int) -> list[tuple[float, int]]:
    """Return what is remembered, and how many topics were asked about, at each of MARKS in one run."""
    memories = list(study.memories)
    seen = []
    for number in range(max(MARKS)):
        day = study.day + timedelta(days=number)
        for place in asked_on(memories, day, study.answers_a_day):
            memory = memories[place]
            chance = predicted_recall(memory, day) if memory else FIRST_RIGHT
            is_right = _draw(study.seed, run, number, place) < chance
            memories[place] = remember(memory, Evidence.RIGHT if is_right else Evidence.WRONG, day)
        if number + 1 in MARKS:
            seen.append((remembered(memories, day + timedelta(days=1)), sum(memory is not None for memory in memories)))
    return seen


def asked_on(memories: Sequence[Memory | None], day: date, answers: int) -> list[int]:
    """Return the places of the topics that are asked about on a local date, at most so many `answers`."""
    due = [
        (predicted_recall(memory, day), place)
        for place, memory in enumerate(memories)
        if memory and memory.due_on <= day
    ]
    new = [place for place, memory in enumerate(memories) if memory is None][:NEW_A_DAY]
    return [*(place for _, place in sorted(due)), *new][:answers]


def _draw(*names: int) -> float:
    """Return a number from 0 to 1 that is as good as drawn, always the same for the same names."""
    return int.from_bytes(blake2b(repr(names).encode(), digest_size=8).digest()) / 2**64


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def study_to_json(study: Study) -> bytes:
    """Return a study as a job for the worker process."""
    memories = [
        memory and [memory.stability, memory.difficulty, memory.last_on.isoformat(), memory.due_on.isoformat()]
        for memory in study.memories
    ]
    return json.dumps([memories, study.day.isoformat(), study.answers_a_day, study.seed]).encode()


def simulate(job: bytes) -> bytes:
    """Return the prospect of a job as JSON: what the worker process runs."""
    memories, day, answers_a_day, seed = json.loads(job)
    read = tuple(memory and Memory(*memory[:2], *map(date.fromisoformat, memory[2:])) for memory in memories)
    result = prospect(Study(read, date.fromisoformat(day), answers_a_day, seed))
    return json.dumps([result.topics, result.now, result.with_answers, result.without, result.asked]).encode()


def prospect_from_json(result: bytes) -> Prospect:
    """Return the prospect that a job gave."""
    topics, now, *rest = json.loads(result)
    with_answers, without, questions = map(tuple, rest)
    return Prospect(topics, now, with_answers, without, questions)
