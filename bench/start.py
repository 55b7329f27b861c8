"""What a start costs: `python -m bench.start`, from nothing to the gateway, beside the floor.

    The floor is a bare discord.py bot that imports the libraries that Waymark needs (SQLAlchemy's asyncio, aiosqlite,
    pydantic-settings, APScheduler, PyYAML, rapidfuzz, structlog) and opens a SQLite file. Waymark starts on a database
    at the newest revision. Both start in turn, the first time of each left out; printed are medians, and their ratios:
    seconds of the processor (user and system), seconds by the clock, and resident memory once at the gateway.
    `--before DIR` has another checkout of Waymark start beside them. Byte code and Waymark's own caches stay between
    the starts of a contender, in a folder of the bench, as they are where Waymark is installed.

The processor's seconds hold on a busy machine, the clock's do not.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from discord_sandbox import Sandbox

from bench.cost import resident_mib
from bot.store import migrate

ROOT = Path(__file__).parents[1]
WAYMARK = ("-m", "bot", "run")
FLOOR = ("-m", "bench.floor")
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST = 120.0
"""Seconds that a start may take."""


@dataclass(frozen=True, slots=True)
class Start:
    """What one start cost: seconds of the processor and by the clock, and memory in MiB."""

    processor: float
    clock: float
    memory: float


async def start(folder: Path, database: str, cache: Path, *, waymark: bool) -> Start:
    """Start a bot of the checkout `folder`, wait until it is at the gateway, and end it.

    `cache` is where its byte code and whatever else it keeps for its next start lies.
    """
    async with Sandbox(bot_name="Waymark", strict=False) as sandbox:
        environment = {
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "DATABASE_URL": database,
            "PYTHONPATH": str(folder),
            "PYTHONPYCACHEPREFIX": str(cache / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",
            "XDG_CACHE_HOME": str(cache),
        }
        arguments = WAYMARK if waymark else (*FLOOR, sandbox.api_url, sandbox.token, database)
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env=os.environ | environment, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await asyncio.wait_for(sandbox.gateway.connected(), LONGEST)
            clock = time.perf_counter() - began
            return Start(_processor_seconds(process.pid), clock, resident_mib(process.pid))
        finally:
            process.kill()
            await process.wait()


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def main(rounds: int, before: Path | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        contenders: dict[str, tuple[Path, str, bool]] = {
            "floor": (ROOT, f"sqlite+aiosqlite:///{folder}/floor.db", False),
            "waymark": (ROOT, f"sqlite+aiosqlite:///{folder}/waymark.db", True),
        }
        await asyncio.to_thread(migrate.upgrade, contenders["waymark"][1])
        if before:
            contenders["before"] = (before, f"sqlite+aiosqlite:///{folder}/before.db", True)
        found: dict[str, list[Start]] = {name: [] for name in contenders}
        for number in range(rounds + 1):
            for name, (checkout, database, waymark) in contenders.items():
                took = await start(checkout, database, Path(folder) / name, waymark=waymark)
                if number:
                    found[name].append(took)
    print(__doc__)
    _print(found, rounds)


def _print(found: Mapping[str, list[Start]], rounds: int) -> None:
    print(f"medians of {rounds} starts each\n\n{'':10}{'processor':>12}{'clock':>10}{'memory':>12}")
    medians = {
        name: {what: statistics.median(getattr(one, what) for one in starts) for what in Start.__slots__}
        for name, starts in found.items()
    }
    floor = medians["floor"]
    for name, median in medians.items():
        print(f"{name:10}{median['processor']:10.2f} s{median['clock']:8.2f} s{median['memory']:8.1f} MiB")
    for name, median in medians.items():
        if name != "floor":
            ratios = "".join(f"{median[what] / floor[what]:{width}.2f} ×" for what, width in WIDTHS.items())
            print(f"{name:10}{ratios}   of the floor")


def checkout(named: str) -> Path:
    """Return a folder by its full name."""
    return Path(named).resolve(strict=True)


WIDTHS = {"processor": 10, "clock": 8, "memory": 10}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=7, help="starts of each (default: 7)")
    parser.add_argument("--before", type=checkout, metavar="DIR", help="another checkout to start beside them")
    options = parser.parse_args()
    asyncio.run(main(options.rounds, options.before))
