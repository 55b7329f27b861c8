"""GatewayClient: the connection to Discord, through which every command, button and chat message comes in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import discord
import structlog

from bot.background import BackgroundTasks
from bot.client.acts import context_from
from bot.client.arrivals import SeenInteractions
from bot.client.chat import Chat
from bot.client.command_sync import sync_commands
from bot.client.command_tree import BotCommandTree
from bot.client.entered import submitted_values
from bot.client.feature import Feature, Handler
from bot.client.identify_limiter import IdentifyLimiter
from bot.client.inflight import InFlightRequests
from bot.client.interaction_responder import InteractionResponder
from bot.client.lateness import time_budget
from bot.client.parsers import guard_parsers
from bot.client.presses import ROUTED_TYPES, data_of, describe_interaction, is_own_message, parse_custom_id
from bot.client.shards import ShardedClient
from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.member import RequestContext
from bot.ui.response import Response

log = logging.getLogger(__name__)

# Guilds for channels and permissions; messages for mentions and direct messages. None of them is privileged.
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)

# Waymark has no voice; discord.py would warn at every start that it has not.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class GatewayClient(ShardedClient):
    """Waymark's connection; `features` are those that answer."""

    def __init__(
        self,
        app: AppContext,
        features: Sequence[Feature],
        identify_gate: IdentifyLimiter,
        *,
        shard_count: int | None = None,
        shard_ids: Sequence[int] = (),
    ) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=1.0,
            max_ratelimit_timeout=60.0,
            shard_count=shard_count,
            shard_ids=list(shard_ids) or None,  # type: ignore[arg-type]  # None, its default, is not in its type
        )
        self.app = app
        self.inflight = InFlightRequests()
        self.tree = BotCommandTree(self)
        self._identify_gate = identify_gate
        self.tasks = BackgroundTasks()
        self._arrivals = SeenInteractions()
        self._log: structlog.typing.FilteringBoundLogger = structlog.get_logger().bind(logger=__name__)
        self._buttons = {verb: handler for feature in features for verb, handler in feature.buttons.items()}
        self._acknowledged = {verb for feature in features for verb in feature.acknowledged}
        self._chat = Chat(self, {verb: handler for feature in features for verb, handler in feature.phrases.items()})
        for feature in features:
            for command in feature.commands:
                self.tree.add_command(command)
        guard_parsers(self._connection)

    async def setup_hook(self) -> None:
        """Register the commands with Discord if they have changed."""
        await sync_commands(self.tree, self.app.database, self.app.clock())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - discord.py's signature
        """Keep to Discord's limits on identifying, whatever makes us reconnect."""
        await self._identify_gate.wait(shard_id or 0)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Dispatch events as discord.py does, but not the commands among interactions: the tree has them already.

        A task for each of them that finds nothing to do would cost a tenth of the whole answer.
        """
        if event != "interaction" or args[0].type in ROUTED_TYPES:
            super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Response buttons, menus and modals by what their custom_id says."""
        pressed = parse_custom_id(interaction)
        verb, argument = (pressed.verb, pressed.argument) if pressed else ("", "")
        await self.enter(
            interaction,
            self._buttons.get(verb, stale),
            submitted_values(data_of(interaction), argument),
            in_place=is_own_message(interaction),
            acknowledged=verb in self._acknowledged,
        )

    async def on_message(self, message: discord.Message) -> None:
        """Response a direct message, or one that mentions Waymark."""
        if self.inflight.draining or not self._arrivals.is_first(message.id):
            return
        with self.inflight:
            await self._chat.hear(message)

    async def enter(
        self,
        interaction: discord.Interaction[Any],
        handler: Handler,
        text: str,
        *,
        in_place: bool = False,
        acknowledged: bool = False,
    ) -> None:
        """Answer `interaction` with what `handler` makes of `text`; a second delivery of it is dropped.

        `in_place`: the answer replaces the message whose button was pressed. `acknowledged`: nothing is done before
        Discord has said that it waits.
        """
        if not self._arrivals.is_first(interaction.id):
            return
        with self.inflight:
            started = asyncio.get_running_loop().time()
            request = context_from(interaction, self.app.clock())
            left = 0.0 if acknowledged else time_budget(request.id, request.at)
            reply = InteractionResponder(interaction, in_place=in_place, patience=left)
            if self.inflight.draining:
                handler = restarting
            # Discord's word for the type of an option's value is not enough: text is what handlers can read.
            outcome = await reply.answer(partial(handler, self.app, request, str(text)))
            seconds = asyncio.get_running_loop().time() - started
            self.note(request, describe_interaction(interaction, self._buttons), outcome, seconds)

    def note(self, request: RequestContext, what: str, outcome: str, seconds: float) -> None:
        """Put a new face on record, and write the one line that the log has for each interaction."""
        if self.app.member_cache.needs_upsert(request):
            self._beside("greeting", request, partial(self.app.greet, request))
        if self.app.misses:
            self._beside("misses", None, self.app.write_misses)
        ms = round(seconds * 1000, 1)
        # Past logging, whose record and formatter cost a tenth of the whole answer; last, should nobody take the line.
        self._log.info("interaction", command=what, outcome=outcome, ms=ms, reference=f"{request.id:x}")

    def warm(self, request: RequestContext) -> None:
        """Read the member's states beside what is going on, so that the next keystroke finds them in memory."""
        self._beside("states", request, partial(self._read_states, request))

    def _beside(self, what: str, request: RequestContext | None, work: Callable[[], Awaitable[object]]) -> None:
        """Do what nobody waits for: once at a time for whoever acts, and another time when the database is away."""

        async def work_if_possible() -> None:
            try:
                await work()
            except DatabaseUnavailableError as failure:
                log.info("left for later", extra={"task": what, "reason": str(failure)})

        self.tasks.start_once((what, request and request.guild_id, request and request.user_id), work_if_possible)

    async def _read_states(self, request: RequestContext) -> None:
        context = await self.app.guild_context(request)
        await self.app.states(context.learner(request))


async def stale(_study: AppContext, _act: RequestContext, _text: str) -> Response:
    """Response a button that this version does not know."""
    raise StudyError("This button comes from another version of Waymark. Use /help to see what works now.")


async def restarting(_study: AppContext, _act: RequestContext, _text: str) -> Response:
    """Response while the process is stopping."""
    raise StudyError("Waymark is restarting. Try again in a few seconds.")
