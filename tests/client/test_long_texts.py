"""Long texts in everything that parses: however much somebody sends, the work that it makes is bounded."""

import resource
import subprocess
import sys

from shipped import CONTENT

CPU_SECONDS = 60
"""What all parsers together may take, by the processor's clock: about five; a quadratic one needs hours."""

UNITS = (
    " ", "\t", "\n", "a", "a ", "a,", "a, ", "and ", " and", "a and ", "& ", "<@1", "<a:", "<", "@here", "*",
    "**", "[", "[a](", "`", "-", "+", "1", "1:", "1. ", "[x] ", "utc+", "/", " / ", "_", "é", "İ", "e\u0301",
    "\u0301", "中", "กา", "लू", "🙂", "o'", "(", "||", "\\", "#", "c++ ", "how do i ", "what is ", "please ",
    "thanks ", "?", "!", ".", "ise", "ﷺ", "ﬃ", ":", "x: ",
)  # fmt: skip
"""What a hostile text repeats: each is the food of some pattern."""

PROGRAM = f"""
from datetime import UTC, datetime
from pathlib import Path

from bot.client.requests import clean_text
from bot.content.loader import load_library
from bot.core import schedule_form
from bot.core.errors import StudyError
from bot.core.intents import parse
from bot.core.topic_list import read_topic_list
from bot.core.zones import parse_zone, zones_like

lookup = load_library(Path({str(CONTENT)!r})).lookups["python-django"]
parsers = [
    parse, lookup.resolve, lookup.suggest, lookup.search, lambda text: read_topic_list(lookup, text),
    lambda text: parse_zone(text, datetime(2026, 11, 30, tzinfo=UTC)),
    lambda text: zones_like(text, datetime(2026, 11, 30, tzinfo=UTC)),
    schedule_form.parse_time, schedule_form.parse_days, schedule_form.parse_late,
    schedule_form.times_like, schedule_form.days_like, schedule_form.latenesses_like,
]
parsed = 0
for unit in {UNITS!r}:
    text = clean_text(unit * (1_000_000 // len(unit)))
    for parser in parsers:
        parsed += len(text)
        try:
            parser(text)
        except StudyError:
            pass
print(parsed)
"""


def limit_work() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def test_a_million_characters_make_no_more_work_than_two_thousand() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, preexec_fn=limit_work
    )
    assert ended.returncode == 0, ended.stderr
    assert 0 < int(ended.stdout) <= len(UNITS) * 13 * 2_000
