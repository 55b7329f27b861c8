"""What an interaction costs: Waymark beside a bare discord.py bot that answers constants.

    make bench                                  what the README shows
    python -m bench.interactions --members 500  a quick look

Both bots run in processes of their own, on the same sandbox software in this one. Chunks of all kinds alternate, so
that whatever else the machine does hits them alike: read the ratios, not the times.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from discord_sandbox import Member, Sandbox
from discord_sandbox.interactions.model import InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.world.model import Message

from bench import crowd
from bench.cost import Ask, Cost, chunk, resident_mib
from bench.transaction import STAND_IN, run_bare, statements_of_answer, statements_of_done
from bot.content.loader import load_library
from bot.core.asking import Asking
from bot.core.roadmap import Roadmap

CHUNK = 50
"""Interactions asked one by one in a chunk; four times as many follow, 64 at a time."""
IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot under measurement."""

    name: str
    sandbox: Sandbox
    pid: int
    ready_seconds: float


@asynccontextmanager
async def contender(name: str, sandbox: Sandbox, arguments: list[str], **environment: str) -> AsyncIterator[Contender]:
    """Start a bot in a process of its own and wait until it is at the gateway."""
    log = (Path(tempfile.gettempdir()) / f"waymark-bench-{name}.log").open("wb")
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=os.environ | environment, stderr=log)
    arrival = asyncio.ensure_future(sandbox.gateway.connected())
    ended = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait([arrival, ended], timeout=60, return_when=asyncio.FIRST_COMPLETED)
        if not arrival.done():
            raise RuntimeError(f"{name} did not get to the gateway; exit code {process.returncode}")
        yield Contender(name, sandbox, process.pid, time.perf_counter() - began)
    finally:
        arrival.cancel()
        if process.returncode is None:
            process.kill()
        await ended


@asynccontextmanager
async def bare_bot(sandbox: Sandbox) -> AsyncIterator[Contender]:
    """Start the bot that answers a constant."""
    async with contender("bare", sandbox, ["-m", "bench.bare_bot", sandbox.api_url, sandbox.token]) as started:
        yield started


@asynccontextmanager
async def waymark_bot(sandbox: Sandbox, database: Path) -> AsyncIterator[Contender]:
    """Start Waymark on a SQLite file."""
    environment = {
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "LOG_FORMAT": "json",
    }
    async with contender("waymark", sandbox, ["-m", "bot", "run"], **environment) as started:
        yield started


async def main(members: int, rounds: int) -> None:
    """Measure and print."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-bench-")))
        mine = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        floor = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        people = [mine.member(f"member {number}") for number in range(members)]
        database = folder / "waymark.db"
        library = load_library(Path("content"))
        ids = [member.id for member in people]
        events = crowd.fill(database, mine.guild.id, ids, library.default.order, mine.clock.now())
        print(f"{members:,} members, {events:,} events, {rounds} rounds\n")
        bare = await stack.enter_async_context(bare_bot(floor))
        waymark = await stack.enter_async_context(waymark_bot(mine, database))
        await measure(bare, waymark, people, database, rounds)


async def measure(bare: Contender, waymark: Contender, people: list[Member], database: Path, rounds: int) -> None:
    """Run all kinds in turn, `rounds` times, and print what came out."""
    visitor = bare.sandbox.member("visitor")
    presses = Presses(people, load_library(Path("content")).default)
    kinds: dict[str, tuple[Contender, Ask]] = {
        # What is compared stands side by side.
        "bare, a card": (bare, lambda _: visitor.slash("topic", name="middleware")),
        "/topic": (waymark, lambda n: people[n % 100].slash("topic", name="middleware")),
        "bare, choices": (bare, lambda _: visitor.autocomplete("topic", name="mid")),
        "autocomplete": (waymark, lambda n: people[n % 100].autocomplete("topic", name="mid")),
        "bare, a word": (bare, lambda _: visitor.slash("ping")),
        "/done": (waymark, lambda n: people[n].slash("done", topic=LAST)),
        "bare, a press": (bare, lambda n: presses.press_of(visitor, n, shown)),
        "an answer": (waymark, presses.press),
        "/progress": (waymark, lambda n: people[n % 100].slash("progress")),
        "/leaderboard": (waymark, lambda n: people[n % 100].slash("leaderboard")),
    }
    costs = {kind: Cost() for kind in kinds}
    transaction, answering = Cost(), Cost()
    answered = await statements_of_answer(database, presses.asking(STAND_IN), waymark.sandbox.clock.now())
    statements = await statements_of_done(database, LAST, waymark.sandbox.clock.now())
    shown = (await visitor.slash("topic", name="middleware")).message
    presses.shown = await meet(people[: (rounds + 1) * CHUNK * 5])
    for turn in range(rounds + 1):
        # The first round warms up: everything is there that is read once and then remembered.
        for kind, (bot, ask) in kinds.items():
            await chunk(costs[kind] if turn else Cost(), bot.pid, ask, turn * CHUNK * 5, CHUNK, IN_FLIGHT)
        others = [member.id for member in people[-(turn + 1) * CHUNK :][:CHUNK]]
        await run_bare(database, statements, others, transaction if turn else Cost())
        await run_bare(database, answered, others, answering if turn else Cost())
    report(costs, transaction, answering)
    print(f"\nstart to gateway: bare {bare.ready_seconds:.2f} s, waymark {waymark.ready_seconds:.2f} s")
    print(f"memory: bare {resident_mib(bare.pid):.0f} MiB, waymark {resident_mib(waymark.pid):.0f} MiB")


class Presses:
    """Answers a question once for each member, as its button would; `shown` are messages to press on."""

    def __init__(self, people: list[Member], roadmap: Roadmap) -> None:
        self._people, self._roadmap = people, roadmap
        self.shown: list[Message] = []

    def asking(self, user_id: int) -> Asking:
        """Give the question that a member is asked."""
        topic = self._roadmap.topics[LAST]
        return Asking(user_id, self._roadmap, topic, topic.quiz[0], 1 << 50, "q1.5.0")

    async def press(self, number: int) -> object:
        """Let a member press the right choice."""
        return await self.press_of(self._people[number], number, self.shown[number])

    async def press_of(self, member: Member, number: int, shown: Message) -> object:
        """Let `member` press what the member of that number would press, on the message `shown`."""
        asking = self.asking(self._people[number].id)
        place = asking.order.index(asking.question.answer)
        data = {"component_type": 2, "custom_id": f"v2:1:pick:{asking.ticket}:{place}", "id": 1}
        action = UserAction(InteractionType.COMPONENT, member.user, member.channel, data, shown)
        return await member.deliver(member.driver.interactions.open(action))


async def meet(people: list[Member]) -> list[Message]:
    """Let everybody use the bot once: it meets members with a write that later interactions do not repeat.

    Returns the messages that they got.
    """
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(member: Member) -> Message:
        async with gate:
            await member.slash("leaderboard")  # waits until they are on record, where others leave it for later
            return (await member.slash("quiz")).message

    return await asyncio.gather(*(one(member) for member in people))


LAST = "open-source"
"""The topic that nobody in the crowd has finished yet."""


def report(costs: dict[str, Cost], transaction: Cost, answering: Cost) -> None:
    """Print a line for each kind, and the ratios that the project aims at."""
    print(f"{'':16}{'CPU ms':>8}{'p50 ms':>8}{'p99 ms':>8}{'/s at 64':>10}{'CPU at 64':>11}")
    card = costs["bare, a card"]
    for kind, cost in costs.items():
        alone = f"{kind:16}{cost.cpu_ms:8.2f}{cost.p50:8.2f}{cost.p99:8.2f}"
        print(f"{alone}{cost.rate:10.0f}{cost.crowded_cpu_ms:11.2f}")
    print(f"{'bare answer SQL':16}{answering.cpu_ms:8.2f}{answering.p50:8.2f}{answering.p99:8.2f}")
    print(f"{'bare /done SQL':16}{transaction.cpu_ms:8.2f}{transaction.p50:8.2f}{transaction.p99:8.2f}\n")
    choices, done = costs["bare, choices"], costs["/done"]
    print(f"/topic, CPU: {costs['/topic'].cpu_against(card):.2f} of a bare card (aim 1.25)")
    print(f"autocomplete, CPU: {costs['autocomplete'].cpu_against(choices):.2f} of bare choices (aim 1.25)")
    word = costs["bare, a word"]
    print(f"/done, CPU: {done.cpu_against(word, transaction):.2f} of bare + transaction (aim 1.3)")
    press, answer = costs["bare, a press"], costs["an answer"]
    print(f"an answer, CPU: {answer.cpu_against(press, answering):.2f} of bare press + transaction (aim 1.3)")
    print(f"/done, p50: {done.p50 / (word.p50 + transaction.p50):.2f} of bare + transaction (aim 1.3)")
    print(f"/leaderboard, p99: {costs['/leaderboard'].p99 - card.p99:+.1f} ms against a bare card (aim +25)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--members", type=int, default=10_000, help="members in the database (default: 10,000)")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of chunks (default: 8)")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C: no bot is left behind
    # Each member finishes the last topic once, so members bound the rounds; one more round warms up.
    most = asked.members // (CHUNK * 5) - 1
    if most < 1:
        parser.error(f"at least {CHUNK * 5 * 2} members are needed for a round")
    asyncio.run(main(asked.members, min(asked.rounds, most)))
