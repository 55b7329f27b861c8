"""First answers on their way into HTTP responses: whoever received an interaction waits here for what answers it."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import MultipartWriter

REPLY_TIMEOUT = 2.6
"""Seconds for a first answer; what comes later goes to Discord's API while it still may."""


@dataclass(frozen=True, slots=True)
class ReplyBody:
    """The body of an HTTP response: JSON, or a form whose parts are JSON and files."""

    content: bytes | MultipartWriter
    content_type: str


@dataclass(frozen=True, slots=True)
class HttpReply:
    """The first answer to one interaction: `body` is done when there is one, `written` when it is on its way.

    `written` fails with an OSError when the connection has broken meanwhile.
    """

    body: "asyncio.Future[ReplyBody]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    written: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    async def hand_over(self, body: ReplyBody) -> None:
        """Answer with `body`, and return when it has been written; OSError when the connection broke."""
        self.body.set_result(body)
        await asyncio.shield(self.written)


class HttpReplies:
    """The replies that somebody waits for, by the id of the interaction. Each is taken once."""

    def __init__(self) -> None:
        self._open: dict[int, HttpReply] = {}

    def expect(self, interaction_id: int) -> HttpReply | None:
        """Open a reply, and return it; None while there is one for this interaction already."""
        if interaction_id in self._open:
            return None
        return self._open.setdefault(interaction_id, HttpReply())

    def take(self, interaction_id: int) -> HttpReply | None:
        """Return the reply that waits for an answer, once; None when the answer has to go to Discord's API."""
        return self._open.pop(interaction_id, None)
