"""A channel that is gone or closed to the bot: the schedule waits for its organisers, who are told; others go on."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Fault, Permission, Sandbox
from discord_sandbox.world.model import Channel
from posting import HOUR, Desk
from sqlalchemy import update
from waiting import until

from bot.core.message_draft import OccurrenceState
from bot.store import post_tables, schedules
from bot.ui.schedules import reason_text

SENT, FAILED = OccurrenceState.SENT, OccurrenceState.FAILED


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    async with made.bot():
        yield made
    await made.database.close()


@dataclass(frozen=True)
class Trouble:
    """What organisers did to a channel, and a word of the reason that they get."""

    name: str
    do: Callable[[Channel], object]
    reason: str

    def __str__(self) -> str:
        return self.name


def deny(permission: Permission) -> Callable[[Channel], object]:
    def do(channel: Channel) -> None:
        assert channel.guild is not None
        assert channel.guild.me is not None
        channel.deny(channel.guild.me, permission)

    return do


def kick(channel: Channel) -> None:
    assert channel.guild is not None
    channel.guild.kick_bot()


TROUBLES = [
    Trouble("no view", deny(Permission.VIEW_CHANNEL), "View Channel"),
    Trouble("no send", deny(Permission.SEND_MESSAGES), "Send Messages"),
    Trouble("no embeds", deny(Permission.EMBED_LINKS), "Embed Links"),
    Trouble("deleted", lambda channel: channel.delete(), "gone"),
    Trouble("kicked", kick, "no longer in this server"),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
async def test_the_schedule_is_paused_with_the_reason_and_other_servers_go_on(
    discord: Sandbox, desk: Desk, trouble: Trouble
) -> None:
    other = discord.add_guild("Other").add_text_channel("study")
    broken, sound = await desk.plan(discord.general), await desk.plan(other)
    desk.silent_guilds.add(broken.guild_id)
    trouble.do(discord.general)
    desk.reach(broken, sound)
    run = await desk.ended(broken)
    assert run.state is FAILED
    assert trouble.reason in reason_text(run.reason)
    paused = await desk.now(broken)
    assert paused.paused
    assert paused.pause_reason == run.reason
    assert (await desk.ended(sound)).state is SENT
    assert not (await desk.now(sound)).paused
    await desk.settled(other)
    assert len(await desk.runs(broken)) == 1
    assert discord.general.messages == []


async def test_resuming_works_once_it_is_mended(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general)
    deny(Permission.SEND_MESSAGES)(discord.general)
    desk.reach(schedule)
    await desk.ended(schedule)
    assert discord.guild.me is not None
    discord.general.allow(discord.guild.me, Permission.SEND_MESSAGES)
    async with desk.database.writing() as connection:
        resumed = await schedules.resume(connection, schedule.guild_id, schedule.id, discord.clock.now())
    assert resumed is not None
    desk.reach(resumed)
    assert (await desk.ended(schedule, runs=2)).state is SENT
    assert len(await desk.settled(discord.general)) == 1


async def test_a_locked_thread_pauses_too(discord: Sandbox, desk: Desk) -> None:
    thread = discord.guild.add_thread(discord.general, "closed")
    thread.archived = thread.locked = True
    schedule = await desk.plan(thread)
    desk.reach(schedule)
    assert "locked" in reason_text((await desk.ended(schedule)).reason)
    assert (await desk.now(schedule)).paused


async def test_organisers_are_told_once_where_the_bot_may_still_write(discord: Sandbox, desk: Desk) -> None:
    study = discord.guild.add_text_channel("study")
    first, second = await desk.plan(study), await desk.plan(study)
    await desk.plan(discord.general)
    study.delete()
    desk.reach(first, second)
    await desk.ended(first)
    await desk.ended(second)

    def notices() -> list[str]:
        return [message.content for message in discord.general.messages if "paused" in message.content]

    def told() -> int:
        return sum(notice.count(f"<#{study.id}>") for notice in notices())

    await until(lambda: told() == 2)
    await desk.settled(discord.general)
    assert told() == 2
    assert all("The channel is gone" in notice for notice in notices())
    assert all("/schedule resume" in notice for notice in notices())


async def test_the_notice_names_a_role_that_is_gone_and_a_zone_that_is_not_known(
    discord: Sandbox, desk: Desk, expected_errors: list[str]
) -> None:
    expected_errors.append("a time zone is not known here, UTC is used")
    study = discord.guild.add_text_channel("study")
    role = discord.guild.add_role("learners", mentionable=True)
    schedule = await desk.plan(study, role_id=role.id)
    await desk.plan(discord.general, after=HOUR)
    discord.guild.remove_role(role)
    async with desk.database.writing() as connection:
        await connection.execute(update(post_tables.schedules).values(zone="Mars/Olympus"))
    study.delete()
    desk.reach(schedule)
    await desk.ended(schedule)
    await until(lambda: any("paused" in message.content for message in discord.general.messages))
    notice = next(message.content for message in discord.general.messages if "paused" in message.content)
    assert "Study prompt" in notice
    assert "role to mention is gone" in notice
    assert "Mars/Olympus is not known here" in notice


async def test_organisers_are_told_as_soon_as_there_is_a_place_to_tell_them(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general)
    deny(Permission.SEND_MESSAGES)(discord.general)
    desk.silent_guilds.add(schedule.guild_id)
    desk.reach(schedule)
    await desk.ended(schedule)
    other = discord.add_guild("Other").add_text_channel("study")
    await desk.settled(other)
    assert discord.general.messages == []
    asked = len(discord.requests)
    await desk.settled(other)
    notice_tries = [one for one in discord.requests[asked:] if str(discord.general.id) in one.path]
    assert len(notice_tries) <= 2  # it is tried again ever more seldom
    lounge = discord.guild.add_text_channel("lounge")
    await desk.plan(lounge, days=frozenset({(discord.clock.now().weekday() + 3) % 7}))
    discord.clock.advance(25 * HOUR)
    await until(lambda: any("Send Messages" in message.content for message in lounge.messages))


async def test_a_kick_pauses_and_an_invitation_lets_it_go_on(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general)
    discord.guild.kick_bot()
    desk.silent_guilds.add(schedule.guild_id)
    desk.reach(schedule)
    assert "invited again" in reason_text((await desk.ended(schedule)).reason)
    assert (await desk.now(schedule)).paused
    discord.guild.invite_bot()
    desk.reach(await desk.resumed(schedule))
    assert (await desk.ended(schedule, runs=2)).state is SENT


@pytest.mark.parametrize("code", [0, 20026, 40333])
async def test_a_refusal_that_nobody_there_can_mend_is_tried_again(discord: Sandbox, desk: Desk, code: int) -> None:
    discord.faults.next("POST", "/channels/*/messages", Fault.status(403, code, "Not now"), times=2)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is SENT
    assert not (await desk.now(schedule)).paused
    assert len(discord.general.messages) == 1


async def test_a_post_that_discord_calls_malformed_fails_and_tomorrow_s_comes(
    discord: Sandbox, desk: Desk, expected_errors: list[str]
) -> None:
    expected_errors.append("Discord refused a post as malformed")
    discord.faults.next("POST", "/channels/*/messages", Fault.status(400, 50035, "Invalid Form Body"))
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    run = await desk.ended(schedule)
    assert (run.state, reason_text(run.reason)) == (FAILED, "Discord refused it: Invalid Form Body.")
    kept = await desk.now(schedule)
    assert not kept.paused
    desk.reach(kept)
    assert (await desk.ended(schedule, runs=2)).state is SENT
    assert len(discord.general.messages) == 1
