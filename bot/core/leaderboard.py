"""Ranks: who stands where on a board, whoever has the most points first and, within a tie, whoever got there first."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter


@dataclass(frozen=True, slots=True)
class Score:
    """What a member has earned in a window: `points` for `topics`, the last of them at `reached` (aware UTC).

    `name` is empty for somebody who shows their rank without it.
    """

    user_id: int
    name: str
    points: int
    topics: int
    reached: datetime


@dataclass(frozen=True, slots=True)
class Rank:
    """A member's row on a board; members with the same points share a rank: 1, 1, 3. `name` is as in Score."""

    rank: int
    user_id: int
    name: str
    points: int
    topics: int


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a board, and the whole of it in sums.

    `rows` is the page asked for, empty past the end. `viewer` is the viewer's own row, None when they are not on the
    board (no points in the window, or hidden). `around` is that row between its neighbours, empty when it is on the
    page. `members`, `topics` and `points` count everybody on the board.
    """

    rows: tuple[Rank, ...]
    around: tuple[Rank, ...]
    viewer: Rank | None
    members: int
    topics: int
    points: int


_Place = tuple[int, datetime, int, int, str]
"""A score as it stands in the order, which rises down the board: minus points, reached, user_id, topics, name.

Plain tuples of plain values, because a collector of garbage that had to look at each of thousands would make members
wait.
"""


class Scoreboard:
    """All scores of a board in the order of their ranks: a page of it costs the same however many there are."""

    def __init__(self, scores: Iterable[Score] = ()) -> None:
        self._of: dict[int, _Place] = {}
        self._order: list[_Place] = []
        self._topics = 0
        self._points = 0
        self.extend(scores)

    def extend(self, scores: Iterable[Score]) -> None:
        """Put up the scores of members who are not on it yet; in the order of ranks it costs least."""
        added = {score.user_id: _place(score) for score in scores}
        self._of |= added
        self._order += added.values()
        self._order.sort()
        self._topics += sum(topics for _, _, _, topics, _ in added.values())
        self._points -= sum(lost for lost, *_ in added.values())

    def __len__(self) -> int:
        """Return how many members are on the board."""
        return len(self._order)

    def replace(self, user_ids: Collection[int], scores: Iterable[Score]) -> None:
        """Take what stands for `user_ids` off the board, and put up `scores`, which are some of theirs."""
        for user_id in user_ids:
            if (old := self._of.pop(user_id, None)) is not None:
                del self._order[bisect_left(self._order, old)]
                self._topics -= old[3]
                self._points += old[0]
        for score in scores:
            place = self._of[score.user_id] = _place(score)
            insort(self._order, place)
            self._topics += score.topics
            self._points += score.points

    def board(self, viewer_id: int, offset: int, limit: int) -> Board:
        """Return `limit` rows from `offset` (from 0) on, as `viewer_id` sees them."""
        rows = self._rows(offset, offset + limit)
        around: tuple[Rank, ...] = ()
        viewer = None
        if (own := self._of.get(viewer_id)) is not None:
            at = bisect_left(self._order, own)
            viewer = self._rank(own)
            if not offset <= at < offset + limit:
                around = self._rows(max(0, at - 1), at + 2)
        return Board(rows, around, viewer, len(self._order), self._topics, self._points)

    def _rows(self, first: int, end: int) -> tuple[Rank, ...]:
        return tuple(self._rank(place) for place in self._order[first:end])

    def _rank(self, place: _Place) -> Rank:
        lost, _, user_id, topics, name = place
        ahead = bisect_left(self._order, lost, key=itemgetter(0))
        return Rank(ahead + 1, user_id, name, -lost, topics)


def _place(score: Score) -> _Place:
    return -score.points, score.reached, score.user_id, score.topics, score.name
