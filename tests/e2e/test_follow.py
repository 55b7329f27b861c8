"""Somebody follows another roadmap of the server: what is one's own goes by it, what the group does by the server's."""

import pytest
from discord_sandbox import Answer, Member, Permission, Sandbox, Upload
from posting import Desk

from bot.store import brought

WOOD = """\
# Wood

What trees give.

## Hard

- Oak: heavy and strong
- Beech: for tools

## Soft

- Pine: grows fast
- Spruce: sounds well
"""
QUIZ = """\
$CATEGORY: course/Oak

::One::Is oak heavy? {TRUE####It is.}

$CATEGORY: course/Pine

::Two::Does pine grow slowly? {FALSE}
"""
BACKEND = "Backend Developer"


async def bring_wood(organiser: Member) -> None:
    for name, text in (("README.md", WOOD), ("quiz.txt", QUIZ)):
        shown = await organiser.slash("library bring", file=Upload(name, text.encode()))
        if name == "quiz.txt":
            await organiser.slash("library use", roadmap="Wood")
            shown = await organiser.slash("library bring", file=Upload(name, text.encode()))
        await shown.press("Take it")
    await organiser.slash("library use", roadmap="python-django")


async def follow(member: Member, title: str) -> Answer:
    return await (await member.slash("me")).choose("My roadmap", title)


async def test_where_there_is_no_choice_nothing_is_said_of_it(ada: Member) -> None:
    shown = await ada.slash("me")
    assert BACKEND not in shown.text
    assert [menu.placeholder for menu in shown.selects] == ["Who sees my progress"]


async def test_what_is_ones_own_goes_by_the_roadmap_that_one_follows(olga: Member, ada: Member) -> None:
    await bring_wood(olga)
    shown = await follow(ada, "Wood")
    assert "Your own commands are about Wood now" in shown.text.replace("*", "")
    assert f"Wood (yours; this server studies {BACKEND}" in shown.text.replace("*", "")
    assert "heavy and strong" in (await ada.slash("topic", name="oak")).text
    assert "Oak" in (await ada.slash("next")).text
    assert "of 4" in (await ada.slash("roadmap")).text
    done = await ada.slash("done", topic="oak")
    assert "Oak" in done.text
    assert "1 of 4" in (await ada.slash("progress")).text
    assert "Is oak heavy?" in (await ada.slash("quiz", topic="oak")).text
    assert "1 of 4" in (await ada.dm.slash("progress")).text
    said = await ada.dm.say("next")
    assert said is not None
    assert "Beech" in said.text


async def test_what_the_group_does_stays_with_the_servers(olga: Member, ada: Member, grace: Member) -> None:
    await bring_wood(olga)
    await follow(ada, "Wood")
    await ada.slash("done", topic="oak")
    await grace.slash("done", topic="csrf")
    board = await ada.slash("leaderboard")
    assert "grace · 10" in board.text
    assert "ada" not in board.text
    assert "grace · 10" in (await board.press("Month")).text
    race = await ada.slash("race", topic="csrf", questions=3)
    assert "CSRF" in race.text


async def test_a_placement_is_the_servers_and_offers_ones_own(olga: Member, ada: Member) -> None:
    await bring_wood(olga)
    await follow(ada, "Wood")
    asked = await ada.slash("placement")
    assert "oak" not in asked.text.casefold()
    own = await asked.press("Ask about Wood instead")
    assert "Is oak heavy?" in own.text or "Does pine grow slowly?" in own.text
    assert "Ask about Wood instead" not in own.buttons


async def test_old_buttons_mean_what_they_were_posted_for(olga: Member, ada: Member) -> None:
    await bring_wood(olga)
    card = await ada.slash("topic", name="csrf")
    await follow(ada, "Wood")
    await card.press("Done")
    assert "0 of 4" in (await ada.slash("progress")).text
    back = await follow(ada, BACKEND + ": Python/Django")
    assert "You follow the server's roadmap" in back.text
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_the_panel_speaks_of_what_was_just_chosen(olga: Member, ada: Member) -> None:
    await bring_wood(olga)
    shown = await follow(ada, "Wood")
    saved = await (await shown.press("My goal")).submit(goal="2")
    assert "of 2" in saved.text
    assert "51" not in saved.text


async def test_a_roadmap_of_one_server_is_followed_in_no_other(olga: Member, ada: Member, sandbox: Sandbox) -> None:
    await bring_wood(olga)
    await follow(ada, "Wood")
    elsewhere = sandbox.add_guild("Another")
    elsewhere.add_text_channel("study")
    there = sandbox.member(ada.user.name, guild=elsewhere)
    assert "51" in (await there.slash("roadmap")).text
    assert "Wood is not in this server" in (await there.slash("me")).text.replace("*", "")


async def test_what_is_not_offered_cannot_be_followed(olga: Member, ada: Member) -> None:
    await bring_wood(olga)
    panel = await ada.slash("me")
    refused = await panel.choose("My roadmap", "no-such-roadmap", validate=False)
    assert "not here any more" in refused.text
    assert "(this server's)" in (await ada.slash("me")).text


@pytest.fixture
def olaf(desk: Desk, discord: Sandbox) -> Member:
    """An organiser on a server whose bot has the test's own database."""
    return discord.member("olaf", permissions=Permission.MANAGE_GUILD)


async def test_a_roadmap_removed_while_followed_is_told_once(desk: Desk, discord: Sandbox, olaf: Member) -> None:
    bert = discord.member("bert")
    await bring_wood(olaf)
    await follow(bert, "Wood")
    await bert.slash("done", topic="oak")
    old = await bert.slash("topic", name="pine")
    async with desk.database.writing() as connection:
        (own,) = await brought.brought_roadmaps_of(connection)
        await brought.remove_roadmap(connection, own.roadmap_id, discord.clock.now())
    shown = await olaf.slash("library bring", file=Upload("other.md", WOOD.replace("Wood", "Stone").encode()))
    await shown.press("Take it")
    assert "no longer here" in (await old.press("Done")).text
    first = await bert.slash("progress")
    assert f"was removed: you are back on this server's, {BACKEND}" in " ".join(first.text.replace("*", "").split())
    assert "51" in first.text
    assert "was removed" not in (await bert.slash("next")).text
