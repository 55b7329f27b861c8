"""The HTTP client: another way in for what members do, by requests that Discord sends to a web address."""

import asyncio
import logging
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

import discord

from bot.client.command_tree import BotCommandTree, sync_commands
from bot.client.discordpy_patches import (
    interaction_parser,
    quiet_late_autocompletes,
    silence_other_ways_warnings,
    silence_voice_warnings,
)
from bot.client.discordpy_rest import RestApi, guard_global_limit, use_api
from bot.client.dispatch import BotClient, Dispatcher
from bot.client.requests import check_payload
from bot.core.errors import StartError

if TYPE_CHECKING:
    from bot.client.interactions_server import InteractionsServer

log = logging.getLogger(__name__)


class HttpClient(BotClient):
    """Waymark's account at the API at `api_url`, whose interactions come to `server`; it has no gateway."""

    answers_in_response = True

    def __init__(
        self, dispatcher: Dispatcher, server: "InteractionsServer", public_key: str, api_url: str, proxy: str | None
    ) -> None:
        silence_voice_warnings()
        silence_other_ways_warnings()
        quiet_late_autocompletes()
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=60.0,
            proxy=proxy,
        )
        self.dispatcher = dispatcher
        self.tree = BotCommandTree(self, dispatcher.features)
        self._server = server
        self._public_key = public_key
        self._api_url = api_url
        self._serving = False
        self._end = asyncio.Event()

    @property
    def latencies(self) -> list[tuple[int, float]]:
        """No shards, so no latencies."""
        return []

    async def log_in(self, token: str) -> None:
        """Log in over the API; StartError when PUBLIC_KEY is another application's."""
        use_api(self, self._api_url, self._server.replies)
        guard_global_limit(self)
        await self.login(token)
        application = self.application
        if application and application.verify_key.lower() != self._public_key.lower():
            raise StartError("PUBLIC_KEY is not the key of the application that DISCORD_TOKEN belongs to")

    async def serve(self) -> None:
        """Answer what comes to the server until closed."""
        parse = interaction_parser(self, check_payload, self._answer_unreadable)
        context = copy_context()  # the server's tasks know nothing of what `use_api` has set
        self._server.connect(lambda payload: context.run(parse, payload))
        self._serving = True
        address = self.application and self.application.interactions_endpoint_url
        log.info("ready", extra={"interactions_port": self._server.port, "endpoint": address})
        if address is None:
            log.warning(
                "interactions still come by the gateway, where nobody answers them: put this bot's web address into "
                "Interactions Endpoint URL on the application's page, General Information"
            )
        await self._end.wait()

    async def setup_hook(self) -> None:
        """Register the commands with Discord if they have changed."""
        await sync_commands(self.tree, self.dispatcher.app.database, self.dispatcher.app.clock())

    def is_ready(self) -> bool:
        """Return whether interactions are answered."""
        return self._serving

    async def close(self) -> None:
        """Log out."""
        self._serving = False
        self._end.set()
        await super().close()

    def _answer_unreadable(self, data: Any, failure: Exception) -> None:
        self.dispatcher.answer_unreadable(RestApi(self, self._server.replies), data, failure)
