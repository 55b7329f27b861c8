"""What a learner has done with a roadmap's topics: states, what may follow what, and sums over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.roadmap import Roadmap, Topic

POINTS_PER_AWARD = 10
"""What a topic earns when it is done, when it is shown to be solid, and when it is mastered: each once, ever."""


class TopicState(StrEnum):
    """Where a learner stands with a topic by their own word. OPEN is the absence of a record.

    KNOWN was taken over from a placement: it counts as done, and earned nothing.
    """

    OPEN = "open"
    STARTED = "started"
    SKIPPED = "skipped"
    KNOWN = "known"
    DONE = "done"


class Award(StrEnum):
    """What answers earn for a topic; it stands beside the state and is never taken away by forgetting."""

    SOLID = "solid"
    MASTERED = "mastered"


EARNING = frozenset({TopicState.DONE, *Award})
"""The kinds of events that earn points."""


States = Mapping[str, TopicState]
"""The states of the topics a learner has touched, by topic id; a topic that is absent is OPEN."""


def may_become(now: TopicState, wanted: TopicState) -> bool:
    """Tell whether marking a topic `wanted` changes anything: what is done stays done until it is undone."""
    return now not in (wanted, TopicState.DONE)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of `total` topics are done, known, started and skipped."""

    total: int
    done: int
    started: int
    skipped: int
    known: int = 0

    @property
    def covered(self) -> int:
        """Topics that count: done or known."""
        return self.done + self.known

    @property
    def percent(self) -> int:
        """Covered topics in whole percent, rounded down: 100 means all of them."""
        return self.covered * 100 // self.total if self.total else 0


def tally(topic_ids: tuple[str, ...], states: States) -> Tally:
    """Count the states of `topic_ids`; what `states` holds of other topics does not count."""
    held = [states.get(topic_id, TopicState.OPEN) for topic_id in topic_ids]
    done, started, skipped, known = map(
        held.count, (TopicState.DONE, TopicState.STARTED, TopicState.SKIPPED, TopicState.KNOWN)
    )
    return Tally(len(held), done, started, skipped, known)


@dataclass(frozen=True, slots=True)
class UpNext:
    """The topic to study next; `missing` are its prerequisites that are not done (empty when it is ready)."""

    topic: Topic
    started: bool
    missing: tuple[str, ...]


def up_next(roadmap: Roadmap, states: States) -> UpNext | None:
    """Return the first open or started topic whose prerequisites are done, known or skipped; None when nothing is left.

    A started topic goes first. When every topic left waits for another, the first of them is given with what it misses.
    """
    left = left_to_do(roadmap, states)
    if not left:
        return None
    started = next((topic for topic in left if states.get(topic.id) is TopicState.STARTED), None)
    chosen = started or next((topic for topic in left if not missing(topic, states)), left[0])
    return UpNext(chosen, chosen is started, missing(chosen, states))


def left_to_do(roadmap: Roadmap, states: States) -> list[Topic]:
    """Return the topics that are open or started, in roadmap order."""
    left = (TopicState.OPEN, TopicState.STARTED)
    return [topic for topic in roadmap if states.get(topic.id, TopicState.OPEN) in left]


def missing(topic: Topic, states: States) -> tuple[str, ...]:
    """Return the prerequisites of `topic` that are neither done, known nor skipped."""
    settled = (TopicState.DONE, TopicState.KNOWN, TopicState.SKIPPED)
    return tuple(need for need in topic.prerequisites if states.get(need) not in settled)
