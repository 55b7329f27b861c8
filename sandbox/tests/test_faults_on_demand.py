"""Faults, rate limits, the journal and its observers."""

import asyncio

import aiohttp
import pytest
from discord_sandbox import Fault, Request, Sandbox, Violations
from raw_client import RawRest, raw_rest

ANY = "/channels/*/messages"
HELLO = {"content": "hello"}


@pytest.mark.parametrize(
    ("fault", "error", "messages"),
    [
        (Fault.drop_before(), aiohttp.ServerDisconnectedError, 0),
        (Fault.drop_before(reset=True), OSError, 0),
        (Fault.drop_after(), aiohttp.ServerDisconnectedError, 1),
        (Fault.drop_after(reset=True), OSError, 1),
    ],
)
async def test_a_connection_is_dropped_before_or_after_the_effect(
    quiet: Sandbox, rest: RawRest, general: str, fault: Fault, error: type[Exception], messages: int
) -> None:
    quiet.faults.next("POST", ANY, fault)
    with pytest.raises(error):
        await rest("POST", general, HELLO)
    assert len(quiet.general.messages) == messages
    assert quiet.requests[-1].status == 0
    assert (await rest("POST", general, HELLO)).status == 200


@pytest.mark.parametrize(("fault", "messages"), [(Fault.status(503), 0), (Fault.status_after(502), 1)])
async def test_errors_come_before_or_after_the_effect(
    quiet: Sandbox, rest: RawRest, general: str, fault: Fault, messages: int
) -> None:
    quiet.faults.next("POST", ANY, fault, times=2)
    for _ in range(2):
        assert (await rest("POST", general, HELLO)).status == fault.answer
    assert len(quiet.general.messages) == 2 * messages
    assert (await rest("POST", general, HELLO)).status == 200


async def test_an_error_of_choice(quiet: Sandbox, rest: RawRest, general: str) -> None:
    quiet.faults.next("POST", ANY, Fault.status(403, 50013, "Missing Permissions"))
    reply = await rest("POST", general, HELLO)
    assert (reply.status, reply.body) == (403, {"code": 50013, "message": "Missing Permissions"})


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_rate_limit_of_each_scope(quiet: Sandbox, rest: RawRest, general: str, scope: str) -> None:
    quiet.faults.next("POST", ANY, Fault.rate_limited(scope, retry_after=1.5))
    reply = await rest("POST", general, HELLO)
    assert (reply.status, reply.body["retry_after"], reply.body["global"]) == (429, 1.5, scope == "global")
    assert (reply.headers["Retry-After"], reply.headers["X-RateLimit-Scope"]) == ("2", scope)
    assert ("X-RateLimit-Global" in reply.headers) == (scope == "global")
    assert reply.headers["Via"]


async def test_a_hanging_request_is_left_alone_by_others(quiet: Sandbox, rest: RawRest, general: str) -> None:
    quiet.faults.next("POST", ANY, Fault.hang())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await rest("POST", general, HELLO)
    assert quiet.general.messages == []
    assert (await rest("POST", general, HELLO)).status == 200


async def test_a_slow_request_is_done_in_the_end(quiet: Sandbox, rest: RawRest, general: str) -> None:
    planned = quiet.faults.next("*", "/channels/**", Fault.slow(0.01))
    assert (await rest("POST", general, HELLO)).status == 200
    assert (planned.struck, planned.left) == (1, 0)


async def test_only_what_fits_suffers(quiet: Sandbox, rest: RawRest, general: str) -> None:
    quiet.faults.next("POST", "/channels/*", Fault.status(500))
    assert (await rest("POST", general, HELLO)).status == 200
    quiet.faults.next("POST", ANY, Fault.status(500))
    quiet.faults.clear()
    assert (await rest("POST", general, HELLO)).status == 200


async def test_all_connections_can_be_dropped(quiet: Sandbox, rest: RawRest, general: str) -> None:
    await rest("GET", general)
    assert quiet.drop_connections() == 1


async def test_a_tight_limit_refuses_what_is_too_much(quiet: Sandbox, rest: RawRest, general: str) -> None:
    other = quiet.guild.add_text_channel("other")
    quiet.rate_limits.limit("POST", "/channels/{channel_id}/messages", 2, 30.0)
    remaining = [(await rest("POST", general, HELLO)).headers["X-RateLimit-Remaining"] for _ in range(2)]
    refused = await rest("POST", general, HELLO)
    assert remaining == ["1", "0"]
    assert (refused.status, refused.headers["X-RateLimit-Scope"]) == (429, "user")
    assert 0 < refused.body["retry_after"] <= 30
    assert (await rest("POST", f"/channels/{other.id}/messages", HELLO)).status == 200


async def test_the_global_limit_holds_for_all_but_interactions(quiet: Sandbox, rest: RawRest, general: str) -> None:
    quiet.rate_limits.global_per_second = 1
    await rest("GET", general)
    refused = await rest("GET", "/users/@me")
    assert (refused.status, refused.body["global"]) == (429, True)
    assert (await rest("POST", "/interactions/1/x/callback", {"type": 1})).code == 10062


async def test_the_journal_keeps_every_request(quiet: Sandbox, rest: RawRest, general: str) -> None:
    await rest("POST", f"{general}?x=1", HELLO)
    await rest("GET", "/nowhere")
    sent, lost = quiet.requests
    assert (sent.method, sent.template, sent.path) == ("POST", "/channels/{channel_id}/messages", general)
    assert (sent.query, sent.body, sent.status) == ({"x": "1"}, HELLO, 200)
    assert (lost.template, lost.path, lost.status) == (None, "/nowhere", 404)
    assert await quiet.journal.wait_for("POST", ANY) == [sent]


async def test_an_observer_that_objects_fails_the_test() -> None:
    def object_to_greetings(request: Request) -> None:
        assert request.body != HELLO, "greeted"

    async def greet() -> None:
        async with Sandbox() as sandbox, raw_rest(sandbox) as rest:
            sandbox.on_request(object_to_greetings)
            assert (await rest("POST", f"/channels/{sandbox.general.id}/messages", HELLO)).status == 200
            assert len(sandbox.violations) == 1

    with pytest.raises(Violations, match=r"POST .* greeted"):
        await greet()


async def test_changes_can_be_listened_to(quiet: Sandbox, rest: RawRest, general: str) -> None:
    heard: list[str] = []
    stop = quiet.on_event(lambda event: heard.append(event.name))
    await rest("POST", general, HELLO)
    stop()
    await rest("POST", general, HELLO)
    assert heard == ["MESSAGE_CREATE"]


async def test_without_strictness_limits_are_not_looked_at() -> None:
    async with Sandbox(strict=False) as sandbox, raw_rest(sandbox) as rest:
        reply = await rest("POST", f"/channels/{sandbox.general.id}/messages", {"content": "x" * 2001})
        assert (reply.status, sandbox.requests) == (200, [])


async def test_a_taken_port_is_an_error(quiet: Sandbox) -> None:
    port = int(quiet.site.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await Sandbox(port=port).start()
