"""The recap of a closed week: which week, what it is compared with, who is named."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from clock_changes import changes, every_zone
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import Window, WindowKind, local_date, midnight, week_start
from bot.core.leaderboard import Board, Rank
from bot.core.weekly_summary import LongestStreak, Studied, Totals, closed_week, week_before, weekly_summary

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, SUNDAY = 0, 6


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_of(week: Window, zone: ZoneInfo) -> tuple[str, str]:
    assert week.start is not None
    return str(local_date(week.start, zone)), str(local_date(week.end, zone))


@pytest.mark.parametrize(
    ("run_at", "first_weekday", "expected"),
    [
        ("2026-11-23 08:00", MONDAY, ("2026-11-16", "2026-11-23")),
        ("2026-11-22 23:00", MONDAY, ("2026-11-16", "2026-11-23")),  # Monday 00:00 in Berlin
        ("2026-11-22 22:59", MONDAY, ("2026-11-09", "2026-11-16")),
        ("2026-11-24 08:00", MONDAY, ("2026-11-16", "2026-11-23")),
        ("2026-11-23 08:00", SUNDAY, ("2026-11-15", "2026-11-22")),
        ("2026-11-21 22:59", SUNDAY, ("2026-11-08", "2026-11-15")),
        ("2027-01-04 08:00", MONDAY, ("2026-12-28", "2027-01-04")),  # over the year's end
        ("2028-03-06 08:00", MONDAY, ("2028-02-28", "2028-03-06")),  # with 29 February
    ],
)
def test_the_closed_week_is_the_newest_that_was_over(
    run_at: str, first_weekday: int, expected: tuple[str, str]
) -> None:
    assert days_of(closed_week(utc(run_at), BERLIN, first_weekday), BERLIN) == expected


def test_a_week_with_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    spring = closed_week(utc("2026-03-30 07:00"), BERLIN, MONDAY)
    autumn = closed_week(utc("2026-10-26 08:00"), BERLIN, MONDAY)
    assert (spring.start, spring.end) == (utc("2026-03-22 23:00"), utc("2026-03-29 22:00"))
    assert (autumn.start, autumn.end) == (utc("2026-10-18 22:00"), utc("2026-10-25 23:00"))


def test_a_board_that_a_schedule_of_another_zone_posts_covers_a_week_that_is_over_in_the_servers() -> None:
    # Monday, 00:10 in Auckland: in New York it is still Sunday.
    run_at = datetime(2026, 11, 23, 0, 10, tzinfo=ZoneInfo("Pacific/Auckland"))
    new_york = ZoneInfo("America/New_York")
    assert days_of(closed_week(run_at, new_york, MONDAY), new_york) == ("2026-11-09", "2026-11-16")


@settings(max_examples=300, deadline=None)
@given(data=st.data(), zone=st.sampled_from(every_zone()), year=st.integers(2000, 2037), first=st.integers(0, 6))
def test_in_every_zone_weeks_meet_and_were_over(data: st.DataObject, zone: ZoneInfo, year: int, first: int) -> None:
    change = data.draw(st.sampled_from(changes(zone, year)))
    seconds = data.draw(st.integers(-700_000, 700_000))
    run_at = datetime(change.year, change.month, change.day, tzinfo=UTC) + timedelta(seconds=seconds)
    week = closed_week(run_at, zone, first)
    before = week_before(week, zone, first)
    assert before.end == week.start
    assert before.start is not None
    assert before.start < before.end < week.end <= run_at
    assert week.end == midnight(week_start(local_date(run_at, zone), first), zone)


def test_all_time_has_no_week_before() -> None:
    with pytest.raises(ValueError, match="before all time"):
        week_before(Window(WindowKind.ALL, None, utc("2026-11-23 00:00")), BERLIN, MONDAY)


WEEK = closed_week(utc("2026-11-23 08:00"), BERLIN, MONDAY)
LAST_DAY = date(2026, 11, 22)
NOBODY = Board((), (), None, 0, 0, 0)


def a_board(*points: int) -> Board:
    ranks = tuple(
        Rank(1 + sum(other > one for other in points), 100 + place, f"m{place}", one, one // 10)
        for place, one in enumerate(points)
    )
    return Board(ranks, (), None, len(points), sum(points) // 10, sum(points))


def someone(name: str, *ago: int, first_done: str = "2026-01-01 12:00") -> Studied:
    """A member who studied so many days before the week's last day."""
    return Studied(hash(name), name, utc(first_done), frozenset(LAST_DAY - timedelta(days=one) for one in ago))


def test_totals_stand_beside_those_of_the_week_before() -> None:
    made = weekly_summary(WEEK, BERLIN, a_board(30, 30, 10), a_board(90, 20), ())
    assert made.totals == Totals(members=3, topics=7, points=70)
    assert made.before == Totals(members=2, topics=11, points=110)
    assert made.change == Totals(members=1, topics=-4, points=-40)
    assert [place.rank for place in made.places] == [1, 1], "the last place is not shown"
    assert not made.quiet


def test_a_recap_shows_three_ranks_and_counts_all() -> None:
    made = weekly_summary(WEEK, BERLIN, a_board(*range(200, 0, -10)), NOBODY, ())
    assert [place.rank for place in made.places] == [1, 2, 3]
    assert made.totals.members == 20


@given(st.lists(st.sampled_from([10, 20, 30, 40, 50]), min_size=1, max_size=15))
def test_nobody_reads_that_they_are_last(points: list[int]) -> None:
    board = a_board(*sorted(points, reverse=True))
    made = weekly_summary(WEEK, BERLIN, board, NOBODY, ())
    last = board.rows[-1].rank
    assert made.places
    assert all(place.rank == 1 or place.rank < last for place in made.places)


def test_who_went_up_most_is_named_first_and_who_is_new_or_fell_is_not() -> None:
    before = a_board(90, 80, 70, 60, 50)
    after = a_board(50, 40, 30, 20, 10, 5)
    moved = dict(zip([104, 103, 100, 102, 999, 101], after.rows, strict=True))
    rows = tuple(replace(row, user_id=user_id) for user_id, row in moved.items())
    made = weekly_summary(WEEK, BERLIN, replace(after, rows=rows), before, ())
    assert [(one.user_id, one.places) for one in made.climbers] == [(104, 4), (103, 2)]


def test_who_shows_a_rank_alone_has_a_place_and_is_named_for_nothing_else() -> None:
    before, after = a_board(90, 80, 70), a_board(50, 40, 30)
    rows = tuple(replace(row, name="", user_id=102 - place) for place, row in enumerate(after.rows))
    made = weekly_summary(WEEK, BERLIN, replace(after, rows=rows), before, [someone("", 0, 1, 2)])
    assert [place.name for place in made.places] == ["", ""]
    assert (made.climbers, made.streak, made.newcomers) == ((), None, ())
    assert made.totals.points == 120


def test_a_week_in_which_nobody_finished_a_topic_is_quiet() -> None:
    made = weekly_summary(WEEK, BERLIN, NOBODY, a_board(10), ())
    assert made.quiet
    assert (made.places, made.streak, made.newcomers) == ((), None, ())
    assert made.change == Totals(-1, -1, -10)


def test_the_longest_streak_is_the_one_that_stood_at_the_weeks_end() -> None:
    people = [someone("ada", 0, 1, 2), someone("bob", 1, 2, 3, 4), someone("eve", 5, 6, 7, 8, 9, 10)]
    assert weekly_summary(WEEK, BERLIN, a_board(10), NOBODY, people).streak == LongestStreak(4, ("bob",))


def test_what_was_studied_after_the_week_does_not_lengthen_a_streak() -> None:
    people = [someone("ada", 0, 1, -1, -2, -3), someone("bob", 0, 1, 2)]
    assert weekly_summary(WEEK, BERLIN, a_board(10), NOBODY, people).streak == LongestStreak(3, ("bob",))


def test_all_who_hold_the_longest_streak_are_named() -> None:
    people = [someone("ada", 0, 1), someone("bob", 0), someone("eve", 1, 2)]
    assert weekly_summary(WEEK, BERLIN, a_board(10), NOBODY, people).streak == LongestStreak(2, ("ada", "eve"))


def test_a_single_day_is_no_streak() -> None:
    assert weekly_summary(WEEK, BERLIN, a_board(10), NOBODY, [someone("ada", 0, 3)]).streak is None


def test_newcomers_are_those_whose_first_topic_ever_was_in_the_week() -> None:
    people = [
        someone("before", 0, first_done="2026-11-15 22:59:59"),
        someone("first", 0, first_done="2026-11-15 23:00"),
        someone("last", 0, first_done="2026-11-22 22:59:59"),
        someone("after", 0, first_done="2026-11-22 23:00"),
    ]
    assert weekly_summary(WEEK, BERLIN, a_board(10), NOBODY, people).newcomers == ("first", "last")
