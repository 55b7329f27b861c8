"""The weekly recap: what a closed week came to, beside the week before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.calendar import Window, WindowKind, local_date, window
from bot.core.leaderboard import Board, Rank
from bot.core.streak import streak

FIRST = 10
"""Rows that a recap shows of the first three ranks, ties included."""
FIRST_RANKS = 3
CLIMBERS = 3
"""Members whom a recap names because they went up."""

LEAST_STREAK = 2
"""Days in a row from which one speaks of a streak."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a week; as a change from one week to another they may be negative."""

    members: int
    topics: int
    points: int


@dataclass(frozen=True, slots=True)
class Studied:
    """What the recap asks of a member on the week's board.

    `name` is empty for somebody who shows their rank without it: only places and sums count them.
    `first_done_at` (aware) is when they finished their very first topic, `days` the local dates on which they studied,
    later ones than the week's too.
    """

    user_id: int
    name: str
    first_done_at: datetime
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class LongestStreak:
    """The longest streak that stood at the end of the week, in days, and the names of all who hold it."""

    days: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Climber:
    """A member who stands higher than in the week before, by so many places."""

    user_id: int
    name: str
    places: int


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """A closed week: its first places with ties as 1, 1, 3, its sums and those of the week before, who went up most.

    The last place is never among the first ones, unless everybody shares it. `streak` is None when nobody studied two
    days in a row; `newcomers` are the names of those whose first topic ever was in this week.
    """

    week: Window
    places: tuple[Rank, ...]
    climbers: tuple[Climber, ...]
    totals: Totals
    before: Totals
    streak: LongestStreak | None
    newcomers: tuple[str, ...]

    @property
    def quiet(self) -> bool:
        """Whether nobody finished a topic."""
        return not self.totals.members

    @property
    def change(self) -> Totals:
        """What the week has more than the week before."""
        return Totals(
            self.totals.members - self.before.members,
            self.totals.topics - self.before.topics,
            self.totals.points - self.before.points,
        )


def closed_week(run_at: datetime, zone: ZoneInfo, first_weekday: int) -> Window:
    """Return the newest week that was over at `run_at` (aware) for a server in `zone`.

    `run_at` is the instant at which the post is due, not that at which it is sent: a late one covers the same week.
    """
    return window(WindowKind.LAST_WEEK, run_at, zone, first_weekday)


def week_before(week: Window, zone: ZoneInfo, first_weekday: int) -> Window:
    """Return the week that ended when `week` began; ValueError for all time, which never began."""
    if week.start is None:
        raise ValueError("there is nothing before all time")
    return window(WindowKind.LAST_WEEK, week.start, zone, first_weekday)


def weekly_summary(
    week: Window, zone: ZoneInfo, board: Board, before: Board, studied: Iterable[Studied]
) -> WeeklySummary:
    """Make the recap of `week` from its whole board, that of the week before, and who is on the first.

    `zone` is the server's, as for the window. Names come in the order of `studied`.
    """
    people = tuple(person for person in studied if person.name)
    return WeeklySummary(
        week=week,
        places=_first_places(board.rows),
        climbers=_climbers(board.rows, before.rows),
        totals=_totals(board),
        before=_totals(before),
        streak=_longest_streak(people, local_date(week.end, zone) - timedelta(days=1)),
        newcomers=tuple(
            person.name for person in people if week.start is None or week.start <= person.first_done_at < week.end
        ),
    )


def _first_places(rows: Sequence[Rank]) -> tuple[Rank, ...]:
    """Return the first ranks without the last one: whoever is last should not read it in public."""
    last = rows[-1].rank if rows else 1
    return tuple(row for row in rows if row.rank <= FIRST_RANKS and (row.rank < last or row.rank == 1))[:FIRST]


def _climbers(rows: Iterable[Rank], before: Iterable[Rank]) -> tuple[Climber, ...]:
    ranks = {row.user_id: row.rank for row in before}
    ups = (Climber(row.user_id, row.name, ranks.get(row.user_id, 0) - row.rank) for row in rows if row.name)
    rising = (climber for climber in ups if climber.places > 0)
    return tuple(sorted(rising, key=lambda climber: -climber.places)[:CLIMBERS])


def _totals(board: Board) -> Totals:
    return Totals(board.members, board.topics, board.points)


def _longest_streak(people: tuple[Studied, ...], last_day: date) -> LongestStreak | None:
    runs = [(_streak_at(person.days, last_day), person.name) for person in people]
    longest = max((days for days, _ in runs), default=0)
    if longest < LEAST_STREAK:
        return None
    return LongestStreak(longest, tuple(name for days, name in runs if days == longest))


def _streak_at(days: frozenset[date], last_day: date) -> int:
    return streak((day for day in days if day <= last_day), last_day).current
