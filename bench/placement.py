"""How well a placement finds out what simulated members know: `python -m bench.placement`.

    A member knows a set of topics that the prerequisites allow: drawn topic by topic from those that are open, up to a
    length between none and all. A real one has 8 % holes and 5 % extras besides. Who knows a topic slips in 10 of 100
    questions; who does not presses "I don't know" in 60 and guesses one of four in 40. A topic is told right if the
    map has it as known and it is, or not and it is not; credited falsely if the map has it as known and it is not.
    Shares are of all topics, the mean over members; times are of the processor.

It prints percentages, which are the same on every machine; of the times only the order of magnitude is.
"""

import argparse
import random  # noqa: TID251 - a fixed seed for each group of members
import statistics
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bot.content.loader import load_library
from bot.core import placement
from bot.core.placement import KnowledgeSpace, PlacementAnswer, Reply
from bot.core.roadmap import Roadmap

GUESS, SLIP, ADMITS, HOLES, EXTRAS = 0.25, 0.10, 0.60, 0.08, 0.05
BEGINNER = 3
"""A beginner knows at most so many topics."""


@dataclass(slots=True)
class Result:
    """What came out for a group of members: shares of topics in percent, and the questions that each was asked."""

    right: float
    credited_falsely: float
    questions: list[int]
    cpu_ms: float


def member(roadmap: Roadmap, length: int, generator: random.Random) -> frozenset[str]:
    """Return what a consistent member knows, `length` topics in all."""
    known: set[str] = set()
    for _ in range(length):
        left = [topic.id for topic in roadmap if topic.id not in known and known.issuperset(topic.prerequisites)]
        known.add(generator.choice(left))
    return frozenset(known)


def real(roadmap: Roadmap, known: Collection[str], generator: random.Random) -> frozenset[str]:
    """Return what somebody knows who should know `known`, with holes and extras."""
    return frozenset(
        topic_id
        for topic_id in roadmap.order
        if (generator.random() >= HOLES if topic_id in known else generator.random() < EXTRAS)
    )


def reply(*, knows: bool, generator: random.Random) -> Reply:
    """Return what a member answers."""
    if knows:
        return Reply.WRONG if generator.random() < SLIP else Reply.RIGHT
    if generator.random() < ADMITS:
        return Reply.UNKNOWN
    return Reply.RIGHT if generator.random() < GUESS else Reply.WRONG


def place(
    roadmap: Roadmap, space: KnowledgeSpace, members: list[frozenset[str]], seed: int, questions: int | None
) -> Result:
    """Place all `members`; each is asked `questions`, or as many as the rule of the end wants when that is None."""
    generator = random.Random(seed)
    right, falsely, counts = 0, 0, []
    began = time.process_time()
    for known in members:
        answers: list[PlacementAnswer] = []
        while True:
            probabilities = space.probabilities(answers)
            topic_id = next_topic(roadmap, probabilities, answers, questions)
            if topic_id is None:
                break
            answers.append(PlacementAnswer(topic_id, reply(knows=topic_id in known, generator=generator)))
        told = set(placement.placement_map(roadmap, probabilities).known)
        right += len(roadmap) - len(told ^ known)
        falsely += len(told - known)
        counts.append(len(answers))
    spent = (time.process_time() - began) * 1000 / (sum(counts) + len(counts))
    topics = len(roadmap) * len(members)
    return Result(100 * right / topics, 100 * falsely / topics, counts, spent)


def next_topic(
    roadmap: Roadmap, probabilities: dict[str, float], answers: list[PlacementAnswer], questions: int | None
) -> str | None:
    """Return the topic to ask about next: by the rule of the end, or until there are `questions`."""
    if questions is None:
        return placement.next_question_topic(roadmap, probabilities, answers, roadmap.order)
    if len(answers) == questions:
        return None
    return placement.best_split(roadmap, probabilities, answers, roadmap.order)


def main(count: int) -> None:
    """Measure and print."""
    print(__doc__)
    roadmap = load_library(Path("content")).default
    began = time.process_time()
    space = KnowledgeSpace(roadmap)
    built = time.process_time() - began
    print(f"{len(roadmap)} topics, {len(space)} states, drawn in {built:.1f} s; {count} members in each group\n")
    generator = random.Random(1)
    consistent = [member(roadmap, generator.randint(0, len(roadmap)), generator) for _ in range(count)]
    groups: dict[str, tuple[list[frozenset[str]], int | None]] = {
        "consistent, 8 questions": (consistent, 8),
        "consistent, 15 questions": (consistent, 15),
        "holes and extras, 15 questions": ([real(roadmap, one, generator) for one in consistent], 15),
        "consistent, to the end": (consistent, None),
        "beginners, to the end": ([member(roadmap, i % (BEGINNER + 1), generator) for i in range(count)], None),
    }
    print(f"{'':32}{'right':>8}{'falsely':>9}{'questions':>11}{'most':>6}{'CPU ms':>8}")
    for seed, (name, (members, questions)) in enumerate(groups.items()):
        result = place(roadmap, space, members, seed, questions)
        shares = f"{result.right:7.1f}%{result.credited_falsely:8.2f}%"
        asked = f"{statistics.mean(result.questions):11.1f}{max(result.questions):6}"
        print(f"{name:32}{shares}{asked}{result.cpu_ms:8.1f}")
    print("\naims: 95.5 % after 15 (89 % with holes and extras), 1 % falsely, a beginner after 8, 5 ms a question")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--members", type=int, default=300, help="members in each group (default: 300)")
    main(parser.parse_args().members)
