"""What an organiser is told: never of fewer than five people, and what is most urgent first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.insights import (
    MIN_PEOPLE,
    MIN_TRIES,
    Activity,
    Figures,
    QuestionFigures,
    TopicFigures,
    doubtful_questions,
    findings,
    stuck_topics,
)


def test_where_most_are_stuck_comes_first_then_where_first_tries_fail_most() -> None:
    found = stuck_topics(
        [
            TopicFigures("few", stuck=4),
            TopicFigures("hard", answered=9, tries=20, right=4),
            TopicFigures("harder", answered=9, tries=20, right=2),
            TopicFigures("most", stuck=8, answered=9, tries=20, right=18),
            TopicFigures("fine", stuck=0, answered=30, tries=90, right=45),
        ]
    )
    assert [(one.topic_id, one.people, one.percent) for one in found] == [
        ("most", 8, None),
        ("harder", None, 10),
        ("hard", None, 20),
    ]


@pytest.mark.parametrize(
    ("tries", "right", "discrimination", "told"),
    [
        (MIN_TRIES - 1, 0, -1.0, False),
        (20, 6, 1.0, True),
        (20, 7, 1.0, False),
        (20, 11, -0.1, True),
        (20, 12, -0.1, False),
        (20, 11, 0.1, False),
    ],
)
def test_a_question_is_doubtful_when_few_are_right_or_the_good_are_wrong(
    tries: int, right: int, discrimination: float, told: bool
) -> None:
    question = QuestionFigures("q", "t", tries, right, discrimination)
    assert bool(doubtful_questions([question])) is told


@pytest.mark.parametrize(
    ("asked", "tries", "right", "rival", "told"),
    [
        (10, 5, 2, 3, True),
        (9, 5, 2, 3, False),
        (10, 4, 0, 4, False),
        (15, 15, 7, 7, False),
        (15, 15, 7, 8, True),
    ],
)
def test_a_question_is_doubtful_when_more_agree_on_another_choice(
    asked: int, tries: int, right: int, rival: int, told: bool
) -> None:
    question = QuestionFigures("q", "t", tries, right, 1.0, asked, rival)
    assert [found.is_outvoted for found in doubtful_questions([question])] == [True] * told


COUNTS = st.integers(0, 40)


@given(stuck=COUNTS, answered=COUNTS, tries=COUNTS, right=COUNTS, members=COUNTS, week=COUNTS, month=COUNTS)
def test_no_figure_is_of_fewer_than_five_people(
    stuck: int, answered: int, tries: int, right: int, members: int, week: int, month: int
) -> None:
    topic = TopicFigures("t", stuck, answered, tries, min(right, tries))
    right_here = min(right, tries)
    question = QuestionFigures("q", "t", tries, right_here, -1.0, tries + stuck, tries - right_here)
    told = findings(Figures(Activity(members, week, month), (topic,), (question,)))
    assert all(number == 0 or number >= MIN_PEOPLE for number in (told.activity.members, told.activity.week))
    for found in told.topics:
        assert found.people is None or found.people >= MIN_PEOPLE
        assert found.percent is None or answered >= MIN_PEOPLE
    assert all(found.tries >= MIN_PEOPLE for found in told.questions)
