"""The gateway client: one way in for what members do, by a connection that Discord sends events through."""

import logging
from collections.abc import Sequence
from typing import Any

import discord

from bot.client.chat import addressed_text
from bot.client.command_tree import BotCommandTree, sync_commands
from bot.client.discordpy_patches import (
    ShardedClient,
    guard_parsers,
    quiet_late_autocompletes,
    shorten_outages,
    silence_other_ways_warnings,
    silence_voice_warnings,
    use_named_gateway,
)
from bot.client.discordpy_rest import RestApi, guard_global_limit, use_api
from bot.client.dispatch import BotClient, Dispatcher
from bot.client.identify_limiter import IdentifyLimiter
from bot.client.requests import check_payload

log = logging.getLogger(__name__)

# Guilds for channels and permissions; messages for mentions and direct messages. None of them is privileged.
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
INTENTS_WITHOUT_GUILDS = discord.Intents(guild_messages=True, dm_messages=True)
"""Nothing is kept of servers, whose channels and roles Discord is asked for when they are needed."""


class GatewayClient(ShardedClient, BotClient):
    """Waymark's connection to the API at `api_url` and to the gateway that this names."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        identify_limiter: IdentifyLimiter,
        api_url: str,
        *,
        shard_count: int | None = None,
        shard_ids: Sequence[int] = (),
        guild_cache: bool = True,
        proxy: str | None = None,
    ) -> None:
        silence_voice_warnings()
        silence_other_ways_warnings()
        quiet_late_autocompletes()
        shorten_outages()
        super().__init__(
            intents=INTENTS if guild_cache else INTENTS_WITHOUT_GUILDS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=1.0 if guild_cache else 0.0,
            max_ratelimit_timeout=60.0,
            proxy=proxy,
            shard_count=shard_count,
            shard_ids=list(shard_ids) or None,  # type: ignore[arg-type]  # None, its default, is not in its type
        )
        self.dispatcher = dispatcher
        self.tree = BotCommandTree(self, dispatcher.features)
        self._identify_limiter = identify_limiter
        self._api_url = api_url
        guard_parsers(self, check_payload, self._answer_unreadable)

    async def log_in(self, token: str) -> None:
        """Log in over the API, in the task that will `serve`."""
        use_api(self, self._api_url)
        guard_global_limit(self)
        await self.login(token)
        address = self.application and self.application.interactions_endpoint_url
        if address:
            log.warning(
                "commands and buttons go to a web address and never come here: set PUBLIC_KEY and INTERACTIONS_PORT "
                "for the bot that is there, or clear Interactions Endpoint URL on the application's page",
                extra={"endpoint": address},
            )

    async def serve(self) -> None:
        """Stay connected to the gateway until closed; raises what ended the connection when that is not a close."""
        await self._identify_limiter.apply_limits(await use_named_gateway(self))
        await self.connect()

    def _answer_unreadable(self, data: Any, failure: Exception) -> None:
        self.dispatcher.answer_unreadable(RestApi(self), data, failure)

    async def setup_hook(self) -> None:
        """Register the commands with Discord if they have changed."""
        await sync_commands(self.tree, self.dispatcher.app.database, self.dispatcher.app.clock())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - discord.py's signature
        """Keep to Discord's limits on identifying, whatever makes us reconnect."""
        await self._identify_limiter.wait(shard_id or 0)

    async def on_shard_disconnect(self, _shard_id: int) -> None:
        """Count connections that are lost."""
        self.dispatcher.app.metrics.reconnect()

    async def on_ready(self) -> None:
        """Say once a connection how much it serves."""
        log.info("ready", extra={"servers": len(self.guilds), "shards": len(self.shards)})

    async def on_message(self, message: discord.Message) -> None:
        """Answer a direct message, or one that mentions Waymark."""
        text = addressed_text(message, self.user)
        if text is not None:
            await self.dispatcher.dispatch_message(message, text, self.shard_count)
