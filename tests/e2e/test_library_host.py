"""The host has the last word on what servers brought: offers it to all, takes the offer back, removes it in use."""

import asyncio

import pytest
from discord_sandbox import Member, Permission, Sandbox, Upload
from posting import Desk
from waiting import LONGEST

from bot.store import maintenance

WOOD = "# Wood\n\n## Hard\n\n- Oak: heavy\n- Ash: it bends\n\n## Soft\n\n- Pine: fast\n- Spruce: sounds\n"


@pytest.fixture
def olga(discord: Sandbox) -> Member:
    return discord.member("olga", permissions=Permission.MANAGE_GUILD)


@pytest.fixture
def otto(discord: Sandbox) -> Member:
    """An organiser of another server."""
    guild = discord.add_guild("Elsewhere")
    guild.add_text_channel("study")
    return discord.member("otto", guild=guild, permissions=Permission.MANAGE_GUILD)


async def bring(olga: Member, text: str = WOOD) -> str:
    """Bring a roadmap and study it; return its id."""
    shown = await olga.slash("library bring", file=Upload("README.md", text.encode()))
    await (await shown.press("Take it")).press("Use it here")
    return f"wood-{olga.channel.guild.id}" if olga.channel.guild else ""


async def listed(member: Member, *, offered: bool) -> str:
    """Ask for the list until the bot has heard of what the host did."""
    async with asyncio.timeout(LONGEST):
        while True:
            shown = await member.slash("library list")
            if ("Wood" in shown.text) is offered:
                return shown.text
            await asyncio.sleep(0.05)


async def offer(desk: Desk, roadmap_id: str, *, to_all: bool = True) -> None:
    assert await maintenance.offer_brought(desk.url, roadmap_id, desk.discord.clock.now() if to_all else None)


async def test_a_host_offers_a_roadmap_to_every_server_and_takes_it_back(
    desk: Desk, discord: Sandbox, olga: Member, otto: Member
) -> None:
    roadmap_id = await bring(olga)
    assert "no such roadmap" in (await otto.slash("library use", roadmap="Wood")).text
    await offer(desk, roadmap_id)
    assert "Wood · 4 topics · offered by the host" in await listed(otto, offered=True)
    assert "offered to all" in (await olga.slash("library list")).text
    await otto.slash("library use", roadmap="Wood")
    assert "heavy" in (await otto.slash("topic", name="oak")).text
    await otto.slash("done", topic="oak")
    refused = await otto.slash("library edit", topic="oak")
    assert "no roadmap of its own" in refused.text
    await offer(desk, roadmap_id, to_all=False)
    await listed(otto, offered=False)
    assert "Backend Developer" in (await otto.slash("roadmap")).text
    assert "heavy" in (await olga.slash("topic", name="oak")).text
    await offer(desk, roadmap_id)
    await listed(otto, offered=True)
    assert "1 of 4" in (await otto.slash("progress")).text


async def test_a_roadmap_is_removed_while_it_is_in_use(desk: Desk, discord: Sandbox, olga: Member) -> None:
    roadmap_id = await bring(olga)
    ada = discord.member("ada")
    quiz = "$CATEGORY: course/Oak\n\nIs oak heavy? {TRUE}\n"
    await (await olga.slash("library bring", file=Upload("quiz.txt", quiz.encode()))).press("Take it")
    card, asked = await ada.slash("topic", name="oak"), await ada.slash("quiz", topic="oak")
    panel = await olga.slash("library edit", topic="oak")
    form = await panel.press("Texts and links")
    draft = await olga.slash("library bring", file=Upload("README.md", WOOD.replace("heavy", "strong").encode()))
    await ada.slash("done", topic="ash")
    assert await maintenance.remove_brought(desk.url, roadmap_id, discord.clock.now())
    await listed(olga, offered=False)
    for answer in (await card.press("Done"), await asked.press("A")):
        assert "no longer here" in answer.text
    for answer in (await panel.press("Add a question"), await form.submit({"title": "Oak tree"})):
        assert "no roadmap of its own" in answer.text
    assert "Backend Developer" in (await ada.slash("roadmap")).text
    assert "no roadmap of its own" in (await olga.slash("library versions")).text
    assert "Wood" in (await draft.press("Take it")).text
    await listed(olga, offered=True)
    assert "1 of 4" in (await ada.slash("progress")).text


async def test_of_two_organisers_the_second_takes_no_sixth_roadmap(desk: Desk, olga: Member) -> None:
    for number in range(4):
        await bring(olga, WOOD.replace("# Wood", f"# Stuff {number}").replace("- ", f"- {number} in "))
    drafts = [
        await olga.slash("library bring", file=Upload("README.md", f"# {name}\n\n- {name} a\n- {name} b\n".encode()))
        for name in ("Stone", "Glass")
    ]
    assert "roadmap 5 of the 5 that a server may bring" in drafts[0].text
    assert "Version 1 of Stone" in (await drafts[0].press("Take it")).text
    refused = await drafts[1].press("Take it")
    assert "5 roadmaps of its own" in refused.text
    assert "Stuff 0" in refused.text
    assert "This server has 5 of at most 5" in (await olga.slash("library list")).text
    early = await olga.slash("library bring", file=Upload("README.md", b"# Iron\n\n- Nail\n- Bolt\n"))
    assert "5 roadmaps of its own" in early.text
    again = await olga.slash("library bring", file=Upload("README.md", b"# Stone\n\n- Stone a\n- Stone c\n"))
    assert "Stone c" in again.text


async def test_a_limit_is_told_before_it_is_met(desk: Desk, olga: Member) -> None:
    long = "# Long\n\n" + "".join(f"## Part {part}\n\n- Topic {part} a\n- Topic {part} b\n\n" for part in range(25))
    shown = await olga.slash("library bring", file=Upload("README.md", long.encode()))
    assert "25 of at most 30 sections" in shown.text
