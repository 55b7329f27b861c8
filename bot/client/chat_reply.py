"""Delivering an answer in a channel, where much may be forbidden, or in a direct message."""

import asyncio
from functools import partial

import discord

from bot.client.delivery import CONNECTION_ERRORS
from bot.client.error_handler import log_failure
from bot.ui.response import Response

MISSING = discord.utils.MISSING

RETRY_PAUSES = (0.0, 0.5, 1.0, 2.0)
"""Seconds before each try."""
TRY_TIMEOUT = 10.0
"""Seconds for one of them, discord.py's own retries included."""

NO_READ_HISTORY = 160002
"""Without Read Message History a message cannot be replied to."""
WRITE_BLOCKED_CODES = frozenset({20016, 20028, 50083, 160005, 200000})
"""Slow mode, a channel's write limit, an archived thread, a locked one, and the server's word filter."""

NO_EMBEDS = Response(
    content="I may not show my answers in this channel: I need the permission Embed Links here. "
    "My commands work everywhere, and so does a direct message.",
    outcome="may not show embeds there",
)


class ChatReply:
    """The one reply to a message."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._refers = True

    async def send(self, answer: Response) -> str:
        """Deliver an answer, or say what is missing for it; give the outcome for the log."""
        for pause in RETRY_PAUSES:
            await asyncio.sleep(pause)
            try:
                async with asyncio.timeout(TRY_TIMEOUT):
                    return await self._send(answer)
            except CONNECTION_ERRORS:
                continue
            except discord.RateLimited:
                break
        return "undelivered"

    async def _send(self, answer: Response) -> str:
        try:
            sent = await self._write(answer)
        except discord.HTTPException as refusal:
            if refusal.code == NO_READ_HISTORY and self._refers:
                self._refers = False
                return await self._send(answer)
            if refusal.status == 403 and answer.embed:
                return await self._send(NO_EMBEDS)
            return _outcome_of(refusal)
        if answer.embed and not sent.embeds:
            await sent.edit(content=NO_EMBEDS.content)
            return NO_EMBEDS.outcome
        return answer.outcome

    async def _write(self, answer: Response) -> discord.Message:
        send = partial(self._message.channel.send, answer.content or None)
        if self._refers:
            # Whoever deletes their message meanwhile still gets the answer.
            send = partial(send, reference=self._message.to_reference(fail_if_not_exists=False), mention_author=False)
        return await send(
            embed=MISSING if answer.embed is None else answer.embed,
            view=answer.view or MISSING,
            nonce=f"r{self._message.id}",  # sent again because the connection broke, it still comes once
        )


def _outcome_of(refusal: discord.HTTPException) -> str:
    if isinstance(refusal, discord.DiscordServerError):
        raise refusal
    if refusal.status in (403, 404) or refusal.code in WRITE_BLOCKED_CODES:
        return "may not write there"
    return f"refused by Discord, reference {log_failure(refusal)}"
