"""Mastery: a ladder that right answers climb, on several days and at several levels, and rust."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_roadmap import topic

from bot.core.mastery import Answer, AnswerKind, Mastery, Shown, climbed, learned, shown_on
from bot.core.questions import answer_key
from bot.core.roadmap import Question, Topic

DAY = timedelta(days=1)
START = date(2027, 3, 1)


def question(number: int, level: str) -> Question:
    return Question(f"q{number}", f"Question {number}?", ("yes", "no", "maybe"), number % 3, "", level)


def topic_with(*levels: str) -> Topic:
    return replace(topic("csrf"), quiz=tuple(question(number, level) for number, level in enumerate(levels)))


LEVELLED = topic_with("recall", "apply", "debug", "recall")


def answer(
    number: int, day: int, *, right: bool = True, lucky: bool = False, kind: AnswerKind = AnswerKind.TOPIC,
    about: Topic = LEVELLED,
) -> Answer:  # fmt: skip
    asked = about.quiz[number]
    return Answer(
        day * 100, about.id, asked.id, answer_key(asked), asked.level, kind, 0, right, lucky, START + day * DAY
    )


def reached(*answers: Answer, about: Topic = LEVELLED) -> Mastery:
    return climbed(learned(answers), about)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], Mastery.OPEN),
        ([answer(0, 0, right=False)], Mastery.SEEN),
        ([answer(0, 0, lucky=True)], Mastery.SEEN),
        ([answer(0, 0)], Mastery.FAMILIAR),
        ([answer(0, 0), answer(1, 0)], Mastery.FAMILIAR),  # two levels on one day
        ([answer(0, 0), answer(3, 1)], Mastery.FAMILIAR),  # two days at one level
        ([answer(0, 0), answer(1, 1)], Mastery.SOLID),
        ([answer(0, 0), answer(1, 1), answer(2, 6)], Mastery.SOLID),
        ([answer(0, 0), answer(1, 1), answer(2, 7)], Mastery.MASTERED),
        ([answer(0, 0), answer(1, 7)], Mastery.SOLID),  # a week, but two days
        ([answer(0, 0), answer(1, 1, lucky=True)], Mastery.FAMILIAR),
        ([answer(0, 0, kind=AnswerKind.PLACEMENT)], Mastery.OPEN),
        ([answer(0, 0), answer(1, 1, kind=AnswerKind.REPEAT)], Mastery.FAMILIAR),
        ([answer(0, 0, kind=AnswerKind.RACE), answer(1, 1, kind=AnswerKind.DAILY)], Mastery.SOLID),
        ([answer(0, 0), answer(1, 1, kind=AnswerKind.DAILY_LATE)], Mastery.FAMILIAR),
        ([answer(0, 0, right=False), answer(0, 0)], Mastery.SEEN),  # its answer was shown that day
        ([answer(0, 0, right=False), answer(0, 1)], Mastery.FAMILIAR),
    ],
)
def test_the_ladder_by_example(answers: Sequence[Answer], expected: Mastery) -> None:
    assert reached(*answers) == expected


def test_without_levels_two_questions_count_and_of_one_question_that_one() -> None:
    two, one = topic_with("", ""), topic_with("")
    assert reached(answer(0, 0, about=two), answer(0, 1, about=two), about=two) == Mastery.FAMILIAR
    assert reached(answer(0, 0, about=two), answer(1, 1, about=two), about=two) == Mastery.SOLID
    assert reached(answer(0, 0, about=one), answer(0, 1, about=one), about=one) == Mastery.SOLID
    same = topic_with("recall", "recall")
    assert reached(answer(0, 0, about=same), answer(1, 1, about=same), about=same) == Mastery.SOLID


def test_a_miss_among_several_topics_is_rust_until_the_next_right_answer() -> None:
    solid = [answer(0, 0), answer(1, 1)]
    missed = answer(2, 2, right=False, kind=AnswerKind.QUIZ)
    assert shown_on(learned(solid), LEVELLED, START + 2 * DAY) == Shown(Mastery.SOLID)
    assert shown_on(learned([*solid, missed]), LEVELLED, START + 2 * DAY) == Shown(Mastery.FAMILIAR, rusty=True)
    again = answer(3, 3)
    assert shown_on(learned([*solid, missed, again]), LEVELLED, START + 3 * DAY) == Shown(Mastery.SOLID)
    on_purpose = replace(missed, kind=AnswerKind.TOPIC)
    assert not learned([*solid, on_purpose]).slipped


def test_what_was_not_asked_for_long_is_rusty() -> None:
    held = learned([answer(0, 0), answer(1, 1)])
    assert not shown_on(held, LEVELLED, START + 3 * DAY).rusty
    assert shown_on(held, LEVELLED, START + 700 * DAY) == Shown(Mastery.FAMILIAR, rusty=True)


def test_misses_in_a_row_are_counted_until_something_is_right() -> None:
    misses = [answer(number, number, right=False) for number in range(4)]
    assert learned(misses).misses == 4
    assert learned([*misses, answer(0, 5, lucky=True)]).misses == 0


def test_a_question_whose_right_answer_changed_is_another_question() -> None:
    changed = replace(answer(0, 0), answer_key="other")
    assert learned([answer(0, 0), changed]).right_questions == 2
    assert learned([answer(0, 0), changed]).answers == 2


answers_drawn = st.lists(
    st.builds(
        answer,
        st.integers(0, 3),
        st.integers(0, 30),
        right=st.booleans(),
        lucky=st.booleans(),
        kind=st.sampled_from(AnswerKind),
    ),
    max_size=30,
).map(lambda drawn: sorted(drawn, key=lambda one: one.day))


@settings(deadline=None)
@given(answers_drawn, st.integers(0, 3))
def test_a_further_answer_never_takes_away_what_was_reached(before: list[Answer], number: int) -> None:
    more = answer(number, 31, right=False, kind=AnswerKind.REVIEW)
    assert reached(*before, more) >= reached(*before)
    assert reached(*before, replace(more, right=True)) >= reached(*before)


@settings(deadline=None)
@given(answers_drawn)
def test_placements_and_repeats_change_nothing(drawn: list[Answer]) -> None:
    """A repeat comes after the answer it repeats, so it shows nothing new either."""
    plain = [one for one in drawn if one.kind not in (AnswerKind.REPEAT, AnswerKind.PLACEMENT)]
    with_repeats = [one for answered in plain for one in (answered, replace(answered, kind=AnswerKind.REPEAT))]
    placed = [answer(0, 0, kind=AnswerKind.PLACEMENT)]
    assert learned([*placed, *with_repeats]) == learned(plain)


def test_a_miss_under_the_clock_shows_no_rust_and_a_question_seen_that_day_is_practice() -> None:
    solid = [answer(0, 0), answer(1, 1)]
    raced = [*solid, answer(2, 2, right=False, kind=AnswerKind.RACE)]
    assert not shown_on(learned(raced), LEVELLED, START + 2 * DAY).rusty
    assert learned([*raced, answer(2, 2)]) == learned(raced)
    assert learned([answer(2, 2), answer(2, 2, right=False, kind=AnswerKind.RACE)]) == learned([answer(2, 2)])
