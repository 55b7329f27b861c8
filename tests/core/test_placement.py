"""Placement: states that prerequisites allow, weighed by answers; when it ends; what it tells."""

import random  # noqa: TID251 - a fixed seed for a simulated member
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped_roadmap
from small_roadmap import roadmap, topic

from bot.core.placement import (
    KNOWN_FROM,
    MAX_QUESTIONS,
    KnowledgeSpace,
    PlacementAnswer,
    Reply,
    best_split,
    expected_wrong,
    next_question_topic,
    placement_map,
)
from bot.core.roadmap import Roadmap


@cache
def space() -> KnowledgeSpace:
    return KnowledgeSpace(shipped_roadmap())


def placed(known: frozenset[str], seed: int) -> tuple[list[PlacementAnswer], dict[str, float]]:
    """Place somebody who never slips and presses "I don't know" for every topic that they do not know."""
    plan = shipped_roadmap()
    answers: list[PlacementAnswer] = []
    while True:
        probabilities = space().probabilities(answers)
        asked = next_question_topic(plan, probabilities, answers, plan.order)
        if asked is None:
            return answers, probabilities
        answers.append(PlacementAnswer(asked, Reply.RIGHT if asked in known else Reply.UNKNOWN))


def closed(wanted: int, seed: int) -> frozenset[str]:
    """Return `wanted` topics that can be known together."""
    generator, known, plan = random.Random(seed), set[str](), shipped_roadmap()
    for _ in range(wanted):
        known.add(generator.choice([one.id for one in plan if one.id not in known and known >= {*one.prerequisites}]))
    return frozenset(known)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 51), st.integers(0, 10_000))
def test_an_honest_member_is_placed_within_twenty_questions(size: int, seed: int) -> None:
    known = closed(size, seed)
    answers, probabilities = placed(known, seed)
    assert len(answers) <= MAX_QUESTIONS
    assert len({answer.topic_id for answer in answers}) == len(answers), "no topic is asked about twice"
    told = set(placement_map(shipped_roadmap(), probabilities).known)
    assert len(told ^ known) <= 8


def test_somebody_who_knows_nothing_is_done_after_eight_questions_and_credited_nothing() -> None:
    answers, probabilities = placed(frozenset(), 0)
    assert len(answers) <= 8
    found = placement_map(shipped_roadmap(), probabilities)
    assert found.known == ()
    assert set(found.ready) == {one.id for one in shipped_roadmap() if not one.prerequisites}


def test_somebody_who_knows_everything_is_told_so() -> None:
    _, probabilities = placed(frozenset(shipped_roadmap().order), 0)
    assert len(placement_map(shipped_roadmap(), probabilities).known) >= 48, "the last few may be told as ready"


def test_the_same_answers_give_the_same_questions_in_every_process() -> None:
    again = KnowledgeSpace(shipped_roadmap())
    answers = [PlacementAnswer("http", Reply.RIGHT), PlacementAnswer("docker", Reply.WRONG)]
    assert again.probabilities(answers) == space().probabilities(answers)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(shipped_roadmap().order), st.sampled_from(Reply), st.integers(1, 5))))
def test_probabilities_stay_probabilities_whatever_is_answered(drawn: list[tuple[str, Reply, int]]) -> None:
    answers = [PlacementAnswer(*one) for one in drawn[:20]]
    probabilities = space().probabilities(answers)
    assert set(probabilities) == set(shipped_roadmap().order)
    assert all(0 <= one <= 1 for one in probabilities.values())
    found = placement_map(shipped_roadmap(), probabilities)
    assert sorted([*found.known, *found.ready, *found.later]) == sorted(shipped_roadmap().order)
    assert all(probabilities[one] >= KNOWN_FROM for one in found.known)


def test_a_right_answer_speaks_for_what_the_topic_builds_on_and_a_wrong_one_against_what_builds_on_it() -> None:
    before = space().probabilities([])
    right = space().probabilities([PlacementAnswer("querysets", Reply.RIGHT)])
    unknown = space().probabilities([PlacementAnswer("querysets", Reply.UNKNOWN)])
    assert right["models"] > before["models"]
    assert unknown["database-optimization"] < before["database-optimization"]


def chain(*, with_needs: bool) -> Roadmap:
    ids = [f"topic-{number:02}" for number in range(20)]
    needs = [(), *((one,) for one in ids)] if with_needs else [()] * 20
    return roadmap(topic(one, prerequisites=need) for one, need in zip(ids, needs, strict=False))


@pytest.mark.parametrize("with_needs", [True, False], ids=["prerequisites", "order only"])
def test_half_of_a_chain_is_found_with_or_without_prerequisites(with_needs: bool) -> None:
    plan = chain(with_needs=with_needs)
    states = KnowledgeSpace(plan)
    known = set(plan.order[:10])
    answers: list[PlacementAnswer] = []
    while asked := next_question_topic(plan, states.probabilities(answers), answers, plan.order):
        answers.append(PlacementAnswer(asked, Reply.RIGHT if asked in known else Reply.UNKNOWN))
    assert len(answers) <= 8
    wrong = set(placement_map(plan, states.probabilities(answers)).known) ^ known
    assert wrong <= {"topic-08", "topic-09", "topic-10"}, "only what lies at the border is in doubt"


def test_only_topics_with_questions_are_asked_about_and_without_any_it_ends() -> None:
    plan = chain(with_needs=True)
    probabilities = KnowledgeSpace(plan).probabilities([])
    assert best_split(plan, probabilities, [], ["topic-03"]) == "topic-03"
    assert best_split(plan, probabilities, [PlacementAnswer("topic-03", Reply.RIGHT)], ["topic-03"]) is None
    assert next_question_topic(plan, probabilities, [], []) is None


def test_answers_about_topics_that_were_taken_out_count_for_nothing() -> None:
    assert space().probabilities([PlacementAnswer("gone", Reply.RIGHT)]) == space().probabilities([])


def test_prerequisites_may_stand_later_in_the_roadmap() -> None:
    plan = roadmap([topic("first", prerequisites=("second",)), topic("second")])
    sure = KnowledgeSpace(plan).probabilities([PlacementAnswer("first", Reply.RIGHT)])
    assert sure["second"] > 0.85


def test_a_roadmap_of_one_topic_has_one_question() -> None:
    plan = roadmap([topic("only")])
    states = KnowledgeSpace(plan)
    assert next_question_topic(plan, states.probabilities([]), [], plan.order) == "only"
    answers = [PlacementAnswer("only", Reply.RIGHT)]
    assert next_question_topic(plan, states.probabilities(answers), answers, plan.order) is None
    assert expected_wrong({"only": 0.25}) == 0.25
