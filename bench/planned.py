"""A hundred thousand schedules for the same minute, and how far their runs have come."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bot.store.url import parse_database_url

CHUNK = 5_000

_COLUMNS = (
    "guild_id, channel_id, kind, at_minute, days, zone, late_minutes, silent, sections, topic_order, quiet_week,"
    " next_run_at, created_at"
)
_ADD = text(
    f"INSERT INTO schedules ({_COLUMNS}) VALUES"
    " (:guild, :channel, 'prompt', :minute, 127, 'Europe/Berlin', 360, false, '[]', 'shuffled', 'encourage',"
    " :next, :next)"
)
_COPY = text(
    f"INSERT INTO schedules ({_COLUMNS})"
    " SELECT guild_id, channel_id, kind, :minute, days, zone, late_minutes, silent, sections, topic_order, quiet_week,"
    " :next, created_at FROM schedules"
)
_CLAIMED = text("SELECT EXISTS (SELECT 1 FROM occurrences)")
_NEXT = text("SELECT next_run_at <= :at FROM schedules WHERE paused_at IS NULL ORDER BY next_run_at LIMIT 1")
_RUNS = text("SELECT state, count(*) AS number FROM occurrences GROUP BY state")


@dataclass(frozen=True, slots=True)
class Planned:
    """The schedules of a database, reached past the bot."""

    engine: Engine

    @classmethod
    def at(cls, url: str) -> "Planned":
        """Reach the database at `url`."""
        address = parse_database_url(url)
        sync = address.set(drivername="sqlite") if address.get_backend_name() == "sqlite" else address
        return cls(create_engine(sync))

    def fill(self, channels: Sequence[tuple[int, int]], count: int, at: datetime) -> None:
        """Plan `count` prompts that are next due at `at`, in turn over `channels`: pairs of guild and channel.

        They are put in order as any server does within a minute, by itself, which would come between the measurements.
        """
        minute = _minute_in_berlin(at)
        rows: Iterator[dict[str, object]] = (
            {"guild": guild_id, "channel": channel_id, "minute": minute, "next": self._instant(at)}
            for guild_id, channel_id in itertools.islice(itertools.cycle(channels), count)
        )
        while batch := list(itertools.islice(rows, CHUNK)):
            with self.engine.begin() as connection:
                connection.execute(_ADD, batch)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
            connection.execute(text("ANALYZE"))

    def double(self, at: datetime) -> None:
        """Plan as many again that are due at `at`; there are all of them at once."""
        with self.engine.begin() as connection:
            connection.execute(_COPY, {"minute": _minute_in_berlin(at), "next": self._instant(at)})

    def any_claimed(self) -> bool:
        """Tell whether any run was ever claimed."""
        with self.engine.connect() as connection:
            return bool(connection.execute(_CLAIMED).scalar_one())

    def any_due(self, at: datetime) -> bool:
        """Tell whether some are due at `at` and not claimed."""
        with self.engine.connect() as connection:
            return bool(connection.execute(_NEXT, {"at": self._instant(at)}).scalar_one())

    def runs(self) -> dict[str, int]:
        """Tell how many runs there are of each state."""
        with self.engine.connect() as connection:
            return {run.state: run.number for run in connection.execute(_RUNS)}

    def _instant(self, at: datetime) -> object:
        return at.strftime("%Y-%m-%d %H:%M:%S.%f") if self.engine.dialect.name == "sqlite" else at


def _minute_in_berlin(at: datetime) -> int:
    there = at.astimezone(ZoneInfo("Europe/Berlin"))
    return there.hour * 60 + there.minute
