"""What differs between the ways in: what is kept of servers, and what `/setup` says is lost."""

from discord_sandbox import Member
from discord_sandbox.world.guilds import Guild
from setup_panel import PROMPTS, ROLE


async def test_setup_says_what_is_lost_by_http(olga: Member, way_in: str) -> None:
    shown = await olga.slash("setup")
    assert ("I hear no mentions and no direct messages" in shown.text) is (way_in == "http")


async def test_a_role_and_a_channel_are_known_by_every_way(olga: Member, guild: Guild) -> None:
    role = guild.add_role("Learners", mentionable=True)
    shown = await olga.slash("setup")
    shown = await shown.choose(PROMPTS, guild.channel("study"))
    assert "I have everything I need" in shown.text
    shown = await shown.choose(ROLE, role)
    assert "Posts mention it" in shown.text
    assert "Nobody is mentioned" not in shown.text
