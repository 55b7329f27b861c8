"""How each of the demo's people studies: since when, on which days, and how much at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

WEEKENDS, WORKDAYS, DAILY = frozenset({5, 6}), frozenset(range(5)), frozenset(range(7))


@dataclass(frozen=True, slots=True)
class StudyPattern:
    """How somebody studies: from `first` to `last` days before today, on `days` (0 is Monday), at a local time."""

    name: str
    first: int
    days: frozenset[int]
    at: time
    topics: int = 1
    last: int = 0

    def sessions(self, today: date) -> Iterator[date]:
        """Return the days on which they study, the oldest first."""
        for ago in range(self.first, self.last - 1, -1):
            day = today - timedelta(days=ago)
            if day.weekday() in self.days:
                yield day


HABITS = (
    StudyPattern("Grace", 34, DAILY, time(7, 10)),
    StudyPattern("Ada", 33, WORKDAYS, time(12, 40)),
    StudyPattern("Radia", 34, WEEKENDS, time(15, 5), topics=3),
    StudyPattern("Alan", 30, frozenset({1, 3}), time(20, 15), topics=2),
    StudyPattern("Barbara", 28, DAILY, time(19, 30), last=9),
    StudyPattern("Dennis", 25, WEEKENDS, time(11, 0), topics=2),
    StudyPattern("Katherine", 12, DAILY, time(18, 20)),
    StudyPattern("Edsger", 20, frozenset({0, 2, 4}), time(6, 45)),
    StudyPattern("Mary", 16, frozenset({2, 6}), time(21, 0), topics=2),
    StudyPattern("Margaret", 34, frozenset({6}), time(10, 30), topics=2),
    StudyPattern("Hedy", 27, frozenset({4}), time(22, 10)),
    StudyPattern("Linus", 4, DAILY, time(17, 45)),
)
