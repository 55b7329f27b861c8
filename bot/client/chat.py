"""Chat: words that are addressed to Waymark, and the reply to them, by direct message or where much is forbidden."""

import re
from functools import partial

import discord

from bot.background import retry
from bot.client.errors import CONNECTION_ERRORS, log_failure
from bot.client.requests import guild_id_of
from bot.ui.response import Response

MISSING = discord.utils.MISSING

MEMBER_MESSAGE_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""The types of messages that somebody wrote; the others tell of pins, calls, joins and the like."""

RETRY_PAUSES = (0.5, 1.0, 2.0)
"""Seconds between tries."""
TRY_TIMEOUT = 10.0
"""Seconds for one of them, discord.py's own retries included."""

NO_READ_HISTORY = 160002
"""Without Read Message History a message cannot be replied to."""
WRITE_BLOCKED_CODES = frozenset({20016, 20028, 50083, 160005, 200000})
"""Slow mode, a channel's write limit, an archived thread, a locked one, and the server's word filter."""

NO_EMBEDS = Response(
    content="I can't show my answers in this channel: I need the Embed Links permission here. "
    "My commands work everywhere, and so do direct messages.",
    outcome="may not show embeds there",
)


def addressed_text(message: discord.Message, me: discord.ClientUser | None) -> str | None:
    """Return what `message` says to Waymark, without the mention.

    None when it is not addressed to it (by a mention, or in a direct message), or nobody wrote it themselves.
    """
    if me is None or message.author.bot or message.webhook_id is not None or message.type not in MEMBER_MESSAGE_TYPES:
        return None
    if guild_id_of(message) is not None and me not in message.mentions:
        return None
    return re.sub(rf"<@!?{me.id}>", " ", message.content).strip()


class MessageResponder:
    """The one reply to a message."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._is_reply = True

    async def send(self, response: Response) -> str:
        """Deliver a response, or say what is missing for it; return the outcome for the log."""
        send = partial(self._send, response)
        try:
            return await retry(send, CONNECTION_ERRORS, RETRY_PAUSES, try_timeout=TRY_TIMEOUT)
        except (*CONNECTION_ERRORS, discord.RateLimited):
            return "undelivered"

    async def _send(self, response: Response) -> str:
        try:
            sent = await self._write(response)
        except discord.HTTPException as refusal:
            if refusal.code == NO_READ_HISTORY and self._is_reply:
                self._is_reply = False
                return await self._send(response)
            if refusal.status == 403 and response.embed:
                return await self._send(NO_EMBEDS)
            return _outcome_of(refusal)
        if response.embed and not sent.embeds:
            await sent.edit(content=NO_EMBEDS.content)
            return NO_EMBEDS.outcome
        return response.outcome

    async def _write(self, response: Response) -> discord.Message:
        send = partial(self._message.channel.send, response.content or None)
        if self._is_reply:
            # Whoever deletes their message meanwhile still gets the answer.
            send = partial(send, reference=self._message.to_reference(fail_if_not_exists=False), mention_author=False)
        return await send(
            embed=MISSING if response.embed is None else response.embed,
            view=response.view or MISSING,
            nonce=f"r{self._message.id}",  # sent again because the connection broke, it still comes once
        )


def _outcome_of(refusal: discord.HTTPException) -> str:
    if isinstance(refusal, discord.DiscordServerError):
        raise refusal
    if refusal.status in (403, 404) or refusal.code in WRITE_BLOCKED_CODES:
        return "may not write there"
    return f"refused by Discord, reference {log_failure(refusal)}"
