"""Every reach into discord.py's insides, each with its reason.

`tests/client/test_discordpy_patches.py` and `tests/e2e/test_connection_*.py` test them: an update of discord.py is safe
when those pass, and this is the one file to read when they do not.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket, KeepAliveHandler

from bot.client.errors import ALREADY_ACKNOWLEDGED, CONNECTION_ERRORS, UNKNOWN_INTERACTION
from bot.client.reconnect import OUTAGE_ERRORS, fatal_error, reason_in_a_line

log = logging.getLogger(__name__)

MAX_CONNECT_TRIES = 10
"""Tries to connect a shard before everything is built anew; discord.py waits 5 seconds after each."""

Parser = Callable[[Any], None]
ClientT = TypeVar("ClientT", bound=discord.Client)


def role_ids_of(person: discord.Member | discord.User) -> frozenset[int] | None:
    """Return the ids of the roles that came with a member; None for somebody outside of a server.

    `Member.roles` has only those that are in the cache of servers, which may be off; the payload had them all.
    """
    return frozenset(person._roles) if isinstance(person, discord.Member) else None  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """What Discord says of identifying: how many remain, the seconds to the next lot, and how many may go at once."""

    remaining: int
    reset_after: float
    max_concurrency: int


async def use_named_gateway(client: discord.Client) -> GatewayLimits:
    """Connect `client` to the gateway that its API names, and return the limits that come with the name.

    discord.py asks for the address only when it is not told the number of shards, and has forgotten it when a session
    is begun anew: then it takes one for the whole process, `DEFAULT_GATEWAY`. Here that one is turned into the API's.
    """
    _, address, limits = await client.http.get_bot_gateway()
    connect = client.http.ws_connect

    @wraps(connect)
    async def connect_there(url: str, **options: Any) -> aiohttp.ClientWebSocketResponse:
        wanted = yarl.URL(url)
        if wanted.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            wanted = yarl.URL(address).with_query(wanted.query)
        return await connect(str(wanted), **options)

    client.http.ws_connect = connect_there  # type: ignore[method-assign]
    return GatewayLimits(limits["remaining"], limits["reset_after"] / 1000, max(limits["max_concurrency"], 1))


def guard_parsers(
    client: discord.Client, check_interaction: Callable[[Any], None], on_unreadable: Callable[[Any, Exception], None]
) -> None:
    """Make the gateway's events pass over talk of others, and go on after one that cannot be read.

    discord.py closes the whole client when one event cannot be read, and makes a message of everything that is said in
    any channel of any server. An interaction that `check_interaction` objects to, or that cannot be read, goes to
    `on_unreadable` as it came, for somebody waits for it.
    """
    connection = client._connection  # noqa: SLF001 - the parsers have no other handle
    parsers: dict[str, Parser] = dict(connection.parsers)
    create_message = parsers["MESSAGE_CREATE"]

    def parse_if_addressed(data: Any) -> None:
        # Of all that is said in servers, messages that mention the bot are very few.
        if "guild_id" not in data or any(user["id"] == str(connection.self_id) for user in data["mentions"]):
            create_message(data)

    if not client.intents.guilds:
        begin = parsers["READY"]
        # It names every server, whatever was asked for, and discord.py would keep something of each.
        parsers["READY"] = lambda data: begin({**data, "guilds": []})
    parsers["INTERACTION_CREATE"] = interaction_parser(client, check_interaction, on_unreadable)
    parsers["MESSAGE_CREATE"] = parse_if_addressed
    connection.parsers = {event: _guarded(event, parser) for event, parser in parsers.items()}


def interaction_parser(
    client: discord.Client, check_interaction: Callable[[Any], None], on_unreadable: Callable[[Any, Exception], None]
) -> Parser:
    """Return what makes discord.py's interaction of a payload and hands it to `client`, wherever the payload is from.

    One that `check_interaction` objects to, or that cannot be read, goes to `on_unreadable` as it came.
    """
    create_interaction = client._connection.parsers["INTERACTION_CREATE"]  # noqa: SLF001 - it has no other handle

    def parse_or_hand_on(data: Any) -> None:
        try:
            check_interaction(data)
            create_interaction(data)
        except Exception as failure:  # noqa: BLE001 - it is logged with the answer
            on_unreadable(data, failure)

    return parse_or_hand_on


def silence_voice_warnings() -> None:
    """Keep discord.py from warning at each start that it has no voice: Waymark has none. It asks by these two flags."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def quiet_late_autocompletes() -> None:
    """Keep an autocomplete that came too late or twice out of the log: discord.py would log a traceback for each."""
    logging.getLogger("discord.app_commands.tree").addFilter(_is_worth_logging)


def silence_other_ways_warnings() -> None:
    """Keep discord.py from warning that interactions come by HTTP, or that it is told of no servers: both are meant."""
    logging.getLogger("discord.client").addFilter(lambda record: "interaction endpoint URL" not in str(record.msg))
    logging.getLogger("discord.state").addFilter(lambda record: "Guilds intent" not in str(record.msg))


class GuardedCommandTree(app_commands.CommandTree[ClientT]):
    """Hands whatever goes wrong before a command is reached to `on_error`; discord.py would end its task without it."""

    async def _call(self, interaction: discord.Interaction[ClientT]) -> None:
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError:
            raise
        except Exception as failure:
            raise app_commands.AppCommandError("a command could not be read") from failure


class ShardedClient(discord.AutoShardedClient):
    """Connects its shards a bounded number of times, in a loop, and gives up at once on what cannot pass.

    discord.py tries for ever, from the handler of its last failure: each try would be one frame deeper, and would log
    the failures of all tries before it.
    """

    _launching: frozenset[int] = frozenset()

    def is_ready(self) -> bool:
        """Return whether all servers were told of and, which discord.py does not look at, all shards are connected."""
        shards = self.shards.values()
        return super().is_ready() and bool(shards) and not any(shard.is_closed() for shard in shards)

    async def close(self) -> None:
        """Close every connection, also one that waits to identify: discord.py would leave it and its heartbeat be."""
        await super().close()
        for thread in threading.enumerate():
            # Until it has identified, a connection is known to nobody but its heartbeat.
            if isinstance(thread, KeepAliveHandler) and thread.ws._connection is self._connection:  # noqa: SLF001 - nothing public tells
                await thread.ws.close(code=1000)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard; raises what went wrong when that cannot pass, or did not for long."""
        if shard_id in self._launching:
            raise _AgainError
        self._launching |= {shard_id}
        try:
            await self._launch(gateway, shard_id, initial=initial)
        finally:
            self._launching -= {shard_id}

    async def _launch(self, gateway: yarl.URL, shard_id: int, *, initial: bool) -> None:
        for tries_left in reversed(range(MAX_CONNECT_TRIES)):
            try:
                await super().launch_shard(gateway, shard_id, initial=initial)
            except _AgainError as again:
                failure = again.__context__ or again
                if not tries_left or fatal_error(failure):
                    raise failure from None
            else:
                return


class _AgainError(Exception):
    """discord.py wants to try again; its `__context__` is what went wrong."""


def shorten_outages() -> None:
    """Make an outage a line in the log where discord.py writes sixty for each try: the traceback and its causes."""
    for name in ("discord.client", "discord.gateway", "discord.shard", "discord.http"):
        logging.getLogger(name).addFilter(_shorten)


def _shorten(record: logging.LogRecord) -> bool:
    failure = record.exc_info[1] if record.exc_info else None
    if isinstance(failure, OUTAGE_ERRORS):
        record.exc_info, record.reason = None, reason_in_a_line(failure)
    return True


def _is_worth_logging(record: logging.LogRecord) -> bool:
    failure = record.exc_info[1] if record.exc_info else None
    is_over = isinstance(failure, discord.HTTPException) and failure.code in (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED)
    return not is_over and not isinstance(failure, CONNECTION_ERRORS)


def _guarded(event: str, parser: Parser) -> Parser:
    is_known = False

    def parse(data: Any) -> None:
        nonlocal is_known
        try:
            parser(data)
        except Exception:
            # What came malformed once will come again and again: one traceback says it all.
            log.exception("malformed gateway event skipped", extra={"event_type": event}, exc_info=not is_known)
            is_known = True

    return parse
