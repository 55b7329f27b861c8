"""The weekly leaderboard: which week it covers, who is on it, and what it says."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from discord_sandbox import Answer, Member, Permission, Sandbox
from discord_sandbox.world.model import Message
from posting import DAY, HOUR, MINUTE, Desk
from sqlalchemy import insert

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import LEADERBOARD
from bot.core.schedule import QuietWeek, Schedule
from bot.store.learning_tables import rule_news

MONDAY = datetime(2027, 11, 8, 10, tzinfo=UTC)
"""The Monday, an hour after boards come, on which each test begins."""
NOW = timedelta(0)


@pytest.fixture
def first_instant() -> datetime:
    return MONDAY


async def boards(desk: Desk, **changes: Any) -> Schedule:
    """Plan boards for Mondays at nine."""
    usual: dict[str, Any] = {"kind": LEADERBOARD, "at": time(9), "days": frozenset({0}), "late": 2 * DAY}
    return await desk.plan(desk.discord.general, **(usual | changes))


async def next_board(desk: Desk, schedule: Schedule, runs: int = 1, late: timedelta = NOW) -> Message:
    """Let it be `late` after the next board is due, and give it: the schedule's post number `runs`."""
    desk.reach(await desk.now(schedule), plus=late)
    run = await desk.ended(schedule, runs)
    assert run.message_id is not None
    return desk.discord.general.history[run.message_id]


def text_of(message: Message, reader: Member) -> str:
    return Answer(reader, message).text


async def finish(member: Member, *topics: str) -> None:
    assert "+" in (await member.slash("done", topic=", ".join(topics))).text


async def set_up(discord: Sandbox, zone: str, first_weekday: str = "monday") -> None:
    """Set the server's zone and week, as an organiser."""
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    form = await (await olga.slash("setup", zone=zone)).press("Time, days and zone")
    assert "Saved" in (await form.submit(first_weekday=[first_weekday])).text


async def test_it_ranks_the_closed_week_and_says_what_the_group_did(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada, grace, linus, tim = (discord.member(name) for name in ("ada", "grace", "linus", "tim"))
    await finish(ada, "csrf", "xss")
    await next_board(desk, schedule)
    await finish(ada, "views", "models")
    await finish(grace, "csrf", "xss")
    await finish(tim, "csrf")
    for day, topic in ((11, "csrf"), (12, "xss"), (13, "views")):
        discord.clock.jump(MONDAY + day * DAY)
        await finish(linus, topic)
    text = text_of(await next_board(desk, schedule, 2), ada)
    assert "80 points last week, earned by 4 members together" in text
    assert "15–21 November" in text
    rows = re.findall(r"(🥇|🥈|🥉| 4\S*) (\w+) · (\d+) · (\d+) 🎓", text)
    assert [(name, points, topics) for _, name, points, topics in rows] == [
        ("linus", "30", "0"),
        ("ada", "20", "0"),
        ("grace", "20", "0"),
    ], "whoever is last is not shown"
    assert [medal.strip("` ") for medal, *_ in rows] == ["🥇", "🥈", "🥈"]
    assert text.index("4 members (+3)") < text.index("🥇"), "first what they did together"
    for part in ("80 points (+60)", "4 members (+3)", "3 days · linus", "grace, tim and linus"):
        assert part in text


async def test_who_went_up_is_told_and_who_went_down_is_not(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada, grace, linus = (discord.member(name) for name in ("ada", "grace", "linus"))
    await finish(ada, "csrf", "xss", "views")
    await finish(grace, "csrf", "xss")
    await finish(linus, "csrf")
    await next_board(desk, schedule)
    await finish(linus, "xss", "views", "models")
    await finish(grace, "views", "models")
    await finish(ada, "models")
    board = await next_board(desk, schedule, 2)
    text = text_of(board, ada)
    assert "⬆️ linus · 2 places up" in text
    assert "🥇 linus" in text
    assert "🥈 grace" in text
    assert "ada" not in text
    own = await Answer(ada.in_channel(discord.general), board).press("My place")
    assert own.private
    assert "ada (you)" in own.text


async def test_of_many_who_share_the_first_place_ten_are_shown(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    for number in range(12):
        await finish(discord.member(f"m{number:02}"), "csrf")
    text = text_of(await next_board(desk, schedule), discord.member("ada"))
    assert text.count("🥇") == 10
    assert "120 points" in text


async def test_nobody_is_pinged_and_names_are_harmless(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada = discord.member("ada")
    assert ada.membership
    ada.membership.nick = "@everyone *x*"
    await finish(ada, "csrf")
    post = await next_board(desk, schedule)
    assert not post.mentions.everyone
    assert post.mentions.users == ()
    assert "@everyone" not in post.content + str(post.embeds)
    assert "\\*x\\*" in post.content
    assert "\\*x\\*" in str(post.embeds[0]["fields"][0]["value"])


async def test_who_hid_or_left_is_absent_everywhere(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada, grace, linus = (discord.member(name) for name in ("ada", "grace", "linus"))
    await finish(ada, "csrf", "xss", "views")
    await (await ada.slash("leaderboard")).press("Hide me")
    await finish(grace, "csrf", "xss")
    await finish(linus, "csrf")
    discord.guild.leave(grace.user)
    text = text_of(await next_board(desk, schedule), linus)
    assert "linus earned 10 points last week" in text
    assert "ada" not in text
    assert "grace" not in text


async def test_who_shows_a_rank_alone_is_in_places_and_sums_and_named_nowhere(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada, grace = discord.member("ada"), discord.member("grace")
    await finish(ada, "csrf", "xss")
    await (await ada.slash("me")).choose("Who sees my progress", "my rank without my name")
    await finish(grace, "csrf")
    text = text_of(await next_board(desk, schedule), grace)
    assert "🥇 someone · 20" in text
    assert "30 points last week" in text
    assert "2 members together" in text
    assert "ada" not in text
    assert text.count("someone") == 1


async def test_a_late_board_covers_the_same_week(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    await finish(discord.member("ada"), "csrf")
    discord.clock.jump(MONDAY + 7 * DAY - 2 * HOUR)
    await finish(discord.member("grace"), "csrf", "xss")
    text = text_of(await next_board(desk, schedule, late=30 * HOUR), discord.member("ada"))
    assert "ada earned 10 points last week" in text
    assert "grace" not in text
    assert "Late: this was due" in text


async def test_a_board_that_is_late_into_the_next_week_covers_the_week_of_its_instant(
    discord: Sandbox, desk: Desk
) -> None:
    schedule = await boards(desk, days=frozenset({6}))
    await finish(discord.member("ada"), "csrf")
    await next_board(desk, schedule)
    discord.clock.jump(MONDAY + 8 * DAY)
    await finish(discord.member("grace"), "csrf", "xss")
    text = text_of(await next_board(desk, schedule, 2, late=30 * HOUR), discord.member("ada"))
    assert "8–14 November" in text
    assert "ada earned 10 points last week" in text
    assert "grace" not in text


async def test_the_week_ends_at_midnight_where_the_server_is(discord: Sandbox, desk: Desk) -> None:
    await set_up(discord, "Pacific/Auckland")
    schedule = await boards(desk)
    midnight = datetime(2027, 11, 15, tzinfo=ZoneInfo("Pacific/Auckland"))
    discord.clock.jump(midnight - MINUTE)
    await finish(discord.member("ada"), "csrf")
    discord.clock.jump(midnight + MINUTE)
    await finish(discord.member("grace"), "csrf", "xss")
    text = text_of(await next_board(desk, schedule), discord.member("ada"))
    assert "8–14 November" in text
    assert "ada earned 10 points last week" in text
    assert "grace" not in text


async def test_a_week_may_begin_on_sunday(discord: Sandbox, desk: Desk) -> None:
    await set_up(discord, "UTC", "sunday")
    schedule = await boards(desk)
    discord.clock.jump(datetime(2027, 11, 13, 23, 59, tzinfo=UTC))
    await finish(discord.member("ada"), "csrf")
    discord.clock.jump(datetime(2027, 11, 14, 0, 1, tzinfo=UTC))
    await finish(discord.member("grace"), "csrf", "xss")
    text = text_of(await next_board(desk, schedule), discord.member("ada"))
    assert "7–13 November" in text
    assert "grace" not in text


async def test_weeks_over_the_turn_of_a_month_name_both(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    discord.clock.jump(datetime(2027, 12, 30, 12, tzinfo=UTC))
    await desk.ended(schedule)
    await finish(discord.member("ada"), "csrf")
    runs = len(await desk.runs(schedule))
    text = text_of(await next_board(desk, schedule, runs + 1), discord.member("ada"))
    assert "27 December – 2 January" in text


async def test_a_late_undo_does_not_rewrite_what_was_posted(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada = discord.member("ada")
    await finish(ada, "csrf")
    post = await next_board(desk, schedule)
    await ada.slash("undo")
    discord.clock.advance(HOUR)
    assert "ada earned 10 points last week" in text_of(post, ada)
    assert post.edited_at is None


async def test_a_quiet_week_gets_a_kind_word(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    text = text_of(await next_board(desk, schedule), discord.member("ada"))
    assert "Nobody finished a topic" in text
    assert "/done" in text


async def test_a_quiet_week_gets_nothing_where_that_was_chosen(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk, quiet_week=QuietWeek.SKIP)
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is OccurrenceState.SKIPPED
    await finish(discord.member("ada"), "csrf")
    assert "ada earned" in text_of(await next_board(desk, schedule, 2), discord.member("ada"))


async def test_its_buttons_work_for_everyone(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada, grace = discord.member("ada"), discord.member("grace")
    await finish(ada, "csrf")
    post = Answer(grace.in_channel(discord.general), await next_board(desk, schedule))
    board = await post.press("This week")
    assert board.private
    assert "This week" in board.text
    assert "Next" in (await post.press("What is next for me?")).text


async def test_new_rules_are_told_once_to_servers_that_knew_the_old_ones(discord: Sandbox, desk: Desk) -> None:
    schedule = await boards(desk)
    ada = discord.member("ada")
    await finish(ada, "csrf")
    assert "New from now on" not in text_of(await next_board(desk, schedule), ada)
    async with desk.database.writing() as connection:
        row = {"guild_id": schedule.guild_id, "since": discord.clock.now()}
        await connection.execute(insert(rule_news), row)
    first = text_of(await next_board(desk, schedule, 2), ada)
    assert "New from now on" in first
    assert "seven active days" in first
    assert "New from now on" not in text_of(await next_board(desk, schedule, 3), ada)
