"""Scheduled posts as a server sees them: on time, once, and what is said of those that were missed."""

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest_asyncio
from discord_sandbox import Answer, Sandbox
from discord_sandbox.world.model import MessageFlag
from posting import DAY, HOUR, MINUTE, Desk
from waiting import until

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import LEADERBOARD
from bot.core.schedule import QuietWeek
from bot.store import schedules
from bot.ui.schedules import reason_text

SENT, SKIPPED = OccurrenceState.SENT, OccurrenceState.SKIPPED


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    yield made
    await made.database.close()


async def test_a_prompt_comes_at_its_time_with_buttons_for_everyone(discord: Sandbox, desk: Desk) -> None:
    study = discord.guild.add_text_channel("study")
    async with desk.bot():
        schedule = await desk.plan(study)
        desk.reach(schedule, plus=-timedelta(seconds=5))
        assert study.messages == []
        desk.reach(schedule)
        run = await desk.ended(schedule)
        (post,) = study.messages
        assert run.state is SENT
        assert (run.message_id, run.channel_id) == (post.id, study.id)
        assert run.topic_id is not None
        ada, grace = discord.member("ada"), discord.member("grace")
        done = await Answer(ada.in_channel(study), post).press("Done")
        assert done.private
        assert "1 of 51" in done.text
        assert "1 of 51" in (await Answer(grace.in_channel(study), post).press("Done")).text
        assert (await Answer(grace.in_channel(study), post).press("Open topic")).private


async def test_its_buttons_work_after_a_restart(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        schedule = await desk.plan(discord.general)
        desk.reach(schedule)
        await desk.ended(schedule)
    async with desk.bot() as app:
        await until(lambda: app.client is not None and app.client.is_ready())
        (post,) = discord.general.messages
        assert "1 of 51" in (await Answer(discord.member("ada"), post).press("Done")).text


async def test_it_comes_once_a_day_and_walks_through_the_topics(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        schedule = await desk.plan(discord.general, sections=("security",))
        for days in range(5):
            desk.reach(schedule, plus=days * DAY)
            assert (await desk.ended(schedule, runs=days + 1)).state is SENT
    runs = await desk.runs(schedule)
    topics = [run.topic_id for run in reversed(runs)]
    assert topics[:4] == ["sql-injection", "xss", "csrf", "jwt-oauth"]
    assert len(discord.general.messages) == 5


async def test_nobody_is_pinged_but_the_role_that_was_chosen(discord: Sandbox, desk: Desk) -> None:
    readers = discord.guild.add_role("readers", mentionable=True)
    quiet, loud = discord.guild.add_text_channel("quiet"), discord.guild.add_text_channel("loud")
    async with desk.bot():
        silent = await desk.plan(quiet, silent=True)
        calling = await desk.plan(loud, role_id=readers.id)
        desk.reach(silent, calling)
        await desk.ended(silent)
        await desk.ended(calling)
    (hushed,), (called,) = quiet.messages, loud.messages
    assert hushed.flags & MessageFlag.SUPPRESS_NOTIFICATIONS
    assert not called.flags & MessageFlag.SUPPRESS_NOTIFICATIONS
    assert list(called.mentions.role_ids) == [readers.id]
    assert called.content.startswith(f"<@&{readers.id}>")
    assert not hushed.mentions.role_ids
    assert not hushed.mentions.everyone


async def test_the_board_of_the_closed_week_comes(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot() as app:
        await until(lambda: app.client is not None and app.client.is_ready())
        await ada.slash("done", topic="csrf, xss")
        discord.clock.advance(DAY)  # on a Monday, the next one is meant
        schedule = await desk.plan(discord.general, kind=LEADERBOARD, days=frozenset({0}))
        desk.reach(schedule)
        await desk.ended(schedule)
    board = Answer(ada, discord.general.messages[-1])
    assert "ada" in board.text
    assert "20" in board.text


async def test_a_quiet_week_posts_nothing_where_that_was_chosen(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        skipping = await desk.plan(discord.general, kind=LEADERBOARD, quiet_week=QuietWeek.SKIP)
        desk.reach(skipping)
        run = await desk.ended(skipping)
    assert (run.state, reason_text(run.reason)) == (SKIPPED, "There was nothing to post.")
    assert discord.general.messages == []


async def test_back_an_hour_late_it_posts_and_says_so(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        schedule = await desk.plan(discord.general)
    desk.reach(schedule, plus=HOUR)
    async with desk.bot():
        assert (await desk.ended(schedule)).state is SENT
    (post,) = discord.general.messages
    assert schedule.next_run_at is not None
    assert f"Late: this was due <t:{int(schedule.next_run_at.astimezone(UTC).timestamp())}:f>" in post.content


async def test_on_time_it_does_not_speak_of_lateness(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        schedule = await desk.plan(discord.general)
        desk.reach(schedule, plus=MINUTE)
        await desk.ended(schedule)
    assert "Late" not in discord.general.messages[0].content


async def test_back_too_late_it_posts_nothing_and_history_says_why(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        schedule = await desk.plan(discord.general, late=HOUR)
    desk.reach(schedule, plus=2 * HOUR)
    async with desk.bot():
        run = await desk.ended(schedule)
    assert run.state is SKIPPED
    assert "too late" in reason_text(run.reason)
    assert discord.general.messages == []


async def test_of_several_missed_days_only_the_newest_comes(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        schedule = await desk.plan(discord.general)
    desk.reach(schedule, plus=3 * DAY + HOUR)
    async with desk.bot():
        await desk.ended(schedule, runs=4)
        assert len(await desk.settled(discord.general)) == 1
    states = [run.state for run in await desk.runs(schedule)]
    assert states == [SENT, SKIPPED, SKIPPED, SKIPPED]


async def test_a_thread_is_opened_again_by_its_post(discord: Sandbox, desk: Desk) -> None:
    thread = discord.guild.add_thread(discord.general, "django study")
    thread.archived = True
    async with desk.bot():
        schedule = await desk.plan(thread)
        desk.reach(schedule)
        assert (await desk.ended(schedule)).state is SENT
    assert len(thread.messages) == 1
    assert not thread.archived


async def test_what_is_paused_or_removed_in_between_does_not_come(discord: Sandbox, desk: Desk) -> None:
    async with desk.bot():
        paused, removed = await desk.plan(discord.general), await desk.plan(discord.general)
        async with desk.database.writing() as connection:
            await schedules.pause(connection, paused.guild_id, paused.id, discord.clock.now())
            await schedules.remove(connection, removed.guild_id, removed.id)
        desk.reach(paused)
        assert await desk.settled(discord.general) == []
    assert await desk.runs(paused) == ()
