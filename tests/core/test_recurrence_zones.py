"""One run for each local date, in every zone of the tz database, whatever its clocks do."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from clock_changes import DAY, EVERY_DAY, assert_in_its_place, changes, dates_shown, every_zone, first_showing
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.recurrence import next_run, runs

ODD_CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),  # by half an hour
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),  # summer time, but for Ramadan
    "Antarctica/Troll": (date(2026, 3, 29), date(2026, 10, 25)),  # by two hours
    "Pacific/Apia": (date(2011, 12, 30),),  # a day left out
    "Pacific/Kwajalein": (date(1993, 8, 21),),  # another one
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),  # midnight skipped, midnight twice
    "America/Nuuk": (date(2026, 3, 29), date(2026, 10, 25)),  # the last hour of a day skipped
    "America/St_Johns": (date(2011, 3, 13), date(2011, 11, 6)),  # a minute past midnight
    "Pacific/Chatham": (date(2026, 4, 5), date(2026, 9, 27)),  # 12:45 ahead
    "Asia/Kathmandu": (date(1985, 12, 31),),  # from half an hour to three quarters
    "Asia/Pyongyang": (date(2018, 5, 4),),  # half an hour, at 23:30
    "America/Caracas": (date(2007, 12, 9), date(2016, 5, 1)),
}

zones = st.sampled_from(every_zone())
years = st.integers(1973, 2037)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
# Clocks change in the first hours of a day: half of the examples are taken from there.
times = st.one_of(st.integers(0, 1439), st.integers(0, 239)).map(lambda minute: time(*divmod(minute, 60)))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@settings(max_examples=20, deadline=None)
@given(year=years, at=times)
def test_every_zone_runs_once_on_each_date_around_every_change(year: int, at: time) -> None:
    for zone in every_zone():
        for change in changes(zone, year):
            found = runs(noon(change - 2 * DAY), 4, zone, at, EVERY_DAY)
            dates = dates_shown(zone, change, 5)
            first = dates.index(found[0].local_date)
            assert [run.local_date for run in found] == dates[first : first + 4], zone
            assert all(one.at < other.at for one, other in pairwise(found)), zone
            for run in found:
                assert_in_its_place(run, zone, at)


@settings(max_examples=40, deadline=None)
@given(zone=zones, year=years, at=times, days=weekdays)
def test_a_year_has_a_run_on_each_wanted_date(zone: ZoneInfo, year: int, at: time, days: frozenset[int]) -> None:
    start, end = date(year, 1, 1), date(year, 12, 31)
    now = noon(start - 3 * DAY)
    found = []
    while (run := next_run(now, zone, at, days)).local_date <= end:
        assert now < run.at
        assert_in_its_place(run, zone, at)
        found.append(run.local_date)
        now = run.at
    shown = dates_shown(zone, date(year, 7, 2), 190)
    assert [day for day in found if day >= start] == [
        day for day in shown if start <= day <= end and day.weekday() in days
    ]


@settings(max_examples=300, deadline=None)
@given(data=st.data(), zone=zones, year=years, at=times, days=weekdays)
def test_asked_at_any_instant_the_next_run_is_the_same(
    data: st.DataObject, zone: ZoneInfo, year: int, at: time, days: frozenset[int]
) -> None:
    change = noon(data.draw(st.sampled_from(changes(zone, year))))
    now = change + timedelta(seconds=data.draw(st.integers(-200_000, 200_000)))
    all_of_them = runs(change - 9 * DAY, 25, zone, at, days)
    assert next_run(now, zone, at, days) == next(run for run in all_of_them if run.at > now)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), zone=zones, year=years, at=times, days=weekdays)
def test_a_run_is_not_after_itself(
    data: st.DataObject, zone: ZoneInfo, year: int, at: time, days: frozenset[int]
) -> None:
    change = data.draw(st.sampled_from(changes(zone, year)))
    run, following = runs(noon(change - 2 * DAY), 2, zone, at, days)
    assert next_run(run.at - timedelta(microseconds=1), zone, at, days) == run
    assert next_run(run.at, zone, at, days) == following


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, days in ODD_CHANGES.items() for day in days])
def test_every_minute_around_an_odd_change_runs_when_the_clocks_first_get_there(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    walk = list(first_showing(zone, day, 4))
    shown, instants = [wall for wall, _ in walk], [instant for _, instant in walk]
    existing = {wall.date() for wall in shown}
    wanted = [one for one in (day + DAY * step for step in (-1, 0, 1)) if one in existing]
    for minute in range(24 * 60):
        at = time(*divmod(minute, 60))
        found = runs(noon(day - 4 * DAY), 8, zone, at, EVERY_DAY)
        assert {run.local_date: run.at for run in found if run.local_date in wanted} == {
            one: instants[bisect_left(shown, datetime.combine(one, at))] for one in wanted
        }


def test_the_odd_changes_are_changes() -> None:
    for name, days in ODD_CHANGES.items():
        zone = ZoneInfo(name)
        for day in days:
            assert noon(day - DAY).astimezone(zone).utcoffset() != noon(day + DAY).astimezone(zone).utcoffset(), name
