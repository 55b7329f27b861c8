"""The rules of a race: whose press counts, who stands where, what is asked and for how long."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_roadmap

from bot.core.errors import StudyError
from bot.core.race import (
    MAX_CHANGES,
    ROUND,
    ROUND_WITH_CODE,
    Held,
    Runner,
    Verdict,
    draw_questions,
    mixed_topics,
    places,
    read_press,
    receive,
    time_for,
)
from bot.core.roadmap import Question

QUESTION = Question("q-1", "Which?", ("this", "that"), 0, "", "recall")


def test_code_takes_longer_to_read() -> None:
    assert time_for(QUESTION) == ROUND
    assert time_for(replace(QUESTION, question="What does `x` do?")) == ROUND
    assert time_for(replace(QUESTION, question="What?\n```python\n1\n```")) == ROUND_WITH_CODE
    assert time_for(replace(QUESTION, choices=("```\n1\n```", "2"))) == ROUND_WITH_CODE


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), min_size=1, max_size=12))
def test_one_answer_stands_changed_once_at_most(presses: list[tuple[int, int]]) -> None:
    held: Held | None = None
    seen = [receive(None, *presses[0])[1].chosen]
    for chosen, action_id in presses:
        before = held
        verdict, held = receive(held, chosen, action_id)
        assert (held == before) == (verdict in (Verdict.SAME, Verdict.ONLY_ONCE))
        if held.chosen != seen[-1]:
            seen.append(held.chosen)
    assert held is not None
    assert len(seen) <= 1 + MAX_CHANGES
    assert held.changes == len(seen) - 1


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_those_with_as_many_right_share_a_place(rights: list[int]) -> None:
    placed = places(Runner(number, "x", right) for number, right in enumerate(rights))
    assert len(placed) == len(rights)
    for one in placed:
        assert one.place == 1 + sum(1 for right in rights if right > one.runner.right)


def test_questions_are_different_and_topics_take_turns() -> None:
    roadmap = shipped_roadmap()
    topics = mixed_topics(roadmap, {"csrf": 3, "xss": 5}, 5)
    assert [topic.id for topic in topics[:2]] == ["xss", "csrf"]
    drawn = draw_questions(topics, 10, 7)
    assert len({question.id for _, question in drawn}) == 10
    assert len({topic.id for topic, _ in drawn}) == 10
    assert drawn == draw_questions(topics, 10, 7)
    assert drawn != draw_questions(topics, 10, 8)
    only = roadmap.topics["csrf"]
    assert [topic.id for topic, _ in draw_questions([only], 4, 7)] == ["csrf"] * 4
    assert len(draw_questions([replace(only, quiz=only.quiz[:2])], 5, 7)) == 2


@pytest.mark.parametrize("text", ["", "1", "1:a", "1:a:", "1:a:x", "1:a:-1", "²:a:1", "-1:a:1", "zzzzzzzzzzzzz:a:1"])
def test_what_no_button_of_ours_wrote_is_refused(text: str) -> None:
    with pytest.raises(StudyError):
        read_press(text)
