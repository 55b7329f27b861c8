"""One run on its way to its channel: looked for, made, sent, and what became of it written down."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import repeat

from bot.background import retry
from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.message_draft import MessageDraft, OccurrenceState, late_note
from bot.core.post_reasons import PostReason, decode, encode
from bot.core.recurrence import Verdict, classify
from bot.core.schedule import Schedule
from bot.core.send_result import Missing, NotSent, Rejected, SendResult, Sent, Unknown, Unreadable
from bot.jobs.config import (
    CLOCK_FAULT_REACH,
    LEASE,
    LOOKUP_RETRY,
    MAX_BUILD_ATTEMPTS,
    MAX_LOOKUP_AGE,
    MAX_POSTPONE,
    NONCE_WINDOW,
    backoff,
)
from bot.jobs.outage import SENDING, Outage
from bot.store import occurrences, schedules
from bot.store.occurrences import LeasedRun
from bot.store.users import note_reminder_closed
from bot.ui.withdrawal import ready_to_post

log = logging.getLogger(__name__)

RECORD_RETRY_SECONDS = 1.0
"""Seconds before it is tried again to write down what became of a post, when the database does not answer."""


class PostDelivery:
    """Brings runs that were taken to their end, or leaves them for later."""

    def __init__(self, app: AppContext, outage: Outage) -> None:
        self._app = app
        self._outage = outage
        self._runs = RunStore(app)

    async def run(self, leased_run: LeasedRun) -> None:
        """Post a run unless it has been, and write down what became of it."""
        looked = await self._look(leased_run) if self._may_be_there(leased_run) else leased_run
        if looked is None:
            return
        if looked.first_try_at is None and (reason := self._reason_against(looked)):
            await self._runs.end(looked, OccurrenceState.SKIPPED, reason)
            return
        post = looked.post or await self._make(looked)
        if post is not None:
            await self._send(looked, post)

    async def release(self, leased_run: LeasedRun) -> None:
        """Leave a run to whoever comes next."""
        await self._runs.release(leased_run)

    # Before sending.

    def _may_be_there(self, leased_run: LeasedRun) -> bool:
        """Tell whether the run may be in its channel, and sending it again is not the way to find out."""
        if leased_run.first_try_at is None:
            return False
        age = self._app.clock() - leased_run.first_try_at
        # A try that lies in the future was made by a clock that was ahead: how long ago it was, nobody knows.
        return not timedelta(0) <= age <= NONCE_WINDOW or self._verdict(leased_run) is Verdict.TOO_LATE

    async def _look(self, leased_run: LeasedRun) -> LeasedRun | None:
        """Look for a run in its channel; give it to be sent when it is not there, None when that settled it."""
        mark, tried = leased_run.occurrence.run_token, leased_run.first_try_at
        if tried is None or leased_run.post is None or not leased_run.post.recognisable:
            await self._runs.end(leased_run, OccurrenceState.UNKNOWN, encode(PostReason.BROKE))
            return None
        now = self._app.clock()
        if tried > now:
            log.warning("a run was tried in the future: the clock was ahead", extra=log_fields(leased_run))
            since, until = now - CLOCK_FAULT_REACH, now
        else:
            since, until = tried, min(leased_run.last_lease or tried + LEASE, max(now, tried + LEASE))
        sight = await self._app.ports.channel_sender.find(leased_run.channel_id, mark, since, until)
        match sight:
            case Missing():
                return replace(leased_run, first_try_at=None)
            case Sent(message_id):
                await self._runs.end(leased_run, OccurrenceState.SENT, message_id=message_id)
            case Unreadable(reason):
                await self._runs.end(leased_run, OccurrenceState.UNKNOWN, encode(PostReason.BROKE, reason))
            case Unknown(reason):
                await self._look_again(leased_run, reason)
        return None

    async def _look_again(self, leased_run: LeasedRun, reason: str) -> None:
        schedule, now = leased_run.schedule, self._app.clock()
        if now - leased_run.occurrence.run.at > schedule.late + MAX_LOOKUP_AGE:
            await self._runs.end(leased_run, OccurrenceState.UNKNOWN, encode(PostReason.BROKE, f"{reason}."))
        else:
            await self._runs.postpone(leased_run, LOOKUP_RETRY, reason)

    def _reason_against(self, leased_run: LeasedRun) -> str:
        if leased_run.schedule.paused:
            return encode(PostReason.PAUSED_BEFORE)
        if self._verdict(leased_run) is Verdict.TOO_LATE:
            return encode(PostReason.NOT_IN_TIME)
        return ""

    async def _make(self, leased_run: LeasedRun) -> MessageDraft | None:
        """Make the post; None when there is none to send, which is written down."""
        schedule = leased_run.schedule
        if schedule.kind.id not in self._app.composers:
            await self._runs.end(leased_run, OccurrenceState.FAILED, encode(PostReason.UNKNOWN_KIND))
            return None
        try:
            async with self._runs.limited():
                context = self._app.guilds.with_settings(leased_run.settings)
                compose = self._app.composers[schedule.kind.id]
                is_due = schedule.once_on in (None, leased_run.occurrence.run.local_date)
                made = await compose(self._app, context, schedule, leased_run.occurrence) if is_due else None
            if made is None:
                await self._runs.end(leased_run, OccurrenceState.SKIPPED, encode(PostReason.NOTHING_TO_POST))
                return None
            number = self._app.guilds.number_of(context)
            made = ready_to_post(made, self._app.library, context.roadmap.id, number)
            made.with_token(leased_run.occurrence.run_token)
        except DatabaseUnavailableError:
            raise
        except StudyError as refusal:
            await self._runs.end(leased_run, OccurrenceState.FAILED, str(refusal))
        except Exception:
            log.exception("a post could not be made", extra=log_fields(leased_run))
            await self._make_later(replace(leased_run, attempts=leased_run.attempts + 1))
        else:
            return replace(made, role_id=await self._role_to_mention(schedule), silent=schedule.silent)
        return None

    async def _role_to_mention(self, schedule: Schedule) -> int | None:
        """Return the role of a schedule, None when it is gone: its mention would be a dead word in every post."""
        role_id, guild_id = schedule.role_id, schedule.guild_id
        gone = role_id is not None and await self._app.ports.guild_directory.is_role_gone(guild_id, role_id)
        return None if gone else role_id

    async def _make_later(self, leased_run: LeasedRun) -> None:
        if leased_run.attempts < MAX_BUILD_ATTEMPTS:
            await self._runs.postpone(leased_run, backoff(leased_run.attempts), "it could not be made")
        else:
            reason = encode(PostReason.NOT_BUILT, leased_run.occurrence.run_token)
            await self._runs.end(leased_run, OccurrenceState.FAILED, reason)

    # Sending, and after.

    async def _send(self, leased_run: LeasedRun, post: MessageDraft) -> None:
        mark = leased_run.occurrence.run_token
        begun = await self._runs.begin(leased_run, post)
        if begun is None:
            log.info("another process has the run", extra=log_fields(leased_run))
            return
        late = self._verdict(leased_run) is Verdict.LATE
        dressed = post.noted(late_note(leased_run.occurrence.run.at)) if late else post
        delivery = await self._app.ports.channel_sender.post(begun.channel_id, dressed.with_token(mark), mark)
        await self._insist(lambda: self._record(leased_run, begun, delivery))

    async def _record(self, leased_run: LeasedRun, begun: LeasedRun, delivery: SendResult) -> None:
        match delivery:
            case Sent(message_id):
                await self._runs.end(begun, OccurrenceState.SENT, message_id=message_id)
            case Rejected(reason, lasting):
                # What an earlier try came to is still not known.
                state = OccurrenceState.FAILED if leased_run.first_try_at is None else OccurrenceState.UNKNOWN
                if lasting and leased_run.schedule.user_id is None:
                    reason = await self._traced(reason, leased_run.schedule.guild_id)
                await self._runs.end(begun, state, reason, pausing=lasting)
            case NotSent(reason, after):
                untried = replace(begun, first_try_at=leased_run.first_try_at)
                await self._runs.postpone(untried, max(after, backoff(begun.attempts)), reason)
            case Unknown(reason):
                await self._runs.postpone(begun, backoff(begun.attempts), reason)

    async def _traced(self, reason: str, guild_id: int) -> str:
        """Return why a channel is closed: to somebody who was thrown out, Discord says only that they see nothing."""
        suspect = decode(reason)[0] in (PostReason.NO_VIEW, PostReason.CHANNEL_GONE)
        if suspect and not await self._app.ports.channel_sender.is_in_guild(guild_id):
            return encode(PostReason.LEFT_SERVER)
        return reason

    async def _insist(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write down what Discord said, however long the database is away: nobody else knows it."""

        try:
            await write()
        except DatabaseUnavailableError as error:
            log.warning("what became of a post could not be written down yet", extra={"error": str(error).strip()})
            note = partial(self._outage.note, SENDING)
            await retry(write, DatabaseUnavailableError, repeat(RECORD_RETRY_SECONDS), note)

    def _verdict(self, leased_run: LeasedRun) -> Verdict:
        return classify(leased_run.occurrence.run.at, self._app.clock(), leased_run.schedule.late)


MAX_CONNECTIONS = 4
"""Connections to the database that posts under way use together."""


class RunStore:
    """Where the runs under way of this process stand. Raises DatabaseUnavailableError like the database."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._gate = asyncio.Semaphore(MAX_CONNECTIONS)

    @asynccontextmanager
    async def limited(self) -> AsyncIterator[None]:
        """Use the database in this block only when few others of the posts do."""
        async with self._gate:
            yield

    async def begin(self, leased_run: LeasedRun, post: MessageDraft) -> LeasedRun | None:
        """Freeze the post of a run that is about to be sent; None when another process has it."""
        now = self._app.clock()
        async with self.limited(), self._app.database.writing_once() as connection:
            return await occurrences.start_attempt(
                connection, leased_run, post, leased_run.first_try_at or now, now + LEASE
            )

    async def end(
        self,
        leased_run: LeasedRun,
        state: OccurrenceState,
        reason: str = "",
        *,
        message_id: int | None = None,
        pausing: bool = False,
    ) -> None:
        """Write down how a run ended; `pausing`: its schedule waits until somebody mends the reason."""
        now, run, schedule = self._app.clock(), leased_run.occurrence, leased_run.schedule
        opened = self._app.database.writing if pausing else self._app.database.writing_once
        async with self.limited(), opened() as connection:
            await occurrences.finish(connection, run.id, state, now, reason=reason, message_id=message_id)
            if pausing:
                await schedules.pause(connection, schedule.guild_id, schedule.id, now, reason)
            if pausing and schedule.user_id is not None:
                await note_reminder_closed(connection, schedule.user_id, now)
        if pausing and schedule.user_id is not None:
            self._app.guilds.forget_user(schedule.user_id)
        late = round((now - run.run.at).total_seconds(), 1)
        self._app.metrics.post(schedule.kind.id, state.value, late)
        log.info("run ended", extra=log_fields(leased_run) | {"state": state.value, "late": late, "reason": reason})

    async def postpone(self, leased_run: LeasedRun, pause: timedelta, reason: str) -> None:
        """Leave a run alone for a while, at most for `MAX_POSTPONE`."""
        pause = min(pause, MAX_POSTPONE)
        async with self.limited(), self._app.database.writing_once() as connection:
            await occurrences.reschedule(connection, leased_run, self._app.clock() + pause)
        log.warning("run put off", extra=log_fields(leased_run) | {"reason": reason, "seconds": pause.total_seconds()})

    async def release(self, leased_run: LeasedRun) -> None:
        """Leave a run to whoever comes next."""
        async with self.limited(), self._app.database.writing_once() as connection:
            await occurrences.reschedule(connection, leased_run, self._app.clock())


def log_fields(leased_run: LeasedRun) -> dict[str, object]:
    """Return what names a run in the log."""
    return {"run": leased_run.occurrence.run_token, "schedule": leased_run.schedule.id, "attempts": leased_run.attempts}
