"""What /setup shows of posts that ran or could not, and what it mends; a server with another roadmap."""

import shutil
from datetime import timedelta
from pathlib import Path

from discord_sandbox import Permission, Sandbox
from posting import Desk
from scheduling import instants_in
from setup_panel import PROMPTS, shown
from shipped import CONTENT
from whole_bot import serving

from bot.core.message_draft import OccurrenceState


def small_roadmap(folder: Path) -> None:
    """Write a roadmap of one topic."""
    (folder / "topics").mkdir(parents=True)
    (folder / "roadmap.yaml").write_text(
        "id: versions\ntitle: Versions\nsummary: How to keep versions.\n"
        "sections: [{id: start, title: Start, emoji: 🌱, summary: First steps., "
        "groups: [{title: First, topics: [commits]}]}]\n",
        encoding="utf-8",
    )
    (folder / "topics" / "commits.yaml").write_text(
        "id: commits\ntitle: Commits\nsection: start\nsummary: A version of your work.\n"
        "explanation: A commit is a snapshot.\nkey_points: [A commit is a snapshot.]\nminutes: 30\n"
        "resources: [{type: official, title: Git, url: 'https://git-scm.com/docs'}]\n",
        encoding="utf-8",
    )


async def test_a_paused_post_is_shown_with_its_reason_and_goes_on_after_the_fix(discord: Sandbox, desk: Desk) -> None:
    study, office = discord.guild.add_text_channel("study"), discord.guild.add_text_channel("office")
    assert discord.guild.me
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD).in_channel(office)
    schedule = await desk.plan(study)
    study.deny(discord.guild.me, Permission.SEND_MESSAGES)
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is OccurrenceState.FAILED
    panel = await olga.slash("setup")
    assert "Paused: Waymark is not allowed to write there" in shown(panel)
    assert "❌ Send Messages" in panel.text
    assert "not allowed to write there" in shown(await olga.slash("schedule list"))
    assert "Nothing was saved" in (await panel.press("Resume prompts")).content
    study.allow(discord.guild.me, Permission.SEND_MESSAGES)
    assert len(instants_in(await panel.press("Resume prompts"))) == 3
    history = await olga.slash("schedule history", schedule=str(schedule.id))
    assert "failed" in history.text
    desk.reach(await desk.now(schedule))
    assert (await desk.ended(schedule, 2)).state is OccurrenceState.SENT


async def test_a_post_that_could_not_be_posted_goes_on_elsewhere(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    schedule = await desk.plan(discord.guild.add_text_channel("study"))
    discord.guild.channel("study").delete()
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is OccurrenceState.FAILED
    assert "The channel is gone" in shown(await olga.slash("setup"))
    picked = await (await olga.slash("setup")).choose(PROMPTS, discord.general)
    assert len(instants_in(picked)) == 3
    desk.reach(await desk.now(schedule))
    assert (await desk.ended(schedule, 2)).state is OccurrenceState.SENT


async def test_a_broken_schedule_that_is_moved_goes_on(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    schedule = await desk.plan(discord.guild.add_text_channel("study"))
    discord.guild.channel("study").delete()
    desk.reach(schedule)
    await desk.ended(schedule)
    number = str(schedule.id)
    assert "The channel is gone" in shown(await olga.slash("schedule edit", schedule=number, time="09:00"))
    assert len(instants_in(await olga.slash("schedule edit", schedule=number, channel=discord.general))) == 3


async def test_a_server_may_study_another_roadmap(discord: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    small_roadmap(folder / "versions")
    shutil.copytree(CONTENT / "python-django", folder / "python-django")
    async with serving(discord, tmp_path / "waymark.db", folder):
        olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
        assert "0 of 51" in (await discord.member("ada").slash("roadmap")).text
        offered = await (await olga.slash("setup")).press("Roadmap")
        assert offered.selects[0].options == {
            "Backend Developer: Python/Django": "python-django",
            "Versions": "versions",
        }
        picked = await offered.choose("Pick a roadmap", "versions")
        assert "Roadmap saved" in picked.content
        assert "🗺️ Versions" in picked.text
        assert "0 of 1" in (await discord.member("ada").slash("roadmap")).text


async def test_a_button_means_the_roadmap_of_its_message(discord: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    small_roadmap(folder / "versions")
    shutil.copytree(CONTENT / "python-django", folder / "python-django")
    async with serving(discord, tmp_path / "waymark.db", folder):
        olga, ada = discord.member("olga", permissions=Permission.MANAGE_GUILD), discord.member("ada")
        old_card = await ada.slash("topic", name="csrf")
        await (await (await olga.slash("setup")).press("Roadmap")).choose("Pick a roadmap", "versions")
        assert "1 of 1" in (await ada.slash("done", topic="commits")).text
        assert "1 of 51" in (await old_card.press("Done")).content
        assert "2 of 51" in (await discord.forge_component("v1:done:xss", by=ada)).text
        assert "1 of 1" in (await ada.slash("progress")).text
        gone = await discord.forge_component("v2:zz:done:csrf", by=ada)
        assert "no longer here" in gone.text


async def test_history_tells_on_time_late_and_skipped(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    schedule = await desk.plan(discord.general)
    for runs, late in enumerate((timedelta(0), timedelta(minutes=90), timedelta(hours=7)), start=1):
        desk.reach(await desk.now(schedule), plus=late)
        await desk.ended(schedule, runs)
    history = await olga.slash("schedule history", schedule=str(schedule.id))
    for part in ("on time", "1 h 30 min late", "skipped"):
        assert part in history.text
    assert f"/{discord.guild.id}/{discord.general.id}/" in str(history.embeds)
