"""What the gateway's events are read by: nothing malformed closes the client, and no talk of others is taken in.

discord.py closes the whole client when one event cannot be read, and makes a message of everything that is said in any
channel of any server.
"""

import logging
from collections.abc import Callable
from typing import Any

from discord.state import ConnectionState

log = logging.getLogger(__name__)

Parser = Callable[[Any], None]


def guard_parsers(connection: ConnectionState[Any]) -> None:
    """Make the parsers pass over talk of others, and log an event that they cannot read and go on with the next."""
    parsers: dict[str, Parser] = dict(connection.parsers)
    parsers["MESSAGE_CREATE"] = _if_addressed(connection, parsers["MESSAGE_CREATE"])
    connection.parsers = {event: _guarded(event, parser) for event, parser in parsers.items()}


def _if_addressed(connection: ConnectionState[Any], parser: Parser) -> Parser:
    """Pass on direct messages and those that mention the bot: of all that is said in servers they are very few."""

    def parse(data: Any) -> None:
        if "guild_id" not in data or any(user["id"] == str(connection.self_id) for user in data["mentions"]):
            parser(data)

    return parse


def _guarded(event: str, parser: Parser) -> Parser:
    told = False

    def parse(data: Any) -> None:
        nonlocal told
        try:
            parser(data)
        except Exception:
            # What came malformed once will come again and again: one traceback says it all.
            log.exception("malformed gateway event skipped", extra={"event_type": event}, exc_info=not told)
            told = True

    return parse
