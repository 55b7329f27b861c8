"""Who may see whose progress: everybody their own, others where both use the bot, and only what is not hidden."""

from itertools import count

import pytest
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.world.guilds import Guild

NUMBERS = count(1)
NOTHING = "There is nothing to see"


@pytest.fixture
def elsewhere(sandbox: Sandbox) -> Guild:
    """Another server with the bot in it."""
    guild = sandbox.add_guild(f"Elsewhere {next(NUMBERS)}")
    guild.add_text_channel("study")
    return guild


async def sees(viewer: Member, owner: Member) -> str:
    return (await viewer.slash("progress", member=owner)).text


async def test_in_a_shared_server_progress_is_seen(ada: Member, grace: Member) -> None:
    await grace.slash("done", topic="csrf")
    assert "1 of 51" in await sees(ada, grace)


async def test_a_stranger_sees_nothing(ada: Member, sandbox: Sandbox, elsewhere: Guild) -> None:
    stranger = sandbox.member(f"stranger-{next(NUMBERS)}", guild=elsewhere)
    await ada.slash("done", topic="csrf")
    await stranger.slash("done", topic="xss")
    assert NOTHING in await sees(stranger, ada)
    assert NOTHING in await sees(stranger.dm, ada)


async def test_who_hides_is_hidden_from_every_side_but_their_own(ada: Member, grace: Member) -> None:
    await ada.slash("done", topic="csrf")
    await grace.slash("done", topic="csrf")
    await (await grace.slash("leaderboard")).press("Hide me")
    assert NOTHING in await sees(ada, grace)
    assert NOTHING in await sees(ada.dm, grace)
    assert "1 of 51" in (await grace.slash("progress")).text
    assert "1 of 51" in await sees(grace, grace)
    board = await ada.slash("leaderboard")
    assert "grace" not in board.text
    await (await grace.slash("leaderboard")).press("Show me")
    assert "1 of 51" in await sees(ada, grace)
    assert "grace" in (await ada.slash("leaderboard")).text


async def test_hidden_in_one_server_is_hidden_in_the_other(ada: Member, sandbox: Sandbox, elsewhere: Guild) -> None:
    await ada.slash("done", topic="csrf")
    there = sandbox.member(ada.user.name, guild=elsewhere)
    watcher = sandbox.member(f"watcher-{next(NUMBERS)}", guild=elsewhere)
    await there.slash("start", topic="xss")
    await watcher.slash("start", topic="xss")
    assert "1 of 51" in await sees(watcher, ada)
    await (await ada.slash("leaderboard")).press("Hide me")
    assert NOTHING in await sees(watcher, ada)
    assert ada.user.name not in (await watcher.slash("leaderboard", window="all")).text


async def test_in_direct_messages_those_who_share_a_server_are_seen(ada: Member, grace: Member) -> None:
    await grace.slash("done", topic="csrf")
    await ada.slash("start", topic="xss")
    assert "1 of 51" in await sees(ada.dm, grace)


async def show_to(member: Member, label: str) -> Answer:
    return await (await member.slash("me")).choose("Who sees my progress", label)


async def test_a_rank_without_a_name_counts_and_reads_as_someone(ada: Member, grace: Member) -> None:
    await ada.slash("done", topic="csrf")
    await grace.slash("done", topic="csrf, xss")
    saved = await show_to(grace, "my rank without my name")
    assert saved.private
    assert "Who sees you: my rank without my name" in saved.text.replace("*", "")
    board = await ada.slash("leaderboard")
    assert "🥇 someone · 20" in board.text
    assert "🥈 ada (you) · 10" in board.text
    assert "30 points by 2 members" in board.text
    picture = await board.press("Picture")
    (attached,) = picture.message.attachments
    assert "1. someone, 20 points" in attached["description"]
    for text in (board.text, picture.text, attached["description"], await sees(ada, grace), await sees(ada.dm, grace)):
        assert "grace" not in text
    assert NOTHING in await sees(ada, grace)
    assert NOTHING in (await ada.slash("map", member=grace)).text
    own = await grace.slash("leaderboard")
    assert "🥇 you · 20" in own.text
    assert "without your name" in own.text
    assert "2 of 51" in (await grace.slash("progress")).text


async def test_nobody_is_on_no_board_and_everybody_here_is_back(ada: Member, grace: Member) -> None:
    await ada.slash("start", topic="csrf")
    await grace.slash("done", topic="csrf, xss")
    saved = await show_to(grace, "nobody")
    assert "no board shows you" in saved.text
    assert "grace" not in (await ada.slash("leaderboard")).text
    assert "you hide your progress" in (await grace.slash("leaderboard")).text
    assert NOTHING in await sees(ada, grace)
    await show_to(grace, "everybody here")
    assert "grace · 20" in (await ada.slash("leaderboard")).text
    assert "2 of 51" in await sees(ada, grace)


async def test_what_is_none_of_the_three_changes_nothing(ada: Member, grace: Member) -> None:
    await show_to(grace, "nobody")
    panel = await grace.slash("me")
    refused = await panel.choose("Who sees my progress", "friends", validate=False)
    assert "one of the three" in refused.text
    assert "Who sees you: nobody" in (await grace.slash("me")).text.replace("*", "")
