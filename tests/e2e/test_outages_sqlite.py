"""A SQLite file that somebody else holds locked: answers come late or say that nothing was changed, reading goes on."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Member, Sandbox
from discord_sandbox.interactions.model import ReplyType
from forging import first_answers, forge_typing
from waiting import until
from whole_bot import process

NUMBERS = count(1)
DEFERRED, DEFERRED_UPDATE = 5, 6
AT_ONCE = 4


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locked") / "waymark.db"


@pytest_asyncio.fixture(scope="module")
async def elsewhere(database: Path) -> AsyncIterator[Sandbox]:
    """A Discord of this module's own, with a bot whose database the tests hold back."""
    async with Sandbox(bot_name="Waymark") as sandbox, process(sandbox, database, errors=["failed"]) as bot:
        sandbox.driver.patience = 20.0  # two that wait for the lock, one after the other, take ten
        yield sandbox
        causes = {line.split(":")[0] for line in bot.log.splitlines() if line.startswith("bot.")}
        assert causes <= {"bot.core.errors.DatabaseUnavailableError"}


@pytest.fixture
def ada(elsewhere: Sandbox) -> Member:
    return elsewhere.member(f"ada{next(NUMBERS)}")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the only place to write on a SQLite file."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("seconds", [2, 4])
async def test_what_is_written_waits_for_the_lock(
    elsewhere: Sandbox, ada: Member, database: Path, seconds: float
) -> None:
    asked = ada.prepare_slash("done", topic="csrf")
    with locked(database):
        answering = asyncio.ensure_future(ada.deliver(asked))
        await asyncio.sleep(seconds)
    answer = await answering
    assert answer.private
    assert "1 of 51" in answer.text
    assert first_answers(elsewhere, asked.id) == [DEFERRED]
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_a_button_waits_without_touching_its_card(elsewhere: Sandbox, ada: Member, database: Path) -> None:
    card = await ada.slash("topic", name="csrf")
    with locked(database):
        pressing = asyncio.ensure_future(card.press("Done"))
        await asyncio.sleep(2)
        assert "Undo" not in card.buttons
    done = await pressing
    assert done.edited
    assert "1 of 51" in card.content
    assert done.interaction is not None
    assert first_answers(elsewhere, done.interaction.id) == [DEFERRED_UPDATE]


async def test_reading_and_typing_go_on_meanwhile(elsewhere: Sandbox, ada: Member, database: Path) -> None:
    with locked(database):
        waiting = [asyncio.ensure_future(ada.slash("done", topic="csrf")) for _ in range(5)]
        for command, options in (
            ("topic", {"name": "middleware"}),
            ("topic", {"name": "basket weaving"}),
            ("search", {"words": "select_related"}),
            ("search", {"words": "zzzzqqq"}),
            ("roadmap", {}),
            ("next", {}),
            ("progress", {}),
            ("help", {}),
        ):
            asked = ada.prepare_slash(command, validate=True, **options)
            await ada.deliver(asked)
            assert first_answers(elsewhere, asked.id) == [AT_ONCE], command
        typed = forge_typing(ada, "topic", {"name": "name", "type": 3, "value": "cs", "focused": True})
        await ada.deliver(typed)
        assert typed.reply is ReplyType.CHOICES
        assert typed.choices
    answers = await asyncio.gather(*waiting)
    assert sum("+10" in answer.text for answer in answers) == 1


async def test_a_list_of_unknown_topics_does_not_wait_for_each(elsewhere: Sandbox, ada: Member, database: Path) -> None:
    asked = ada.prepare_slash("done", topic=", ".join(f"basket weaving {number}" for number in range(20)))
    with locked(database):
        answer = await ada.deliver(asked)
    assert "I know none of these" in answer.text
    assert first_answers(elsewhere, asked.id) == [AT_ONCE]


async def test_a_lock_that_lasts_is_said_and_nothing_is_changed(ada: Member, database: Path) -> None:
    with locked(database):
        refused, board = await asyncio.gather(ada.slash("done", topic="csrf"), ada.slash("leaderboard"))
    assert refused.private
    assert "cannot reach its database" in refused.text
    assert "nothing was changed" in refused.text
    assert "Reference" in refused.text
    assert "This week" in board.text
    assert "0 of 51" in (await ada.slash("progress")).text
    assert "1 of 51" in (await ada.slash("done", topic="csrf")).text


async def test_a_hundred_members_at_once_all_get_answers(elsewhere: Sandbox, database: Path) -> None:
    crowd = [elsewhere.member(f"crowd{number}") for number in range(100)]
    with locked(database):
        waiting = [asyncio.ensure_future(member.slash("done", topic="csrf")) for member in crowd]
        await asyncio.sleep(2)
    answers = await asyncio.gather(*waiting)
    assert [answer.text for answer in answers if "1 of 51" not in answer.text] == []
    again = await asyncio.gather(*(member.slash("progress") for member in crowd))
    assert all("1 of 51" in answer.text for answer in again)


async def test_what_nobody_found_is_counted_when_the_lock_is_gone(ada: Member, database: Path) -> None:
    with locked(database):
        await ada.slash("topic", name="underwater macrame")
    await ada.slash("topic", name="csrf")

    def counted() -> bool:
        with closing(sqlite3.connect(database)) as connection:
            found = connection.execute("SELECT count FROM lookup_misses WHERE query = 'underwater macrame'").fetchone()
        return found is not None

    await until(counted)
