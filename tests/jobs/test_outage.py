"""How the log tells of an outage of the database."""

import logging

import pytest

from bot.core.errors import DatabaseUnavailableError
from bot.jobs.outage import Outage

ERROR = DatabaseUnavailableError("locked")


async def test_an_outage_is_a_line_when_it_begins_and_one_with_a_count(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.jobs.outage")
    outage = Outage()
    for _ in range(20):
        outage.note("claiming", ERROR)
        outage.note("sending", ERROR)
        outage.end("reading alone")  # it never failed, so its success says nothing
    outage.end("sending")
    outage.end("claiming")
    assert [record.getMessage() for record in caplog.records] == ["the database is away", "the database is back"]
    assert caplog.records[1].__dict__["failures"] == 40


async def test_the_next_outage_is_told_and_counted_anew(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.jobs.outage")
    outage = Outage()
    for _ in range(2):
        outage.note("claiming", ERROR)
        outage.end("claiming")
    assert [record.getMessage() for record in caplog.records] == ["the database is away", "the database is back"] * 2
    assert caplog.records[3].__dict__["failures"] == 1
