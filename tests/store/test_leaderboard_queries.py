"""Boards: who is ranked where, who is not shown, and what the viewer always sees."""

from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from ranked_server import ANN, BEN, CAT, DAN, EVE, EVER, NAMES, WEEK, Server
from study_acts import GUILD, NOW, ROADMAP

from bot.core.calendar import Window, WindowKind, window
from bot.core.leaderboard import Board, Rank
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.core.user import Visibility
from bot.store import guilds, progress
from bot.store.database import Database
from bot.store.users import set_visibility

BOTH = pytest.mark.parametrize("span", [WEEK, EVER], ids=["week", "ever"])


@pytest.fixture
def server(database: Database) -> Server:
    return Server(database, count(1))


async def everybody(server: Server) -> None:
    """Five members: Cat 3, Ann and Dan 2 (Dan got there first), Eve 1, Ben none."""
    for user_id in NAMES:
        await server.join(user_id)
    await server.finish(CAT, 3)
    await server.finish(DAN, 2, NOW - timedelta(minutes=2))
    await server.finish(ANN, 2, NOW - timedelta(minutes=1))
    await server.finish(EVE, 1)


def ranks(rows: tuple[Rank, ...]) -> list[tuple[int, str]]:
    return [(row.rank, row.name) for row in rows]


@BOTH
async def test_ties_share_a_rank_and_whoever_got_there_first_stands_first(server: Server, span: Window) -> None:
    await everybody(server)
    board = await server.board(span)
    assert ranks(board.rows) == [(1, "Cat"), (2, "Dan"), (2, "Ann"), (4, "Eve")]
    assert board.rows[0] == Rank(1, CAT, "Cat", 30, 0)
    assert (board.members, board.topics, board.points) == (4, 0, 80)


@BOTH
async def test_of_a_tie_at_the_same_instant_the_older_account_stands_first(server: Server, span: Window) -> None:
    for user_id in (CAT, ANN, BEN):
        await server.join(user_id)
        await server.finish(user_id, 1)
    assert ranks((await server.board(span)).rows) == [(1, "Ann"), (1, "Ben"), (1, "Cat")]


@BOTH
async def test_the_hidden_and_those_who_left_are_neither_shown_nor_counted(server: Server, span: Window) -> None:
    await everybody(server)
    async with server.database.writing() as connection:
        await set_visibility(connection, CAT, Visibility.NOBODY, NOW)
        await guilds.mark_left(connection, GUILD, [DAN], NOW)
    board = await server.board(span, viewer=CAT)
    assert ranks(board.rows) == [(1, "Ann"), (2, "Eve")]
    assert (board.members, board.topics, board.points) == (2, 0, 30)
    assert board.viewer is None


@BOTH
async def test_who_shows_a_rank_alone_is_counted_in_place_without_a_name(server: Server, span: Window) -> None:
    await everybody(server)
    async with server.database.writing() as connection:
        await set_visibility(connection, DAN, Visibility.RANK, NOW)
    board = await server.board(span, viewer=DAN)
    assert ranks(board.rows) == [(1, "Cat"), (2, ""), (2, "Ann"), (4, "Eve")]
    assert (board.members, board.points) == (4, 80)
    assert board.viewer == Rank(2, DAN, "", 20, 0)


@BOTH
async def test_only_members_of_the_server_are_ranked_but_points_count_from_anywhere(
    server: Server, span: Window
) -> None:
    await server.join(ANN)
    await server.join(BEN, guild_id=GUILD + 1)
    await server.finish(ANN, 1, guild_id=None)
    await server.finish(ANN, 1, guild_id=GUILD + 1)
    await server.finish(BEN, 1, guild_id=GUILD)
    board = await server.board(span)
    assert board.rows == (Rank(1, ANN, "Ann", 20, 0),)


@BOTH
async def test_other_roadmaps_do_not_count(server: Server, span: Window) -> None:
    await server.join(ANN)
    async with server.database.writing() as connection:
        act = RequestContext(1, ANN, "", GUILD, NOW)
        await progress.mark(connection, act, LearnerKey(ANN, "other"), ["csrf"], TopicState.DONE, local_date=NOW.date())
    assert await server.board(span) == Board((), (), None, 0, 0, 0)


@BOTH
async def test_what_was_undone_does_not_count(server: Server, span: Window) -> None:
    await everybody(server)
    async with server.database.writing() as connection:
        act = RequestContext(next(server.numbers), CAT, "", GUILD, NOW)
        for _ in range(3):
            await progress.undo_last(connection, act, LearnerKey(CAT, ROADMAP))
            act = RequestContext(next(server.numbers), CAT, "", GUILD, NOW)
    board = await server.board(span)
    assert ranks(board.rows) == [(1, "Dan"), (1, "Ann"), (3, "Eve")]
    assert (board.members, board.points) == (3, 50)


@BOTH
async def test_the_viewer_on_the_page_is_not_shown_again(server: Server, span: Window) -> None:
    await everybody(server)
    board = await server.board(span, viewer=DAN)
    assert board.viewer == Rank(2, DAN, "Dan", 20, 0)
    assert board.around == ()


@BOTH
async def test_a_viewer_on_another_page_is_shown_between_their_neighbours(server: Server, span: Window) -> None:
    await everybody(server)
    board = await server.board(span, viewer=ANN, limit=1)
    assert ranks(board.rows) == [(1, "Cat")]
    assert ranks(board.around) == [(2, "Dan"), (2, "Ann"), (4, "Eve")]
    assert board.viewer == board.around[1]


@BOTH
async def test_the_last_and_the_first_have_one_neighbour(server: Server, span: Window) -> None:
    await everybody(server)
    assert ranks((await server.board(span, viewer=EVE, limit=2)).around) == [(2, "Ann"), (4, "Eve")]
    assert ranks((await server.board(span, viewer=CAT, offset=2, limit=2)).around) == [(1, "Cat"), (2, "Dan")]


@BOTH
async def test_a_viewer_without_points_is_not_on_the_board(server: Server, span: Window) -> None:
    await everybody(server)
    board = await server.board(span, viewer=BEN, limit=2)
    assert board.viewer is None
    assert board.around == ()
    assert ranks(board.rows) == [(1, "Cat"), (2, "Dan")]


@BOTH
async def test_pages_follow_each_other_without_gap_or_overlap(server: Server, span: Window) -> None:
    for user_id in range(1, 26):
        await server.join(user_id)
        await server.finish(user_id, 1 + user_id % 3)
    pages = [(await server.board(span, offset=offset)).rows for offset in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    whole = (await server.board(span, limit=25)).rows
    assert whole == pages[0] + pages[1] + pages[2]
    assert {row.user_id for row in whole} == set(range(1, 26))


@BOTH
async def test_a_page_past_the_end_is_empty_and_still_knows_the_sums(server: Server, span: Window) -> None:
    await everybody(server)
    board = await server.board(span, viewer=BEN, offset=100)
    assert board == Board((), (), None, 4, 0, 80)


@BOTH
async def test_an_empty_board_is_empty(server: Server, span: Window) -> None:
    await server.join(ANN)
    assert await server.board(span) == Board((), (), None, 0, 0, 0)


async def test_a_window_holds_its_first_instant_and_not_its_last(server: Server) -> None:
    zone = ZoneInfo("Europe/Berlin")
    week = window(WindowKind.WEEK, NOW, zone, 0)
    before = window(WindowKind.LAST_WEEK, NOW, zone, 0)
    assert week.start is not None
    for user_id, at in (
        (ANN, week.start),
        (BEN, week.start - timedelta(microseconds=1)),
        (CAT, week.end - timedelta(microseconds=1)),
        (DAN, week.end),
    ):
        await server.join(user_id)
        await server.finish(user_id, 1, at)
    assert {row.name for row in (await server.board(week)).rows} == {"Ann", "Cat"}
    assert {row.name for row in (await server.board(before)).rows} == {"Ben"}


async def test_a_topic_done_again_counts_in_the_week_it_was_first_done(server: Server) -> None:
    await server.join(ANN)
    learner = LearnerKey(ANN, ROADMAP)
    for number, at in ((1, NOW - timedelta(days=7)), (3, NOW)):
        async with server.database.writing() as connection:
            act = RequestContext(number, ANN, "", GUILD, at)
            await progress.mark(connection, act, learner, ["csrf"], TopicState.DONE, local_date=at.date())
        if number == 1:
            async with server.database.writing() as connection:
                await progress.undo_last(connection, RequestContext(2, ANN, "", GUILD, NOW), learner)
    assert (await server.board(WEEK)).rows == ()
    assert ranks((await server.board(window(WindowKind.LAST_WEEK, NOW, ZoneInfo("UTC"), 0))).rows) == [(1, "Ann")]
