"""A third kind of post is one entry in one registry: planned, listed, tested and posted like the other two."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import pytest
import pytest_asyncio
from discord_sandbox import Permission, Sandbox
from posting import Desk

from bot.context import AppContext
from bot.core.message_draft import MessageDraft, Occurrence, OccurrenceState
from bot.core.post_kinds import POST_KINDS, PostKind
from bot.core.schedule import Schedule
from bot.guild_context import GuildContext

RIDDLE = PostKind(id="riddle", feature="riddles", name="Daily riddle", emoji="🧩")


async def build_post(
    _app: AppContext, context: GuildContext, _schedule: Schedule, occurrence: Occurrence
) -> MessageDraft:
    """What the third feature's `posts.py` would have."""
    return MessageDraft(f"Riddle of {occurrence.run.local_date} on {context.roadmap.title}")


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    posts = ModuleType("bot.features.riddles.posts")
    monkeypatch.setattr(posts, "build_post", build_post, raising=False)
    monkeypatch.setitem(sys.modules, "bot.features.riddles", ModuleType("bot.features.riddles"))
    monkeypatch.setitem(sys.modules, posts.__name__, posts)
    monkeypatch.setitem(POST_KINDS, RIDDLE.id, RIDDLE)
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    yield made
    await made.database.close()


async def test_a_third_kind_is_posted_listed_and_tested(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    study = discord.guild.add_text_channel("study")
    async with desk.bot():
        await discord.gateway.connected()
        riddle = await desk.plan(study, kind=RIDDLE)
        assert (await desk.now(riddle)).kind == RIDDLE
        assert "Daily riddle" in (await olga.slash("schedule list")).text
        panel = await olga.slash("setup")
        assert "1 more" in panel.text
        tested = await olga.slash("schedule test", schedule=str(riddle.id))
        assert "Posted in" in tested.text
        desk.reach(riddle)
        run = await desk.ended(riddle)
        assert run.state is OccurrenceState.SENT
        posted = [message for message in study.messages if message.id == run.message_id]
        assert [message.content.split()[0] for message in posted] == ["Riddle"]


async def test_a_kind_that_only_a_newer_version_knows_stops_nobody(discord: Sandbox, desk: Desk) -> None:
    study = discord.guild.add_text_channel("study")
    async with desk.bot():
        unknown = await desk.plan(study, kind=PostKind(id="poem", feature="", name="", emoji=""))
        prompt = await desk.plan(study)
        desk.reach(unknown, prompt)
        assert (await desk.ended(prompt)).state is OccurrenceState.SENT
        assert (await desk.ended(unknown)).state is OccurrenceState.FAILED


def test_the_slash_command_offers_what_the_registry_has() -> None:
    program = """
from bot.core.post_kinds import POST_KINDS, PostKind
POST_KINDS["riddle"] = PostKind(id="riddle", feature="riddles", name="Daily riddle", emoji="🧩")
from bot.features.schedules.commands import add
print([choice.value for choice in add._params["kind"].choices])
"""
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "['prompt', 'leaderboard', 'question', 'digest', 'riddle']"
