"""Scheduled posts as organisers plan them: what is posted where and when, and the defaults for what nobody said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.post_kinds import PostKind

MOST_SCHEDULES = 25
"""Schedules that a server may have: as many as Discord shows in one list."""

DEFAULT_AT = time(9)
"""The local time that a panel offers before anybody chose one."""


class TopicOrder(StrEnum):
    """How prompts walk through the topics."""

    ROADMAP = "roadmap"
    SHUFFLED = "shuffled"


class QuietWeek(StrEnum):
    """What a leaderboard posts of a week in which nobody finished a topic: an encouraging line, or nothing."""

    ENCOURAGE = "encourage"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A recurring post as an organiser wants it.

    It is due at the local time `at` (whole minutes) in `zone` on each of `days` (0 for Monday to 6 for Sunday, never
    empty), and may still be posted `late` after that. `channel_id` may be a thread's. `role_id` is the one role that is
    mentioned. `sections` (ids, empty for all), `order` and `quiet_week` concern the kinds that have these options.

    One with a `user_id` is that person's own reminder: of no server (`guild_id` 0), in their direct messages, on the
    local date `once_on` only if there is one, about the topic `topic_id` or whatever is due.
    """

    guild_id: int
    channel_id: int
    kind: PostKind
    at: time
    days: frozenset[int]
    zone: ZoneInfo
    late: timedelta
    role_id: int | None = None
    silent: bool = False
    sections: tuple[str, ...] = ()
    order: TopicOrder = TopicOrder.ROADMAP
    quiet_week: QuietWeek = QuietWeek.ENCOURAGE
    user_id: int | None = None
    once_on: date | None = None
    topic_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Plan):
    """A plan that is kept.

    `number` is what its server's people call it by, 0 when it has none. `pause_reason` says why the bot itself paused
    it (see `post_reasons`), and is empty when an organiser did. `unknown_zone` is the zone that was chosen and that
    this machine does not know, for which UTC stands in. `next_run_at` is aware UTC.
    """

    id: int
    number: int = 0
    paused: bool = False
    pause_reason: str = ""
    unknown_zone: str = ""
    next_run_at: datetime | None = None
