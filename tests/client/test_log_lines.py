"""What the log shows and what it never shows, in both of its styles."""

import json
import subprocess
import sys

import pytest

INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDpzYW5kYm94"
WEBHOOK = "dG9rZW4td2l0aC1kYXNoZXMtYW5kX3VuZGVyc2NvcmVz"
BOT = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
PASSWORD = "correct@horse"

PROGRAM = f"""
import asyncio, logging, aiohttp, structlog
from bot.logs import configure_logs

configure_logs(LEVEL, STYLE)
log = logging.getLogger("bot.trial")
callback = "https://discord.com/api/v10/interactions/123/{INTERACTION}/callback"
webhook = "https://discord.com/api/v10/webhooks/456/{WEBHOOK}/messages/@original?with_response=1"
log.info("sent to %s", callback)
log.warning("odd", extra={{"address": webhook, "nested": {{"url": callback}}}})
try:
    raise aiohttp.InvalidURL(webhook, "no such address")
except aiohttp.InvalidURL:
    log.exception("failed at " + callback)
try:
    raise RuntimeError({{"Authorization": "Bot {BOT}"}}) from aiohttp.ClientError(callback)
except RuntimeError:
    logging.getLogger("discord.client").exception("Ignoring exception in on_message")
logging.getLogger("discord.http").debug("POST with {BOT}")
logging.getLogger("asyncio").error("Task exception was never retrieved: %r", webhook)
log.info("several\\nlines \\x1b[31m")
log.info("odd values", extra={{"huge": 10**30, "half": "\\ud800", "thing": object()}})
log.warning("identify with %s", {{"token": "{BOT}"}})
log.error("no answer from %s", "postgresql+psycopg://waymark:{PASSWORD}@db.example:5432/waymark")
told = structlog.get_logger().bind(logger="bot.trial")
told.info("told straight", path=callback, odd="\\ud800", huge=10**30)
log.info("the end")
"""


def lines_of(style: str, level: str = "DEBUG") -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("STYLE", repr(style)).replace("LEVEL", repr(level))],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout == ""
    assert "Logging error" not in ran.stderr
    return ran.stderr.splitlines()


@pytest.mark.parametrize("style", ["console", "json"])
def test_no_token_is_ever_shown(style: str) -> None:
    shown = "\n".join(lines_of(style))
    assert "the end" in shown
    assert "told straight" in shown
    assert "/interactions/123/***" in shown
    assert "/webhooks/456/***" in shown
    assert "waymark:***@db.example" in shown
    for secret in (INTERACTION, WEBHOOK, BOT, PASSWORD):
        assert secret not in shown


def test_a_line_for_machines_is_one_object() -> None:
    told = [json.loads(line) for line in lines_of("json")]
    assert [one["event"] for one in told][-1] == "the end"
    assert all({"event", "level", "logger", "timestamp"} <= one.keys() for one in told)
    failed = next(one for one in told if "exception" in one)
    assert "InvalidURL" in failed["exception"]


def test_a_line_past_logging_looks_like_the_others() -> None:
    told = [json.loads(line) for line in lines_of("json")]
    straight, last = told[-2:]
    assert (straight["event"], straight["path"]) == (
        "told straight",
        "https://discord.com/api/v10/interactions/123/***/callback",
    )
    assert (straight["level"], straight["logger"]) == (last["level"], last["logger"])
    assert straight["timestamp"][:10] == last["timestamp"][:10]


@pytest.mark.parametrize("style", ["console", "json"])
def test_what_is_below_the_level_is_not_told(style: str) -> None:
    shown = "\n".join(lines_of(style, "WARNING"))
    assert "identify with" in shown
    assert "told straight" not in shown
    assert "the end" not in shown
