"""What a first look at a board of 10,000 members costs: `python -m bench.board`.

A million study events in SQLite. Printed are medians: how long others wait at most for their turn on the event loop,
in seconds of its own processor time, and how long the look takes by the clock. The month is the last 30 days.
"""

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import crowd
from bot.content.loader import load_library
from bot.core.calendar import Window, WindowKind
from bot.store.caches import LeaderboardCache
from bot.store.database import Database

GUILD, ROADMAP = 1, "python-django"
AT = datetime(2027, 6, 30, 12, tzinfo=UTC)
WINDOWS = {
    "all time": Window(WindowKind.ALL, None, AT),
    "a month": Window(WindowKind.MONTH, AT - timedelta(days=30), AT),
    "a week": Window(WindowKind.WEEK, AT - timedelta(days=7), AT),
}


async def look(database: Database, window: Window) -> float:
    """Read a board that is not in memory; return how long it took, in seconds."""
    began = time.perf_counter()
    await LeaderboardCache(database, lambda: AT).board(GUILD, ROADMAP, window)
    return time.perf_counter() - began


async def hold(database: Database, window: Window) -> float:
    """Read a board that is not in memory; return how long others waited at most for the loop, in its own seconds."""
    holds = list[float]()

    async def others() -> None:
        last = time.thread_time()
        while True:
            await asyncio.sleep(0)
            last, before = time.thread_time(), last
            holds.append(last - before)

    waiting = asyncio.ensure_future(others())
    await look(database, window)
    waiting.cancel()
    return max(holds)


async def main(members: int, rounds: int) -> None:
    """Measure and print."""
    print(__doc__)
    topics = load_library(Path("content")).default.order
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        file = Path(folder) / "board.db"
        events = await asyncio.to_thread(crowd.fill, file, GUILD, range(1, members + 1), topics, AT)
        database = Database(f"sqlite+aiosqlite:///{file}")
        gc.freeze()
        print(f"{members:,} members, {events:,} events, medians of {rounds}\n{'':12}{'hold':>10}{'whole':>10}")
        for name, window in WINDOWS.items():
            whole = statistics.median([await look(database, window) for _ in range(rounds + 1)][1:])
            held = statistics.median([await hold(database, window) for _ in range(rounds)])
            print(f"{name:12}{held * 1000:7.1f} ms{whole * 1000:7.0f} ms")
        await database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--members", type=int, default=10_000, help="members in the database (default: 10,000)")
    parser.add_argument("--rounds", type=int, default=7, help="looks at each board (default: 7)")
    options = parser.parse_args()
    asyncio.run(main(options.members, options.rounds))
