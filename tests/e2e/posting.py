"""A bot that posts by a clock the test moves, and the schedules it goes by."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from discord_sandbox import Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel, Event, Message
from shipped import shipped_library
from waiting import LONGEST, until
from whole_bot import settings_for

from bot.app import App
from bot.core.message_draft import OccurrenceState, PastRun
from bot.core.post_kinds import EVERY_DAY, PROMPT
from bot.core.schedule import Plan, Schedule
from bot.store import occurrences, schedules
from bot.store.database import Database

TICK = 0.05
"""Seconds between two looks at what is due: a test has no patience."""
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OPEN = (OccurrenceState.CLAIMED, OccurrenceState.SENDING)


class Desk:
    """Plans posts in a sandbox and sees what becomes of them. `url` is that of a migrated database or of a new file."""

    def __init__(self, discord: Sandbox, url: str) -> None:
        self.discord = discord
        self.url = url
        self.database = Database(url, deadline=LONGEST)
        self.silent_guilds: set[int] = set()
        """Servers in which nobody can be told of a pause."""

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[App]:
        """Run the bot until the block ends, posting as soon as it can."""
        app = App(settings_for(self.discord, self.url), self.discord.clock.now, tick=TICK, library=shipped_library())
        stop = asyncio.Event()
        running = asyncio.get_running_loop().create_task(app.run(stop))
        try:
            await until(lambda: running.done() or app.posting)
            if running.done():
                running.result()
            yield app
        finally:
            stop.set()
            await running

    async def plan(self, channel: Channel, after: timedelta = MINUTE, **changes: Any) -> Schedule:
        """Plan a prompt for the first full minute after `after` from now, every day; `changes` are a plan's."""
        now = self.discord.clock.now()
        return await self._add(channel, now + after + MINUTE, now, changes)

    async def plan_due(self, channel: Channel, **changes: Any) -> Schedule:
        """Plan a prompt that is due already, by real time too: for processes, whose clock nobody moves."""
        now = self.discord.clock.now()
        return await self._add(channel, now, now - MINUTE, changes)

    async def _add(self, channel: Channel, due: datetime, now: datetime, changes: dict[str, Any]) -> Schedule:
        assert channel.guild is not None
        plan = Plan(
            guild_id=channel.guild.id,
            channel_id=channel.id,
            kind=PROMPT,
            at=time(due.hour, due.minute),
            days=EVERY_DAY,
            zone=ZoneInfo("UTC"),
            late=6 * HOUR,
        )
        async with self.database.writing() as connection:
            added = await schedules.add(connection, replace(plan, **changes), now)
        assert added is not None
        return added

    def reach(self, *plans: Schedule, plus: timedelta = timedelta(0)) -> datetime:
        """Let it be the time of all of them, and as much later: a minute may have begun between two plans."""
        return self.discord.clock.jump(max(plan.next_run_at for plan in plans if plan.next_run_at) + plus)

    async def all(self, guild: Guild) -> tuple[Schedule, ...]:
        """Every schedule of a server."""
        async with self.database.reading() as connection:
            return await schedules.list_for_guild(connection, guild.id, self.discord.clock.now())

    async def now(self, schedule: Schedule) -> Schedule:
        """The schedule as it is kept now."""
        async with self.database.reading() as connection:
            kept = await schedules.get(connection, schedule.guild_id, schedule.id, self.discord.clock.now())
        assert kept is not None
        return kept

    async def reconnect(self) -> None:
        """Drop the test's own connections: a server that was away has ended them, and the pool may not know yet."""
        await self.database.close()

    async def runs(self, schedule: Schedule) -> tuple[PastRun, ...]:
        """The schedule's runs, the newest first."""
        async with self.database.reading() as connection:
            return await occurrences.past_runs(connection, schedule.id, self.discord.clock.now(), 100)

    async def ended(self, schedule: Schedule, runs: int = 1, within: float = LONGEST) -> PastRun:
        """Wait until the schedule has so many runs and all have ended, and give the newest."""
        async with asyncio.timeout(within):
            while True:
                found = await self.runs(schedule)
                if len(found) >= runs and not any(run.state in OPEN for run in found):
                    return found[0]
                await asyncio.sleep(0.02)

    async def all_ended(self, plans: Iterable[Schedule]) -> None:
        """Wait until each of the schedules has had its run: one by one, so as not to ask for them all at once."""
        for plan in plans:
            await self.ended(plan)

    async def sent_what_is_due(self) -> None:
        """Wait until the bot has looked at what is due now, and sent it."""
        elsewhere = self.discord.add_guild("Elsewhere").add_text_channel("elsewhere")
        await self.ended(await self.plan_due(elsewhere))

    async def outlast(self, schedule: Schedule, runs: int = 1) -> PastRun:
        """Let time pass quickly until the schedule has so many runs and all have ended, and give the newest."""
        for _ in range(300):
            found = await self.runs(schedule)
            if len(found) >= runs and not any(run.state in OPEN for run in found):
                return found[0]
            self.discord.clock.advance(timedelta(seconds=2))
            await asyncio.sleep(2 * TICK)
        raise TimeoutError(f"still under way: {found}")

    async def _told(self, within: float = LONGEST) -> None:
        async with asyncio.timeout(within), self.database.reading() as connection:
            while True:
                paused = await schedules.unnotified(connection, 100)
                if all(schedule.guild_id in self.silent_guilds for schedule in paused):
                    return
                await asyncio.sleep(0.02)

    async def resumed(self, schedule: Schedule, within: float = LONGEST) -> Schedule:
        """Let time pass until a schedule that was paused goes on, and give it.

        A look that began before the clock was moved may put the next one off from then.
        """
        async with asyncio.timeout(within):
            while (found := await self.now(schedule)).paused:
                self.discord.clock.advance(MINUTE)
                await asyncio.sleep(0.02)
        return found

    async def settled(self, channel: Channel) -> list[Message]:
        """Let hours go by in which anything that is left would be posted or told; give what is in the channel."""
        await self._told()
        assert channel.guild is not None
        elsewhere = self.discord.world.guilds[channel.guild.id].add_text_channel("elsewhere")
        for _ in range(2):
            sentinel = await self.plan(elsewhere)
            self.reach(sentinel, plus=10 * MINUTE)
            await self.ended(sentinel)
        return channel.messages


def at_post(discord: Sandbox, number: int, act: Callable[[], object]) -> None:
    """Do something at the very moment at which Discord has taken the bot's post of that number, before it answers."""
    left = number

    def listen(event: Event) -> None:
        nonlocal left
        if event.name == "MESSAGE_CREATE" and event.message and event.message.author is discord.world.bot:
            left -= 1
            if not left:
                stop()
                act()

    stop = discord.on_event(listen)
