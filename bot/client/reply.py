"""Answering an interaction once and in time: at once if possible, deferred when the work takes longer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
import discord

from bot.client.failures import answer_to, log_failure
from bot.ui.answer import Answer

log = logging.getLogger(__name__)

PATIENCE = 1.5
"""Seconds the work may take before Discord is told to wait; it gives up after 3."""
FIRST_ANSWER = 2.5
"""Seconds for delivering the first answer, retries included; later Discord takes none."""
LATE_TRIES = (0.5, 1.0, 2.0, 4.0)
"""Pauses in seconds between tries of a deferred answer, for which Discord waits 15 minutes."""

EXPIRED = 10062
ACKNOWLEDGED = 40060

Send = Callable[[], Awaitable[Any]]


class UndeliverableError(Exception):
    """The answer reaches nobody; `str(error)` is the outcome for the log."""


class Reply:
    """The one answer to an interaction.

    `in_place`: it replaces the message whose button was pressed, unless the answer wants to be a new one.
    `private`: only the member sees that Waymark is thinking, should it take longer.
    """

    def __init__(self, interaction: discord.Interaction[Any], *, in_place: bool = False, private: bool = True) -> None:
        self._interaction = interaction
        self._in_place = in_place
        self._private = private
        self._deferred = False
        self._deferral: asyncio.Task[None] | None = None

    async def answer(self, work: Awaitable[Answer]) -> str:
        """Do the work and deliver its answer, or the words for its failure; give the outcome for the log."""
        timer = asyncio.get_running_loop().call_later(PATIENCE, self._begin_deferral)
        try:
            answer = await work
        except Exception as failure:  # noqa: BLE001 - this is the one place where every failure becomes an answer
            answer = answer_to(failure)
        finally:
            timer.cancel()
        try:
            await self._deliver(answer)
        except UndeliverableError as failure:
            return str(failure)
        except discord.HTTPException as refusal:
            return f"refused by Discord, reference {log_failure(refusal)}"
        return answer.outcome

    async def defer(self) -> None:
        """Tell Discord to wait; UndeliverableError when it does not take the answer any more."""
        response = self._interaction.response
        if self._in_place:
            await first(response.defer)
        else:
            await first(lambda: response.defer(ephemeral=self._private, thinking=True))
        self._deferred = True

    def _begin_deferral(self) -> None:
        self._deferral = asyncio.get_running_loop().create_task(self.defer(), name="deferral")

    async def _deliver(self, answer: Answer) -> None:
        if self._deferral:
            await self._deferral
        if answer.modal and not self._deferred:
            await first(partial(self._interaction.response.send_modal, answer.modal))
            return
        replace = self._in_place and answer.private and not answer.fresh
        if self._deferred:
            await late(lambda: self._follow(answer, anew=self._in_place and not replace))
        elif replace:
            await first(lambda: self._replace(answer))
        else:
            await first(lambda: self._send(answer))

    async def _replace(self, answer: Answer) -> None:
        response = self._interaction.response
        await response.edit_message(content=answer.content or None, embed=answer.embed, view=answer.view)

    async def _send(self, answer: Answer) -> None:
        await self._interaction.response.send_message(
            answer.content or None,
            embed=answer.embed or discord.utils.MISSING,
            view=answer.view or discord.utils.MISSING,
            ephemeral=answer.private,
        )

    async def _follow(self, answer: Answer, *, anew: bool) -> None:
        if not anew:
            await self._interaction.edit_original_response(
                content=answer.content or None, embed=answer.embed, view=answer.view
            )
            return
        await self._interaction.followup.send(
            answer.content or discord.utils.MISSING,
            embed=answer.embed or discord.utils.MISSING,
            view=answer.view or discord.utils.MISSING,
            ephemeral=answer.private,
        )


async def first(send: Send) -> None:
    """Deliver a first answer before Discord gives up on it, once more when the connection breaks.

    Discord says "already acknowledged" when a try got there whose reply was lost, or when another process was quicker:
    either way the member has an acknowledgement that can be followed up.
    """
    tries = 0
    try:
        async with asyncio.timeout(FIRST_ANSWER):
            while True:
                try:
                    return await _once(send)
                except (aiohttp.ClientError, OSError):
                    tries += 1
                    if tries > 1:
                        raise
    except (TimeoutError, aiohttp.ClientError, OSError) as failure:
        raise UndeliverableError("undelivered") from failure


async def _once(send: Send) -> None:
    try:
        await send()
    except discord.HTTPException as refusal:
        if refusal.code == EXPIRED:
            raise UndeliverableError("expired") from refusal
        if refusal.code != ACKNOWLEDGED:
            raise


async def late(send: Send) -> None:
    """Deliver the answer of a deferred interaction, for which there is time to try again."""
    for pause in LATE_TRIES:
        try:
            await send()
        except (aiohttp.ClientError, OSError):
            await asyncio.sleep(pause)
        else:
            return
    raise UndeliverableError("undelivered")
