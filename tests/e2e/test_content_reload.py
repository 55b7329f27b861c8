"""An edit of the content reaches members while the bot runs, or is refused while the old content stays."""

import signal
from pathlib import Path

import pytest
from discord_sandbox import Sandbox
from small_content import topic, write
from waiting import until
from whole_bot import BotProcess, process


@pytest.fixture
def first_instant() -> None:
    """Now: the bot has a process of its own."""


async def test_an_edit_is_taken_over_at_a_signal(discord: Sandbox, tmp_path: Path) -> None:
    content, database = write(tmp_path / "content"), tmp_path / "waymark.db"
    ada = discord.member("ada")
    async with process(discord, database, CONTENT_DIR=str(content)) as bot:
        await ada.slash("done", topic="alpha, beta")
        card = await ada.slash("topic", name="gamma")
        edited = topic("gamma", "second").replace("What it is.", "What it is, said better.")
        write(tmp_path / "content", gamma=edited, alpha=topic("alpha").replace("Alpha", "The Very First"))
        assert "said better" not in (await ada.slash("topic", name="gamma")).text
        await _hang_up(bot, "content taken over")
        assert "said better" in (await ada.slash("topic", name="gamma")).text
        assert "already done" in (await ada.slash("done", topic="the very first")).text
        assert "2 of 3" in (await ada.slash("progress")).text
        await card.press("Done")
        assert "3 of 3" in (await ada.slash("progress")).text


async def test_a_topic_that_gets_another_id_keeps_what_was_done(discord: Sandbox, tmp_path: Path) -> None:
    content, database = write(tmp_path / "content"), tmp_path / "waymark.db"
    ada = discord.member("ada")
    async with process(discord, database, CONTENT_DIR=str(content)) as bot:
        await ada.slash("done", topic="gamma")
        (content / "small" / "topics" / "gamma.yaml").rename(content / "small" / "topics" / "delta.yaml")
        listing = (content / "small" / "roadmap.yaml").read_text().replace("gamma", "delta")
        delta = topic("delta", "second", "renamed_from: [gamma]\n")
        write(content, roadmap=listing, delta=delta, gamma=delta)
        (content / "small" / "topics" / "gamma.yaml").unlink()
        await _hang_up(bot, "content taken over")
        assert "already done" in (await ada.slash("done", topic="delta")).text
        assert "1 of 3" in (await ada.slash("progress")).text


async def test_an_edit_with_mistakes_is_refused_and_the_old_content_stays(discord: Sandbox, tmp_path: Path) -> None:
    content, database = write(tmp_path / "content"), tmp_path / "waymark.db"
    ada = discord.member("ada")
    async with process(discord, database, CONTENT_DIR=str(content)) as bot:
        write(content, gamma=topic("gamma", "third"), beta=topic("beta").replace("minutes: 30", "minutes: soon"))
        await _hang_up(bot, "the edit is not taken over")
        assert "topics/beta.yaml:10: minutes:" in bot.log
        assert "topics/gamma.yaml:3: section: there is no section `third`" in bot.log
        assert "What it is." in (await ada.slash("topic", name="gamma")).text
        write(content, gamma=topic("gamma", "second").replace("What it is.", "Mended."))
        await _hang_up(bot, "content taken over")
        assert "Mended." in (await ada.slash("topic", name="gamma")).text
        assert await bot.stop() == 0


async def _hang_up(bot: BotProcess, logged: str) -> None:
    bot.send(signal.SIGHUP)
    await until(lambda: logged in bot.log)
