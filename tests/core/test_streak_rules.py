"""Streaks: days in a row up to today, the longest ever, and freezes that save missed days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.streak import FREEZE_AFTER, MAX_FREEZES, Streak, streak

TODAY = date(2027, 1, 1)
DAY = timedelta(days=1)

ago = st.integers(0, 40).map(lambda days: TODAY - days * DAY)
studied = st.lists(ago, max_size=60)


def counted_back(days: set[date], last: date) -> int:
    """Count the days in a row that end with `last`, one by one."""
    return 1 + counted_back(days, last - DAY) if last in days else 0


@settings(deadline=None)
@given(studied)
def test_nobody_s_streak_is_shorter_than_without_freezes(days: list[date]) -> None:
    kept = set(days)
    found = streak(days, TODAY)
    assert found.current >= (counted_back(kept, TODAY) or counted_back(kept, TODAY - DAY))
    assert found.longest >= max((counted_back(kept, day) for day in kept), default=0)
    assert found.longest >= found.current


@settings(deadline=None)
@given(studied)
def test_with_what_was_frozen_the_streak_has_no_hole(days: list[date]) -> None:
    found = streak(days, TODAY)
    kept = set(days)
    assert 0 <= found.freezes <= MAX_FREEZES
    assert not found.frozen & kept
    assert len(found.frozen) <= len(kept) // FREEZE_AFTER, "each freeze was earned by so many active days"
    whole = kept | found.frozen
    run = counted_back(whole, TODAY) or counted_back(whole, TODAY - DAY)
    alive = [day for day in whole if TODAY - run * DAY <= day <= TODAY]
    assert found.current == len([day for day in alive if day in kept])


@settings(deadline=None)
@given(studied)
def test_so_few_days_earn_no_freeze(days: list[date]) -> None:
    few = sorted(set(days))[: FREEZE_AFTER - 1]
    found = streak(few, TODAY)
    assert (found.freezes, found.frozen) == (0, frozenset())
    assert found.current == (counted_back(set(few), TODAY) or counted_back(set(few), TODAY - DAY))


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


def back(*ago: int) -> list[date]:
    return [TODAY - days * DAY for days in ago]


@pytest.mark.parametrize(
    ("days", "current", "freezes"),
    [
        (back(*range(2, 9)), 7, 0),  # seven days, then yesterday missed: the freeze is used
        (back(*range(3, 10)), 0, 1),  # two missed days need two: the one that there is does not save it
        (back(*range(3, 17)), 14, 0),
        (back(*range(1, 29)), 28, 2),  # two at most
        (back(0, *range(2, 9)), 8, 0),
    ],
)
def test_freezes_by_example(days: list[date], current: int, freezes: int) -> None:
    found = streak(days, TODAY)
    assert (found.current, found.freezes) == (current, freezes)
