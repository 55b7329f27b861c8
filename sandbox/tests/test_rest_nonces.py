"""The nonces of messages: what is sent again within some minutes is not sent twice."""

from datetime import timedelta

from discord_sandbox import Sandbox
from raw_client import RawRest


async def test_the_same_nonce_gives_the_same_message(quiet: Sandbox, rest: RawRest, general: str) -> None:
    other = quiet.guild.add_text_channel("other")
    first = await rest("POST", general, {"content": "one", "nonce": "n", "enforce_nonce": True})
    again = await rest("POST", general, {"content": "two", "nonce": "n", "enforce_nonce": True})
    elsewhere = await rest(
        "POST", f"/channels/{other.id}/messages", {"content": "x", "nonce": "n", "enforce_nonce": True}
    )
    assert first.body["id"] == again.body["id"] == elsewhere.body["id"]
    assert [message.content for message in quiet.general.messages] == ["one"]
    assert other.messages == []


async def test_a_nonce_that_is_not_enforced_does_not_matter(quiet: Sandbox, rest: RawRest, general: str) -> None:
    for _ in range(2):
        await rest("POST", general, {"content": "x", "nonce": "n"})
    assert len(quiet.general.messages) == 2


async def test_a_nonce_is_forgotten_after_some_minutes(quiet: Sandbox, rest: RawRest, general: str) -> None:
    await rest("POST", general, {"content": "one", "nonce": "n", "enforce_nonce": True})
    quiet.clock.advance(timedelta(minutes=4))
    await rest("POST", general, {"content": "two", "nonce": "n", "enforce_nonce": True})
    assert [message.content for message in quiet.general.messages] == ["one", "two"]


async def test_the_nonce_of_a_deleted_message_finds_nothing(quiet: Sandbox, rest: RawRest, general: str) -> None:
    sent = await rest("POST", general, {"content": "one", "nonce": "n", "enforce_nonce": True})
    await rest("DELETE", f"{general}/{sent.body['id']}")
    again = await rest("POST", general, {"content": "two", "nonce": "n", "enforce_nonce": True})
    assert (again.status, again.code) == (404, 10008)
    assert quiet.general.messages == []
