"""How much patience an interaction leaves, by its age."""

from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.client.lateness import LATEST_DEFERRAL, MAX_BUDGET, time_budget

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


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
