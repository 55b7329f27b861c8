"""What people really type, against the roadmap that ships: see lookup_cases.yaml."""

from pathlib import Path

import pytest
import yaml
from shipped import shipped_lookup, shipped_roadmap

from bot.core.lookup import Found, Nothing, Suggestions
from bot.core.roadmap import Topic

CASES = yaml.safe_load(Path(__file__).with_name("lookup_cases.yaml").read_text(encoding="utf-8"))

OPEN = [(text, topic_id) for topic_id, texts in CASES["open"].items() for text in texts]
SUGGEST = [(text, set(row["topics"])) for row in CASES["suggest"] for text in row["texts"]]
REACH = [(text, topic_id) for topic_id, texts in CASES["reach"].items() for text in texts]
FIRST = [(text, topic_id) for topic_id, texts in CASES["first"].items() for text in texts]


def offered(text: str) -> list[str]:
    """Give the ids of the topics that `text` opens or offers."""
    match shipped_lookup().resolve(text):
        case Found(topic):
            return [topic.id]
        case Suggestions(topics):
            return [topic.id for topic in topics]
        case _:
            return []


@pytest.mark.parametrize(("text", "topic_id"), OPEN)
def test_it_opens_at_once(text: str, topic_id: str) -> None:
    assert shipped_lookup().resolve(text) == Found(shipped_roadmap().topics[topic_id])


@pytest.mark.parametrize(("text", "topic_id"), OPEN)
def test_autocomplete_has_it_first(text: str, topic_id: str) -> None:
    assert shipped_lookup().suggest(text)[0].id == topic_id


@pytest.mark.parametrize(("text", "topic_ids"), SUGGEST)
def test_several_fit_and_none_opens(text: str, topic_ids: set[str]) -> None:
    assert isinstance(shipped_lookup().resolve(text), Suggestions)
    assert topic_ids <= set(offered(text))


@pytest.mark.parametrize(("text", "topic_id"), FIRST)
def test_the_topic_named_so_is_offered_first(text: str, topic_id: str) -> None:
    assert offered(text)[0] == topic_id
    assert isinstance(shipped_lookup().resolve(text), Suggestions)


@pytest.mark.parametrize(("text", "topic_id"), REACH)
def test_words_of_its_text_reach_it(text: str, topic_id: str) -> None:
    assert topic_id in offered(text)


@pytest.mark.parametrize("text", CASES["nothing"])
def test_nothing_is_near(text: str) -> None:
    assert shipped_lookup().resolve(text) == Nothing(text)
    assert shipped_lookup().suggest(text) == ()


@pytest.mark.parametrize("text", CASES["unopened"])
def test_it_opens_no_card(text: str) -> None:
    assert not isinstance(shipped_lookup().resolve(text), Found)


def test_every_topic_is_in_the_table() -> None:
    assert set(CASES["open"]) == set(shipped_roadmap().topics)
    assert all(len(texts) >= 4 for texts in CASES["open"].values())


@pytest.mark.parametrize("topic", tuple(shipped_roadmap()), ids=lambda topic: topic.id)
def test_every_name_of_a_topic_has_it_first(topic: Topic) -> None:
    for name in (topic.id, topic.title, *topic.aliases):
        assert shipped_lookup().suggest(name)[0] is topic, name
        assert shipped_lookup().resolve(name) == Found(topic), name
