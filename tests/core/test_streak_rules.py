"""Streaks: days in a row, up to today or yesterday, and the longest ever."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.streak import Streak, streak

TODAY = date(2027, 1, 1)
DAY = timedelta(days=1)

ago = st.integers(0, 40).map(lambda days: TODAY - days * DAY)
studied = st.lists(ago, max_size=60)


def counted_back(days: set[date], last: date) -> int:
    """Count the days in a row that end with `last`, one by one."""
    return 1 + counted_back(days, last - DAY) if last in days else 0


@settings(deadline=None)
@given(studied)
def test_the_current_streak_is_what_counting_back_from_today_or_yesterday_gives(days: list[date]) -> None:
    kept = set(days)
    assert streak(days, TODAY).current == (counted_back(kept, TODAY) or counted_back(kept, TODAY - DAY))


@settings(deadline=None)
@given(studied)
def test_the_longest_streak_is_the_longest_that_ended_on_any_day(days: list[date]) -> None:
    kept = set(days)
    assert streak(days, TODAY).longest == max((counted_back(kept, day) for day in kept), default=0)


@settings(deadline=None)
@given(studied)
def test_order_and_repeats_make_no_difference(days: list[date]) -> None:
    assert streak([*reversed(days), *days], TODAY) == streak(sorted(days), TODAY)


@settings(deadline=None)
@given(studied)
def test_studying_today_never_shortens_a_streak(days: list[date]) -> None:
    before, after = streak(days, TODAY), streak([*days, TODAY], TODAY)
    assert after.current in (before.current, before.current + 1)
    assert after.longest >= before.longest


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], Streak(0, 0)),
        ([TODAY], Streak(1, 1)),
        ([TODAY - DAY], Streak(1, 1)),  # today is not over yet
        ([TODAY - 2 * DAY], Streak(0, 1)),  # yesterday was missed
        ([TODAY, TODAY - 2 * DAY], Streak(1, 1)),
        # A hop to a zone further west: a day that is tomorrow here does not hide the run through yesterday.
        ([TODAY - 3 * DAY, TODAY - 2 * DAY, TODAY - DAY, TODAY + DAY], Streak(3, 3)),
        ([date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)], Streak(3, 3)),  # over the end of a year
        ([date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)], Streak(0, 3)),
        ([TODAY + DAY, TODAY, TODAY - DAY], Streak(3, 3)),  # studied further east, where it is tomorrow already
    ],
)
def test_streaks_by_example(days: list[date], expected: Streak) -> None:
    assert streak(days, TODAY) == expected
