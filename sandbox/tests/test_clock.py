"""The sandbox's clock and the ids that carry its time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from discord_sandbox import Clock
from discord_sandbox.snowflakes import Snowflakes, instant_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_standing_clock_moves_on_command() -> None:
    clock = Clock(MONDAY, running=False)
    assert clock.advance(timedelta(days=1)) == clock.now() == MONDAY + timedelta(days=1)
    assert clock.jump(MONDAY + timedelta(days=7)) == MONDAY + timedelta(days=7)


def test_the_clock_never_goes_back() -> None:
    clock = Clock(MONDAY, running=False)
    with pytest.raises(ValueError, match="never goes back"):
        clock.jump(MONDAY - timedelta(seconds=1))
    with pytest.raises(ValueError, match="never goes back"):
        clock.advance(timedelta(seconds=-1))


async def test_a_running_clock_runs_from_where_it_stands() -> None:
    clock = Clock(MONDAY)
    await clock.sleep(0.01)
    assert MONDAY + timedelta(seconds=0.01) <= clock.now() < MONDAY + timedelta(minutes=1)


async def test_a_jump_wakes_those_whose_time_has_come() -> None:
    clock = Clock(MONDAY, running=False)
    soon, late = (asyncio.ensure_future(clock.sleep(hours * 3600)) for hours in (1, 3))
    await asyncio.sleep(0)
    clock.advance(timedelta(hours=2))
    await soon
    assert not late.done()
    clock.advance(timedelta(hours=1))
    await late


async def test_a_paused_clock_stands_until_it_is_resumed() -> None:
    clock = Clock(MONDAY)
    clock.pause()
    stood = clock.now()
    sleeper = asyncio.ensure_future(clock.sleep(0.01))
    await asyncio.sleep(0.02)
    assert (clock.now(), sleeper.done(), clock.running) == (stood, False, False)
    clock.resume()
    await sleeper
    assert clock.now() > stood


async def test_a_cancelled_timer_does_not_call() -> None:
    clock = Clock(MONDAY, running=False)
    called: list[str] = []
    clock.call_at(MONDAY + timedelta(hours=1), lambda: called.append("kept"))
    clock.call_at(MONDAY + timedelta(hours=1), lambda: called.append("cancelled")).cancel()
    clock.advance(timedelta(hours=1))
    await asyncio.sleep(0.01)
    assert called == ["kept"]


def test_ids_rise_and_carry_their_instant() -> None:
    clock = Clock(MONDAY, running=False)
    snowflakes = Snowflakes(clock)
    ids = [snowflakes.next() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert instant_of(ids[0]) == instant_of(ids[-1]) == MONDAY
    clock.advance(timedelta(milliseconds=1))
    assert instant_of(snowflakes.next()) == MONDAY + timedelta(milliseconds=1)
