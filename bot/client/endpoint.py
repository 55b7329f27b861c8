"""Pointing discord.py at an API other than Discord's own: a proxy, or a stand-in."""

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route


def use_api(url: str) -> None:
    """Send REST calls, interaction answers included, to `url` (with its version, no slash at the end)."""
    # discord.py has no setting for this; every route is built on this attribute.
    Route.BASE = url


async def use_gateway_of(http: HTTPClient) -> tuple[int, float]:
    """Connect to the gateway that the API names; give how many identifies are left, and the seconds to the next lot."""
    _, address, limits = await http.get_bot_gateway()
    # Used instead of the built-in address when the shard count is given, and after an invalid session.
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
    return limits["remaining"], limits["reset_after"] / 1000
