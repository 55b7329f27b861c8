"""The front of a card fits the screen of a phone, whatever the content and the learner's state."""

from dataclasses import replace

import pytest
from shipped import shipped_roadmap

from bot.core.progress import TopicState
from bot.core.roadmap import Roadmap
from bot.ui.card import MAX_FRONT, card, shared_card

STATES = [None, {}, *(dict.fromkeys(shipped_roadmap().order, state) for state in TopicState)]


def front_of(roadmap: Roadmap, topic_id: str, states: dict[str, TopicState] | None) -> str:
    embed = card(roadmap, roadmap.topics[topic_id], states).embed
    assert embed
    assert not embed.fields
    return "".join([embed.title or "", embed.description or "", embed.footer.text or ""])


@pytest.mark.parametrize("topic_id", shipped_roadmap().order)
def test_every_topic_in_every_state(topic_id: str) -> None:
    roadmap = shipped_roadmap()
    for states in STATES:
        front = front_of(roadmap, topic_id, states)
        assert len(front) <= MAX_FRONT
        assert front.count("- ") >= 3
    assert len(shared_card(roadmap, roadmap.topics[topic_id], "x" * 32).content) < 80


def test_the_longest_content_is_cut_at_whole_points() -> None:
    roadmap = shipped_roadmap()
    long = replace(
        roadmap.topics["csrf"], title="t" * 80, summary="s" * 900, key_points=("a" * 300, "b" * 300, "c" * 300)
    )
    made = replace(roadmap, topics={**roadmap.topics, "csrf": long})
    front = front_of(made, "csrf", {})
    assert len(front) <= MAX_FRONT
    assert "a" * 300 in front
    assert "ccc" not in front
