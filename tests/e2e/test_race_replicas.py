"""A race through power cuts and with several bots at it: it goes on, each round is closed and told once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Fault, Sandbox
from postgres_server import Postgres
from posting import SECOND, Desk
from racing import (
    close,
    edits,
    ends,
    is_open,
    next_round,
    press,
    right_letter_of,
    rounds,
    text_of,
    the_end,
    wrong_letter_of,
)
from sqlalchemy import select
from waiting import until
from whole_bot import process

from bot.store import migrate, races
from bot.store.group_tables import race_rounds
from bot.store.group_tables import races as races_table


@pytest.fixture
def first_instant() -> None:
    """Now: some of the bots have processes of their own."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/waymark.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create()
    migrate.upgrade(url)
    return url


@pytest_asyncio.fixture
async def desk(discord: Sandbox, url: str) -> AsyncIterator[Desk]:
    made = Desk(discord, url)
    yield made
    await made.database.close()


async def test_it_goes_on_after_a_power_cut_in_the_middle_of_a_round(
    discord: Sandbox, desk: Desk, tmp_path: Path
) -> None:
    ada, grace = discord.member("ada"), discord.member("grace")
    async with process(discord, tmp_path / "waymark.db", DATABASE_URL=desk.url) as bot:
        message = (await ada.slash("race", topic="csrf", questions=3)).message
        await press(ada, message, right_letter_of(message))
        await bot.kill()
    async with desk.bot():
        await discord.gateway.connected()
        await press(grace, message, wrong_letter_of(message))
        assert "1 of 2 had it right" in text_of(await close(discord, discord.general))
        for _ in range(2):
            following = await next_round(discord, discord.general)
            await press(ada, following, right_letter_of(following))
            await close(discord, discord.general)
        end = await the_end(discord, discord.general)
    assert "ada · 3 of 3" in text_of(end)
    assert len(rounds(discord.general)) == 3
    assert len(ends(discord.general)) == 1


async def test_what_a_process_left_half_done_is_done_by_the_next(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        message = (await ada.slash("race", topic="csrf", questions=3)).message
        await press(ada, message, right_letter_of(message))
    discord.clock.advance(46 * SECOND)
    now = discord.clock.now()
    async with desk.database.writing() as connection:  # closed, and then the power went
        (race_id,) = await races.due_races(connection, now)
        assert await races.lease_race(connection, race_id, now, now + 25 * SECOND)
        assert await races.close_round(connection, race_id, now)
    async with desk.bot():
        await discord.gateway.connected()
        assert is_open(rounds(discord.general)[0])
        discord.clock.advance(26 * SECOND)
        await until(lambda: not is_open(rounds(discord.general)[0]))
        assert "1 of 1 had it right" in text_of(rounds(discord.general)[0])
        await next_round(discord, discord.general)


async def test_a_question_that_was_posted_but_not_written_down_is_not_posted_again(
    discord: Sandbox, desk: Desk
) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        message = (await ada.slash("race", topic="csrf", questions=3)).message
        await press(ada, message, right_letter_of(message))
        await close(discord, discord.general)
        second = await next_round(discord, discord.general)
    async with desk.database.writing() as connection:
        (found,) = [one for one in await races.rounds_of(connection, 1) if one.number == 2]
        await races.change_round(connection, found.id, message_id=None)
        await races.move_race(connection, 1, discord.clock.now())
    async with desk.bot():
        await discord.gateway.connected()
        await press(ada, second, right_letter_of(second))
        await close(discord, discord.general)
        await next_round(discord, discord.general)
    assert len(rounds(discord.general)) == 3


async def test_a_question_whose_answer_from_discord_is_lost_is_asked_once(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        message = (await ada.slash("race", topic="csrf", questions=3)).message
        await press(ada, message, right_letter_of(message))
        await close(discord, discord.general)
        discord.faults.next("POST", "/channels/*/messages", Fault.drop_after(), times=1)
        await next_round(discord, discord.general)
        await close(discord, discord.general)
        await next_round(discord, discord.general)
    assert len(rounds(discord.general)) == 3


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)  # a SQLite file serves one process
async def test_several_bots_close_and_tell_each_round_once(discord: Sandbox, desk: Desk) -> None:
    ada, grace = discord.member("ada"), discord.member("grace")
    async with desk.bot(), desk.bot(), desk.bot():
        await discord.gateway.connected()
        message = (await ada.slash("race", topic="csrf", questions=3)).message
        for number in range(1, 4):
            await asyncio.gather(
                press(ada, message, right_letter_of(message)), press(grace, message, wrong_letter_of(message))
            )
            told = await close(discord, discord.general)
            assert "1 of 2 had it right" in text_of(told)
            assert len([edit for edit in edits(discord, told.id) if not edit["components"]]) == 1
            if number < 3:
                message = await next_round(discord, discord.general)
        end = await the_end(discord, discord.general)
        await desk.settled(discord.general)
    assert "ada · 3 of 3" in text_of(end)
    assert len(rounds(discord.general)) == 3
    assert len(ends(discord.general)) == 1
    async with desk.database.reading() as connection:
        assert (await connection.execute(select(races_table.c.ended_at))).scalar_one() is not None
        closed = (await connection.execute(select(race_rounds.c.closed_at))).scalars().all()
    assert all(closed)
