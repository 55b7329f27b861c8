"""The servers' channels and roles, and what the bot may do there: from what the gateway told, else asked of Discord."""

import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

import aiohttp
import discord
from cachetools import TTLCache

from bot.context import Clock
from bot.core.channel_checks import Channel, ChannelKind, Permission, Role

log = logging.getLogger(__name__)

CHANNEL_KINDS = {
    discord.ChannelType.text: ChannelKind.TEXT,
    discord.ChannelType.news: ChannelKind.TEXT,
    discord.ChannelType.public_thread: ChannelKind.THREAD,
    discord.ChannelType.private_thread: ChannelKind.THREAD,
    discord.ChannelType.news_thread: ChannelKind.THREAD,
    discord.ChannelType.voice: ChannelKind.VOICE,
    discord.ChannelType.stage_voice: ChannelKind.VOICE,
    discord.ChannelType.category: ChannelKind.CATEGORY,
    discord.ChannelType.forum: ChannelKind.FORUM,
    discord.ChannelType.media: ChannelKind.FORUM,
}

PERMISSION_FLAGS = {
    Permission.VIEW: "view_channel",
    Permission.SEND: "send_messages",
    Permission.SEND_IN_THREADS: "send_messages_in_threads",
    Permission.EMBED: "embed_links",
    Permission.HISTORY: "read_message_history",
}

MEMORY = timedelta(seconds=1)
"""How long Discord's word on a server holds where the gateway does not tell of changes: for one answer."""

Asked = TypeVar("Asked")
GuildChannelOrThread = discord.abc.GuildChannel | discord.Thread


class DiscordGuildDirectory:
    """Looks channels and roles up for the rules; `connect` it to a client first.

    A client without the intent for servers is told of none: then Discord is asked, and its word holds for a moment, so
    that whoever grants a permission and tries again is not told what was.
    """

    def __init__(self, clock: Clock) -> None:
        self._client: discord.Client | None = None
        self._fetched: TTLCache[int, discord.Guild, datetime] = TTLCache(1_000, MEMORY, clock)
        self._members: TTLCache[int, discord.Member, datetime] = TTLCache(1_000, MEMORY, clock)

    def connect(self, client: discord.Client) -> None:
        """Look at what this client knows from now on."""
        self._client = client
        self._fetched.clear()
        self._members.clear()

    async def channel(self, guild_id: int, channel_id: int) -> Channel | None:
        """Return a channel or thread of a server; None when it is not one of the server's that the bot can see."""
        guild = await self._guild(guild_id)
        if guild is None:
            return None
        channel: GuildChannelOrThread | None = guild.get_channel_or_thread(channel_id)
        if channel is None:
            # Threads that nobody wrote in for a while are not among those that the gateway tells of.
            channel = await self._ask(guild.fetch_channel(channel_id))
            channel = channel or await self._ask(self._listed(guild, channel_id))
        if channel is None:
            return None
        deciding: GuildChannelOrThread | None = channel
        if isinstance(channel, discord.Thread):  # its own channel decides
            deciding = channel.parent or await self._ask(guild.fetch_channel(channel.parent_id))
        me = await self._me(guild)
        return _seen(channel, deciding, me) if isinstance(deciding, discord.abc.GuildChannel) and me else None

    async def role(self, guild_id: int, role_id: int) -> Role | None:
        """Return a role of a server; None when there is no such role."""
        guild = await self._guild(guild_id)
        role = guild.get_role(role_id) if guild else None
        if guild is None or role is None:
            return None
        me = await self._me(guild)
        return Role(role.id, role.is_default(), role.mentionable, bool(me and role >= me.top_role))

    async def is_role_gone(self, guild_id: int, role_id: int) -> bool:
        """Return whether a server is known to have no such role; False when nothing is known of the server."""
        guild = await self._guild(guild_id)
        return guild is not None and not guild.unavailable and guild.get_role(role_id) is None

    async def _listed(self, guild: discord.Guild, channel_id: int) -> discord.abc.GuildChannel | None:
        """Return a channel from the list of all, where Discord names those too that the bot may not look into."""
        if self._client is None or self._client.intents.guilds:
            return None  # the gateway would have told of it
        return discord.utils.get(await guild.fetch_channels(), id=channel_id)

    async def _guild(self, guild_id: int) -> discord.Guild | None:
        if self._client is None:
            return None
        if self._client.intents.guilds:
            return self._client.get_guild(guild_id)
        guild = self._fetched.get(guild_id) or await self._ask(self._client.fetch_guild(guild_id, with_counts=False))
        if guild:
            self._fetched[guild_id] = guild
        return guild

    async def _me(self, guild: discord.Guild) -> discord.Member | None:
        user = self._client.user if self._client else None
        if user is None:
            return None
        me = guild.get_member(user.id) or self._members.get(guild.id)
        if me is None and (me := await self._ask(guild.fetch_member(user.id))):
            self._members[guild.id] = me
        return me

    async def _ask(self, asking: Awaitable[Asked]) -> Asked | None:
        try:
            return await asking
        except (discord.HTTPException, discord.InvalidData):
            return None
        except (aiohttp.ClientError, OSError):
            log.info("could not ask Discord about a server", exc_info=True)
            return None


def _seen(channel: GuildChannelOrThread, deciding: discord.abc.GuildChannel, me: discord.Member) -> Channel | None:
    kind = CHANNEL_KINDS.get(channel.type)
    if kind is None:
        return None
    # Without what follows from not seeing it: each permission is told by itself.
    may = discord.abc.GuildChannel.permissions_for(deciding, me)
    return Channel(
        id=channel.id,
        kind=kind,
        permissions=frozenset(permission for permission, flag in PERMISSION_FLAGS.items() if getattr(may, flag)),
        mentions_all=may.mention_everyone,
        locked=isinstance(channel, discord.Thread) and channel.locked and not may.manage_threads,
    )
