"""Named days on which schedules went wrong elsewhere, edits, and what becomes of missed runs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.post_kinds import EVERY_DAY, PROMPT
from bot.core.recurrence import DueRun, ScheduledRun, Verdict, classify, due, next_run, runs
from bot.core.schedule import Schedule

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
AUCKLAND = ZoneInfo("Pacific/Auckland")
HONOLULU = ZoneInfo("Pacific/Honolulu")
NINE = time(9)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(run: ScheduledRun, zone: ZoneInfo) -> str:
    return f"{run.local_date} at {run.at.astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("zone", "at", "after", "expected"),
    [
        # The clocks go forward: the time is skipped, and it runs at the first that there is.
        ("Europe/Berlin", "02:30", "2026-03-28 12:00", "2026-03-29 at 2026-03-29 03:00"),
        ("America/New_York", "02:30", "2026-03-07 20:00", "2026-03-08 at 2026-03-08 03:00"),
        ("Australia/Lord_Howe", "02:15", "2026-10-03 10:00", "2026-10-04 at 2026-10-04 02:30"),
        ("Antarctica/Troll", "01:30", "2026-03-28 12:00", "2026-03-29 at 2026-03-29 03:00"),
        # ... also when midnight itself is skipped, or the last hour of the day.
        ("America/Santiago", "00:00", "2026-09-05 12:00", "2026-09-06 at 2026-09-06 01:00"),
        ("Africa/Cairo", "00:30", "2026-04-23 12:00", "2026-04-24 at 2026-04-24 01:00"),
        ("Asia/Beirut", "00:00", "2026-03-28 12:00", "2026-03-29 at 2026-03-29 01:00"),
        ("America/Havana", "00:15", "2026-03-07 12:00", "2026-03-08 at 2026-03-08 01:00"),
        ("America/Nuuk", "23:30", "2026-03-28 12:00", "2026-03-28 at 2026-03-29 00:00"),
        # The day after is not skipped.
        ("Europe/Berlin", "00:30", "2026-03-29 12:00", "2026-03-30 at 2026-03-30 00:30"),
        ("America/New_York", "00:00", "2026-03-08 12:00", "2026-03-09 at 2026-03-09 00:00"),
        # Samoa had no 30 December 2011.
        ("Pacific/Apia", "09:00", "2011-12-29 20:00", "2011-12-31 at 2011-12-31 09:00"),
        ("Pacific/Apia", "00:00", "2011-12-29 20:00", "2011-12-31 at 2011-12-31 00:00"),
        # Odd offsets, the end of a year, 29 February.
        ("Asia/Kathmandu", "09:00", "2026-11-24 03:15", "2026-11-25 at 2026-11-25 09:00"),
        ("Pacific/Chatham", "09:00", "2026-11-24 19:14", "2026-11-25 at 2026-11-25 09:00"),
        ("Asia/Kolkata", "00:00", "2026-12-31 12:00", "2027-01-01 at 2027-01-01 00:00"),
        ("Pacific/Kiritimati", "09:00", "2026-12-30 19:00", "2027-01-01 at 2027-01-01 09:00"),
        ("Europe/Berlin", "09:00", "2028-02-28 12:00", "2028-02-29 at 2028-02-29 09:00"),
        ("Europe/Berlin", "09:00", "2026-02-28 12:00", "2026-03-01 at 2026-03-01 09:00"),
        ("Africa/Casablanca", "02:30", "2026-03-21 12:00", "2026-03-22 at 2026-03-22 03:00"),
    ],
)
def test_the_next_run_is_where_a_clock_on_the_wall_has_it(zone: str, at: str, after: str, expected: str) -> None:
    place = ZoneInfo(zone)
    assert local(next_run(utc(after), place, time.fromisoformat(at), EVERY_DAY), place) == expected


def test_a_time_that_comes_twice_runs_the_first_time_only() -> None:
    first, second = runs(utc("2026-10-24 12:00"), 2, BERLIN, time(2, 30), EVERY_DAY)
    assert first == ScheduledRun(date(2026, 10, 25), utc("2026-10-25 00:30"))
    assert second == ScheduledRun(date(2026, 10, 26), utc("2026-10-26 01:30"))


def test_a_weekly_run_on_a_day_left_out_waits_for_the_next_week() -> None:
    apia, friday = ZoneInfo("Pacific/Apia"), frozenset({4})
    found = runs(utc("2011-12-22 00:00"), 2, apia, NINE, friday)
    assert [run.local_date for run in found] == [date(2011, 12, 23), date(2012, 1, 6)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (0, ["2026-12-28", "2027-01-04", "2027-01-11"]),
        (6, ["2026-12-27", "2027-01-03", "2027-01-10"]),
    ],
)
def test_weeks_that_start_on_monday_or_sunday_cross_the_year(day: int, expected: list[str]) -> None:
    found = runs(utc("2026-12-24 00:00"), 3, BERLIN, NINE, frozenset({day}))
    assert [str(run.local_date) for run in found] == expected


def test_without_a_weekday_there_is_nothing_to_run() -> None:
    with pytest.raises(ValueError, match="weekday"):
        next_run(utc("2026-11-24 12:00"), BERLIN, NINE, frozenset())


def test_a_zone_edited_an_hour_before_the_run_moves_it() -> None:
    edited = utc("2026-11-24 07:00")
    yesterday = date(2026, 11, 23)
    moved = next_run(edited, NEW_YORK, NINE, EVERY_DAY, last_date=yesterday)
    assert moved == ScheduledRun(date(2026, 11, 24), utc("2026-11-24 14:00"))


def test_a_zone_in_which_the_time_is_over_runs_tomorrow() -> None:
    edited = utc("2026-11-24 07:00")
    moved = next_run(edited, ZoneInfo("Asia/Tokyo"), NINE, EVERY_DAY, last_date=date(2026, 11, 23))
    assert moved == ScheduledRun(date(2026, 11, 25), utc("2026-11-25 00:00"))


def test_a_date_that_has_run_does_not_run_again_after_an_edit() -> None:
    ran = date(2026, 11, 24)
    edited = utc("2026-11-24 08:30")
    assert next_run(edited, BERLIN, time(20), EVERY_DAY, last_date=ran).local_date == date(2026, 11, 25)
    assert next_run(edited, NEW_YORK, NINE, EVERY_DAY, last_date=ran).local_date == date(2026, 11, 25)


def test_a_move_over_the_date_line_does_not_repeat_a_date() -> None:
    ran = next_run(utc("2026-11-23 12:00"), AUCKLAND, NINE, EVERY_DAY)
    edited = ran.at + HOUR
    assert edited.astimezone(HONOLULU).date() < ran.local_date
    assert next_run(edited, HONOLULU, NINE, EVERY_DAY, last_date=ran.local_date).local_date == date(2026, 11, 25)


edits = st.tuples(
    st.integers(0, 60),
    st.sampled_from([BERLIN, NEW_YORK, AUCKLAND, HONOLULU, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Kiritimati")]),
    st.integers(0, 1439),
)


@settings(deadline=None)
@given(edits=st.lists(edits, min_size=1, max_size=12))
def test_however_it_is_edited_no_date_runs_twice(edits: list[tuple[int, ZoneInfo, int]]) -> None:
    now, last_date = utc("2026-03-01 00:00"), None
    ran: list[ScheduledRun] = []
    for hours, zone, minute in edits:
        until = now + hours * HOUR
        at = time(*divmod(minute, 60))
        while (run := next_run(now, zone, at, EVERY_DAY, last_date=last_date)).at <= until:
            ran.append(run)
            now, last_date = run.at, run.local_date
        now = until
    assert [run.local_date for run in ran] == sorted({run.local_date for run in ran})
    assert [run.at for run in ran] == sorted({run.at for run in ran})


def daily(late: timedelta, next_run_at: datetime | None) -> Schedule:
    return Schedule(
        id=1,
        guild_id=10,
        channel_id=100,
        kind=PROMPT,
        at=NINE,
        days=EVERY_DAY,
        zone=BERLIN,
        late=late,
        next_run_at=next_run_at,
    )


DUE_AT = utc("2026-11-24 08:00")
TODAY = date(2026, 11, 24)
SIX_HOURS = daily(6 * HOUR, DUE_AT)


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        (timedelta(seconds=-1), Verdict.ON_TIME),
        (timedelta(0), Verdict.ON_TIME),
        (timedelta(minutes=5), Verdict.ON_TIME),
        (timedelta(minutes=5, seconds=1), Verdict.LATE),
        (HOUR, Verdict.LATE),
        (6 * HOUR, Verdict.LATE),
        (timedelta(hours=6, microseconds=1), Verdict.TOO_LATE),
        (3 * DAY, Verdict.TOO_LATE),
    ],
)
def test_a_run_is_on_time_late_or_too_late(delay: timedelta, expected: Verdict) -> None:
    assert classify(DUE_AT, DUE_AT + delay, 6 * HOUR) is expected


def test_nothing_is_due_before_the_instant() -> None:
    assert due(SIX_HOURS, DUE_AT - timedelta(microseconds=1)) == ()
    assert due(SIX_HOURS, DUE_AT) == (DueRun(ScheduledRun(TODAY, DUE_AT), Verdict.ON_TIME),)


def test_what_comes_up_is_found_ahead_of_its_time() -> None:
    early = DUE_AT - timedelta(minutes=2)
    assert due(SIX_HOURS, early, ahead=timedelta(seconds=119)) == ()
    assert due(SIX_HOURS, early, ahead=timedelta(minutes=2)) == (DueRun(ScheduledRun(TODAY, DUE_AT), Verdict.ON_TIME),)


def test_nothing_is_due_of_a_schedule_without_a_next_run() -> None:
    assert due(daily(6 * HOUR, None), DUE_AT) == ()


def test_of_several_missed_days_only_the_newest_may_be_posted() -> None:
    found = due(SIX_HOURS, DUE_AT + 2 * DAY + HOUR)
    assert [(one.run.local_date.day, one.verdict) for one in found] == [
        (24, Verdict.SUPERSEDED),
        (25, Verdict.SUPERSEDED),
        (26, Verdict.LATE),
    ]


def test_the_newest_of_several_missed_days_may_be_too_late_itself() -> None:
    found = due(SIX_HOURS, DUE_AT + DAY + 7 * HOUR)
    assert [one.verdict for one in found] == [Verdict.SUPERSEDED, Verdict.TOO_LATE]


def test_a_date_that_is_taken_is_not_due() -> None:
    assert due(SIX_HOURS, DUE_AT + HOUR, last_date=TODAY) == ()
    assert [one.run.local_date for one in due(SIX_HOURS, DUE_AT + DAY, last_date=TODAY)] == [TODAY + DAY]


def test_after_an_instant_that_new_zone_data_moved_away_nothing_is_due_early() -> None:
    assert due(replace(SIX_HOURS, next_run_at=DUE_AT - HOUR), DUE_AT - timedelta(minutes=1)) == ()


@settings(deadline=None)
@given(hours=st.integers(0, 24 * 40), late=st.integers(1, 72), start=st.integers(0, 24 * 400))
def test_after_any_outage_each_day_is_accounted_for_and_one_at_most_is_posted(
    hours: int, late: int, start: int
) -> None:
    first = next_run(utc("2026-01-01 00:00") + start * HOUR, BERLIN, NINE, EVERY_DAY)
    now = first.at + hours * HOUR
    found = due(daily(late * HOUR, first.at), now)
    following = next_run(now, BERLIN, NINE, EVERY_DAY, last_date=found[-1].run.local_date)
    days = [*(one.run.local_date for one in found), following.local_date]
    assert days == [first.local_date + DAY * step for step in range(len(days))]
    assert following.at > now
    posted = [one for one in found if one.verdict in (Verdict.ON_TIME, Verdict.LATE)]
    assert posted in ([], [found[-1]])
    assert bool(posted) == (now - found[-1].run.at <= late * HOUR)
