"""JSON as it crosses the wire."""

from typing import Any

import orjson

# Discord's documents are open: every object may gain keys, and a key's type may hang on another key. Any says so.
Json = dict[str, Any]


def encode(value: object) -> bytes:
    """Return `value` as compact UTF-8 JSON."""
    return orjson.dumps(value)


def decode(data: bytes | str) -> Any:  # what comes back is whatever the sender wrote
    """Parse JSON; raises ValueError when it is none."""
    return orjson.loads(data)
