"""The question of the day: what an answer counts as, when the spread is told, and what outlives its topic."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from shipped import shipped_roadmap

from bot.core.errors import StudyError
from bot.core.mastery import AnswerKind
from bot.core.posted_question import (
    MIN_SPREAD,
    PostedQuestion,
    asking_of,
    choose_posted,
    question_from_json,
    question_to_json,
    read_place,
)
from bot.core.roadmap import Retired

UNTIL = datetime(2026, 9, 8, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROADMAP = shipped_roadmap()
CSRF = ROADMAP.topics["csrf"]
POSTED = PostedQuestion(1, 2, 3, None, ROADMAP.id, "csrf", CSRF.quiz[0], UNTIL, None, "o1-1")


def test_it_counts_on_its_day_and_until_it_is_told() -> None:
    assert POSTED.kind_at(UNTIL - SECOND) is AnswerKind.DAILY
    assert POSTED.kind_at(UNTIL) is AnswerKind.DAILY_LATE
    assert replace(POSTED, revealed_at=UNTIL - 9 * SECOND).kind_at(UNTIL - SECOND) is AnswerKind.DAILY_LATE


def test_the_spread_of_five_is_told_after_the_day() -> None:
    assert not POSTED.may_reveal(MIN_SPREAD, UNTIL - SECOND)
    assert not POSTED.may_reveal(MIN_SPREAD - 1, UNTIL)
    assert POSTED.may_reveal(MIN_SPREAD, UNTIL)


def test_a_question_is_read_as_it_was_kept() -> None:
    for question in CSRF.quiz:
        assert question_from_json(question_to_json(question)) == question
    with pytest.raises(TypeError):
        question_from_json({"id": "q-1"})


def test_none_comes_again_before_all_have_come() -> None:
    posted: list[str] = []
    for _ in CSRF.quiz:
        posted.append(choose_posted(CSRF, posted, 7).id)
    assert len(set(posted)) == len(CSRF.quiz)


def test_it_outlives_its_topic() -> None:
    asking, is_there = asking_of(ROADMAP, ROADMAP, POSTED)
    assert is_there
    assert asking.topic is CSRF
    retired = {"csrf": Retired("csrf", "Forged requests", "It moved.")}
    without = replace(ROADMAP, sections=(), topics={}, retired=MappingProxyType(retired))
    former, is_there = asking_of(without, ROADMAP, POSTED)
    assert not is_there
    assert former.topic.title == "Forged requests"
    assert former.order == asking.order
    assert asking_of(None, ROADMAP, POSTED)[0].topic.title == "csrf"


def test_presses_are_read() -> None:
    assert read_place("1:x").place is None
    assert read_place("zz:3").posted_id == 35 * 36 + 35
    for text in ("", "1", "1:", "1:-1", "1:²", "²:1", "-1:1", "1:999", "zzzzzzzzzzzzzz:1"):
        with pytest.raises(StudyError):
            read_place(text)
