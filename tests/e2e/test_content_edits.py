"""Progress outlives edits of the content: topics that get another id, and topics that are taken out."""

import re
import shutil
from pathlib import Path

import pytest
from discord_sandbox import Sandbox
from shipped import CONTENT
from whole_bot import process

RETIRED = '\nretired:\n  - {id: xss, title: Cross-Site Scripting, reason: "It moved to a roadmap of its own."}\n'


@pytest.fixture
def first_instant() -> None:
    """Now: the bot has a process of its own."""


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The shipped content with csrf renamed and xss retired."""
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content")) / "python-django"
    (folder / "topics" / "xss.yaml").unlink()
    renamed = (folder / "topics" / "csrf.yaml").rename(folder / "topics" / "forged-requests.yaml")
    renamed.write_text(renamed.read_text().replace("id: csrf\n", "id: forged-requests\nrenamed_from: [csrf]\n", 1))
    for file in (*(folder / "topics").glob("*.yaml"), folder / "roadmap.yaml"):
        file.write_text(re.sub(r"(?:prerequisites|topics): \[.*\]", lambda found: moved(found[0]), file.read_text()))
    with (folder / "roadmap.yaml").open("a") as roadmap:
        roadmap.write(RETIRED)
    return folder.parent


def moved(names: str) -> str:
    """Name csrf by its new id and leave xss out of a list of topics."""
    return re.sub(r"\bcsrf\b", "forged-requests", re.sub(r"\bxss, |, xss\b", "", names))


async def test_what_was_done_stays_done_under_a_new_id(discord: Sandbox, tmp_path: Path, edited: Path) -> None:
    ada, database = discord.member("ada"), tmp_path / "waymark.db"
    async with process(discord, database) as bot:
        await ada.slash("done", topic="csrf, xss")
        card = await ada.slash("topic", name="csrf")
        await bot.stop()
    async with process(discord, database, CONTENT_DIR=str(edited)):
        assert "already done" in (await ada.slash("done", topic="forged-requests")).text
        assert "already done" in (await ada.slash("done", topic="csrf")).text
        assert "1 of 50" in (await ada.slash("progress")).text
        assert "20 points" in (await ada.slash("progress")).text
        assert "Share" in (await card.press("Previous")).buttons
        assert "no longer on the roadmap" in (await ada.slash("topic", name="xss")).text
        assert "ada (you) · 20" in (await ada.slash("leaderboard")).text
