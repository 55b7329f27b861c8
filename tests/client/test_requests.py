"""What comes in: known when it comes twice, counted while it is answered, with the patience and the words it has."""

import asyncio
from datetime import UTC, datetime, timedelta

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.client.requests import (
    LATEST_DEFERRAL,
    MAX_BUDGET,
    MAX_TEXT,
    InFlightRequests,
    SeenInteractions,
    clean_text,
    submitted_values,
    time_budget,
)

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


def test_an_arrival_is_known_the_second_time() -> None:
    arrivals = SeenInteractions()
    assert arrivals.is_first(1)
    assert not arrivals.is_first(1)
    assert arrivals.is_first(2)


def test_only_so_many_arrivals_are_remembered() -> None:
    arrivals = SeenInteractions(capacity=100)
    assert all(arrivals.is_first(number) for number in range(1000))
    assert not arrivals.is_first(999)
    assert arrivals.is_first(0)


async def test_a_stop_waits_for_the_answers_under_way() -> None:
    inflight = InFlightRequests()
    gate = asyncio.Event()

    async def answer() -> None:
        with inflight:
            await gate.wait()

    answering = asyncio.ensure_future(answer())
    await asyncio.sleep(0)
    draining = asyncio.ensure_future(inflight.drain(30))
    await asyncio.sleep(0)
    assert inflight.draining
    assert not draining.done()
    gate.set()
    assert await draining == 0
    await answering


async def test_a_stop_does_not_wait_for_ever() -> None:
    inflight = InFlightRequests()
    with inflight:
        assert await inflight.drain(0.01) == 1


def patience_at(age: float) -> float:
    return time_budget(discord.utils.time_snowflake(NOW - timedelta(seconds=age)), NOW)


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (0.0, MAX_BUDGET),
        (0.4, MAX_BUDGET),
        (0.5, 1.5),
        (1.0, 1.0),
        (1.9, 0.1),
        (-5.0, MAX_BUDGET),
        (1000.0, MAX_BUDGET),
        (7200.0, MAX_BUDGET),
    ],
)
def test_patience_shrinks_with_age_unless_the_clocks_differ(age: float, left: float) -> None:
    assert patience_at(age) == pytest.approx(left, abs=0.01)


@pytest.mark.parametrize("age", [2.01, 3.0, 60.0, 890.0])
def test_a_replay_leaves_none(age: float) -> None:
    assert patience_at(age) <= 0


@pytest.mark.parametrize("age", [0.1 * step for step in range(21)])
def test_discord_is_always_told_before_it_gives_up(age: float) -> None:
    assert age + max(0.0, patience_at(age)) <= max(LATEST_DEFERRAL, age) + 0.01


def field(name: str, **entry: object) -> dict[str, object]:
    return {"type": 18, "component": {"custom_id": name, **entry}}


def test_a_button_gives_its_argument() -> None:
    assert submitted_values({"custom_id": "v1:done:csrf"}, "csrf") == "csrf"


def test_what_was_picked_follows_the_argument() -> None:
    assert submitted_values({"values": ["5"]}, "week") == "week:5"
    assert submitted_values({"values": ["5"]}, "") == "5"
    assert submitted_values({"values": ["1", "2"]}, "") == "1,2"
    assert submitted_values({"values": []}, "") == ""


def test_a_form_gives_a_line_for_each_field() -> None:
    data = {
        "components": [field("time", value="09:00"), field("days", values=["mon", "fri"]), field("zone", value=None)]
    }
    assert submitted_values(data, "").splitlines() == ["time=09:00", "days=mon,fri", "zone="]
    assert submitted_values(data, "7").splitlines()[0] == "7"


def test_fields_of_old_forms_lie_in_rows() -> None:
    assert (
        submitted_values({"components": [{"type": 1, "components": [{"custom_id": "a", "value": "x"}]}]}, "") == "a=x"
    )


def test_nobody_can_type_a_field_that_there_is_not() -> None:
    assert submitted_values({"components": [field("time", value="9\nzone=UTC\r\u2028x")]}, "").splitlines() == [
        "time=9 zone=UTC x"
    ]


@given(st.text(max_size=300) | st.text(" \n\t\u2003\u2028a,", max_size=300))
def test_what_was_typed_keeps_its_words_and_loses_its_blanks(typed: str) -> None:
    cleaned = clean_text(typed)
    assert cleaned.split() == typed.split()
    assert clean_text(cleaned) == cleaned
    assert not any(run in cleaned for run in ("  ", "\n\n\n", "\t"))


def test_what_nobody_types_is_not_read() -> None:
    for unit in (" ", "a", "a ", "\n", "a\n", "é,"):
        assert len(clean_text(unit * 1_000_000)) <= MAX_TEXT
