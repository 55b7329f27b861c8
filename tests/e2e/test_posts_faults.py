"""Exactly once, whatever breaks between the bot and Discord."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Fault, Permission, Sandbox
from posting import HOUR, MINUTE, Desk, at_post
from waiting import until

from bot.core.message_draft import OccurrenceState
from bot.ui.schedules import reason_text

SENT, SKIPPED, UNKNOWN = OccurrenceState.SENT, OccurrenceState.SKIPPED, OccurrenceState.UNKNOWN
POST = ("POST", "/channels/*/messages")
TEN_MINUTES = 10 * MINUTE
"""Longer than Discord remembers a nonce."""


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    async with made.bot():
        yield made
    await made.database.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault.drop_before(),
        Fault.drop_before(reset=True),
        Fault.drop_after(),
        Fault.drop_after(reset=True),
        Fault.status(500),
        Fault.status(503),
        Fault.status_after(500),
        Fault.status_after(503),
        Fault.rate_limited("user"),
        Fault.rate_limited("shared"),
        Fault.rate_limited("global"),
        Fault.rate_limited("user", retry_after=90),
        Fault.status(401, 0, "401: Unauthorized"),
    ],
    ids=lambda fault: f"{fault.kind.value}-{fault.answer}-{fault.scope}-{fault.reset}-{fault.seconds:g}",
)
async def test_one_trouble_with_the_send_and_one_post(discord: Sandbox, desk: Desk, fault: Fault) -> None:
    planned = discord.faults.next(*POST, fault)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is SENT
    assert planned.struck == 1
    assert len(await desk.settled(discord.general)) == 1
    assert not (await desk.now(schedule)).paused


@pytest.mark.parametrize("fault", [Fault.drop_after(), Fault.status_after(503)], ids=["dropped", "503"])
async def test_trouble_after_trouble_and_one_post(discord: Sandbox, desk: Desk, fault: Fault) -> None:
    discord.faults.next(*POST, fault, times=3)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is SENT
    assert len(await desk.settled(discord.general)) == 1


class TestBeyondTheNonce:
    """What nobody can know by sending again is looked up in the channel."""

    async def test_a_post_that_is_there_is_found(self, discord: Sandbox, desk: Desk) -> None:
        discord.faults.next(*POST, Fault.drop_after(reset=True))
        at_post(discord, 1, lambda: discord.clock.advance(TEN_MINUTES))
        schedule = await desk.plan(discord.general)
        desk.reach(schedule)
        run = await desk.outlast(schedule)
        (post,) = await desk.settled(discord.general)
        assert (run.state, run.message_id) == (SENT, post.id)
        assert len(discord.journal.matching("GET", "/channels/*/messages")) == 1

    async def test_it_is_found_among_many_others(self, discord: Sandbox, desk: Desk) -> None:
        ada = discord.member("ada")

        discord.faults.next(*POST, Fault.drop_after())
        schedule = await desk.plan(discord.general)
        desk.reach(schedule, plus=-timedelta(seconds=30))
        for number in range(230):
            await ada.say(f"message {number}", within=0)
        at_post(discord, 1, lambda: discord.clock.advance(TEN_MINUTES))
        desk.reach(schedule)
        assert (await desk.outlast(schedule)).state is SENT
        posts = [message for message in await desk.settled(discord.general) if message.author is discord.world.bot]
        assert len(posts) == 1
        assert len(discord.journal.matching("GET", "/channels/*/messages")) == 3

    async def test_a_post_that_is_not_there_is_sent(self, discord: Sandbox, desk: Desk) -> None:
        lost = discord.faults.next(*POST, Fault.drop_before(reset=True))
        schedule = await desk.plan(discord.general)
        desk.reach(schedule)
        await until(lambda: lost.struck == 1)
        discord.clock.advance(TEN_MINUTES)
        assert (await desk.outlast(schedule)).state is SENT
        assert len(await desk.settled(discord.general)) == 1

    async def test_where_it_cannot_be_read_it_is_not_sent_twice(self, discord: Sandbox, desk: Desk) -> None:
        me = discord.guild.me
        assert me is not None

        def hide() -> None:
            discord.general.deny(me, Permission.READ_MESSAGE_HISTORY)
            discord.clock.advance(TEN_MINUTES)

        discord.faults.next(*POST, Fault.drop_after())
        at_post(discord, 1, hide)
        schedule = await desk.plan(discord.general)
        desk.reach(schedule)
        run = await desk.outlast(schedule)
        assert run.state is UNKNOWN
        assert "Read Message History" in reason_text(run.reason)
        assert len(await desk.settled(discord.general)) == 1
        assert not (await desk.now(schedule)).paused

    async def test_a_look_that_fails_is_taken_again(self, discord: Sandbox, desk: Desk) -> None:
        discord.faults.next(*POST, Fault.drop_after())
        discord.faults.next("GET", "/channels/*/messages", Fault.status(503), times=2)
        at_post(discord, 1, lambda: discord.clock.advance(TEN_MINUTES))
        schedule = await desk.plan(discord.general)
        desk.reach(schedule)
        assert (await desk.outlast(schedule)).state is SENT
        assert len(await desk.settled(discord.general)) == 1

    async def test_too_late_to_be_sent_again_it_is_still_found(self, discord: Sandbox, desk: Desk) -> None:
        discord.faults.next(*POST, Fault.drop_after())
        at_post(discord, 1, lambda: discord.clock.advance(2 * HOUR))
        schedule = await desk.plan(discord.general, late=HOUR)
        desk.reach(schedule)
        assert (await desk.outlast(schedule)).state is SENT
        assert len(await desk.settled(discord.general)) == 1

    async def test_too_late_and_not_there_it_is_skipped(self, discord: Sandbox, desk: Desk) -> None:
        lost = discord.faults.next(*POST, Fault.drop_before())
        schedule = await desk.plan(discord.general, late=HOUR)
        desk.reach(schedule)
        await until(lambda: lost.struck == 1)
        discord.clock.advance(2 * HOUR)
        assert (await desk.outlast(schedule)).state is SKIPPED
        assert await desk.settled(discord.general) == []

    async def test_a_post_somebody_deleted_at_once_does_not_come_again(self, discord: Sandbox, desk: Desk) -> None:
        def remove() -> None:
            discord.world.delete(discord.general.messages[0])

        discord.faults.next(*POST, Fault.drop_after())
        at_post(discord, 1, remove)
        schedule = await desk.plan(discord.general)
        desk.reach(schedule)
        run = await desk.outlast(schedule)
        assert (run.state, run.message_id) == (SENT, None)
        assert await desk.settled(discord.general) == []


async def test_an_outage_of_hours_ends_with_a_late_post(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general)
    down = discord.faults.next("POST", "/channels/*/messages", Fault.status(503), times=1_000)
    desk.reach(schedule)
    await until(lambda: down.struck >= 1)
    discord.clock.advance(3 * HOUR)
    await until(lambda: down.struck >= 2)
    discord.faults.clear()
    assert (await desk.outlast(schedule)).state is SENT
    (post,) = await desk.settled(discord.general)
    assert "Late" in post.content


async def test_an_outage_beyond_the_limit_is_skipped(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, late=HOUR)
    down = discord.faults.next("POST", "/channels/*/messages", Fault.rate_limited(retry_after=100), times=1_000)
    desk.reach(schedule)
    await until(lambda: down.struck >= 1)
    discord.clock.advance(2 * HOUR)
    assert (await desk.outlast(schedule)).state is SKIPPED
    discord.faults.clear()
    assert await desk.settled(discord.general) == []


async def test_trouble_in_one_server_does_not_hold_up_another(discord: Sandbox, desk: Desk) -> None:
    other = discord.add_guild("Other").add_text_channel("study")
    discord.faults.next("POST", f"/channels/{discord.general.id}/messages", Fault.slow(2))
    stuck, free = await desk.plan(discord.general), await desk.plan(other)
    desk.reach(stuck, free)
    assert (await desk.ended(free)).state is SENT
    assert (await desk.runs(stuck))[0].state is OccurrenceState.SENDING
    assert (await desk.ended(stuck)).state is SENT
