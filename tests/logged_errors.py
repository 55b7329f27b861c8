"""Errors in the log fail a test, unless it has said that they would come."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

ERROR_LINE = re.compile(r"\[(?:error|critical) +\]|\"level\":\"(?:error|critical)\"")
"""How a line of the log looks that tells of an error, for people and for machines."""


class ErrorRecords(logging.Handler):
    """Keeps what is logged as an error, a line each."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record with the error that it tells of."""
        failure = record.exc_info[1] if record.exc_info else None
        self.lines.append(f"{record.name}: {record.getMessage()}" + (f": {failure!r}" if failure else ""))


@contextmanager
def recorded_errors() -> Iterator[list[str]]:
    """Yield the lines of what is logged as an error in this process while the block runs."""
    records = ErrorRecords()
    logging.getLogger().addHandler(records)
    try:
        yield records.lines
    finally:
        logging.getLogger().removeHandler(records)


def error_lines(log: str) -> list[str]:
    """Return the lines of a written log that tell of errors."""
    return [line for line in log.splitlines() if ERROR_LINE.search(line)]


def assert_no_surprise(lines: Iterable[str], expected: Iterable[str]) -> None:
    """Hold that each line has one of the `expected` regular expressions."""
    expected = list(expected)
    surprises = [line for line in lines if not any(re.search(each, line) for each in expected)]
    if surprises:
        pytest.fail("\n  ".join(["logged as an error:", *surprises]), pytrace=False)


def assert_as_expected(lines: Iterable[str], expected: Iterable[str]) -> None:
    """Hold that each line has one of the `expected` regular expressions, and that none of these was in vain."""
    lines = list(lines)
    assert_no_surprise(lines, expected)
    in_vain = [each for each in expected if not any(re.search(each, line) for line in lines)]
    if in_vain:
        pytest.fail("\n  ".join(["no error was logged that says:", *in_vain]), pytrace=False)
