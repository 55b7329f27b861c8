"""Days, weeks and windows as they are lived in zones whose clocks jump, also at midnight and at the end of a year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.calendar import WindowKind, local_date, midnight, week_start, window

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",  # no 00:00 on the days its summers began
    "Africa/Cairo",  # nor here
    "Asia/Beirut",
    "America/Asuncion",
    "America/Havana",  # 00:00 twice when its summers end
    "Atlantic/Azores",
    "America/Santiago",
    "America/Scoresbysund",
    "Africa/Casablanca",
    "Australia/Lord_Howe",  # jumps half an hour
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Pacific/Apia",  # had no 2011-12-30
    "Pacific/Kiritimati",
    "Etc/GMT+12",
)

zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2011, 1, 1), date(2036, 12, 31))
instants = st.datetimes(datetime(2011, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
weekdays = st.integers(0, 6)

INSTANT = timedelta(microseconds=1)
SKIPPED_DAY = (date(2011, 12, 30), ZoneInfo("Pacific/Apia"))


@settings(deadline=None)
@given(days, zones)
@example(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))
@example(date(2023, 4, 28), ZoneInfo("Africa/Cairo"))
@example(date(2024, 11, 3), ZoneInfo("America/Havana"))
@example(*SKIPPED_DAY)
def test_a_day_begins_at_its_first_instant(day: date, zone: ZoneInfo) -> None:
    start = midnight(day, zone)
    following = day + timedelta(days=1) if (day, zone) == SKIPPED_DAY else day
    assert local_date(start, zone) == following
    assert local_date(start - INSTANT, zone) < day


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2018, 11, 4), "America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),  # 00:00 became 01:00
        (date(2024, 11, 3), "America/Havana", datetime(2024, 11, 3, 4, tzinfo=UTC)),  # the first of two
        (date(2026, 3, 29), "Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 30), "Europe/Berlin", datetime(2026, 3, 29, 22, tzinfo=UTC)),  # after a day of 23 hours
        (date(2011, 12, 30), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # a day that never was
        (date(2011, 12, 31), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_midnight_where_the_clock_jumps(day: date, zone: str, start: datetime) -> None:
    assert midnight(day, ZoneInfo(zone)) == start


@settings(deadline=None)
@given(days, weekdays)
def test_a_week_begins_on_its_first_weekday_and_has_the_day_in_it(day: date, first_weekday: int) -> None:
    start = week_start(day, first_weekday)
    assert start.weekday() == first_weekday
    assert timedelta() <= day - start < timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "first_weekday", "start"),
    [
        (date(2026, 12, 31), 0, date(2026, 12, 28)),
        (date(2027, 1, 1), 0, date(2026, 12, 28)),  # the week goes on over the end of the year
        (date(2027, 1, 3), 0, date(2026, 12, 28)),
        (date(2027, 1, 3), 6, date(2027, 1, 3)),  # on Sunday, where weeks begin on Sundays
        (date(2027, 1, 2), 6, date(2026, 12, 27)),
        (date(2028, 2, 29), 5, date(2028, 2, 26)),
    ],
)
def test_weeks_around_the_end_of_a_year(day: date, first_weekday: int, start: date) -> None:
    assert week_start(day, first_weekday) == start


@settings(deadline=None)
@given(instants, zones, weekdays)
def test_this_week_and_this_month_hold_the_instant_and_begin_at_midnight(
    now: datetime, zone: ZoneInfo, first: int
) -> None:
    for kind in (WindowKind.WEEK, WindowKind.MONTH):
        span = window(kind, now, zone, first)
        assert span.start is not None
        assert span.start <= now < span.end
        for edge in (span.start, span.end):
            assert edge.tzinfo is UTC
            assert local_date(edge - INSTANT, zone) < local_date(edge, zone)


@settings(deadline=None)
@given(instants, zones, weekdays)
def test_last_week_ends_where_this_week_begins(now: datetime, zone: ZoneInfo, first: int) -> None:
    this, last = window(WindowKind.WEEK, now, zone, first), window(WindowKind.LAST_WEEK, now, zone, first)
    assert last.end == this.start
    assert last == window(WindowKind.LAST_WEEK, this.end - INSTANT, zone, first)
    assert last.start == window(WindowKind.WEEK, last.end - INSTANT, zone, first).start


@settings(deadline=None)
@given(instants, zones)
def test_months_follow_each_other_without_gap(now: datetime, zone: ZoneInfo) -> None:
    this = window(WindowKind.MONTH, now, zone, 0)
    assert window(WindowKind.MONTH, this.end, zone, 0).start == this.end


@settings(deadline=None)
@given(instants, zones, weekdays)
def test_all_time_has_no_beginning_and_holds_the_instant(now: datetime, zone: ZoneInfo, first: int) -> None:
    span = window(WindowKind.ALL, now, zone, first)
    assert span.start is None
    assert now < span.end


def test_the_same_instant_is_in_different_weeks_and_months_of_two_servers() -> None:
    now = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # a Monday in November; in Auckland a Tuesday in December
    at_home = window(WindowKind.MONTH, now, ZoneInfo("Europe/London"), 0)
    far_away = window(WindowKind.MONTH, now, ZoneInfo("Pacific/Auckland"), 0)
    assert at_home.start == datetime(2026, 11, 1, tzinfo=UTC)
    assert far_away.start == datetime(2026, 11, 30, 11, tzinfo=UTC)
    tuesday_first = window(WindowKind.WEEK, now, ZoneInfo("Pacific/Auckland"), 1)
    assert tuesday_first.start == datetime(2026, 11, 30, 11, tzinfo=UTC)


def test_the_week_of_a_clock_change_is_an_hour_shorter() -> None:
    span = window(WindowKind.WEEK, datetime(2026, 3, 27, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"), 0)
    assert span.start is not None
    assert span.end - span.start == timedelta(days=7, hours=-1)
