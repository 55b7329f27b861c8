"""Everything that the demo plays on: the sandbox with everybody in it, the bot beside it, and the story before."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from discord_sandbox import Clock, Sandbox

from bot.content.loader import load_library
from bot.core.roadmap import Roadmap
from bot.demo.outage import Outage
from bot.demo.people import FOUNDED, People, seed
from bot.demo.run_bot import address_of, hosting
from bot.demo.scenario import FIRST_ROADMAP, LENGTH, Story
from bot.demo.time_travel import Journey
from bot.demo.watch import watched
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Stage:
    """A running demo."""

    sandbox: Sandbox
    cast: People
    journey: Journey
    outage: Outage
    roadmap: Roadmap


@asynccontextmanager
async def staged(file: Path, now: datetime, zone: ZoneInfo, *, content: Path, tells: bool) -> AsyncIterator[Stage]:
    """Run the bot on a SQLite file until the block ends; with `tells`, after its story, which ends `now` (aware).

    What is edited in `content` meanwhile is taken over at once. Raises ContentError when it has mistakes.
    """
    roadmap = load_library(content).default
    clock = Clock(FOUNDED, running=False)
    sandbox = Sandbox(bot_name="Waymark", clock=clock)
    cast = seed(sandbox, "Django Evenings" if roadmap.id == FIRST_ROADMAP else "Study Evenings")
    clock.jump(now - (LENGTH if tells else timedelta()))
    clock.resume()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(sandbox)
        app = await stack.enter_async_context(hosting(sandbox, address_of(file), content))
        await stack.enter_async_context(watched(content, app.content_changed))
        database = Database(address_of(file))
        stack.push_async_callback(database.close)
        outage = Outage(file)
        stack.push_async_callback(outage.end)
        journey = Journey(sandbox, database)
        if tells and app.client:
            await Story(app.client.dispatcher.app, cast, roadmap, zone, now).play(journey)
        yield Stage(sandbox, cast, journey, outage, roadmap)
