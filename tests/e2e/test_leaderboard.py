"""Who leads in a server."""

import asyncio
from collections.abc import Callable

from discord_sandbox import Member
from discord_sandbox.world.guilds import Guild

TOPICS = ("csrf", "xss", "views", "models", "forms", "docker", "http", "oop")


async def finish(member: Member, topics: int) -> None:
    await member.slash("done", topic=", ".join(TOPICS[:topics]))


async def test_an_empty_board_encourages(ada: Member) -> None:
    text = (await ada.slash("leaderboard")).text
    assert "Finish one topic with /done" in text
    assert "Counting since" in text


async def test_equal_points_share_a_rank_and_the_next_is_left_out(join: Callable[[str], Member]) -> None:
    ada, grace, linus = join("ada"), join("grace"), join("linus")
    await finish(ada, 3)
    await finish(grace, 3)
    await finish(linus, 1)
    text = (await linus.slash("leaderboard")).text
    assert "🥇 ada · 30" in text
    assert "🥇 grace · 30" in text
    assert "🥉 linus (you) · 10" in text
    assert "70 points by 3 members" in text


async def test_points_from_elsewhere_count_but_strangers_do_not(ada: Member, join: Callable[[str], Member]) -> None:
    await finish(ada.dm, 2)
    assert "ada" not in (await join("grace").slash("leaderboard")).text
    assert "ada (you) · 20" in (await ada.slash("leaderboard")).text
    assert "ada · 20" in (await join("linus").slash("leaderboard")).text


async def test_pages_turn_and_my_row_is_always_there(join: Callable[[str], Member]) -> None:
    crowd = [join(f"s{number:02}") for number in range(23)]
    await asyncio.gather(*(finish(member, 2) for member in crowd))
    me = join("zed")
    await finish(me, 1)
    first = await me.slash("leaderboard")
    assert "zed (you) · 10" in first.text
    assert "page 1 of 3" in first.text
    assert first.button("Previous")["disabled"]
    last = await (await first.press("Next")).press("Next")
    assert "page 3 of 3" in last.text
    assert last.button("Next")["disabled"]
    assert "page 3 of 3" in (await me.slash("leaderboard", page=99)).text


async def test_a_board_that_was_looked_at_follows_what_happens(ada: Member, grace: Member) -> None:
    await finish(ada, 2)
    assert "ada · 20" in (await grace.slash("leaderboard")).text
    done = await grace.dm.slash("done", topic="csrf, xss, views")
    board = (await ada.slash("leaderboard")).text
    assert "🥇 grace · 30" in board
    assert "🥈 ada (you) · 20" in board
    await done.press("Undo")
    await ada.slash("undo")
    assert "Finish one topic with /done" in (await ada.slash("leaderboard")).text
    for window in ("month", "all"):
        await finish(grace, 1)
        assert "grace · 10" in (await ada.slash("leaderboard", window=window)).text
        await grace.slash("undo")
        assert "grace" not in (await ada.slash("leaderboard", window=window)).text


async def test_each_window_has_its_board(ada: Member) -> None:
    await finish(ada, 1)
    board = await ada.slash("leaderboard")
    for label, title in (("Month", "This month"), ("All time", "All time")):
        assert title in (await board.press(label)).text
        assert "ada (you) · 10" in board.text
    assert "Nobody finished a topic last week" in (await board.press("Last week")).text
    assert "All time" in (await ada.slash("leaderboard", window="all")).text


async def test_who_hides_is_not_shown_until_they_show_themselves(ada: Member, grace: Member) -> None:
    await finish(ada, 1)
    board = await ada.slash("leaderboard")
    hidden = await board.press("Hide me")
    assert "Nobody else sees your progress" in hidden.content
    assert "ada" not in (await grace.slash("leaderboard")).text
    assert "to themselves" in (await grace.slash("progress", member=ada)).text
    await hidden.press("Show me")
    assert "ada · 10" in (await grace.slash("leaderboard")).text


async def test_a_member_is_called_as_the_server_calls_them_now(ada: Member, grace: Member) -> None:
    await finish(ada, 2)
    await finish(grace, 1)
    assert grace.membership is not None
    grace.membership.nick = "Amazing Grace"
    assert "Amazing Grace · 10" in (await ada.slash("leaderboard")).text
    assert "Amazing Grace · 10" in (await ada.slash("leaderboard", window="all")).text


async def test_who_left_is_not_shown_until_they_return(ada: Member, grace: Member, guild: Guild) -> None:
    await finish(ada, 1)
    await finish(grace, 1)
    guild.leave(ada.user)
    text = (await grace.slash("leaderboard")).text
    assert "ada" not in text
    assert "10 points by 1 member" in text
    guild.join(ada.user)
    await ada.slash("progress")
    await finish(ada, 2)
    assert "20" in (await grace.slash("leaderboard")).text


async def test_names_cannot_break_the_board(join: Callable[[str], Member], ada: Member) -> None:
    for number, name in enumerate(("**bold** _x_", "@everyone", "\u202egnirts", "`code`\u200b", "a" * 32)):
        await finish(join(name), number + 1)
    answer = await ada.slash("leaderboard")
    assert "\u202e" not in str(answer.embeds)
    assert "@everyone" not in str(answer.embeds)
    assert "\\*\\*bold" in str(answer.embeds[0]["description"])


async def test_in_direct_messages_it_says_where_boards_are(ada: Member) -> None:
    assert "in one" in (await ada.dm.slash("leaderboard")).text


async def test_a_press_shows_the_board_as_a_picture_without_whoever_hides(ada: Member, grace: Member) -> None:
    await ada.slash("done", topic="csrf")
    await grace.slash("done", topic="xss")
    await (await grace.slash("leaderboard")).press("Hide me")
    board = await (await ada.slash("leaderboard")).press("Picture")
    (attached,) = board.message.attachments
    assert "1. ada, 10 points" in attached["description"]
    assert "grace" not in attached["description"]
    assert "This week" in board.text
    assert (await board.press("Month")).message.attachments == []
