"""A rolling restart under load: no interaction is lost, and none counts twice.

    python -m bench.handover                        10,000 interactions
    python -m bench.handover --interactions 2000    a quick look

Two bots by HTTP share one PostgreSQL behind nginx. While members mark topics as done, each of the two is replaced: a
new one is started and ready before the old one is told to stop. Each member marks each topic once, so that an
interaction that was lost lacks its event in the database; one that came to two bots stands in the logs of both. Times
hang on the machine.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path

import orjson
from discord_sandbox import Member, Sandbox
from discord_sandbox.exceptions import NotAnswered
from discord_sandbox.server import listen
from sqlalchemy import func, select

from bench import nginx
from bench.schedules import postgresql
from bot.content.loader import load_library
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.tables import StudyEventRow

IN_FLIGHT = 16
"""Members who wait for an answer at a time."""
ROUNDS = 2
"""Times that both bots are replaced."""
READY, INTERACTION = b'"ready"', b'"interaction"'


@dataclass(slots=True)
class Fleet:
    """Bots on ports that nginx knows, two at a time."""

    environment: dict[str, str]
    folder: Path
    ports: list[int]
    running: list[tuple[int, Process]] = field(default_factory=list)
    exit_codes: list[int] = field(default_factory=list)
    started: int = 0

    async def start(self) -> None:
        """Start a bot on a free port, and return when it is ready."""
        port = next(port for port in self.ports if port not in {taken for taken, _ in self.running})
        log = self.folder / f"bot-{self.started}.log"
        self.started += 1
        environment = os.environ | self.environment | {"INTERACTIONS_PORT": str(port)}
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment, stderr=output
            )
        self.running.append((port, process))
        while READY not in log.read_bytes():
            if process.returncode is not None:
                raise SystemExit(f"a bot did not start:\n{log.read_text()}")
            await asyncio.sleep(0.05)

    async def stop_oldest(self) -> None:
        """Tell the bot that has run longest to stop, and wait until it has."""
        _, process = self.running[0]
        process.send_signal(signal.SIGTERM)
        self.exit_codes.append(await process.wait())
        del self.running[0]

    async def close(self) -> None:
        """End what still runs."""
        for _, process in self.running:
            if process.returncode is None:
                process.kill()
            await process.wait()


@dataclass(slots=True)
class Load:
    """Members who mark topics as done; `waits` are the seconds until each answer."""

    todo: Iterator[tuple[Member, str]]
    waits: list[float] = field(default_factory=list)
    unanswered: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        """Mark all that is to do."""
        await asyncio.gather(*(self._one_after_another() for _ in range(IN_FLIGHT)))

    def tell(self) -> None:
        """Print how long members waited, and what they were told that is not that a topic is done."""
        waits = sorted(self.waits)
        print(f"waited: median {waits[len(waits) // 2] * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms")
        for outcome, times in self.outcomes.items():
            if outcome != "done":
                print(f"{times} × {outcome}")

    async def _one_after_another(self) -> None:
        for member, topic in self.todo:
            began = time.perf_counter()
            try:
                answer = await member.slash("done", topic=topic)
            except NotAnswered:
                self.unanswered += 1
                continue
            self.waits.append(time.perf_counter() - began)
            self.outcomes["done" if " done " in answer.text else " ".join(answer.text.split())[:60]] += 1


async def main(interactions: int) -> int:
    """Do it, print what became of them, and return how many were lost or doubled."""
    if nginx.program() is None:
        raise SystemExit("This needs nginx: apt-get install nginx")
    topics = [topic.id for topic in load_library(Path("content")).default]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-bench-")))
        url = stack.enter_context(postgresql(str(folder / "postgresql")))
        upgrade(url)
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        public, *ports = _free_ports(4)
        address = stack.enter_context(nginx.running_nginx(public, ports))
        environment = {
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "DATABASE_URL": url,
            "LOG_FORMAT": "json",
            "PUBLIC_KEY": sandbox.make_public_key(),
        }
        fleet = Fleet(environment, folder, ports)
        stack.push_async_callback(fleet.close)
        await fleet.start()
        await fleet.start()
        await sandbox.set_interactions_endpoint(address)
        members = [sandbox.member(f"m{number}") for number in range(-(-interactions // len(topics)))]
        load = Load(islice(((member, topic) for topic, member in product(topics, members)), interactions))
        under_load = asyncio.ensure_future(load.run())
        replaced = await _replace(fleet, under_load)
        await under_load
        await fleet.stop_oldest()
        await fleet.stop_oldest()
        for reason, times in _failures(folder).items():
            print(f"{times} × {reason}")
        lost, doubled = interactions - await _events(url), _handled_again(folder)
    print(f"{interactions:,} interactions, {replaced} bots replaced meanwhile, exit codes {set(fleet.exit_codes)}")
    print(f"lost {lost}, doubled {doubled}, unanswered {load.unanswered}")
    load.tell()
    return lost + doubled + load.unanswered


async def _replace(fleet: Fleet, under_load: "asyncio.Future[None]") -> int:
    """Replace each bot by a new one that is ready before it goes; return how many were, while there was load."""
    replaced = 0
    for _ in range(2 * ROUNDS):
        await fleet.start()
        await fleet.stop_oldest()
        if under_load.done():
            break
        replaced += 1
    return replaced


async def _events(url: str) -> int:
    """Return how many topics are done, by all members together."""
    database = Database(url)
    async with database.reading() as connection:
        events = await connection.scalar(
            select(func.count()).select_from(StudyEventRow).where(StudyEventRow.kind == "done")
        )
    await database.close()
    return int(events or 0)


def _failures(folder: Path) -> Counter[str]:
    """Return what the bots' logs warn of, and how often."""
    lines = (orjson.loads(line) for log in folder.glob("bot-*.log") for line in log.read_bytes().splitlines())
    return Counter(f"{line['event']}: {line.get('reason')}" for line in lines if line["level"] in ("warning", "error"))


def _handled_again(folder: Path) -> int:
    """Return how many interactions were answered more than once, by the bots' logs."""
    lines = (line for log in folder.glob("bot-*.log") for line in log.read_bytes().splitlines() if INTERACTION in line)
    return sum(times - 1 for times in Counter(orjson.loads(line)["reference"] for line in lines).values())


def _free_ports(count: int) -> list[int]:
    sockets = [listen() for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--interactions", type=int, default=10_000, help="how many (default: 10,000)")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C: no bot is left behind
    sys.exit(min(asyncio.run(main(parser.parse_args().interactions)), 1))
