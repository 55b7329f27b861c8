"""Whatever organisers change, and whenever, posts come as if no run had ever been claimed ahead of its time."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from planned_posts import BEFORE, GUILD, HOUR, MINUTE, SECOND, add, claim, read, take

from bot.core.message_draft import OccurrenceState
from bot.core.recurrence import ScheduledRun
from bot.core.schedule import Schedule
from bot.store import occurrences, schedules
from bot.store.database import Database

TIMES = st.sampled_from([time(9), time(9, 1), time(9, 3), time(13), time(23, 59), time(0)])
ZONES = st.sampled_from(["Europe/Berlin", "UTC", "Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Kathmandu"])
DAYS = st.sampled_from([frozenset(range(7)), frozenset({1}), frozenset({2, 3})])
STEPS = st.sampled_from([SECOND, 30 * SECOND, MINUTE, 2 * MINUTE - SECOND, 2 * MINUTE, 2 * MINUTE + SECOND, 3 * HOUR])


class Ledger:
    """A daily prompt in a database of its own, whose runs are claimed `ahead` of their time."""

    def __init__(self, database: Database, ahead: timedelta) -> None:
        self.database = database
        self.ahead = ahead
        self.posted: list[ScheduledRun] = []
        self.schedule: Schedule | None = None

    async def look(self, now: datetime) -> Schedule:
        """Plan the prompt if there is none yet, and give it as it is shown."""
        if self.schedule is None:
            self.schedule = await add(self.database)
        shown = await read(self.database, self.schedule, now)
        assert shown is not None
        return shown

    async def change(self, now: datetime, **changes: Any) -> None:
        wanted = replace(await self.look(now), **changes)
        async with self.database.writing() as connection:
            await schedules.change(connection, wanted, now)

    async def pause_or_resume(self, now: datetime) -> None:
        schedule = await self.look(now)
        async with self.database.writing() as connection:
            if schedule.paused:
                await schedules.resume(connection, GUILD, schedule.id, now)
            else:
                await schedules.pause(connection, GUILD, schedule.id, now)

    async def tick(self, now: datetime) -> None:
        await claim(self.database, now, ahead=self.ahead)
        for taken in await take(self.database, now):
            self.posted.append(taken.occurrence.run)
            async with self.database.writing() as connection:
                await occurrences.finish(connection, taken.occurrence.id, OccurrenceState.SENT, now)


class Planning(RuleBasedStateMachine):
    """The same is done to a schedule that is claimed ahead and to one that is claimed when it is due."""

    def __init__(self, runner: asyncio.Runner, early: Database, punctual: Database) -> None:
        super().__init__()
        self.runner = runner
        self.early = Ledger(early, 2 * MINUTE)
        self.punctual = Ledger(punctual, timedelta(0))
        self.now = BEFORE

    def both(self, act: Callable[[Ledger], Coroutine[Any, Any, None]]) -> None:
        for ledger in (self.early, self.punctual):
            self.runner.run(act(ledger))

    @rule(step=STEPS)
    def let_time_pass(self, step: timedelta) -> None:
        self.now += step
        self.both(lambda ledger: ledger.tick(self.now))

    @rule(early=st.sampled_from([SECOND, MINUTE, 2 * MINUTE]))
    def come_close_to_the_next(self, early: timedelta) -> None:
        following = self.runner.run(self.punctual.look(self.now)).next_run_at
        assert following
        self.now = max(self.now, following - early)
        self.both(lambda ledger: ledger.tick(self.now))

    @rule(at=TIMES)
    def change_the_time(self, at: time) -> None:
        self.both(lambda ledger: ledger.change(self.now, at=at))

    @rule(zone=ZONES)
    def change_the_zone(self, zone: str) -> None:
        self.both(lambda ledger: ledger.change(self.now, zone=ZoneInfo(zone)))

    @rule(days=DAYS)
    def change_the_days(self, days: frozenset[int]) -> None:
        self.both(lambda ledger: ledger.change(self.now, days=days))

    @rule(channel_id=st.integers(1, 3))
    def change_the_channel(self, channel_id: int) -> None:
        self.both(lambda ledger: ledger.change(self.now, channel_id=channel_id))

    @rule()
    def pause_or_resume(self) -> None:
        self.both(lambda ledger: ledger.pause_or_resume(self.now))

    @invariant()
    def the_same_was_posted(self) -> None:
        assert self.early.posted == self.punctual.posted

    @invariant()
    def the_same_is_shown(self) -> None:
        early, punctual = (self.runner.run(one.look(self.now)) for one in (self.early, self.punctual))
        # When a paused one would have run next is shown nowhere.
        assert early == (replace(punctual, next_run_at=early.next_run_at) if early.paused else punctual)


def test_any_sequence_of_changes_posts_the_same(new_address: Callable[[], str]) -> None:
    with asyncio.Runner() as runner:

        class PlanningAnew(Planning):
            def __init__(self) -> None:
                super().__init__(runner, Database(new_address()), Database(new_address()))

            def teardown(self) -> None:
                for ledger in (self.early, self.punctual):
                    runner.run(ledger.database.close())

        run_state_machine_as_test(
            PlanningAnew,
            settings=settings(
                max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
