"""Reminders of one's own, as members meet them: asked for, once a day, quiet when nobody answers, never doubled."""

import asyncio
from datetime import UTC, datetime

import pytest
from asked import press_right
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.world.model import Message
from posting import DAY, SECOND, Desk
from sqlalchemy import select
from waiting import LONGEST

from bot.core.message_draft import OccurrenceState
from bot.core.schedule import Schedule
from bot.store.post_tables import schedules
from bot.store.schedules import reminders_of


@pytest.fixture
def bert(desk: Desk, discord: Sandbox) -> Member:
    """Somebody on a server whose bot has the test's own clock: Monday, five past eight in the evening, in UTC."""
    return discord.member("bert")


async def ask_daily(member: Member, at: str = "21:00") -> None:
    """Ask in `/me` to be reminded every day."""
    shown = await (await member.slash("me")).press("Reminder")
    assert "only remind you if you ask" in shown.text
    saved = await (await shown.press("Remind me daily")).submit(at=at)
    assert "Reminder saved" in saved.text


async def kept(desk: Desk, member: Member) -> tuple[Schedule, ...]:
    """Give somebody's reminders as they are kept."""
    async with desk.database.reading() as connection:
        return await reminders_of(connection, member.id)


async def daily_of(desk: Desk, member: Member) -> Schedule:
    (daily,) = [one for one in await kept(desk, member) if one.once_on is None]
    return daily


def messages_to(member: Member) -> list[Message]:
    """Give what the bot has written to somebody's direct messages."""
    bot = member.driver.world.bot
    return [message for message in member.dm.channel.messages if message.author is bot and not message.private_to]


async def reach(desk: Desk, reminder: Schedule, runs: int = 1) -> OccurrenceState:
    """Let it be the time of a reminder's next run, and give how that ended."""
    assert reminder.next_run_at is not None
    desk.discord.clock.jump(reminder.next_run_at + (runs - 1) * DAY + SECOND)
    return (await desk.ended(reminder, runs)).state


async def test_what_is_due_is_told_at_one_s_hour_by_direct_message(desk: Desk, bert: Member) -> None:
    await bert.slash("done", topic="csrf, xss")
    await ask_daily(bert)
    assert messages_to(bert) == []
    assert await reach(desk, await daily_of(desk, bert)) is OccurrenceState.SENT
    (message,) = messages_to(bert)
    assert "2 topics are due" in message.content
    assert "Cross-Site Request Forgery" in str(message.embeds)
    shown = await Answer(bert.dm, message).press("What is due")
    assert shown.buttons == ["A", "B", "C", "D", "?"]


async def test_it_goes_by_one_s_own_zone_and_follows_it(desk: Desk, bert: Member) -> None:
    await (await (await bert.slash("me")).press("My zone")).submit(zone="Tokyo")
    await ask_daily(bert, "7am")
    assert (await daily_of(desk, bert)).next_run_at == datetime(2026, 9, 7, 22, tzinfo=UTC)
    await (await (await bert.slash("me")).press("My zone")).submit(zone="Berlin")
    assert (await daily_of(desk, bert)).next_run_at == datetime(2026, 9, 8, 5, tzinfo=UTC)


async def test_nothing_due_is_no_reason_to_write(desk: Desk, bert: Member) -> None:
    await ask_daily(bert)
    assert await reach(desk, await daily_of(desk, bert)) is OccurrenceState.SKIPPED
    assert messages_to(bert) == []


async def test_it_is_quiet_after_three_that_nobody_answered_and_goes_on_after_an_answer(
    desk: Desk, bert: Member
) -> None:
    await bert.slash("done", topic="csrf, xss, views, models")
    await ask_daily(bert)
    reminder = await daily_of(desk, bert)
    states = [await reach(desk, reminder, number) for number in range(1, 6)]
    assert states == [OccurrenceState.SENT] * 3 + [OccurrenceState.SKIPPED] * 2
    assert "last one until you answer" in str(messages_to(bert)[-1].embeds)
    await press_right(await bert.slash("quiz", topic="csrf"))
    assert await reach(desk, reminder, 6) is OccurrenceState.SENT
    assert len(messages_to(bert)) == 4


async def test_closed_direct_messages_turn_it_off_and_are_told_at_the_next_answer(desk: Desk, bert: Member) -> None:
    await bert.slash("done", topic="csrf")
    await ask_daily(bert)
    reminder = await daily_of(desk, bert)
    bert.user.accepts_dms = False
    assert await reach(desk, reminder) is OccurrenceState.FAILED
    assert (await daily_of(desk, bert)).paused
    told = await bert.slash("progress")
    assert "I turned your reminder off" in told.text
    assert "1 of 51" in told.text
    async with desk.database.reading() as connection:
        assert (await connection.execute(select(schedules.c.paused_at))).scalar() is not None
    await until_told(bert)
    bert.user.accepts_dms = True
    shown = await (await bert.slash("me")).press("Reminder")
    assert "turned off" in shown.text
    await (await shown.press("Change the time")).submit(at="22:00")
    assert not (await daily_of(desk, bert)).paused


async def until_told(member: Member) -> None:
    """Wait until an answer says nothing of the reminder any more: it is noted behind the answer."""
    for _ in range(20):
        if "turned your reminder off" not in (await member.slash("progress")).text:
            return
    raise AssertionError("it is told again and again")


async def test_once_about_a_topic_as_it_was_said(desk: Desk, bert: Member) -> None:
    answer = await bert.dm.say("remind me about csrf on Friday at 6")
    assert answer is not None
    assert "Friday 11 September at 18:00" in answer.embeds[0]["description"]
    (reminder,) = await kept(desk, bert)
    assert reminder.next_run_at == datetime(2026, 9, 11, 18, tzinfo=UTC)
    before = len(messages_to(bert))
    assert await reach(desk, reminder) is OccurrenceState.SENT
    (message,) = messages_to(bert)[before:]
    assert "reminded about **Cross-Site Request Forgery (CSRF)**" in message.content
    assert "Cross-Site Request Forgery" in (await Answer(bert.dm, message).press("Open topic")).text
    await until_gone(desk, bert)


async def until_gone(desk: Desk, member: Member) -> None:
    """Wait until somebody has no reminder any more; raises TimeoutError when one stays."""
    async with asyncio.timeout(LONGEST):
        while await kept(desk, member):  # noqa: ASYNC110 - rows tell nobody when they go
            await asyncio.sleep(0.05)


async def test_tomorrow_in_words_and_cancelled(desk: Desk, bert: Member) -> None:
    answer = await bert.dm.say("remind me tomorrow")
    assert answer is not None
    assert "Tuesday 8 September at 20:" in answer.embeds[0]["description"]
    shown = await answer.press("My reminders")
    assert "Tuesday 8 September" in shown.text
    assert "Turned off" in (await shown.press("Cancel 1")).text
    assert await kept(desk, bert) == ()


async def test_in_a_channel_nobody_learns_when(bert: Member) -> None:
    answer = await bert.say("@Waymark remind me tomorrow")
    assert answer is not None
    assert "Tuesday" not in answer.text
    assert answer.buttons == ["My reminders"]


async def test_unclear_or_impossible_words_are_told_and_keep_nothing(desk: Desk, bert: Member) -> None:
    for words, told in (
        ("remind me to call my mother tomorrow", "a topic of the roadmap"),
        ("remind me today at 3:00", "has passed"),
        ("remind me tomorrow at 25:00", "no such time"),
    ):
        answer = await bert.dm.say(words)
        assert answer is not None
        assert told in answer.text
    assert await kept(desk, bert) == ()
