"""What has been answered is forgotten: nothing of it stays in memory."""

import asyncio
import gc
from collections import Counter
from collections.abc import Callable

import discord
from discord_sandbox import Member, Sandbox
from forging import forge_form, got
from waiting import until
from whole_bot import finishing

from bot.client.interaction_responder import InteractionResponder

PASSING = (
    discord.Interaction,
    discord.Message,
    discord.Member,
    discord.ui.Modal,
    InteractionResponder,
    asyncio.Task,
    asyncio.Lock,
)
"""What is made anew for every interaction."""


def alive() -> Counter[str]:
    gc.collect()
    found = gc.get_objects()
    return Counter({kind.__name__: sum(isinstance(one, kind) for one in found) for kind in PASSING})


async def use_everything(sandbox: Sandbox, member: Member) -> None:
    card = await member.slash("topic", name="csrf")
    await card.press("Start")
    await card.press("Done")
    await card.press("Undo")
    await (await member.slash("search", words="select_related")).choose("Open a topic", "querysets")
    await member.slash("leaderboard")
    await member.slash("topic", name="basket weaving")
    await member.autocomplete("topic", name="c")
    await sandbox.forge_component("v2:gone", by=member)
    await got(member, forge_form(member, "v1:nobody-opened-this"))
    await member.say("@Waymark progress")


async def test_nothing_of_an_answer_stays(sandbox: Sandbox, join: Callable[[str], Member]) -> None:
    for _ in range(5):
        await use_everything(sandbox, join("early"))
    before = alive()
    async with finishing(sandbox.gateway):
        for _ in range(30):
            await use_everything(sandbox, join("later"))
    await until(lambda: all(number < 30 for number in (alive() - before).values()))
