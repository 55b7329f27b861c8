"""Pointing discord.py at an API other than Discord's own: a proxy, or a stand-in."""

from dataclasses import dataclass

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route


def use_api(url: str) -> None:
    """Send REST calls, interaction answers included, to `url` (with its version, no slash at the end)."""
    # discord.py has no setting for this; every route is built on this attribute.
    Route.BASE = url


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """What Discord says of identifying: how many remain, the seconds to the next lot, and how many may go at once."""

    remaining: int
    reset_after: float
    max_concurrency: int


async def use_gateway_of(http: HTTPClient) -> GatewayLimits:
    """Connect to the gateway that the API names, and give its limits."""
    _, address, limits = await http.get_bot_gateway()
    # Used instead of the built-in address when the shard count is given, and after an invalid session.
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
    return GatewayLimits(limits["remaining"], limits["reset_after"] / 1000, max(limits["max_concurrency"], 1))
