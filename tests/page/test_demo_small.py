"""The demo with roadmaps of others: small ones are learned to the end, and the story goes on politely."""

import asyncio
import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from small_content import ROADMAP, topic, write
from waiting import LONGEST

from bot.demo import terminal
from bot.demo.environment import staged

NOW = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Kolkata")


def roadmap_of(content: Path, count: int) -> Path:
    """Write a roadmap of one section and `count` topics without questions."""
    names = [f"part-{number}" for number in range(count)]
    listing = ROADMAP.partition("  - id: second")[0].replace("[alpha, beta]", f"[{', '.join(names)}]")
    home = content / "small"
    (home / "topics").mkdir(parents=True)
    (home / "roadmap.yaml").write_text(listing)
    for name in names:
        (home / "topics" / f"{name}.yaml").write_text(topic(name))
    return content


@pytest.mark.parametrize("count", [1, 3, 12])
async def test_a_group_that_has_done_everything_goes_on_politely(
    tmp_path: Path, count: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = roadmap_of(tmp_path / "content", count)
    async with staged(tmp_path / "waymark.db", NOW, ZONE, content=content, tells=True) as stage:
        grace = stage.cast.people["Grace"]
        assert f"{count} of {count}" in (await grace.slash("progress")).text
        assert "Grace" in (await grace.slash("leaderboard", window="all")).text
        for command in ("next", "roadmap", "review", "placement", "quiz", "me", "help"):
            assert (await grace.slash(command)).text
        help_text = (await stage.cast.people["Noor"].slash("help")).text
        assert "Part-" in help_text
        assert "csrf" not in help_text
        monkeypatch.setattr(sys, "stdin", io.StringIO("/topic part-0\nquit\n"))
        await terminal.chat(stage, None)
    said = capsys.readouterr().out
    assert "Study Evenings" in said
    assert "/topic Part-" in said
    assert "middleware" not in said


async def test_an_edit_is_shown_while_the_demo_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = write(tmp_path / "content")
    async with staged(tmp_path / "waymark.db", NOW, ZONE, content=content, tells=False) as stage:
        noor = stage.cast.people["Noor"]
        write(content, gamma=topic("gamma", "second").replace("What it is.", "Said better."))
        async with asyncio.timeout(LONGEST):
            while "Said better." not in (await noor.slash("topic", name="gamma")).text:
                pass
    assert "edited" in capsys.readouterr().err
