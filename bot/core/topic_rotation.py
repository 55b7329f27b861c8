"""What the next prompt is about: a walk through the topics without repeats, and one prompt after another of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.core.progress import TopicState, up_next
from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.core.schedule import TopicOrder

ANSWER = 600
"""The longest answer of a prompt, in characters, as in the content."""


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """What a schedule has posted (topic ids, oldest first, old ids too), and where its server's active members stand.

    `done_by_all` are the topics that all of them have done. `rusty` is for how many each topic is fading, by topic id,
    and `settled` has for some of them, the latest active ones, what they have done, known or left out.
    """

    posted: tuple[str, ...] = ()
    done_by_all: frozenset[str] = frozenset()
    rusty: Mapping[str, int] = field(default_factory=dict)
    settled: tuple[frozenset[str], ...] = ()

    def wanted(self, roadmap: Roadmap) -> Counter[str]:
        """Return for how many members each topic is rusty or the next one, by topic id."""
        wanted = Counter({roadmap.renamed.get(topic_id, topic_id): number for topic_id, number in self.rusty.items()})
        for settled, members in Counter(self.settled).items():  # many of a group stand where others do
            if up := up_next(roadmap, dict.fromkeys(settled, TopicState.DONE)):
                wanted[up.topic.id] += members
        return wanted


def next_topic(
    roadmap: Roadmap,
    sections: Sequence[str],
    order: TopicOrder,
    group: GroupStanding,
    seed: int,
    wished: str | None = None,
) -> tuple[Topic, Prompt]:
    """Return the topic that a schedule posts next, `wished` (an id) if it is on the roadmap, and the prompt for it."""
    topic = _on_roadmap(roadmap, wished) or choose_topic(roadmap, _candidates(roadmap, sections), order, group, seed)
    posted = [roadmap.renamed.get(topic_id, topic_id) for topic_id in group.posted]
    return topic, _next_prompt(roadmap, topic, posted)


def next_asked_topic(
    roadmap: Roadmap,
    sections: Sequence[str],
    order: TopicOrder,
    group: GroupStanding,
    seed: int,
    wished: str | None = None,
) -> Topic | None:
    """Return the topic that a schedule asks about next, `wished` (an id) if it has questions.

    None when there is no question on the roadmap.
    """
    if (topic := _on_roadmap(roadmap, wished)) and topic.quiz:
        return topic
    with_questions = frozenset(topic.id for topic in roadmap if topic.quiz)
    candidates = _candidates(roadmap, sections) & with_questions or with_questions
    return choose_topic(roadmap, candidates, order, group, seed) if candidates else None


def _on_roadmap(roadmap: Roadmap, wished: str | None) -> Topic | None:
    return roadmap.topics.get(roadmap.renamed.get(wished, wished)) if wished else None


def choose_topic(
    roadmap: Roadmap, candidates: frozenset[str], order: TopicOrder, group: GroupStanding, seed: int
) -> Topic:
    """Return the one of `candidates` (topic ids) that comes next: none comes again before all have come.

    What is rusty or next for most members goes first, what all have done last; among equals `order` decides, whose
    shuffle `seed` settles.
    """
    posted = [roadmap.renamed.get(topic_id, topic_id) for topic_id in group.posted]
    cycle, seen = _cycle(posted, candidates)
    wanted = group.wanted(roadmap)

    def place(topic_id: str) -> tuple[int, bool, bytes, int]:
        shuffled = _shuffle_key(seed, cycle, topic_id) if order is TopicOrder.SHUFFLED else b""
        return -wanted[topic_id], topic_id in group.done_by_all, shuffled, roadmap.position[topic_id]

    left = sorted(candidates - seen, key=place)
    # The last topic of one lap may be the first of the next.
    chosen = next((topic_id for topic_id in left if topic_id not in posted[-1:]), left[0])
    return roadmap.topics[chosen]


def _next_prompt(roadmap: Roadmap, topic: Topic, posted: Sequence[str]) -> Prompt:
    """Return the next prompt of `topic`: each comes once before any again, and the kind asked longest ago comes first.

    What was asked before follows from the topics that were posted.
    """
    if not topic.prompts:
        return prompt_for(topic, posted.count(topic.id))
    asked_at: dict[str, int] = {}
    used: dict[str, set[int]] = {}
    for number, topic_id in enumerate([*posted, topic.id]):
        prompts = roadmap.topics[topic_id].prompts if topic_id in roadmap.topics else ()
        if not prompts:
            continue
        left = set(range(len(prompts))) - used.get(topic_id, set())
        if not left:
            left, used[topic_id] = set(range(len(prompts))), set()
        chosen = min(left, key=lambda index: (asked_at.get(prompts[index].kind, -1), index))
        used.setdefault(topic_id, set()).add(chosen)
        asked_at[prompts[chosen].kind] = number
    return topic.prompts[chosen]


def prompt_for(topic: Topic, nth: int) -> Prompt:
    """Return the prompt for the `nth` time (from 0) that a topic is posted; its prompts come round again and again.

    For a topic without prompts they are made: one from its summary, then one from each key point.
    """
    if topic.prompts:
        return topic.prompts[nth % len(topic.prompts)]
    turn = nth % (1 + len(topic.key_points))
    return _about_point(topic.key_points[turn - 1]) if turn else _about_summary(topic)


def _candidates(roadmap: Roadmap, sections: Sequence[str]) -> frozenset[str]:
    """Return the ids to draw from; all of them when an edit of the content took every one of `sections` away."""
    wanted = [roadmap.section_by_id[section_id] for section_id in sections if section_id in roadmap.section_by_id]
    return frozenset(topic_id for section in wanted for topic_id in section.topic_ids) or frozenset(roadmap.order)


def _cycle(posted: Sequence[str], candidates: frozenset[str]) -> tuple[int, frozenset[str]]:
    """Return how many times the pool has been walked through, and what this lap has had.

    A repeat opens a lap as well: the pool may have grown since.
    """
    cycles = 0
    seen: set[str] = set()
    for topic_id in posted:
        if topic_id not in candidates:
            continue
        if topic_id in seen:
            cycles, seen = cycles + 1, set()
        seen.add(topic_id)
        if len(seen) == len(candidates):
            cycles, seen = cycles + 1, set()
    return cycles, frozenset(seen)


def _shuffle_key(seed: int, cycle: int, topic_id: str) -> bytes:
    # A lot for each topic, not a shuffled list: a topic that is added does not move the others.
    return blake2b(f"{seed}:{cycle}:{topic_id}".encode(), digest_size=8).digest()


def _about_summary(topic: Topic) -> Prompt:
    about = f"{topic.summary}\n\n" if topic.summary else ""
    text = (
        f"{about}In two or three sentences of your own: how would you explain **{topic.markdown_title}** "
        "to somebody who has never heard of it, and where have you met it?"
    )
    answer = ""
    for line in (f"- {point}" for point in topic.key_points):
        longer = f"{answer}\n{line}".lstrip()
        if len(longer) <= ANSWER:
            answer = longer
    return Prompt("discuss", text, answer)


def _about_point(point: str) -> Prompt:
    quoted = point.replace("\n", "\n> ")
    return Prompt("discuss", f"> {quoted}\n\nWhy is that so? Bring an example of your own, or a case where it matters.")
