"""What a failed try to send tells us: the table, line by line."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.client.errors import ORGANISER_FIXABLE, classify_send_error
from bot.core.post_reasons import PostReason, encode
from bot.core.send_result import NotSent, Rejected, Sent, Unknown


def refusal(status: int, code: int, text: str | None = None) -> discord.HTTPException:
    kinds: dict[int, type[discord.HTTPException]] = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if status >= 500 else kinds.get(status, discord.HTTPException)
    said = text if text is not None else {"code": code, "message": "Said by Discord"}
    answer: Any = SimpleNamespace(status=status, reason="Reason")
    return kind(answer, said)


@pytest.mark.parametrize("code", ORGANISER_FIXABLE)
def test_what_organisers_must_mend_is_lasting(code: int) -> None:
    assert classify_send_error(refusal(403, code)) == Rejected(encode(ORGANISER_FIXABLE[code]), lasting=True)


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("code", [0, 20026, 40333, 99])
def test_any_other_no_of_discord_s_passes_and_blames_nobody(status: int, code: int) -> None:
    outcome = classify_send_error(refusal(status, code))
    assert isinstance(outcome, NotSent)
    assert not outcome.everywhere
    assert str(code) in outcome.reason


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_from_in_between_proves_nothing(status: int) -> None:
    page = classify_send_error(refusal(status, 0, "<!DOCTYPE html><title>Access denied</title>"))
    assert isinstance(page, NotSent)
    assert page.everywhere


def test_a_nonce_whose_message_was_deleted_was_sent() -> None:
    assert classify_send_error(refusal(404, 10008)) == Sent(None)


def test_a_malformed_post_is_refused_without_blame_on_the_channel(expected_errors: list[str]) -> None:
    expected_errors.append("Discord refused a post as malformed")
    assert classify_send_error(refusal(400, 50035)) == Rejected(
        encode(PostReason.REFUSED, "Said by Discord"), lasting=False
    )


@pytest.mark.parametrize(
    "failure",
    [refusal(429, 0), refusal(429, 20028), refusal(401, 0), discord.RateLimited(75.0)],
    ids=["429", "write limit", "401", "long wait"],
)
def test_what_was_turned_away_is_certainly_not_there(failure: Exception) -> None:
    assert isinstance(classify_send_error(failure), NotSent)


def test_a_refused_token_or_a_dead_line_is_the_same_for_every_post() -> None:
    there = ConnectionKey("discord.com", 443, True, True, None, None, None)
    dead = aiohttp.ClientConnectorError(there, OSError(111, "Connection refused"))
    for failure in (refusal(401, 0), dead):
        outcome = classify_send_error(failure)
        assert isinstance(outcome, NotSent)
        assert outcome.everywhere
        assert outcome.after > timedelta(0)


def test_a_channel_s_own_limit_is_no_reason_to_rest() -> None:
    outcome = classify_send_error(refusal(429, 20028))
    assert isinstance(outcome, NotSent)
    assert not outcome.everywhere


def test_a_long_wait_is_waited() -> None:
    assert classify_send_error(discord.RateLimited(75.0)) == NotSent("Discord asked to wait", timedelta(seconds=75))


@pytest.mark.parametrize(
    "failure",
    [
        refusal(500, 0),
        refusal(503, 130000),
        TimeoutError(),
        ConnectionResetError(104, "Connection reset by peer"),
        aiohttp.ServerDisconnectedError(),
        RuntimeError("Session is closed"),
    ],
    ids=["500", "503", "timeout", "reset", "disconnected", "closed"],
)
def test_what_got_no_plain_answer_may_be_there(failure: Exception) -> None:
    assert isinstance(classify_send_error(failure), Unknown)
