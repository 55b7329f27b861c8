"""Pace, goal and the day on which somebody arrives."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import StudyError
from bot.core.forecast import FAR, MAX_GOAL, forecast, read_goal

TODAY = date(2026, 11, 26)
"""A Thursday."""
DAY = timedelta(days=1)
MONDAY = 0


def test_four_weeks_give_a_pace_and_a_day() -> None:
    finished = {TODAY - DAY * number: 2 for number in (0, 7, 14, 21)}
    ahead = forecast(10, finished, TODAY, MONDAY, None)
    assert ahead.pace == 2 * 4 / 4 * 7 / 5.5  # 22 days from the first to the last
    assert ahead.arrives_on == TODAY + DAY * 28


def test_what_was_finished_long_ago_is_no_pace() -> None:
    ahead = forecast(10, {TODAY - DAY * 28: 5}, TODAY, MONDAY, 2)
    assert (ahead.pace, ahead.arrives_on) == (0, None)
    assert ahead.goal_arrives_on == TODAY + DAY * 35


def test_who_begins_today_has_no_week_behind_them_yet() -> None:
    assert forecast(50, {TODAY: 3}, TODAY, MONDAY, None).pace == 3


def test_a_week_counts_from_the_day_on_which_it_begins_here() -> None:
    finished = {date(2026, 11, 22): 1, date(2026, 11, 23): 2, TODAY: 4}
    assert forecast(9, finished, TODAY, MONDAY, 4).this_week == 6
    assert forecast(9, finished, TODAY, 6, 4).this_week == 7
    assert forecast(9, finished, TODAY, 3, 4).this_week == 4


def test_what_lies_far_away_gets_no_date_and_what_is_over_none_either() -> None:
    assert forecast(300, {TODAY - DAY * 27: 1}, TODAY, MONDAY, 1).arrives_on is None
    assert forecast(0, {TODAY: 1}, TODAY, MONDAY, 1).arrives_on is None


@given(
    st.integers(0, 300),
    st.dictionaries(st.integers(-5, 400).map(lambda days: TODAY - DAY * days), st.integers(0, 30), max_size=40),
    st.integers(0, 6),
    st.none() | st.integers(1, MAX_GOAL),
)
def test_whatever_was_done_the_day_lies_ahead(
    left: int, finished: dict[date, int], first_weekday: int, goal: int | None
) -> None:
    ahead = forecast(left, finished, TODAY, first_weekday, goal)
    for day in (ahead.arrives_on, ahead.goal_arrives_on):
        assert day is None or TODAY < day <= TODAY + FAR
    assert ahead.pace >= 0
    assert ahead.this_week <= sum(finished.values())
    one_more = forecast(left, {**finished, TODAY: finished.get(TODAY, 0) + 1}, TODAY, first_weekday, goal)
    assert one_more.pace >= ahead.pace


@pytest.mark.parametrize(
    ("typed", "goal"),
    [("4", 4), (" 4 topics a week ", 4), ("four", 4), ("1 topic per week", 1), ("٤", 4), ("50", 50), ("", None)],
)
def test_a_goal_is_read_as_people_write_it(typed: str, goal: int | None) -> None:
    assert read_goal(typed) == goal


@pytest.mark.parametrize("typed", ["0", "999", "-3", "51", "4.5", "many", "4 a day", "²", "9" * 40, "4 5", "topics"])
def test_what_is_no_goal_is_refused_with_what_would_be(typed: str) -> None:
    with pytest.raises(StudyError, match="from 1 to 50, such as 4"):
        read_goal(typed)
