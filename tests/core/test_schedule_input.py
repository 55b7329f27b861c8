"""What organisers type for a schedule: what is understood, and what they read when it is not."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import StudyError
from bot.core.schedule_form import (
    LEAST_LATE,
    MOST_LATE,
    days_text,
    late_text,
    parse_days,
    parse_late,
    parse_time,
    time_text,
)

JUNK = ["", " ", "😀", "🕘", "x" * 100, "9" * 100, "\u200b", "<@1234>", "@everyone", "**", "null", "-1", "1/0"]


def refusal(parse: Callable[[str], object], text: str) -> str | None:
    try:
        parse(text)
    except StudyError as refused:
        return str(refused)
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:30", time(9, 30)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        (" 9:05 ", time(9, 5)),
        ("０９：３０", time(9, 30)),  # as a Japanese keyboard writes it
        ("8.30", time(8, 30)),
        ("0830", time(8, 30)),
        ("8:30 am", time(8, 30)),
        ("9:30 pm", time(21, 30)),
        ("7pm", time(19)),
        ("9 PM", time(21)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("17 pm", time(17)),
        ("18h", time(18)),
        ("21", time(21)),
        ("0", time(0)),
        ("noon", time(12)),
        ("Midnight", time(0)),
    ],
)
def test_a_time_is_hours_and_minutes_as_people_write_them(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9", "09:00"),
        ("17 am", "no such time"),
        ("12", "12pm"),
        ("25:00", "from 00:00 to 23:59"),
        ("09:60", "from 00:00 to 23:59"),
        ("24:00", "midnight is 00:00"),
        ("99", "from 00:00 to 23:59"),
        ("09:30:00", "like 09:30"),
        ("09:30 Berlin", "like 09:30"),
        *((junk, "09:30") for junk in JUNK),
    ],
)
def test_what_is_no_time_is_refused_with_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(StudyError) as refused:
        parse_time(text)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("Every day", {0, 1, 2, 3, 4, 5, 6}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}),
        ("mon,wed,fri", {0, 2, 4}),
        ("Mon, Wed & Fri", {0, 2, 4}),
        ("mo tu th", {0, 1, 3}),
        ("tues thurs", {1, 3}),
        ("Mondays and Thursdays", {0, 3}),
        ("mon,mon,", {0}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("fri – mon", {4, 5, 6, 0}),
        ("sun", {6}),
        ("weekdays and sat", {0, 1, 2, 3, 4, 5}),
    ],
)
def test_days_are_weekdays_in_any_usual_writing(text: str, expected: set[int]) -> None:
    assert parse_days(text) == expected


@pytest.mark.parametrize(
    "text", [*JUNK, "m", "t", "mittwoch", "mon,xyz", "fri-", "-fri", "mon-wed-fri", "1,3", "and", "sundayss"]
)
def test_what_is_no_weekday_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(StudyError, match=r"daily, weekdays, or names like mon,wed,fri"):
        parse_days(text)


def test_a_word_that_is_no_weekday_is_said_back_but_nothing_that_could_be_markup() -> None:
    with pytest.raises(StudyError, match=r"“mittwoch” is no weekday"):
        parse_days("mon,mittwoch")
    with pytest.raises(StudyError) as refused:
        parse_days("<@&1234>,@everyone,**bold**")
    assert not set("<@&*") & set(str(refused.value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5m", timedelta(minutes=5)),
        ("90 min", timedelta(minutes=90)),
        ("6h", timedelta(hours=6)),
        ("6 Hours", timedelta(hours=6)),
        ("2d", timedelta(days=2)),
        ("7 days", timedelta(days=7)),
    ],
)
def test_lateness_is_an_amount_of_time(text: str, expected: timedelta) -> None:
    assert parse_late(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *((junk, "90m, 6h or 2d") for junk in JUNK),
        ("6", "90m, 6h or 2d"),
        ("h", "90m, 6h or 2d"),
        ("-6h", "90m, 6h or 2d"),
        ("1.5h", "90m, 6h or 2d"),
        ("2w", "90m, 6h or 2d"),
        ("4m", "at least 5 minutes"),
        ("0h", "at least 5 minutes"),
        ("8d", "at most a week"),
        ("99999d", "at most a week"),
    ],
)
def test_what_is_no_lateness_is_refused_with_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(StudyError) as refused:
        parse_late(text)
    assert words in str(refused.value)


@given(st.integers(0, 1439))
def test_a_time_is_read_as_it_is_said(minute: int) -> None:
    at = time(*divmod(minute, 60))
    assert parse_time(time_text(at)) == at


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_are_read_as_they_are_said(days: frozenset[int]) -> None:
    assert parse_days(days_text(days)) == days


def test_common_days_are_said_by_their_name() -> None:
    assert days_text(parse_days("mon-sun")) == "daily"
    assert days_text(parse_days("mon-fri")) == "weekdays"
    assert days_text(parse_days("sun,sat")) == "weekends"
    assert days_text(parse_days("fri,mon")) == "mon,fri"


@given(st.timedeltas(LEAST_LATE, MOST_LATE).map(lambda late: late - late % timedelta(minutes=1)))
def test_lateness_is_read_as_it_is_said(late: timedelta) -> None:
    assert parse_late(late_text(late)) == late


def test_lateness_is_said_in_the_largest_unit_that_fits() -> None:
    assert [late_text(timedelta(minutes=minutes)) for minutes in (90, 360, 2880)] == ["90m", "6h", "2d"]


@given(st.text(max_size=120))
def test_nothing_typed_breaks_the_readers(text: str) -> None:
    for parse in (parse_time, parse_days, parse_late):
        assert 0 < len(refusal(parse, text) or "understood") <= 200
