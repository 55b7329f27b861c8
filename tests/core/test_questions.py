"""Which question comes: none twice before all came, levels in turn; and choices shuffled by the asking's id."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_roadmap import topic

from bot.core.mastery import Answer, AnswerKind
from bot.core.questions import LEVELS, answer_key, choose_question, choose_topic, shuffled, wording_key
from bot.core.roadmap import Question, Topic

asking_ids = st.integers(1, 2**64 - 1)


def question(number: int, level: str) -> Question:
    return Question(f"q{number}", f"Question {number}?", ("a", "b", "c", "d"), number % 4, "", level)


def topic_with(*levels: str) -> Topic:
    return replace(topic("csrf"), quiz=tuple(question(number, level) for number, level in enumerate(levels)))


def answered(asked: Question, number: int) -> Answer:
    return Answer(
        number, "csrf", asked.id, answer_key(asked), asked.level, AnswerKind.QUIZ, 0, right=True, lucky=False,
        day=date(2027, 1, 1),
    )  # fmt: skip


def walk(about: Topic, steps: int, seed: int) -> list[Question]:
    history: list[Answer] = []
    chosen = []
    for number in range(steps):
        chosen.append(choose_question(about, history, seed + number))
        history.append(answered(chosen[-1], number))
    return chosen


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", *LEVELS]), min_size=1, max_size=8), asking_ids)
def test_no_question_comes_twice_before_all_have_come(levels: list[str], seed: int) -> None:
    about = topic_with(*levels)
    for length in range(1, 3 * len(levels) + 1):
        times = Counter(one.id for one in walk(about, length, seed))
        counts = [times[one.id] for one in about.quiz]
        assert max(counts) - min(counts) <= 1


@settings(deadline=None)
@given(asking_ids)
def test_levels_take_turns(seed: int) -> None:
    levels = [one.level for one in walk(topic_with(*LEVELS, *LEVELS), 6, seed)]
    assert levels == [*LEVELS, *LEVELS]


def test_the_easiest_is_asked_for_where_the_going_is_hard() -> None:
    about = topic_with("debug", "recall", "apply")
    history = [answered(about.quiz[1], 1), answered(about.quiz[2], 2), answered(about.quiz[0], 3)]
    assert choose_question(about, history, 4, easiest=True).level == "recall"


def test_a_topic_without_questions_has_none_to_choose() -> None:
    with pytest.raises(ValueError, match="no questions"):
        choose_question(topic("csrf"), [], 1)


@settings(deadline=None)
@given(asking_ids)
def test_choices_are_shuffled_the_same_way_for_the_same_asking(asking_id: int) -> None:
    order = shuffled(question(1, ""), asking_id)
    assert sorted(order) == [0, 1, 2, 3]
    assert order == shuffled(question(1, ""), asking_id)


def test_the_right_choice_stands_at_every_place_about_as_often() -> None:
    asked = question(2, "")
    places = Counter(shuffled(asked, asking_id << 22).index(asked.answer) for asking_id in range(2_000))
    assert all(400 < places[place] < 600 for place in range(4))


def test_a_changed_right_answer_changes_the_key_and_rewording_does_not() -> None:
    asked = question(1, "")
    assert answer_key(replace(asked, question="Reworded?")) == answer_key(asked)
    assert answer_key(replace(asked, choices=("b", "a", "c", "d"), answer=0)) == answer_key(asked)
    assert answer_key(replace(asked, answer=0)) != answer_key(asked)
    assert wording_key(replace(asked, question="Reworded?")) != wording_key(asked)
    assert wording_key(replace(asked, choices=("b", "a", "c", "d"), answer=0)) != wording_key(asked)


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), min_size=2, unique=True), st.sampled_from([None, "a", "b", "c"]))
def test_two_questions_in_a_row_are_about_two_topics(candidates: list[str], last: str | None) -> None:
    chosen = choose_topic(candidates, last)
    assert chosen in candidates
    assert chosen != last


def test_the_only_topic_may_come_again_and_of_none_comes_none() -> None:
    assert choose_topic(["a"], "a") == "a"
    assert choose_topic([], "a") is None


@given(asking_ids)
def test_of_many_choices_the_right_one_and_three_others_are_shown(asking_id: int) -> None:
    many = replace(question(2, "recall"), choices=tuple("abcdefg"), answer=5)
    places = shuffled(many, asking_id)
    assert len(set(places)) == 4
    assert 5 in places


def test_the_others_change_from_asking_to_asking() -> None:
    many = replace(question(2, "recall"), choices=tuple("abcdefg"), answer=5)
    shown = {place for asking_id in range(1, 60) for place in shuffled(many, asking_id)}
    assert shown == set(range(7))
