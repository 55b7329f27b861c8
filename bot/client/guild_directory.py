"""The servers' channels and roles, and what the bot may do there: from what the gateway told, else asked of Discord."""

import logging
from collections.abc import Awaitable
from typing import TypeVar

import aiohttp
import discord

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

Found = TypeVar("Found")
GuildChannelOrThread = discord.abc.GuildChannel | discord.Thread


class DiscordGuildDirectory:
    """Looks channels and roles up for the rules; `connect` it to a client first."""

    def __init__(self) -> None:
        self._client: discord.Client | None = None

    def connect(self, client: discord.Client) -> None:
        """Look at what this client knows from now on."""
        self._client = client

    async def channel(self, guild_id: int, channel_id: int) -> Channel | None:
        """Return a channel or thread of a server; None when it is not one of the server's that the bot can see."""
        guild = self._client.get_guild(guild_id) if self._client else None
        if guild is None:
            return None
        channel: GuildChannelOrThread | None = guild.get_channel_or_thread(channel_id)
        if channel is None:
            # Threads that nobody wrote in for a while are not among those that the gateway tells of.
            channel = await self._ask(self._channel(guild, channel_id))
        me = self._me(guild) or await self._ask(self._member(guild))
        return _seen(channel, me) if channel and me else None

    def role(self, guild_id: int, role_id: int) -> Role | None:
        """Return a role of a server; None when there is no such role."""
        guild = self._client.get_guild(guild_id) if self._client else None
        role = guild.get_role(role_id) if guild else None
        if guild is None or role is None:
            return None
        me = self._me(guild)
        return Role(role.id, role.is_default(), role.mentionable, bool(me and role >= me.top_role))

    def is_role_gone(self, guild_id: int, role_id: int) -> bool:
        """Return whether a server is known to have no such role; False when nothing is known of the server."""
        guild = self._client.get_guild(guild_id) if self._client else None
        return guild is not None and not guild.unavailable and guild.get_role(role_id) is None

    def _me(self, guild: discord.Guild) -> discord.Member | None:
        user = self._client.user if self._client else None
        return guild.get_member(user.id) if user else None

    async def _member(self, guild: discord.Guild) -> discord.Member | None:
        user = self._client.user if self._client else None
        return await guild.fetch_member(user.id) if user else None

    async def _channel(self, guild: discord.Guild, channel_id: int) -> GuildChannelOrThread | None:
        channel = await self._client.fetch_channel(channel_id) if self._client else None
        return channel if isinstance(channel, GuildChannelOrThread) and channel.guild.id == guild.id else None

    async def _ask(self, asking: Awaitable[Found | None]) -> Found | None:
        try:
            return await asking
        except (discord.HTTPException, discord.InvalidData):
            return None
        except (aiohttp.ClientError, OSError):
            log.info("could not ask Discord about a server", exc_info=True)
            return None


def _seen(channel: GuildChannelOrThread, me: discord.Member) -> Channel | None:
    kind = CHANNEL_KINDS.get(channel.type)
    # A thread's own channel decides, and without what follows from not seeing it: each permission is told by itself.
    deciding = channel.parent if isinstance(channel, discord.Thread) else channel
    if kind is None or deciding is None:
        return None
    may = discord.abc.GuildChannel.permissions_for(deciding, me)
    return Channel(
        id=channel.id,
        kind=kind,
        permissions=frozenset(name for name, flag in PERMISSION_FLAGS.items() if getattr(may, flag)),
        mentions_all=may.mention_everyone,
        locked=isinstance(channel, discord.Thread) and channel.locked and not may.manage_threads,
    )
