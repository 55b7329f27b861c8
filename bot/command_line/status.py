"""`python -m bot status`: how things stand with a host's bot, in a dozen lines."""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.app import wall_clock
from bot.command_line.host import settings
from bot.start_facts import version_of
from bot.store.host_status import HostStatus, host_status
from bot.ui.schedules import reason_text

MAX_ROWS = 8
"""Tables and reasons that are named; the rest is summed up."""


def status(_named: argparse.Namespace) -> int:
    """Show how things stand, also while the bot runs."""
    now = wall_clock()
    found = asyncio.run(host_status(settings().database_url, now))
    sys.stdout.write("\n".join(lines(found, now)) + "\n")
    return 0


def lines(found: HostStatus, now: datetime) -> Iterator[str]:
    """Return the status in lines, as of `now` (aware)."""
    yield f"version        {version_of('waymark')}, database at {found.revision}"
    yield f"servers        {found.servers}"
    yield f"members        {found.members}, {found.active} active in the last seven days"
    since = f", the oldest since {_instant(found.posts.oldest)}" if found.posts.oldest else ""
    yield f"posts due      {found.posts.due + found.posts.open}{since}"
    yield f"late           {found.late}"
    yield from _counted("failed", found.failed, "in the last seven days")
    yield from _counted("paused", found.paused, "schedules")
    yield f"oldest lease   {_lease(found.oldest_lease, now)}"
    yield f"copy           {found.last_copy or 'none from a migration'}"
    yield from _table_sizes(found.sizes)


def _counted(name: str, reasons: Sequence[tuple[str, int]], of_what: str) -> Iterator[str]:
    yield f"{name:14} {sum(times for _, times in reasons)} {of_what}"
    for reason, times in reasons[:MAX_ROWS]:
        yield f"{times:>17}  {reason_text(reason) or 'by an organiser'}"


def _lease(until: datetime | None, now: datetime) -> str:
    if until is None:
        return "none"
    return f"ended at {_instant(until)}" if until < now else f"until {_instant(until)}"


def _table_sizes(sizes: Sequence[tuple[str, int]]) -> Iterator[str]:
    if not sizes:
        return
    yield f"size           {_mib(sum(size for _, size in sizes))}"
    for table, size in sizes[:MAX_ROWS]:
        yield f"{_mib(size):>17}  {table}"
    if rest := sum(size for _, size in sizes[MAX_ROWS:]):
        yield f"{_mib(rest):>17}  in {len(sizes) - MAX_ROWS} other tables"


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
