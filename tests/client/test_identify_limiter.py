"""Keeping to Discord's limits on identifying: the spacing of a bucket, the day's budget, and other processes."""

import asyncio

import pytest

from bot.client.discordpy_patches import GatewayLimits
from bot.client.identify_limiter import BURST, REFILL, SHARED_SPACING, SPACING, IdentifyLimiter
from bot.core.errors import DatabaseUnavailableError

DAY = 86_400
ALLOWED = GatewayLimits(1_000, 0.0, 1)


def identifies(gate: IdentifyLimiter, seconds: float) -> int:
    """How many identifies get through in so many seconds when somebody always wants another."""
    now, count = 0.0, 0
    while now < seconds:
        now += max(gate.pause(0, now), 1.0)
        count += 1
    return count


def test_the_first_goes_at_once() -> None:
    assert IdentifyLimiter().pause(0, 1_000.0) == 0


async def test_the_second_of_a_bucket_waits_and_another_bucket_does_not() -> None:
    gate = IdentifyLimiter()
    await gate.apply_limits(GatewayLimits(1_000, 0.0, 2))
    await gate.wait(0)
    now = asyncio.get_running_loop().time()
    assert SPACING - 1 < gate.pause(0, now) <= SPACING
    assert gate.pause(1, now) == 0


def test_a_day_of_reconnects_stays_under_the_limit_that_costs_the_token() -> None:
    assert identifies(IdentifyLimiter(), DAY) < 1_000
    assert identifies(IdentifyLimiter(), DAY) > 800


def test_processes_that_share_the_shards_share_the_day() -> None:
    each = [identifies(IdentifyLimiter(share=share), DAY) for share in (0.5, 0.25, 0.25)]
    assert sum(each) < 1_000
    assert identifies(IdentifyLimiter(share=0.5), REFILL) == pytest.approx(BURST / 2, abs=2)


async def test_it_waits_its_turn_among_processes() -> None:
    asked: list[tuple[str, float]] = []

    async def turns(name: str, length: float) -> float:
        asked.append((name, length))
        return 0.0

    gate = IdentifyLimiter(turns)
    await gate.apply_limits(GatewayLimits(1_000, 0.0, 16))
    await gate.wait(19)
    await gate.wait(4)
    assert asked == [("identify:3", SHARED_SPACING), ("identify:4", SHARED_SPACING)]


async def test_without_word_from_the_others_it_waits_as_long_as_one_of_them_may_take() -> None:
    async def away(_name: str, _length: float) -> float:
        raise DatabaseUnavailableError("away")

    gate = IdentifyLimiter(away)
    assert await gate._slot(0) == SHARED_SPACING


async def test_when_no_identify_remains_it_waits_for_the_next_lot() -> None:
    gate = IdentifyLimiter()
    async with asyncio.timeout(5):
        await gate.apply_limits(GatewayLimits(0, 0.05, 1))
        await gate.wait(0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await gate.apply_limits(GatewayLimits(0, 600.0, 1))
    async with asyncio.timeout(5):
        await gate.apply_limits(ALLOWED)
