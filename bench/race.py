"""A crowd in a race: 200 members press within two seconds, beside a bare bot that answers a constant to the same.

    python -m bench.race              five times each, in turn
    python -m bench.race --rounds 2   a quick look

Both bots run in processes of their own. Whatever else the machine does hits both alike: read the ratios.
"""

import argparse
import asyncio
import signal
import statistics
import tempfile
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from discord_sandbox import Member, Sandbox
from discord_sandbox.exceptions import NotAnswered
from discord_sandbox.interactions.model import InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.world.model import Event, Message

from bench.cost import cpu_seconds
from bench.interactions import Contender, bare_bot, waymark_bot

CROWD, WITHIN = 200, 2.0
"""Members, and the seconds in which all of them press."""
ROUND = 90.0
"""Seconds after which every round must be closed: it is open for 30, or 45 with code."""
EDITS_APART = 2.5
"""Seconds between two changes of the public message, at least."""


@dataclass(slots=True)
class Presses:
    """What presses were like: seconds until each was acknowledged, how many never were, and the bot's own time."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    cpu: float = 0.0

    @property
    def p50(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p99(self) -> float:
        """The 99th percentile in milliseconds."""
        return statistics.quantiles(self.seconds, n=100)[98] * 1000


async def main(rounds: int) -> None:
    """Measure and print."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-bench-")))
        mine = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        floor = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        bare = await stack.enter_async_context(bare_bot(floor))
        waymark = await stack.enter_async_context(waymark_bot(mine, folder / "waymark.db"))
        constant, race = Presses(), Presses()
        messages: list[Message] = []
        changes: dict[int, list[datetime]] = defaultdict(list)
        mine.on_event(lambda event: note_change(event, changes, mine.clock.now()))
        for number in range(rounds):
            await crowd(bare, f"bare-{number}", constant)
            messages.append(await crowd(waymark, f"race-{number}", race))
        await all_closed(messages)
        pairs = [pair for message in messages for pair in pairwise(changes[message.id])]
        report(constant, race, [(later - sooner).total_seconds() for sooner, later in pairs])


async def crowd(bot: Contender, name: str, presses: Presses) -> Message:
    """Let a crowd press on the first question of a race (or on a constant message) in a channel of its own."""
    channel = bot.sandbox.guild.add_text_channel(name)
    people = [bot.sandbox.member(f"member {number}").in_channel(channel) for number in range(CROWD)]
    starts = await people[0].slash("race", topic="csrf") if bot.name == "waymark" else await people[0].slash("public")
    message, used = starts.message, cpu_seconds(bot.pid)
    places = [str(item["custom_id"]) for item in message.components[0]["components"]]
    began = time.perf_counter()

    async def press(number: int, member: Member) -> None:
        await asyncio.sleep(max(began + WITHIN * number / CROWD - time.perf_counter(), 0))
        data = {"component_type": 2, "custom_id": places[number % len(places)], "id": 2}
        action = UserAction(InteractionType.COMPONENT, member.user, channel, data, message)
        pressed_at = time.perf_counter()
        try:
            await member.deliver(member.driver.interactions.open(action))
        except NotAnswered:
            presses.failures += 1
        presses.seconds.append(time.perf_counter() - pressed_at)

    await asyncio.gather(*(press(number, member) for number, member in enumerate(people)))
    presses.cpu += cpu_seconds(bot.pid) - used
    return message


async def all_closed(messages: list[Message]) -> None:
    """Wait until each of the messages tells what was right, and hold that everybody was counted."""
    async with asyncio.timeout(ROUND):
        while any(message.components for message in messages):  # noqa: ASYNC110 - a message tells nobody of its changes
            await asyncio.sleep(0.1)
    uncounted = [message.embeds for message in messages if f"of {CROWD} had it right" not in str(message.embeds)]
    if uncounted:
        raise SystemExit(f"not everybody was counted: {uncounted}")


def note_change(event: Event, changes: dict[int, list[datetime]], at: datetime) -> None:
    """Note when a message was changed."""
    if event.name == "MESSAGE_UPDATE" and event.message:
        changes[event.message.id].append(at)


def report(constant: Presses, race: Presses, spacings: list[float]) -> None:
    """Print a line for each, and what the project aims at."""
    print(f"{CROWD} presses within {WITHIN:.0f} seconds, {len(race.seconds) // CROWD} times each\n")
    print(f"{'':16}{'p50 ms':>8}{'p99 ms':>8}{'slowest':>9}{'CPU ms':>8}{'failures':>10}")
    for name, presses in (("bare, a word", constant), ("a race", race)):
        slowest, cpu = max(presses.seconds) * 1000, presses.cpu / len(presses.seconds) * 1000
        print(f"{name:16}{presses.p50:8.1f}{presses.p99:8.1f}{slowest:9.1f}{cpu:8.2f}{presses.failures:10}")
    print(f"\na race, p50: {race.p50 / constant.p50:.2f} of bare, p99: {race.p99 / constant.p99:.2f} of bare")
    print(f"failures: {race.failures} (aim 0); slowest answer {max(race.seconds):.2f} s (Discord waits 3)")
    print(f"changes of a public message: shortest time between two {min(spacings):.2f} s (aim {EDITS_APART})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5, help="crowds for each bot (default: 5)")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C: no bot is left behind
    asyncio.run(main(parser.parse_args().rounds))
