"""Guarding the gateway's event parsers: discord.py closes the whole client when one event is malformed."""

import logging
from collections.abc import Callable
from typing import Any

from discord.state import ConnectionState

log = logging.getLogger(__name__)

Parser = Callable[[Any], None]


def guard_parsers(connection: ConnectionState[Any]) -> None:
    """Make each parser log an event that it cannot read, and go on with the next."""
    connection.parsers = {event: _guarded(event, parser) for event, parser in connection.parsers.items()}


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
