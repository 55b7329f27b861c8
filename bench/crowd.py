"""A database with ten thousand members and a million study events."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.progress import POINTS_PER_AWARD
from bot.store.migrate import upgrade

STEP = timedelta(hours=84)
"""Between two topics of a member: fifty of them fill half a year, and each week has its share."""

Row = tuple[object, ...]


def fill(database: Path, guild_id: int, user_ids: Sequence[int], topic_ids: Sequence[str], now: datetime) -> int:
    """Make the database: every member has started all topics and finished all but the last; give the events' count."""
    upgrade(f"sqlite:///{database}")
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executemany(
            "INSERT INTO study_events"
            " (user_id, roadmap_id, topic_id, kind, at, local_date, points, guild_id, action_id)"
            " VALUES (?, 'python-django', ?, ?, ?, ?, ?, ?, ?)",
            _events(guild_id, user_ids, topic_ids, now),
        )
        connection.execute(
            "INSERT INTO topic_states (user_id, roadmap_id, topic_id, state, changed_at, action_id)"
            " SELECT user_id, roadmap_id, topic_id, kind, at, max(action_id) FROM study_events"
            " GROUP BY user_id, roadmap_id, topic_id"
        )
        connection.execute(
            "INSERT INTO learner_totals (user_id, roadmap_id, points, topics, last_done_at)"
            " SELECT user_id, roadmap_id, sum(points), 0, max(at) FROM study_events"
            " WHERE kind = 'done' GROUP BY user_id, roadmap_id"
        )
        connection.executemany(
            "INSERT INTO members (guild_id, user_id, display_name, hidden, last_seen_at) VALUES (?, ?, ?, 0, ?)",
            ((guild_id, user_id, f"member {number}", _text(now)) for number, user_id in enumerate(user_ids)),
        )
        events: int = connection.execute("SELECT count(*) FROM study_events").fetchone()[0]
    connection.close()
    return events


def _events(guild_id: int, user_ids: Sequence[int], topic_ids: Sequence[str], now: datetime) -> Iterator[Row]:
    for number, user_id in enumerate(user_ids):
        for place, topic_id in enumerate(topic_ids):
            at = now - STEP * (len(topic_ids) - place) + timedelta(minutes=number % 5_000)
            yield _event(user_id, topic_id, "started", at, 0, guild_id)
            if place < len(topic_ids) - 1:
                yield _event(user_id, topic_id, "done", at + timedelta(hours=1), POINTS_PER_AWARD, guild_id)


def _event(user_id: int, topic_id: str, kind: str, at: datetime, points: int, guild_id: int) -> Row:
    action_id = int(at.timestamp() * 1000 - 1_420_070_400_000) << 22
    return (user_id, topic_id, kind, _text(at), str(at.date()), points, guild_id, action_id)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
