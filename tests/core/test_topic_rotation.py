"""Which topic comes next in a schedule's prompts, and which of its prompts."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.roadmap import Group, Prompt, Question, Resource, Roadmap, Section, Topic
from bot.core.schedule import TopicOrder
from bot.core.topic_rotation import ANSWER, GroupStanding, next_asked_topic, next_topic, prompt_for

RESOURCES = (Resource("official", "Docs", "https://docs.python.org/3/"),)


def a_topic(topic_id: str, section: str, *, prompts: int = 2, renamed_from: tuple[str, ...] = ()) -> Topic:
    return Topic(
        id=topic_id,
        title=topic_id.upper(),
        section=section,
        summary=f"What {topic_id} is.",
        explanation="Much more of it.",
        key_points=("First point.", "Second point."),
        minutes=30,
        resources=RESOURCES,
        renamed_from=renamed_from,
        prompts=tuple(Prompt("discuss", f"{topic_id} {number}") for number in range(prompts)),
    )


def a_roadmap(sections: dict[str, str], **renamed: str) -> Roadmap:
    """A roadmap whose topics are named by single letters."""
    topics = {
        topic_id: a_topic(topic_id, section, renamed_from=(renamed[topic_id],) if topic_id in renamed else ())
        for section, ids in sections.items()
        for topic_id in ids
    }
    return Roadmap(
        id="letters",
        title="Letters",
        summary="All of them.",
        sections=tuple(Section(one, one, "🔤", "", (Group("All", tuple(ids)),)) for one, ids in sections.items()),
        topics=MappingProxyType(topics),
    )


ABC = a_roadmap({"early": "abc", "late": "de"})


def walk(
    steps: int,
    *,
    roadmap: Roadmap = ABC,
    sections: Sequence[str] = (),
    order: TopicOrder = TopicOrder.ROADMAP,
    used: str = "",
    done_by_all: Collection[str] = (),
    seed: int = 1,
) -> str:
    """The topics of the next posts, one letter each."""
    posted = list(used)
    for _ in range(steps):
        topic, _ = next_topic(roadmap, sections, order, GroupStanding(tuple(posted), frozenset(done_by_all)), seed)
        posted.append(topic.id)
    return "".join(posted[len(used) :])


def test_topics_come_in_roadmap_order_again_and_again() -> None:
    assert walk(11) == "abcdeabcdea"


def test_only_the_wanted_sections_are_drawn_from() -> None:
    assert walk(3, sections=["late"]) == "ded"
    assert walk(5, sections=["late", "early"]) == "abcde"
    assert walk(3, sections=["late"], used="da") == "ede"


def test_sections_that_the_content_no_longer_has_do_not_stop_the_posts() -> None:
    assert walk(2, sections=["gone", "late"]) == "de"
    assert walk(5, sections=["gone"]) == "abcde"


def test_topics_that_the_whole_group_has_done_come_last() -> None:
    assert walk(5, done_by_all={"a", "c"}) == "bdeac"
    assert walk(5, done_by_all={"a", "b", "c", "d", "e"}) == "abcde"
    assert walk(5, order=TopicOrder.SHUFFLED, done_by_all={"b", "d"})[3:] in ("bd", "db")


def test_a_topic_that_the_group_finishes_meanwhile_moves_to_the_end() -> None:
    assert walk(4, used="a", done_by_all={"b"}) == "cdeb"


def test_the_shuffle_has_no_repeats_until_all_were_used() -> None:
    for seed in range(50):
        posted = walk(10, order=TopicOrder.SHUFFLED, seed=seed)
        assert set(posted[:5]) == set(posted[5:]) == set("abcde")


def test_the_shuffle_differs_by_schedule_and_by_round_but_not_by_chance() -> None:
    shuffles = [walk(10, order=TopicOrder.SHUFFLED, seed=seed) for seed in range(50)]
    assert shuffles == [walk(10, order=TopicOrder.SHUFFLED, seed=seed) for seed in range(50)]
    assert len(set(shuffles)) > 40
    assert any(posted[:5] != posted[5:] for posted in shuffles)


def test_an_added_topic_leaves_the_rest_of_the_shuffle_as_it_was() -> None:
    larger = a_roadmap({"early": "abcf", "late": "de"})
    before = walk(5, order=TopicOrder.SHUFFLED)
    assert walk(6, roadmap=larger, order=TopicOrder.SHUFFLED).replace("f", "") == before


def test_a_topic_added_later_comes_once_in_each_round_and_not_in_a_row() -> None:
    larger = a_roadmap({"early": "abcf", "late": "de"})
    assert walk(8, roadmap=larger, used="abcdeabcde" + "ab") == "cfdeabcf"


def test_topics_that_were_removed_count_no_more() -> None:
    smaller = a_roadmap({"early": "ac"})
    assert walk(3, roadmap=smaller, used="abcdea") == "cac"


def test_a_renamed_topic_keeps_its_turn_and_its_prompts() -> None:
    renamed = a_roadmap({"early": "axc"}, x="b")
    assert walk(2, roadmap=renamed, used="ab") == "ca"
    topic, prompt = next_topic(renamed, (), TopicOrder.ROADMAP, GroupStanding(tuple("abca")), 1)
    assert (topic.id, prompt.text) == ("x", "x 1")


def test_the_nth_time_a_topic_comes_it_brings_its_nth_prompt() -> None:
    texts = []
    used: list[str] = []
    for _ in range(15):
        topic, prompt = next_topic(ABC, (), TopicOrder.ROADMAP, GroupStanding(tuple(used)), 1)
        used.append(topic.id)
        texts.append(prompt.text)
    assert [text for text in texts if text.startswith("a")] == ["a 0", "a 1", "a 0"]


def test_a_single_topic_may_follow_itself() -> None:
    assert walk(3, roadmap=a_roadmap({"early": "a"})) == "aaa"


letters = st.text("abcde", max_size=30)


@given(
    used=letters,
    done_by_all=st.frozensets(st.sampled_from("abcde")),
    order=st.sampled_from(list(TopicOrder)),
    seed=st.integers(),
)
def test_whatever_was_posted_before_no_topic_follows_itself_and_each_comes_within_two_rounds(
    used: str, done_by_all: frozenset[str], order: TopicOrder, seed: int
) -> None:
    ahead = walk(10, used=used, done_by_all=done_by_all, order=order, seed=seed)
    assert all(one != other for one, other in pairwise(used[-1:] + ahead))
    assert set(ahead) == set("abcde")


@given(order=st.sampled_from(list(TopicOrder)), seed=st.integers(), rounds=st.integers(1, 5))
def test_rounds_are_fair(order: TopicOrder, seed: int, rounds: int) -> None:
    assert set(Counter(walk(5 * rounds, order=order, seed=seed)).values()) == {rounds}


def test_a_topic_without_prompts_is_asked_for_its_summary_and_then_for_each_key_point() -> None:
    bare = a_topic("a", "early", prompts=0)
    first, second, third = (prompt_for(bare, nth) for nth in range(3))
    assert bare.summary in first.text
    assert bare.title in first.text
    assert first.answer == "- First point.\n- Second point."
    assert second.text.startswith("> First point.")
    assert third.text.startswith("> Second point.")
    assert prompt_for(bare, 3) == first
    assert {one.kind for one in (first, second, third)} == {"discuss"}


@pytest.mark.parametrize("points", [("x" * 200,) * 7, ("x" * 200, "y" * 200, "z" * 200, "short"), ()])
def test_a_made_prompt_keeps_to_the_limits_of_the_content(points: tuple[str, ...]) -> None:
    long = Topic(
        id="long",
        title="T" * 60,
        section="early",
        summary="S" * 200,
        explanation="",
        key_points=points,
        minutes=30,
        resources=RESOURCES,
    )
    for nth in range(10):
        prompt = prompt_for(long, nth)
        assert 0 < len(prompt.text) <= 1000
        assert len(prompt.answer) <= ANSWER
        assert all(line[2:] in points for line in prompt.answer.splitlines())


def test_a_key_point_of_several_lines_stays_in_its_quotation() -> None:
    lines = Topic("a", "A", "early", "Sum.", "", ("One\ntwo",), 30, RESOURCES)
    assert prompt_for(lines, 1).text.startswith("> One\n> two\n\n")


KINDS = ("discuss", "exercise", "predict")


@pytest.mark.parametrize("order", TopicOrder)
def test_kinds_of_prompts_take_turns_from_the_first_week_and_none_is_lost(order: TopicOrder) -> None:
    prompts = tuple(Prompt(kind, kind) for kind in KINDS)
    topics = {topic.id: replace(topic, prompts=prompts) for topic in ABC.topics.values()}
    roadmap = replace(ABC, topics=MappingProxyType(topics))
    posted: list[str] = []
    asked: list[tuple[str, str]] = []
    for _ in range(len(KINDS) * len(topics)):
        topic, prompt = next_topic(roadmap, (), order, GroupStanding(tuple(posted)), 7)
        posted.append(topic.id)
        asked.append((topic.id, prompt.kind))
    assert {kind for _, kind in asked[: len(KINDS)]} == set(KINDS)
    assert len(set(asked)) == len(asked)


def after(posted: str = "", **standing: Any) -> str:
    """The topic that comes next where a group stands so."""
    return next_topic(ABC, (), TopicOrder.ROADMAP, GroupStanding(tuple(posted), **standing), 1)[0].id


def test_what_is_rusty_for_most_comes_first() -> None:
    assert after(rusty={"c": 1, "d": 3}) == "d"
    assert after("d", rusty={"c": 1, "d": 3}) == "c"
    assert after(rusty={"b": 2}, done_by_all=frozenset("b")) == "b"


def test_what_is_next_for_most_comes_before_what_is_next_for_few() -> None:
    far, begun = frozenset("abc"), frozenset("a")
    assert after(settled=(far, far, begun)) == "d"
    assert after(settled=(far, begun, begun)) == "b"
    assert after(rusty={"a": 1}, settled=(far, far)) == "d"


def test_a_question_is_asked_about_topics_that_have_one() -> None:
    assert next_asked_topic(ABC, (), TopicOrder.ROADMAP, GroupStanding(), 1) is None
    question = Question("q-1", "Which?", ("this", "that"), 0, "", "recall")
    topics = {**ABC.topics, "d": replace(ABC.topics["d"], quiz=(question,))}
    roadmap = replace(ABC, topics=MappingProxyType(topics))
    for sections in ((), ("early",), ("late",)):
        chosen = next_asked_topic(roadmap, sections, TopicOrder.SHUFFLED, GroupStanding(("d", "d")), 1)
        assert chosen is not None
        assert chosen.id == "d"
