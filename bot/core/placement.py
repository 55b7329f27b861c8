"""Where somebody stands on a roadmap, found out with few questions.

Knowledge-space theory: what somebody can know is a set of topics that the prerequisites allow (Eppstein, "Learning
Sequences: An Efficient Data Structure for Learning Spaces", arXiv 0803.4030). Such states are sampled once for a
roadmap; every answer weighs them, and the next question is about the topic that splits them most evenly.
"""

import random  # noqa: TID251 - only for a draw with a fixed seed, the same everywhere
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import compress

from bot.core.roadmap import Roadmap

SAMPLES = 4_000
"""How many states are drawn for a roadmap; many are drawn more than once and weigh more."""
SEED = 20_261_130
"""The seed of that draw, so that every replica and every restart asks the same questions."""
NEAR, FAR = 0.08, 0.25
"""How far somebody studies out of a roadmap's order, as a part of its length: without and with known prerequisites."""
WANDERERS = 0.6
"""How many of those who study by prerequisites take no notice of the order besides."""
FEW, NEWCOMERS = 3, 3.0
"""How much more a state of so few topics weighs: many of those who ask where they stand have just come."""
SLIP = 0.10
"""How often somebody who knows a topic picks a wrong choice."""
ADMITS = 0.60
"""How often somebody who does not know a topic says so."""
MODEST = 0.02
"""How often somebody who knows a topic says "I don't know"."""
HOLE, EXTRA = 0.02, 0.015
"""How often a topic is unknown although the state has it, or known although the state has it not."""
MAX_QUESTIONS = 20
MAX_EXPECTED_WRONG = 1.5
"""Placement ends when fewer topics than this are expected to be told wrongly."""
KNOWN_FROM = 0.82
"""The probability from which on a topic is told as known: to be credited falsely is worse than to be asked again."""


class Reply(StrEnum):
    """What somebody answered to a question; UNKNOWN is the button for "I don't know"."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlacementAnswer:
    """A reply to a question with so many `choices` about a topic."""

    topic_id: str
    reply: Reply
    choices: int = 4


@dataclass(frozen=True, slots=True)
class PlacementMap:
    """The result in topic ids, each in roadmap order: what is known, what can be learned now, what has to wait."""

    known: tuple[str, ...]
    ready: tuple[str, ...]
    later: tuple[str, ...]


class KnowledgeSpace:
    """The states that somebody who studies a roadmap can be in. Build it once for a roadmap: it takes about 0.2 s."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap
        drawn = Counter(_draw_states(roadmap))
        self._weights = [times * (NEWCOMERS if state.bit_count() <= FEW else 1.0) for state, times in drawn.items()]
        # One column of zeros and ones for each topic, over all states: what `compress` reads fastest.
        self._columns = {
            topic_id: bytes(state >> place & 1 for state in drawn) for topic_id, place in roadmap.position.items()
        }

    def __len__(self) -> int:
        """Return how many different states there are."""
        return len(self._weights)

    def probabilities(self, answers: Sequence[PlacementAnswer]) -> dict[str, float]:
        """Return how probable it is that somebody who gave `answers` knows each topic, by topic id.

        Answers about topics that are no longer in the roadmap count for nothing.
        """
        answers = [answer for answer in answers if answer.topic_id in self._columns]
        weights = self._weights
        for answer in answers:
            known, unknown = _likelihoods(answer)
            factors = (EXTRA * known + (1 - EXTRA) * unknown, (1 - HOLE) * known + HOLE * unknown)
            column = self._columns[answer.topic_id]
            weights = [weight * factors[bit] for weight, bit in zip(weights, column, strict=True)]
        total = sum(weights)
        result = {topic_id: sum(compress(weights, column)) / total for topic_id, column in self._columns.items()}
        for answer in answers:
            result[answer.topic_id] = _seen_directly(result[answer.topic_id], answer)
        return result


@lru_cache(maxsize=16)
def knowledge_space(roadmap: Roadmap) -> KnowledgeSpace:
    """Return the states of a roadmap, drawn when they are first asked for."""
    return KnowledgeSpace(roadmap)


def _draw_states(roadmap: Roadmap) -> list[int]:
    """Return SAMPLES states as bit sets over roadmap positions.

    Each is the beginning, of any length, of an order in which somebody could study. Where most topics name their
    prerequisites, some go by these alone and the others by the roadmap's order as well; elsewhere its order is all
    that is known, and everybody keeps close to it.
    """
    generator = random.Random(SEED)
    position, size = roadmap.position, len(roadmap)
    needs = [[position[need] for need in topic.prerequisites] for topic in roadmap]
    by_needs = sum(map(bool, needs)) > size / 2
    ordered = _topological(needs)
    states = []
    for sample in range(SAMPLES):
        length = sample % (size + 1)
        if by_needs and sample < WANDERERS * SAMPLES:
            studied = _wander(needs, length, generator)
        else:
            studied = _follow(ordered, needs, length, FAR if by_needs else NEAR, generator)
        states.append(sum(1 << place for place in studied))
    return states


def _wander(needs: Sequence[Sequence[int]], length: int, generator: random.Random) -> list[int]:
    """Return `length` places, each drawn from those whose prerequisites were drawn before."""
    followers: list[list[int]] = [[] for _ in needs]
    waiting = [len(needed) for needed in needs]
    for place, needed in enumerate(needs):
        for need in needed:
            followers[need].append(place)
    open_places = [place for place, needed in enumerate(needs) if not needed]
    studied = []
    for _ in range(length):
        place = open_places.pop(generator.randrange(len(open_places)))
        studied.append(place)
        for follower in followers[place]:
            waiting[follower] -= 1
            if not waiting[follower]:
                open_places.append(follower)
    return studied


def _follow(
    ordered: Sequence[int], needs: Sequence[Sequence[int]], length: int, spread: float, generator: random.Random
) -> list[int]:
    """Return the first `length` places of the roadmap's order, shaken, with no topic before its prerequisites."""
    moments = [0.0] * len(needs)
    for place in ordered:
        own = place + generator.gauss(0, spread * len(needs))
        moments[place] = max([own, *(moments[need] + 1e-6 for need in needs[place])])
    return sorted(range(len(needs)), key=moments.__getitem__)[:length]


def _topological(needs: Sequence[Sequence[int]]) -> list[int]:
    """Return all places so that each comes after its prerequisites, which a roadmap may list later than the topic."""
    ordered: list[int] = []
    reached: set[int] = set()
    stack = [(place, False) for place in reversed(range(len(needs)))]
    while stack:
        place, ready = stack.pop()
        if ready:
            ordered.append(place)
        elif place not in reached:
            reached.add(place)
            stack.append((place, True))
            stack.extend((need, False) for need in needs[place])
    return ordered


def _likelihoods(answer: PlacementAnswer) -> tuple[float, float]:
    """Return how probable this reply is from somebody who knows the topic, and from somebody who does not."""
    guess = 1 / max(answer.choices, 2)
    match answer.reply:
        case Reply.RIGHT:
            return (1 - MODEST) * (1 - SLIP), (1 - ADMITS) * guess
        case Reply.WRONG:
            return (1 - MODEST) * SLIP, (1 - ADMITS) * (1 - guess)
        case Reply.UNKNOWN:
            return MODEST, ADMITS


def _seen_directly(probability: float, answer: PlacementAnswer) -> float:
    """Return the probability for a topic that was asked about, given that of the states that have it.

    A topic may differ from the state; what was answered about the topic itself then says more than its neighbours.
    """
    known, unknown = _likelihoods(answer)
    known_in = (1 - HOLE) * known / ((1 - HOLE) * known + HOLE * unknown)
    known_out = EXTRA * known / (EXTRA * known + (1 - EXTRA) * unknown)
    return probability * known_in + (1 - probability) * known_out


def expected_wrong(probabilities: Mapping[str, float]) -> float:
    """Return how many topics would be told wrongly if placement ended now."""
    return sum(min(probability, 1 - probability) for probability in probabilities.values())


def next_question_topic(
    roadmap: Roadmap, probabilities: Mapping[str, float], answers: Sequence[PlacementAnswer], askable: Collection[str]
) -> str | None:
    """Return the id of the topic to ask about next, one of `askable` (ids with questions); None when placement is over.

    `probabilities` are those after `answers`.
    """
    if len(answers) >= MAX_QUESTIONS or (answers and expected_wrong(probabilities) < MAX_EXPECTED_WRONG):
        return None
    return best_split(roadmap, probabilities, answers, askable)


def best_split(
    roadmap: Roadmap, probabilities: Mapping[str, float], answers: Sequence[PlacementAnswer], askable: Collection[str]
) -> str | None:
    """Return the id of the topic of `askable`, not asked about before, whose probability is closest to one half.

    An answer depends on nothing else of a state, so this one tells most about the state. Of equals the first counts.
    """
    answered = {answer.topic_id for answer in answers}
    left = [topic_id for topic_id in roadmap.order if topic_id in askable and topic_id not in answered]
    return min(left, key=lambda topic_id: abs(probabilities[topic_id] - 0.5), default=None)


def placement_map(roadmap: Roadmap, probabilities: Mapping[str, float]) -> PlacementMap:
    """Return what is known, what is ready to be learned (all its prerequisites are known), and what is not yet."""
    known = {topic_id for topic_id in roadmap.order if probabilities[topic_id] >= KNOWN_FROM}
    left = [topic_id for topic_id in roadmap.order if topic_id not in known]
    ready = [topic_id for topic_id in left if known.issuperset(roadmap.topics[topic_id].prerequisites)]
    waiting = set(left) - set(ready)
    return PlacementMap(
        known=tuple(topic_id for topic_id in roadmap.order if topic_id in known),
        ready=tuple(ready),
        later=tuple(topic_id for topic_id in left if topic_id in waiting),
    )
