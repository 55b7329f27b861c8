"""A question of the day outlives its topic, and a race needs questions to ask."""

import shutil
from pathlib import Path

import pytest
from discord_sandbox import Member, Sandbox
from posting import MINUTE, Desk
from racing import press, text_of
from shipped import CONTENT
from sqlalchemy import select
from test_content_edits import edited  # noqa: F401 - a fixture
from waiting import until
from whole_bot import process

from bot.core.post_kinds import QUESTION
from bot.store import migrate
from bot.store.learning_tables import answers, memories


@pytest.fixture
def first_instant() -> None:
    """Now: the bots have processes of their own."""


@pytest.fixture
def without_questions(tmp_path: Path) -> Path:
    """The shipped content, with no questions about csrf and two about xss."""
    folder = Path(shutil.copytree(CONTENT, tmp_path / "few")) / "python-django" / "topics"
    for name, left in (("csrf", 0), ("xss", 2)):
        file = folder / f"{name}.yaml"
        before, _, quiz = file.read_text(encoding="utf-8").partition("\nquiz:\n")
        kept = quiz.split("\n  - ")[:left]
        file.write_text(f"{before}\nquiz:\n" + "\n  - ".join(kept) + "\n" if left else f"{before}\n", encoding="utf-8")
    return folder.parents[1]


async def test_it_is_answered_politely_when_its_topic_was_retired(
    discord: Sandbox,
    tmp_path: Path,
    edited: Path,  # noqa: F811
) -> None:
    file = tmp_path / "waymark.db"
    migrate.upgrade(f"sqlite:///{file}")
    desk = Desk(discord, f"sqlite+aiosqlite:///{file}")
    schedule = await desk.plan_due(discord.general, kind=QUESTION, sections=("security",))
    ada, grace = discord.member("ada"), discord.member("grace")
    async with process(discord, file) as bot:
        # The question about xss, which the edited content has retired, comes after that about sql-injection.
        await until(lambda: bool(discord.general.messages))
        await desk.ended(schedule)
        await bot.stop()
    async with desk.bot():
        discord.clock.advance(24 * 60 * MINUTE)
        await desk.ended(schedule, 2)
    xss = next(message for message in discord.general.messages if "XSS" in message.content)
    async with process(discord, file, CONTENT_DIR=str(edited)):
        answer = await press(ada, xss, "?")
        assert answer.private
        assert "right choice is" in answer.text
        assert "no longer on the roadmap" in answer.text
        assert "already answered this" in (await press(ada, xss, "A")).text
        await press(grace, xss, "A")
        await until(lambda: "2 answers" in text_of(discord.general.history[xss.id]))
    async with desk.database.reading() as connection:
        kinds = (await connection.execute(select(answers.c.kind))).scalars().all()
        assert kinds == ["daily-late", "daily-late"]
        assert (await connection.execute(select(memories.c.topic_id))).all() == []
    await desk.database.close()


async def test_a_race_about_a_topic_with_too_few_questions_is_refused(
    discord: Sandbox, tmp_path: Path, without_questions: Path
) -> None:
    ada: Member = discord.member("ada")
    async with process(discord, tmp_path / "waymark.db", CONTENT_DIR=str(without_questions)):
        for topic, there_are in (("csrf", "no questions"), ("xss", "2 questions")):
            refused = await ada.slash("race", topic=topic)
            assert refused.private
            assert there_are in refused.text
        assert not (await ada.slash("race")).private
