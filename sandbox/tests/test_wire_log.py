"""The transcript of a failed test: whatever was forged or sent wrongly has its line, and breaks no report."""

from typing import Any

import pytest
from discord_sandbox import Clock
from discord_sandbox.journal import Request
from discord_sandbox.wire_log import WireLog

MALFORMED: list[Any] = [None, [], "text", 5, {"type": 2}, {"type": [], "data": 5}, {"author": None}, {"id": {1, 2}}]


@pytest.mark.parametrize("name", ["INTERACTION_CREATE", "MESSAGE_CREATE", "GUILD_DELETE"])
@pytest.mark.parametrize("data", MALFORMED)
def test_a_malformed_event_has_its_line(name: str, data: Any) -> None:
    log = WireLog(Clock())
    log.event(name, data, shard_id=0)
    (line,) = log.lines(10)
    assert f"bot ← {name}" in line


@pytest.mark.parametrize("body", [*MALFORMED, {"embeds": "text"}, {"components": [5]}, {"components": 1}])
def test_a_malformed_request_has_its_line(body: Any) -> None:
    clock = Clock()
    log = WireLog(clock)
    log.request(Request("POST", None, "/channels/1/messages", {}, body, 400, clock.now()))
    (line,) = log.lines(10)
    assert "POST /channels/1/messages 400" in line
