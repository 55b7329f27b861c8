"""What every tick asks stays cheap however much history there is: no question reads a whole table."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects.sqlite import dialect

from bot.store import claims, history, occurrences, schedules
from bot.store.database import Database

QUESTIONS = {
    "is anything due": claims._ANY_DUE,
    "what is due": claims._DUE,
    "is anything to send": occurrences._ANY_READY,
    "what is to send": occurrences._READY,
    "is anybody to be told": schedules._UNTOLD,
    "the history of one": history._RUNS,
    "the topics of one": history._TOPICS,
    "what is open": history._OPEN,
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_question_goes_by_an_index(migrated_sqlite: Path, name: str) -> None:
    question: Select[object] = QUESTIONS[name]
    sql = re.sub(r"__\[POSTCOMPILE_\w+\]", "?", str(question.compile(dialect=dialect())))
    database = Database(f"sqlite:///{migrated_sqlite}")
    async with database.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
        steps = [str(row.detail) for row in plan]
    await database.close()
    read = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and "CONSTANT" not in step]
    assert read
    for step in read:
        assert "USING" in step, f"{step} reads a whole table"
    assert not any("TEMP B-TREE" in step for step in steps) or name == "what is to send"
