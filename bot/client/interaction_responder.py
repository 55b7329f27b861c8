"""Answering an interaction once and in time: at once if possible, deferred when the work takes longer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from itertools import count, repeat
from typing import Any

import discord

from bot.background import retry
from bot.client.errors import (
    ALREADY_ACKNOWLEDGED,
    CONNECTION_ERRORS,
    EXPIRED_CODES,
    UNKNOWN_MESSAGE,
    error_response,
)
from bot.ui.response import Response

MISSING = discord.utils.MISSING

RESPOND_TIMEOUT = 2.5
"""Seconds for delivering the first answer, all tries together; later Discord takes none."""
RESPOND_TRY_TIMEOUT = 1.0
"""Seconds for one of them: a connection that hangs leaves time for another."""
RESPOND_PAUSE = 0.2
"""Seconds between two of them."""
FOLLOW_UP_PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between tries to follow up a deferral, for which Discord waits 15 minutes."""
FOLLOW_UP_TRY_TIMEOUT = 10.0
"""Seconds for one of them, discord.py's own retries included."""
EARLY_TRIES = 3
"""Tries to follow up an HTTP response that Discord may not have read yet."""

PUBLIC_ANSWER_FOLLOWS = "Here it is, for everyone to see."
"""Stands where the member alone saw that Waymark was thinking, when the answer turns out to be for the channel."""

Send = Callable[[], Awaitable[object]]


class UndeliverableError(Exception):
    """The answer reaches nobody; `str(error)` is the outcome for the log."""


class LostError(UndeliverableError):
    """Nobody knows whether the answer got there: the connection broke each time."""


class InteractionResponder:
    """The one answer to an interaction.

    `in_place`: it replaces the message whose button was pressed, unless the answer wants to be a new one.
    `time_budget`: seconds that the work may take before the member, and nobody else, sees that Waymark is thinking.
    With none at all, nothing is done before Discord has said that it waits.
    """

    def __init__(self, interaction: discord.Interaction[Any], *, in_place: bool = False, time_budget: float) -> None:
        self._interaction = interaction
        self._in_place = in_place
        self._time_budget = time_budget
        self._deferral: asyncio.Task[None] | None = None
        self._is_gone = False
        self.acknowledged_at: float | None = None
        """When Discord had an answer or a deferral, by the loop's clock; None while it has none."""
        self._message_id: int | None = None
        self._is_new = False

    async def respond_with(self, work: Callable[[], Awaitable[Response]]) -> str:
        """Do the work, which does not fail, and deliver its response; return the outcome for the log."""
        try:
            if self._time_budget <= 0:
                await self._begin_deferral()
            response = await self._worked(work)
            outcome = await self._deliver(response)
        except UndeliverableError as failure:
            return str(failure)
        if response.on_sent and self._is_new and (message_id := self._message_id or await self._original_id()):
            await response.on_sent(message_id)
        return outcome

    async def _worked(self, work: Callable[[], Awaitable[Response]]) -> Response:
        timer = asyncio.get_running_loop().call_later(self._time_budget, self._begin_deferral)
        try:
            return await work()
        finally:
            timer.cancel()

    def _begin_deferral(self) -> "asyncio.Task[None]":
        if self._deferral is None:
            self._deferral = asyncio.get_running_loop().create_task(self._defer(), name="deferral")
        return self._deferral

    async def _defer(self) -> None:
        response = self._interaction.response
        thinks_aloud = {} if self._in_place else {"ephemeral": True, "thinking": True}
        await self._first(partial(response.defer, **thinks_aloud))

    async def _deliver(self, response: Response) -> str:
        """Deliver a response. What Discord refuses of it leaves the interaction open, so the member hears of it."""
        try:
            await self._send(response)
        except discord.HTTPException as refusal:
            self._is_gone = refusal.code == UNKNOWN_MESSAGE
            # A message that was deleted makes way for a new one; anything else should not have been sent.
            response = response if self._is_gone else error_response(refusal)
            try:
                await self._send(response)
            except discord.HTTPException as again:
                raise UndeliverableError("refused by Discord") from again
        return response.outcome

    async def _send(self, response: Response) -> None:
        if self._deferral is None:
            # Discord opens no form in answer to a form; only a forged press comes here so.
            opens = response.modal and self._interaction.type is not discord.InteractionType.modal_submit
            replaces = self._replaces(response)
            await self._first(partial(self._open if opens else self._edit if replaces else self._new, response))
            return
        # A deferral that was lost may have got there: what follows it up will tell.
        with suppress(LostError):
            await self._deferral
        for send in self._follow_ups(response):
            await follow_up(send, early_tries=self._early_tries)

    async def _first(self, send: Send) -> None:
        await respond(send)
        self.acknowledged_at = asyncio.get_running_loop().time()

    def _replaces(self, response: Response) -> bool:
        return self._in_place and response.ephemeral and not response.new_message and not self._is_gone

    def _follow_ups(self, response: Response) -> tuple[Send, ...]:
        """Return what brings an answer after a deferral: in the place that waits for it, or as a message of its own."""
        here, beside = partial(self._edit_original, response), partial(self._follow_up, response)
        if self._in_place or self._is_gone:
            return (here,) if self._replaces(response) else (beside,)
        if response.ephemeral:
            return (here,)
        return partial(self._edit_original, Response(content=PUBLIC_ANSWER_FOLLOWS)), beside

    async def _open(self, response: Response) -> None:
        if response.modal:
            await self._interaction.response.send_modal(response.modal)

    async def _edit(self, response: Response) -> None:
        await self._interaction.response.edit_message(
            content=response.content or None,
            embed=response.embed,
            view=response.view,
            attachments=self._attachments(response),
        )

    async def _new(self, response: Response) -> None:
        sent = await self._interaction.response.send_message(
            response.content or None,
            embed=MISSING if response.embed is None else response.embed,
            view=response.view or MISSING,
            file=_file_of(response),
            ephemeral=response.ephemeral,
        )
        self._is_new, self._message_id = True, sent.message_id

    async def _original_id(self) -> int | None:
        """Ask for the message that came of a first answer, where Discord did not tell it; None when it has none."""
        sent: list[discord.InteractionMessage] = []

        async def ask() -> None:
            sent.append(await self._interaction.original_response())

        try:
            await follow_up(ask, early_tries=self._early_tries)
        except (UndeliverableError, discord.HTTPException):
            return None
        return sent[0].id

    @property
    def _early_tries(self) -> int:
        return EARLY_TRIES if self._interaction.client.answers_in_response else 0

    async def _edit_original(self, response: Response) -> None:
        await self._interaction.edit_original_response(
            content=response.content or None,
            embed=response.embed,
            view=response.view,
            attachments=self._attachments(response),
        )

    def _attachments(self, response: Response) -> Any:
        """Return the files that the message holds from now on: an old picture does not stay with new words."""
        if response.file:
            return [_file_of(response)]
        before = self._interaction.message
        return [] if before and before.attachments else MISSING

    async def _follow_up(self, response: Response) -> None:
        sent = await self._interaction.followup.send(
            response.content or MISSING,
            embed=MISSING if response.embed is None else response.embed,
            view=response.view or MISSING,
            file=_file_of(response),
            ephemeral=response.ephemeral,
            wait=True,
        )
        self._is_new, self._message_id = True, sent.id


def _file_of(response: Response) -> Any:
    """Return the file of a response anew, since a sent one is used up; MISSING when it has none."""
    if response.file is None:
        return MISSING
    file = response.file
    return discord.File(BytesIO(file.contents), file.name, description=file.alt or None)


async def respond(send: Send, *, within: float = RESPOND_TIMEOUT, try_timeout: float = RESPOND_TRY_TIMEOUT) -> None:
    """Deliver a first answer before Discord gives up on it; UndeliverableError, or LostError when that is not sure.

    Discord says "already acknowledged" when a try got there whose reply was lost, or when another process was quicker:
    either way the member has an acknowledgement that can be followed up.
    """
    pauses = repeat(RESPOND_PAUSE)
    try:
        await retry(partial(_arrive, send), CONNECTION_ERRORS, pauses, try_timeout=try_timeout, within=within)
    except CONNECTION_ERRORS as failure:
        raise LostError("undelivered") from failure


async def follow_up(send: Send, pauses: Sequence[float] = FOLLOW_UP_PAUSES, *, early_tries: int = 0) -> None:
    """Deliver what follows up a deferral, for which there is time to try again; UndeliverableError when nothing helps.

    A new message may come twice when only Discord's reply to it was lost: better than never. The first `early_tries`
    may come before Discord has read the deferral, so that a refusal says only "not yet".
    """
    tries = count(1)

    async def arrive() -> None:
        number = next(tries)
        try:
            await _arrive(send)
        except UndeliverableError as refusal:
            if number > early_tries:
                raise
            raise ConnectionError("not yet") from refusal

    try:
        await retry(arrive, CONNECTION_ERRORS, pauses, try_timeout=FOLLOW_UP_TRY_TIMEOUT)
    except CONNECTION_ERRORS as failure:
        raise LostError("undelivered") from failure


async def _arrive(send: Send) -> None:
    try:
        await send()
    except discord.HTTPException as refusal:
        if refusal.code in EXPIRED_CODES:
            raise UndeliverableError("expired") from refusal
        if refusal.code != ALREADY_ACKNOWLEDGED:
            raise
