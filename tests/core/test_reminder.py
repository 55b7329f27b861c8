"""When somebody wants to be reminded, and about what, by their own words."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import StudyError
from bot.core.reminder import ReminderWish, parse_reminder

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 30, 15, 20, 30, tzinfo=UTC)
"""A Monday, twenty past four in the afternoon in Berlin."""
MON, TUE, FRI = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("words", "about", "on", "at"),
    [
        ("tomorrow", "", TUE, time(16, 21)),
        ("tomorrow at 9", "", TUE, time(9)),
        ("tomorrow morning", "", TUE, time(9)),
        ("tonight", "", MON, time(20)),
        ("about csrf on Friday at 6", "csrf", FRI, time(18)),
        ("about csrf on friday at 6 am", "csrf", FRI, time(6)),
        ("on Friday at 18:30 about drf serializers", "drf serializers", FRI, time(18, 30)),
        ("to study middleware tomorrow at 7pm", "middleware", TUE, time(19)),
        ("to practise tomorrow at noon", "", TUE, time(12)),
        ("tomorrow at", "", TUE, time(16, 21)),
        ("to do the quiz tonight", "", MON, time(20)),
        ("in 2 hours", "", MON, time(18, 21)),
        ("in half an hour about xss", "xss", MON, time(16, 51)),
        ("in 3 days at 8", "", date(2026, 12, 3), time(8)),
        ("in a week", "", date(2026, 12, 7), time(16, 21)),
        ("next week", "", date(2026, 12, 7), time(16, 21)),
        ("later", "", MON, time(18, 21)),
        ("at 5", "", MON, time(17)),
        ("at 15:00", "", TUE, time(15)),
        ("today at 5", "", MON, time(17)),
        ("on monday", "", date(2026, 12, 7), time(16, 21)),
        ("on 24 december at 10:00", "", date(2026, 12, 24), time(10)),
        ("on December 24th at 10:00", "", date(2026, 12, 24), time(10)),
        ("on 3 march at noon", "", date(2027, 3, 3), time(12)),
        ("on 2026-12-06 at 8:15", "", date(2026, 12, 6), time(8, 15)),
        ("every day at 7pm", "", None, time(19)),
        ("daily", "", None, time(16, 21)),
    ],
)
def test_what_people_write_is_understood(words: str, about: str, on: date | None, at: time) -> None:
    assert parse_reminder(words, NOW, BERLIN) == ReminderWish(about, on, at)


def test_tonight_late_in_the_evening_is_in_an_hour() -> None:
    late = datetime(2026, 11, 30, 20, 5, tzinfo=UTC)
    assert parse_reminder("tonight", late, BERLIN) == ReminderWish("", MON, time(22, 5))


def test_a_day_alone_means_the_usual_time() -> None:
    assert parse_reminder("tomorrow", NOW, BERLIN, time(7, 30)) == ReminderWish("", TUE, time(7, 30))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("about csrf", "Tell me when"),
        ("today at 15:00", "has passed"),
        ("on 2020-01-01", "has passed"),
        ("on 2030-01-01", "a year at most"),
        ("in 99999 weeks", "a year at most"),
        ("on 31 february", "no such date"),
        ("on 2026-13-40", "no such date"),
        ("tomorrow at 25:00", "no such time"),
    ],
)
def test_what_cannot_be_is_told(words: str, told: str) -> None:
    with pytest.raises(StudyError, match=told):
        parse_reminder(words, NOW, BERLIN)


@given(st.text(max_size=60) | st.from_regex(r"(in|on|at) \d{1,5} ?[a-z]{0,6} ?\d{0,3}", fullmatch=True))
def test_any_words_are_a_reminder_or_told(words: str) -> None:
    try:
        wish = parse_reminder(words, NOW, BERLIN)
    except StudyError:
        return
    assert wish.on is None or wish.on >= MON
    assert wish.at.second == wish.at.microsecond == 0
