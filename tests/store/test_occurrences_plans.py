"""What every tick asks stays cheap however much history there is: no question reads a whole table."""

import re
from pathlib import Path

import pytest
from sqlalchemy import ClauseElement
from sqlalchemy.dialects.sqlite import dialect

from bot.store import claims, occurrences, prompts, schedules
from bot.store.database import Database

QUESTIONS: dict[str, ClauseElement] = {
    "is anything due": claims._NEXT,
    "what is due": claims._DUE,
    "write runs down": claims._WRITE_DOWN.by_dialect["sqlite"],
    "move schedules on": claims._MOVE_ON,
    "is anything to send": occurrences._ANY_READY,
    "what is to send": occurrences._READY,
    "is anybody to be told": schedules._UNNOTIFIED,
    "the plans of a server": schedules._ALL,
    "the history of one": occurrences._RUNS,
    "what was claimed ahead": claims._WITHDRAW,
    "how far one has come": claims._GO_BACK,
    "how far one has walked": prompts._WALK,
    "what is open": occurrences._BACKLOG,
}


PASSING = ("CONSTANT ROW", "SCAN due", "SCAN first", "SCAN active", "SCAN latest", "VIRTUAL TABLE INDEX 1:")
"""Ends of steps that read no table: the batch just found, the group of a server, and ids that came with it."""
SORTED = ("what is to send", "what is due", "how far one has walked")
"""Questions that sort the few rows they have found."""


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_question_goes_by_an_index(migrated_sqlite: Path, name: str) -> None:
    sql = re.sub(r"__\[POSTCOMPILE_\w+\]", "?", str(QUESTIONS[name].compile(dialect=dialect())))
    database = Database(f"sqlite:///{migrated_sqlite}")
    async with database.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
        steps = [str(row.detail) for row in plan]
    await database.close()
    read = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and not step.endswith(PASSING)]
    assert read
    for step in read:
        assert "USING" in step, f"{step} reads a whole table"
    assert not any("TEMP B-TREE" in step for step in steps) or name in SORTED
