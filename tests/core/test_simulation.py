"""What so many answers a day do: against what can be reckoned by hand, and what must always hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.recall import NEW_A_DAY, Evidence, Memory, predicted_recall, remember
from bot.core.simulation import (
    FIRST_RIGHT,
    MARKS,
    Study,
    asked_on,
    prospect,
    prospect_from_json,
    remembered,
    simulate,
    study_to_json,
)

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)

memories = st.builds(
    lambda evidence, ago: remember(None, evidence, TODAY - DAY * ago), st.sampled_from(Evidence), st.integers(0, 200)
)
studies = st.builds(
    Study,
    st.lists(st.none() | memories, max_size=12).map(tuple),
    st.just(TODAY),
    st.integers(0, 5),
    st.integers(0, 2**70),
)


def test_without_answers_it_is_the_curve_of_forgetting() -> None:
    held = tuple(remember(None, Evidence.RIGHT, TODAY - DAY * days) for days in (1, 10, 50))
    result = prospect(Study((*held, None), TODAY, 0, seed=1))
    expected = tuple(sum(predicted_recall(memory, TODAY + DAY * mark) for memory in held) for mark in MARKS)
    assert result.with_answers == pytest.approx(expected)
    assert result.without == pytest.approx(expected)
    assert result.asked == (3, 3)


def expected_recall(memory: Memory, day: date, chance: float = 1.0) -> float:
    """Return how probable it is that a topic is remembered on `day` which is answered whenever it is due till then.

    Reckoned over all ways in which its answers may turn out; ways of less than one in a million count for nothing.
    """
    if memory.due_on >= day:
        return chance * predicted_recall(memory, day)
    if chance < 1e-6:
        return 0.0
    right = predicted_recall(memory, memory.due_on)
    after = ((Evidence.RIGHT, right), (Evidence.WRONG, 1 - right))
    return sum(expected_recall(remember(memory, said, memory.due_on), day, chance * part) for said, part in after)


def test_one_topic_comes_out_as_all_its_ways_taken_together() -> None:
    """An answer a day is enough for one topic: it is asked about on the day on which it is due."""
    day = TODAY + DAY * MARKS[0]
    first = [remember(None, said, TODAY) for said in (Evidence.RIGHT, Evidence.WRONG)]
    expected = FIRST_RIGHT * expected_recall(first[0], day) + (1 - FIRST_RIGHT) * expected_recall(first[1], day)
    drawn = [prospect(Study((None,), TODAY, 1, seed)).with_answers[0] for seed in range(60)]
    assert sum(drawn) / len(drawn) == pytest.approx(expected, abs=0.01)


@given(studies)
@settings(deadline=None, max_examples=25)
def test_what_holds_for_whoever_studies(study: Study) -> None:
    result = prospect(study)
    assert result == prospect(study)
    assert prospect_from_json(simulate(study_to_json(study))) == result
    held = sum(memory is not None for memory in study.memories)
    for place, mark in enumerate(MARKS):
        assert held <= result.asked[place] <= min(result.topics, held + NEW_A_DAY * mark)
        assert 0 <= result.with_answers[place] <= result.asked[place]
        assert 0 <= result.without[place] <= held
    assert result.asked[0] <= result.asked[1]
    assert result.now == remembered(study.memories, TODAY)


@given(studies)
@settings(deadline=None, max_examples=50)
def test_a_day_asks_as_a_review_does(study: Study) -> None:
    places = asked_on(study.memories, TODAY, study.answers_a_day)
    assert len(places) == len(set(places)) <= study.answers_a_day
    due = [place for place in places if study.memories[place]]
    assert places[: len(due)] == due
    assert all((memory := study.memories[place]) and memory.due_on <= TODAY for place in due)
    new = places[len(due) :]
    assert len(new) <= NEW_A_DAY
    assert new == [place for place, memory in enumerate(study.memories) if memory is None][: len(new)]


def test_three_answers_a_day_are_better_than_none_and_worse_than_ten() -> None:
    held = (*(remember(None, Evidence.RIGHT, TODAY - DAY * days) for days in range(20)), *[None] * 20)
    none, three, ten = (prospect(Study(held, TODAY, answers, seed=7)) for answers in (0, 3, 10))
    for place in range(len(MARKS)):
        assert none.with_answers[place] < three.with_answers[place] < ten.with_answers[place]
    other_seeds = [prospect(Study(held, TODAY, 3, seed)).with_answers[1] for seed in range(20)]
    assert max(other_seeds) - min(other_seeds) < 2
