"""How a server's settings and its schedules go together: what follows when its time, week or zone change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.core.errors import ErrorCollector, StudyError
from bot.core.guild import GuildSettings
from bot.core.post_kinds import LEADERBOARD, PROMPT, PostKind
from bot.core.schedule import Schedule
from bot.core.schedule_form import parse_days, parse_time
from bot.core.zones import parse_zone

PANEL_KINDS = (PROMPT, LEADERBOARD)
"""The kinds that the set-up panel plans the first post of; /schedule plans any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleTimes:
    """What organisers fill in on times: the server's zone and first day of the week, and when its posts come.

    Texts as `parse_zone`, `parse_days` and `parse_time` read them; None for what was not asked.
    """

    zone: str | None = None
    first_weekday: str | None = None
    time: str | None = None
    prompt_days: str | None = None
    board_time: str | None = None
    board_days: str | None = None


def first_of(kind: PostKind, schedules: Sequence[Schedule]) -> Schedule | None:
    """Return the oldest recurring schedule of a kind, the one that a server's set-up is about."""
    return next((schedule for schedule in schedules if schedule.kind == kind and schedule.once_on is None), None)


def apply_times(
    settings: GuildSettings, schedules: Sequence[Schedule], times: ScheduleTimes, now: datetime
) -> tuple[GuildSettings, tuple[Schedule, ...]]:
    """Return a server's settings and its schedules (the oldest first) with `times` filled in at `now`.

    The time and the days are those of the first schedule of each kind; what went by the server's old zone or week, or
    was posted at the same time, goes by the new one, but for a board that is given a time of its own.

    StudyError with everything that is wrong with `times`.
    """
    prompt, board = (first_of(kind, schedules) for kind in PANEL_KINDS)
    errors = ErrorCollector()
    after = replace(
        settings,
        zone=errors.of(times.zone, partial(parse_zone, now=now), settings.zone),
        first_weekday=errors.of(times.first_weekday, _weekday, settings.first_weekday),
    )
    known = prompt or board
    before_at = known.at if known else None
    at = errors.of(times.time, parse_time, before_at)
    board_at = errors.of(times.board_time, parse_time, None)
    days = {
        prompt: errors.of(times.prompt_days, parse_days, prompt.days if prompt else frozenset()),
        board: errors.of(times.board_days, parse_days, board.days if board else frozenset()),
    }
    errors.check()
    if times.zone is not None:
        after = replace(after, unknown_zone="")

    def moved(schedule: Schedule) -> Schedule:
        picked = replace(schedule, days=days.get(schedule, schedule.days))
        if at is not None and schedule in days and schedule.at == before_at:
            picked = replace(picked, at=at)
        if board_at is not None and schedule == board:
            picked = replace(picked, at=board_at)
        return _following(schedule, picked, settings, after)

    return after, tuple(map(moved, schedules))


def _following(old: Schedule, new: Schedule, before: GuildSettings, after: GuildSettings) -> Schedule:
    zone = after.zone if old.zone == before.zone else new.zone
    weekly = old.kind.weekly and old.days == new.days == {before.first_weekday}
    return replace(new, zone=zone, days=frozenset({after.first_weekday}) if weekly else new.days)


def _weekday(text: str) -> int:
    days = parse_days(text)
    if len(days) != 1:
        raise StudyError("A week begins on one day: pick just one.")
    return next(iter(days))
