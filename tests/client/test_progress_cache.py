"""The states that are remembered: those in the database, whatever went wrong on the way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from shipped import shipped_library

from bot.context import AppContext
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.store import migrate
from bot.store import progress as rows
from bot.store.database import Connection, Database

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
ADA = LearnerKey(7, "python-django")
NOBODY = cast(Any, None)


@pytest_asyncio.fixture
async def app(tmp_path: Path) -> AsyncIterator[AppContext]:
    migrate.upgrade(f"sqlite:///{tmp_path}/waymark.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    yield AppContext.build(database, shipped_library(), lambda: NOW, NOBODY, {}, {"python-django": 1})
    await database.close()


async def finish(app: AppContext, number: int, topic_id: str) -> None:
    request = RequestContext(number, ADA.user_id, "Ada", None, NOW)
    async with app.recording(request) as connection:
        marked = await rows.mark(connection, request, ADA, [topic_id], TopicState.DONE, local_date=NOW.date())
    app.progress.put(ADA, marked.states)


async def test_an_older_reading_does_not_hide_what_was_done_meanwhile(
    app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = rows.states

    async def read_and_be_late(*asked: Any) -> Any:
        found = await read(*asked)
        await finish(app, 1, "csrf")
        return found

    monkeypatch.setattr(rows, "states", read_and_be_late)
    assert await app.progress.states(ADA) == {"csrf": TopicState.DONE}
    assert await app.progress.states(ADA) == {"csrf": TopicState.DONE}


async def test_after_a_write_whose_end_is_unknown_the_database_is_asked(
    app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await finish(app, 1, "csrf")
    writing = app.database.writing

    @asynccontextmanager
    async def write_and_be_lost() -> AsyncIterator[Connection]:
        async with writing() as connection:
            yield connection
        raise TimeoutError

    monkeypatch.setattr(app.database, "writing", write_and_be_lost)
    with pytest.raises(TimeoutError):
        await finish(app, 2, "xss")
    assert await app.progress.states(ADA) == {"csrf": TopicState.DONE, "xss": TopicState.DONE}
