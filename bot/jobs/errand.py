"""One run on its way to its channel: looked for, made, sent, and what became of it written down."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.context import AppContext
from bot.core.delivery import Delivery, Missing, NotTaken, Refused, Sent, Unclear, Unreadable
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.occurrence import Verdict, verdict
from bot.core.post import OccurrenceState, Post, late_note
from bot.jobs.ledger import Ledger, fields
from bot.jobs.pace import GIVE_UP_LOOKING, LEASE, LOOK_AGAIN, MOST_TRIES_TO_MAKE, NONCE_WINDOW, backoff
from bot.store.occurrences import Taken

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds before it is tried again to write down what became of a post, when the database does not answer."""
BROKE = "The connection broke while it was sent."


class Errands:
    """Brings runs that were taken to their end, or leaves them for later."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._ledger = Ledger(app)

    async def run(self, taken: Taken) -> None:
        """Post a run unless it has been, and write down what became of it."""
        looked = await self._look(taken) if self._may_be_there(taken) else taken
        if looked is None:
            return
        if looked.first_try_at is None and (reason := self._reason_against(looked)):
            await self._ledger.end(looked, OccurrenceState.SKIPPED, reason)
            return
        post = looked.post or await self._make(looked)
        if post is not None:
            await self._send(looked, post)

    async def release(self, taken: Taken) -> None:
        """Leave a run to whoever comes next."""
        await self._ledger.release(taken)

    # Before sending.

    def _may_be_there(self, taken: Taken) -> bool:
        """Tell whether the run may be in its channel, and sending it again is not the way to find out."""
        if taken.first_try_at is None:
            return False
        now = self._app.clock()
        return now - taken.first_try_at > NONCE_WINDOW or self._verdict(taken) is Verdict.TOO_LATE

    async def _look(self, taken: Taken) -> Taken | None:
        """Look for a run in its channel; give it to be sent when it is not there, None when that settled it."""
        mark, tried = taken.occurrence.mark, taken.first_try_at
        if tried is None or taken.post is None or not taken.post.recognisable:
            await self._ledger.end(taken, OccurrenceState.UNKNOWN, BROKE)
            return None
        sight = await self._app.poster.find(taken.channel_id, mark, tried, taken.last_lease or tried + LEASE)
        match sight:
            case Missing():
                return replace(taken, first_try_at=None)
            case Sent(message_id):
                await self._ledger.end(taken, OccurrenceState.SENT, message_id=message_id)
            case Unreadable(reason):
                await self._ledger.end(taken, OccurrenceState.UNKNOWN, f"{BROKE} {reason}")
            case Unclear(reason):
                await self._look_again(taken, reason)
        return None

    async def _look_again(self, taken: Taken, reason: str) -> None:
        schedule, now = taken.schedule, self._app.clock()
        if now - taken.occurrence.run.at > schedule.late + GIVE_UP_LOOKING:
            await self._ledger.end(taken, OccurrenceState.UNKNOWN, f"{BROKE} {reason}.")
        else:
            await self._ledger.leave(taken, LOOK_AGAIN, reason)

    def _reason_against(self, taken: Taken) -> str:
        if taken.schedule.paused:
            return "The schedule was paused before it was posted."
        if self._verdict(taken) is Verdict.TOO_LATE:
            return "It could not be posted in time."
        return ""

    async def _make(self, taken: Taken) -> Post | None:
        """Make the post; None when there is none to send, which is written down."""
        schedule = taken.schedule
        try:
            async with self._ledger.modestly():
                context = self._app.guild_context_with(taken.settings)
                made = await self._app.composers[schedule.kind](self._app, context, schedule, taken.occurrence)
            if made is None:
                await self._ledger.end(taken, OccurrenceState.SKIPPED, "There was nothing to post.")
                return None
            made.marked(taken.occurrence.mark)
        except DatabaseUnavailableError:
            raise
        except StudyError as refusal:
            await self._ledger.end(taken, OccurrenceState.FAILED, str(refusal))
        except Exception:
            log.exception("a post could not be made", extra=fields(taken))
            await self._make_later(replace(taken, attempts=taken.attempts + 1))
        else:
            return replace(made, role_id=schedule.role_id, silent=schedule.silent)
        return None

    async def _make_later(self, taken: Taken) -> None:
        if taken.attempts < MOST_TRIES_TO_MAKE:
            await self._ledger.leave(taken, backoff(taken.attempts), "it could not be made")
        else:
            reason = f"Waymark could not make the post. Its log says why, at {taken.occurrence.mark}."
            await self._ledger.end(taken, OccurrenceState.FAILED, reason)

    # Sending, and after.

    async def _send(self, taken: Taken, post: Post) -> None:
        mark = taken.occurrence.mark
        begun = await self._ledger.begin(taken, post)
        if begun is None:
            log.info("another process has the run", extra=fields(taken))
            return
        late = self._verdict(taken) is Verdict.LATE
        dressed = post.noted(late_note(taken.occurrence.run.at)) if late else post
        delivery = await self._app.poster.post(begun.channel_id, dressed.marked(mark), mark)
        await self._insist(lambda: self._record(taken, begun, delivery))

    async def _record(self, taken: Taken, begun: Taken, delivery: Delivery) -> None:
        match delivery:
            case Sent(message_id):
                await self._ledger.end(begun, OccurrenceState.SENT, message_id=message_id)
            case Refused(reason, lasting):
                # What an earlier try came to is still not known.
                state = OccurrenceState.FAILED if taken.first_try_at is None else OccurrenceState.UNKNOWN
                await self._ledger.end(begun, state, reason, pausing=lasting)
            case NotTaken(reason, after):
                untried = replace(begun, first_try_at=taken.first_try_at)
                await self._ledger.leave(untried, max(after, backoff(begun.attempts)), reason)
            case Unclear(reason):
                await self._ledger.leave(begun, backoff(begun.attempts), reason)

    async def _insist(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write down what Discord said, however long the database is away: nobody else knows it."""
        while True:
            try:
                return await write()
            except DatabaseUnavailableError:
                log.warning("what became of a post could not be written down yet", exc_info=True)
                await asyncio.sleep(PAUSE)

    def _verdict(self, taken: Taken) -> Verdict:
        return verdict(taken.occurrence.run.at, self._app.clock(), taken.schedule.late)
