"""Who is still in a server: asked one by one, remembered for a while. A list would need a privileged intent."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from cachetools import TTLCache

from bot.client.discordpy_rest import RestApi
from bot.context import Clock
from bot.core.member import GuildProfile

log = logging.getLogger(__name__)

UNKNOWN_MEMBER = 10007
FORBIDDEN = 403
LOOKUP_TIMEOUT = 1.0
"""Seconds that a leaderboard waits for Discord's word; whoever is not answered for by then counts as present."""
MAX_CONCURRENT = 5
"""Members asked about at a time."""


class DiscordMembership:
    """Asks Discord whether members are still there; `connect` it first."""

    def __init__(self, clock: Clock) -> None:
        self._api: RestApi | None = None
        self._there: TTLCache[tuple[int, int], bool, datetime] = TTLCache(50_000, timedelta(minutes=10), clock)
        self._profiles: TTLCache[int, dict[int, GuildProfile], datetime] = TTLCache(
            10_000, timedelta(minutes=10), clock
        )
        # Servers that do not tell us: Discord bans who asks ten thousand times for what is forbidden.
        self._closed: TTLCache[int, bool, datetime] = TTLCache(10_000, timedelta(hours=1), clock)

    def connect(self, api: RestApi) -> None:
        """Ask through this client from now on."""
        self._api = api

    async def departed(self, guild_id: int, user_ids: Collection[int]) -> frozenset[int]:
        """Return those of `user_ids` who have left the server; whoever cannot be asked about counts as present."""
        unknown = [user_id for user_id in user_ids if self._there.get((guild_id, user_id)) is None]
        if unknown and self._api:
            gate = asyncio.Semaphore(MAX_CONCURRENT)
            try:
                async with asyncio.timeout(LOOKUP_TIMEOUT):
                    await asyncio.gather(*(self._ask(self._api, gate, guild_id, user_id) for user_id in unknown))
            except TimeoutError:
                log.info("Discord was slow to say who is still there", extra={"guild_id": guild_id})
        return frozenset(user_id for user_id in user_ids if self._there.get((guild_id, user_id)) is False)

    def take_profiles(self, guild_id: int) -> Mapping[int, GuildProfile]:
        """Return, once, those whom Discord has just said to be in the server, by user id."""
        return self._profiles.pop(guild_id, {})

    def forget(self, guild_id: int) -> None:
        """Forget what Discord has said of a server's members, so that it is asked anew."""
        for key in [key for key in self._there if key[0] == guild_id]:
            self._there.pop(key, None)

    async def _ask(self, api: RestApi, gate: asyncio.Semaphore, guild_id: int, user_id: int) -> None:
        async with gate:
            if self._closed.get(guild_id):
                return
            try:
                member = await api.member(guild_id, user_id)
            except discord.HTTPException as refusal:
                if refusal.status == FORBIDDEN:
                    self._closed[guild_id] = True
                # Any other refusal than that there is no such member says nothing about them.
                self._there[guild_id, user_id] = refusal.code != UNKNOWN_MEMBER
            except (aiohttp.ClientError, OSError, discord.RateLimited):
                log.debug("could not ask about a member", exc_info=True)
            else:
                self._there[guild_id, user_id] = True
                profiles = self._profiles.get(guild_id) or {}
                profile = GuildProfile(_name_of(member), frozenset(map(int, member["roles"])))
                self._profiles[guild_id] = profiles | {user_id: profile}


def _name_of(member: Mapping[str, Any]) -> str:
    """Return what a server calls a member."""
    user = member["user"]
    return str(member.get("nick") or user.get("global_name") or user["username"])
