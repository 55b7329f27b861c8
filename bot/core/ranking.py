"""Ranks: who stands where on a board."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rank:
    """A member's row on a board; members with the same points share a rank: 1, 1, 3."""

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
