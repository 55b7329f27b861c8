"""The last half minute before a post, when its run is claimed already: organisers may still change everything."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Answer, Member, Permission, Sandbox
from discord_sandbox.world.model import Channel
from posting import DAY, MINUTE, SECOND, Desk
from scheduling import instants_in
from sqlalchemy import select
from waiting import LONGEST

from bot.core.message_draft import OccurrenceState
from bot.core.schedule import Schedule
from bot.store.post_tables import occurrences

SENT = OccurrenceState.SENT


@pytest.fixture
def study(discord: Sandbox) -> Channel:
    return discord.guild.add_text_channel("study")


@pytest_asyncio.fixture
async def schedule(study: Channel, desk: Desk) -> Schedule:
    """A prompt that is due in half a minute."""
    schedule = await desk.plan(study, after=2 * MINUTE)
    desk.reach(schedule, plus=-30 * SECOND)
    await claimed(desk, schedule)
    return schedule


@pytest.fixture
def olga(discord: Sandbox) -> Member:
    """Organises the server."""
    return discord.member("olga", permissions=Permission.MANAGE_GUILD)


async def claimed(desk: Desk, schedule: Schedule) -> None:
    """Wait until the ledger has the schedule's run."""
    async with asyncio.timeout(LONGEST):
        while True:
            async with desk.database.reading() as connection:
                if (await connection.execute(select(occurrences).filter_by(schedule_id=schedule.id))).first():
                    return
            await asyncio.sleep(0.02)


def due(schedule: Schedule) -> datetime:
    assert schedule.next_run_at
    return schedule.next_run_at


def is_next(answer: Answer, at: datetime) -> bool:
    return instants_in(answer)[0] == int(at.timestamp())


async def test_it_comes_at_its_time_and_is_next_until_then(
    study: Channel, desk: Desk, schedule: Schedule, olga: Member
) -> None:
    assert is_next(await olga.slash("schedule list"), due(schedule))
    history = await olga.slash("schedule history", schedule=str(schedule.id))
    assert "under way" not in history.text
    desk.reach(schedule, plus=-2 * SECOND)
    await desk.sent_what_is_due()
    assert study.messages == []
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is SENT
    assert is_next(await olga.slash("schedule list"), due(schedule) + DAY)
    assert len(await desk.settled(study)) == 1


async def test_one_that_was_moved_comes_at_the_new_time_only(
    discord: Sandbox, study: Channel, desk: Desk, schedule: Schedule, olga: Member
) -> None:
    later = due(schedule) + 10 * MINUTE
    if later.date() != due(schedule).date():
        later = due(schedule) - 10 * MINUTE + DAY
    answer = await olga.slash("schedule edit", schedule=str(schedule.id), time=f"{later:%H:%M}")
    assert is_next(answer, later)
    desk.reach(schedule, plus=5 * MINUTE)
    await desk.sent_what_is_due()
    assert study.messages == []
    discord.clock.jump(later)
    assert (await desk.ended(schedule)).run.at == later
    assert len(study.messages) == 1


async def test_one_that_was_sent_elsewhere_comes_there(
    discord: Sandbox, study: Channel, desk: Desk, schedule: Schedule, olga: Member
) -> None:
    elsewhere = discord.guild.add_text_channel("prompts")
    await olga.slash("schedule edit", schedule=str(schedule.id), channel=elsewhere)
    desk.reach(schedule)
    assert (await desk.ended(schedule)).channel_id == elsewhere.id
    assert (len(elsewhere.messages), study.messages) == (1, [])


async def test_one_that_was_paused_or_removed_does_not_come(
    study: Channel, desk: Desk, schedule: Schedule, olga: Member
) -> None:
    removed = await desk.plan(study, after=0 * MINUTE)
    await claimed(desk, removed)
    await olga.slash("schedule pause", schedule=str(schedule.id))
    await (await olga.slash("schedule remove", schedule=str(removed.id))).press("Remove it")
    desk.reach(schedule, removed, plus=MINUTE)
    assert await desk.settled(study) == []
    assert await desk.runs(schedule) == ()


async def test_one_that_was_paused_and_resumed_comes(
    study: Channel, desk: Desk, schedule: Schedule, olga: Member
) -> None:
    await olga.slash("schedule pause", schedule=str(schedule.id))
    answer = await olga.slash("schedule resume", schedule=str(schedule.id))
    assert is_next(answer, due(schedule))
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is SENT
    assert len(study.messages) == 1


async def test_one_that_is_claimed_when_the_bot_stops_is_posted_by_the_next(
    discord: Sandbox, study: Channel, tmp_path: Path
) -> None:
    desk = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/stopped.db")
    async with desk.bot():
        schedule = await desk.plan(study)
        desk.reach(schedule, plus=-timedelta(seconds=30))
        await claimed(desk, schedule)
    desk.reach(schedule)
    async with desk.bot():
        assert (await desk.ended(schedule)).state is SENT
        assert len(await desk.settled(study)) == 1
    await desk.database.close()
