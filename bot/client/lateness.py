"""How much of Discord's three seconds is left when an interaction comes in, judging by the age in its snowflake."""

from datetime import datetime

import discord

MAX_BUDGET = 1.5
"""Seconds that the work may take before Discord is told to wait."""
LATEST_DEFERRAL = 2.0
"""Seconds after a member's deed at which Discord is told to wait at the latest; it gives up after 3."""
MAX_CREDIBLE_AGE = 15 * 60.0
"""An age (in seconds) beyond the life of an interaction says only that Discord's clock and ours differ."""


def time_budget(snowflake: int, now: datetime) -> float:
    """Return the seconds that the work may take; none are left (0 or less) for a replay after a reconnect."""
    age = (now - discord.utils.snowflake_time(snowflake)).total_seconds()
    return min(MAX_BUDGET, LATEST_DEFERRAL - age) if age < MAX_CREDIBLE_AGE else MAX_BUDGET
