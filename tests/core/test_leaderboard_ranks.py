"""Scoreboards: corrected score by score they are what they would be made anew, and pages are cut from one order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.leaderboard import Board, Rank, Score, Scoreboard

START = datetime(2026, 11, 23, tzinfo=UTC)
PEOPLE = range(1, 9)


def score(user_id: int, topics: int, second: int) -> Score:
    return Score(user_id, f"member {user_id}", topics * 10, topics, START + timedelta(seconds=second))


scores = st.builds(score, st.sampled_from(PEOPLE), st.integers(1, 3), st.integers(0, 2))
groups = st.lists(scores, unique_by=lambda one: one.user_id)
changes = st.lists(st.tuples(st.sets(st.sampled_from(PEOPLE)), groups))


def counted(everybody: list[Score], viewer_id: int, offset: int, limit: int) -> Board:
    """Make the board by counting, for each member, how many have more points."""
    rows = tuple(
        Rank(1 + sum(other.points > one.points for other in everybody), one.user_id, one.name, one.points, one.topics)
        for one in sorted(everybody, key=lambda one: (-one.points, one.reached, one.user_id))
    )
    page = rows[offset : offset + limit]
    at = next((place for place, row in enumerate(rows) if row.user_id == viewer_id), None)
    is_elsewhere = at is not None and rows[at] not in page
    return Board(
        rows=page,
        around=rows[max(0, at - 1) : at + 2] if at is not None and is_elsewhere else (),
        viewer=None if at is None else rows[at],
        members=len(rows),
        topics=sum(row.topics for row in rows),
        points=sum(row.points for row in rows),
    )


@given(groups, st.sampled_from(PEOPLE), st.integers(0, 8), st.integers(1, 4))
def test_a_board_is_what_counting_makes_it(everybody: list[Score], viewer: int, offset: int, limit: int) -> None:
    assert Scoreboard(everybody).board(viewer, offset, limit) == counted(everybody, viewer, offset, limit)


@given(groups, changes, st.sampled_from(PEOPLE))
def test_a_corrected_board_is_the_board_made_anew(
    first: list[Score], later: list[tuple[set[int], list[Score]]], viewer: int
) -> None:
    kept = Scoreboard(first)
    truth = {one.user_id: one for one in first}
    for gone, read in later:
        changed = gone | {one.user_id for one in read}
        kept.replace(changed, read)
        truth = {user_id: one for user_id, one in truth.items() if user_id not in changed}
        truth |= {one.user_id: one for one in read}
    assert len(kept) == len(truth)
    assert kept.board(viewer, 0, 3) == counted(list(truth.values()), viewer, 0, 3)
    assert kept.board(viewer, 3, 10) == counted(list(truth.values()), viewer, 3, 10)
