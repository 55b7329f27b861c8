"""What is offered while an organiser types is understood, whatever was typed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule_form import (
    MAX_CHOICES,
    days_like,
    latenesses_like,
    parse_days,
    parse_late,
    parse_time,
    times_like,
)

TYPED = (
    st.text(max_size=12)
    | st.from_regex(r"\A[0-9]{0,2}[:h ]?[0-9]{0,2}\Z")
    | st.sampled_from(["mon", "su", "6h", "wed,"])
)


@given(TYPED)
def test_every_offer_can_be_read(text: str) -> None:
    for time in times_like(text):
        parse_time(time)
    for days in days_like(text):
        parse_days(days)
    for late in latenesses_like(text):
        parse_late(late)
    assert max(map(len, (times_like(text), days_like(text), latenesses_like(text)))) <= MAX_CHOICES


def test_nothing_typed_offers_the_usual_first() -> None:
    assert (times_like("")[0], days_like("")[0], len(latenesses_like(""))) == ("09:00", "daily", 9)


def test_a_whole_time_is_offered_as_it_is() -> None:
    assert times_like("7:07") == ["07:07"]
    assert times_like("9")[:2] == ["09:00", "09:15"]
