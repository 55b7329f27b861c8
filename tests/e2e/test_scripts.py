"""A roadmap in scripts of the whole world, as its members use it."""

from pathlib import Path

import pytest
from discord_sandbox import Answer, Sandbox
from small_content import ROADMAP, topic, write
from whole_bot import replies, serving

TITLES = {"alpha": "消息队列", "beta": "コード", "gamma": "लूप्स"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Three topics: a Chinese, a Japanese and a Hindi one, beside a fourth whose title differs from one by a mark."""
    files = {name: topic(name, "second" if name == "gamma" else "first") for name in TITLES}
    for name, title in TITLES.items():
        files[name] = files[name].replace(name.title(), title, 1)
    files["delta"] = topic("delta", "second").replace("Delta", "कला", 1)
    return write(tmp_path / "content", roadmap=ROADMAP.replace("[gamma]", "[gamma, delta]"), **files)


async def test_members_find_and_mark_topics_in_their_script(discord: Sandbox, tmp_path: Path, content: Path) -> None:
    async with serving(discord, tmp_path / "waymark.db", content):
        ada = discord.member("ada")
        found = await ada.slash("search", words="队列")
        assert "消息队列" in found.text
        assert "消息队列" in (await ada.slash("topic", name="队列")).text
        (card,) = await replies(ada, "@Waymark 消息队列是什么？")
        assert "消息队列" in Answer(ada, card).text
        assert "1 of 4" in (await ada.slash("done", topic="लूप्स")).text
        assert "2 of 4" in (await ada.slash("done", topic="コード")).text


@pytest.mark.parametrize("other", ["コート", "कल", "列队", "लप"])
async def test_a_word_that_only_looks_alike_marks_nothing(
    discord: Sandbox, tmp_path: Path, content: Path, other: str
) -> None:
    async with serving(discord, tmp_path / "waymark.db", content):
        ada = discord.member("ada")
        await ada.slash("done", topic=other)
        assert "0 of 4" in (await ada.slash("progress")).text
