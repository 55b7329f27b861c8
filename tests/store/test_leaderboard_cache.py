"""Boards in memory: never behind what this process wrote, read anew only when they must be, and few enough."""

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta
from itertools import count, pairwise

import pytest
from ranked_server import ANN, BEN, CAT, DAN, EVER, NAMES, WEEK, Server
from study_acts import GUILD, NOW, ROADMAP

from bot.core.calendar import Window
from bot.core.leaderboard import Score, Scoreboard
from bot.core.member import LearnerKey, RequestContext
from bot.core.user import Visibility
from bot.store import caches, guilds, leaderboard_queries, progress
from bot.store.caches import LeaderboardCache
from bot.store.database import Connection, Database
from bot.store.users import set_visibility

Read = Collection[int] | None


class Readings:
    """What was read from the database, in order: None for a whole board, else the members asked about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[Read] = []
        monkeypatch.setattr(caches, "scores", self._scores)
        monkeypatch.setattr(caches, "score_batches", self._batches)

    async def _scores(
        self, connection: Connection, guild_id: int, roadmap_id: str, window: Window, user_ids: Read = None
    ) -> list[Score]:
        self.made.append(user_ids)
        return await leaderboard_queries.scores(connection, guild_id, roadmap_id, window, user_ids)

    def _batches(
        self, connection: Connection, guild_id: int, roadmap_id: str, window: Window
    ) -> AsyncIterator[list[Score]]:
        self.made.append(None)
        return leaderboard_queries.score_batches(connection, guild_id, roadmap_id, window)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server(database: Database) -> Server:
    return Server(database, count(1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(database: Database, clock: Clock) -> LeaderboardCache:
    return LeaderboardCache(database, clock)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    return Readings(monkeypatch)


async def names(kept: LeaderboardCache, span: Window = WEEK) -> list[str]:
    everybody = await kept.board(GUILD, ROADMAP, span)
    return [row.name for row in everybody.board(0, 0, 100).rows]


async def two_members(server: Server) -> None:
    for user_id, topics in ((ANN, 2), (BEN, 1)):
        await server.join(user_id)
        await server.finish(user_id, topics)


async def test_a_board_is_read_once_and_then_only_whoever_changed(
    server: Server, kept: LeaderboardCache, readings: Readings
) -> None:
    await two_members(server)
    assert await names(kept) == await names(kept) == ["Ann", "Ben"]
    await server.finish(BEN, 2)
    kept.changed([BEN])
    assert await names(kept) == await names(kept) == ["Ben", "Ann"]
    assert readings.made == [None, [BEN]]


async def test_a_crowd_that_asks_at_once_has_it_read_once(
    server: Server, kept: LeaderboardCache, readings: Readings
) -> None:
    await two_members(server)
    seen = await asyncio.gather(*(names(kept) for _ in range(20)))
    assert seen == [["Ann", "Ben"]] * 20
    assert readings.made == [None]


async def test_what_is_written_while_a_board_is_read_is_not_missed(
    server: Server, kept: LeaderboardCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_members(server)

    async def read_and_be_late(
        connection: Connection, guild_id: int, roadmap_id: str, window: Window
    ) -> AsyncIterator[list[Score]]:
        read = await leaderboard_queries.scores(connection, guild_id, roadmap_id, window)
        monkeypatch.setattr(caches, "score_batches", leaderboard_queries.score_batches)
        await server.finish(BEN, 2)
        kept.changed([BEN])
        yield read

    monkeypatch.setattr(caches, "score_batches", read_and_be_late)
    assert await names(kept) == ["Ann", "Ben"]
    assert await names(kept) == ["Ben", "Ann"]


async def test_others_have_their_turns_while_a_big_board_is_put_up(
    server: Server, kept: LeaderboardCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        await server.join(100 + number)
        await server.finish(100 + number, number + 1)
    turns, seen = count(), list[int]()

    async def others() -> None:
        while True:
            await asyncio.sleep(0)
            next(turns)

    def extend(board: Scoreboard, scores: list[Score]) -> None:
        seen.append(next(turns))
        put_up(board, scores)

    put_up = Scoreboard.extend
    monkeypatch.setattr(leaderboard_queries, "BATCH", 2)
    monkeypatch.setattr(Scoreboard, "extend", extend)
    waiting = asyncio.ensure_future(others())
    board = await kept.board(GUILD, ROADMAP, WEEK)
    waiting.cancel()
    assert [row.points for row in board.board(0, 0, 8).rows] == [10 * (8 - number) for number in range(8)]
    assert len(seen) == 5  # an empty board, and four batches
    assert all(later - sooner > 1 for sooner, later in pairwise(seen[1:]))


async def test_another_process_is_seen_within_seconds_where_there_can_be_one(
    server: Server, kept: LeaderboardCache, clock: Clock, readings: Readings, database: Database
) -> None:
    await two_members(server)
    await names(kept)
    await server.finish(BEN, 2)
    clock.now += caches.MAX_STALENESS + timedelta(seconds=1)
    assert await names(kept) == (["Ben", "Ann"] if database.is_shared else ["Ann", "Ben"])
    assert readings.made == ([None, None] if database.is_shared else [None])


async def test_a_board_that_missed_more_than_is_kept_in_mind_is_read_anew(
    server: Server, kept: LeaderboardCache, readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "MAX_CHANGES", 3)
    await two_members(server)
    await names(kept)
    await server.finish(BEN, 2)
    kept.changed([BEN])
    kept.changed([CAT, DAN])
    assert await names(kept) == ["Ben", "Ann"]
    kept.changed([BEN, ANN, CAT, DAN])
    assert await names(kept) == ["Ben", "Ann"]
    assert readings.made == [None, [DAN, CAT, BEN], None]


async def test_the_boards_kept_are_few(
    server: Server, kept: LeaderboardCache, readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "MAX_SCORES", 3)
    await two_members(server)
    for span in (WEEK, EVER, EVER, WEEK, EVER):
        await names(kept, span)
    assert readings.made == [None] * 4


async def test_a_board_that_could_not_be_read_is_read_the_next_time(
    server: Server, kept: LeaderboardCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_members(server)
    await names(kept)
    await server.finish(BEN, 2)
    kept.changed([BEN])

    async def fail(*_: object) -> list[Score]:
        raise OSError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(caches, "scores", fail)
        with pytest.raises(OSError, match="gone"):
            await names(kept)
    assert await names(kept) == ["Ben", "Ann"]


DEEDS = ("finish", "finish two", "finish long ago", "undo", "hide", "show", "leave", "return", "unname")
SEEN_AFTER = {"hide": Visibility.NOBODY, "show": Visibility.EVERYBODY, "unname": Visibility.RANK}
STEPS = [(DEEDS[number * 5 % 9], list(NAMES)[number * 3 % 5]) for number in range(90)]
"""Everybody does everything twice, and what follows what differs each time."""


async def test_whatever_members_do_a_kept_board_is_the_board_read_anew(
    server: Server, kept: LeaderboardCache, database: Database
) -> None:
    for number, (deed, user_id) in enumerate(STEPS):
        await do(server, deed, user_id)
        kept.changed([user_id])
        if number % 3 == 0:
            continue  # several changes at once
        for span in (WEEK, EVER):
            async with database.reading() as connection:
                anew = Scoreboard(await leaderboard_queries.scores(connection, GUILD, ROADMAP, span))
            found = await kept.board(GUILD, ROADMAP, span)
            assert found.board(ANN, 0, 2) == anew.board(ANN, 0, 2)
            assert found.board(BEN, 2, 10) == anew.board(BEN, 2, 10)


async def do(server: Server, deed: str, user_id: int) -> None:
    """Let a member do one of the things that boards go by."""
    if deed.startswith("finish"):
        ago = timedelta(days=9) if deed == "finish long ago" else timedelta()
        await server.finish(user_id, 2 if deed == "finish two" else 1, NOW - ago)
        return
    async with server.database.writing() as connection:
        match deed:
            case "undo":
                act = RequestContext(next(server.numbers), user_id, "", GUILD, NOW)
                await progress.undo_last(connection, act, LearnerKey(user_id, ROADMAP))
            case "hide" | "show" | "unname":
                await set_visibility(connection, user_id, SEEN_AFTER[deed], NOW)
            case "leave":
                await guilds.mark_left(connection, GUILD, [user_id], NOW)
            case "return":
                await guilds.record_member(connection, GUILD, user_id, NAMES[user_id], NOW)
