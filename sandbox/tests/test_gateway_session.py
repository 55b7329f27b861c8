"""The gateway on the wire: hello, identify, heartbeat, what events come, and how a connection ends."""

import asyncio
from typing import Any

import aiohttp
import pytest
from discord_sandbox import Permission, Sandbox
from raw_client import raw_gateway, raw_rest

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 9, 1 << 12, 1 << 15


@pytest.mark.parametrize("compress", ["", "zlib-stream", "zstd-stream"])
async def test_a_session_begins_with_ready_and_the_guilds(quiet: Sandbox, compress: str) -> None:
    async with raw_gateway(quiet, compress=compress) as gateway:
        await gateway.identify(quiet)
        ready = await gateway.event("READY")
        guild = await gateway.event("GUILD_CREATE")
    assert ready["user"]["id"] == str(quiet.application_id)
    assert ready["guilds"] == [{"id": str(quiet.guild.id), "unavailable": True}]
    assert ready["resume_gateway_url"] == quiet.gateway.url
    assert guild["id"] == str(quiet.guild.id)
    assert [channel["name"] for channel in guild["channels"]] == ["general"]
    assert [member["user"]["bot"] for member in guild["members"]] == [True]


async def test_heartbeats_are_acknowledged(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        assert (await gateway.receive())["d"]["heartbeat_interval"] == 41250
        await gateway.send(1, None)
        assert (await gateway.receive())["op"] == 11


async def test_a_heartbeat_is_not_acknowledged_before_its_sender_knows_that_it_was_sent(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("READY")
        await gateway.send(1, gateway.sequence)
        await gateway.send(8, {"guild_id": str(quiet.guild.id), "query": "", "limit": 0})
        await gateway.event("GUILD_MEMBERS_CHUNK")
        assert (await gateway.receive())["op"] == 11


async def test_a_bot_that_was_asked_for_a_heartbeat_has_received_what_was_sent_before(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("GUILD_CREATE")
        quiet.guild.add_text_channel("new")
        catching_up = asyncio.ensure_future(quiet.gateway.caught_up())
        assert (await gateway.event("CHANNEL_CREATE"))["name"] == "new"
        assert (await gateway.receive())["op"] == 1
        await gateway.send(1, 2)
        assert (await gateway.receive())["op"] == 11
        assert not catching_up.done()
        await gateway.send(1, 3)
        await catching_up


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"shard": [2, 2]}, 4010),
        ({"shard": "x"}, 4010),
        ({"intents": 1 << 40}, 4013),
        ({"intents": "all"}, 4013),
        ({"intents": MESSAGE_CONTENT}, 4014),
    ],
)
async def test_a_bad_identify_closes_the_connection(quiet: Sandbox, changes: dict[str, Any], code: int) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet, **changes)
        assert await gateway.close_code() == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", 4002),
        ('{"d": 1}', 4002),
        ('{"op": 99, "d": null}', 4001),
        ('{"op": 3, "d": {}}', 4003),
        ('{"op": 1, "d": "' + "x" * 5000 + '"}', 4002),
    ],
)
async def test_nonsense_closes_the_connection(quiet: Sandbox, text: str, code: int) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.receive()
        await gateway.send_text(text)
        assert await gateway.close_code() == code


async def test_introducing_oneself_twice_closes_the_connection(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("READY")
        await gateway.send(2, {"token": quiet.token, "intents": 1})
        assert await gateway.close_code() == 4005


async def test_too_many_sends_close_the_connection(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        for _ in range(121):
            await gateway.send(1)
        assert await gateway.close_code() == 4008


async def test_an_old_version_is_refused(quiet: Sandbox) -> None:
    async with raw_gateway(quiet, query="v=6&encoding=json") as gateway:
        assert await gateway.close_code() == 4012


async def test_without_the_intent_only_text_meant_for_the_bot_can_be_read(quiet: Sandbox) -> None:
    ada = quiet.member("ada")
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet, intents=GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES)
        await gateway.event("GUILD_CREATE")
        await ada.say("secret", within=0)
        await ada.say("@Bot hello", within=0)
        await ada.dm.say("psst", within=0)
        texts = [(await gateway.event("MESSAGE_CREATE"))["content"] for _ in range(3)]
    assert texts == ["", f"<@{quiet.application_id}> hello", "psst"]


async def test_with_the_intent_switched_on_all_text_can_be_read(quiet: Sandbox) -> None:
    quiet.allow_privileged_intents()
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet, intents=GUILDS | GUILD_MESSAGES | MESSAGE_CONTENT)
        await gateway.event("GUILD_CREATE")
        await quiet.member("ada").say("secret", within=0)
        event = await gateway.event("MESSAGE_CREATE")
    assert event["content"] == "secret"
    assert event["member"]["roles"] == []
    assert event["guild_id"] == str(quiet.guild.id)


async def test_events_without_their_intent_do_not_come(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet, intents=GUILDS)
        await gateway.event("GUILD_CREATE")
        await quiet.member("ada").say("@Bot hello", within=0)
        quiet.guild.add_text_channel("next")
        assert (await gateway.receive())["t"] == "CHANNEL_CREATE"


async def test_messages_where_the_bot_cannot_look_do_not_come(quiet: Sandbox) -> None:
    hidden = quiet.guild.add_text_channel("hidden")
    assert quiet.guild.me is not None
    hidden.deny(quiet.guild.me, Permission.VIEW_CHANNEL)
    ada = quiet.member("ada")
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("GUILD_CREATE")
        await ada.in_channel(hidden).say("@Bot hello", within=0)
        await ada.say("@Bot here", within=0)
        assert (await gateway.event("MESSAGE_CREATE"))["content"].endswith("here")


async def test_a_guild_belongs_to_one_shard_and_messages_to_the_bot_to_the_first(quiet: Sandbox) -> None:
    other = quiet.add_guild("Other")
    shards = {(guild.id >> 22) % 2 for guild in (quiet.guild, other)}
    while len(shards) < 2:
        other = quiet.add_guild("Another")
        shards.add((other.id >> 22) % 2)
    async with raw_gateway(quiet) as zero, raw_gateway(quiet) as one:
        await zero.identify(quiet, shard=[0, 2])
        await one.identify(quiet, shard=[1, 2])
        ready = [await zero.event("READY"), await one.event("READY")]
        await quiet.member("ada").dm.say("hello", within=0)
        assert (await zero.event("MESSAGE_CREATE"))["content"] == "hello"
    for number, payload in enumerate(ready):
        assert {(int(guild["id"]) >> 22) % 2 for guild in payload["guilds"]} == {number}


async def test_members_are_given_on_request(quiet: Sandbox) -> None:
    ada = quiet.member("ada")
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("GUILD_CREATE")
        await gateway.send(8, {"guild_id": quiet.guild.id, "user_ids": [str(ada.id), "5"], "nonce": "n"})
        chunk = await gateway.event("GUILD_MEMBERS_CHUNK")
    assert [member["user"]["username"] for member in chunk["members"]] == ["ada"]
    assert (chunk["not_found"], chunk["nonce"]) == (["5"], "n")


async def test_refused_connections_get_a_status(quiet: Sandbox) -> None:
    quiet.gateway.refuse(times=1)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with raw_gateway(quiet):
            pass
    assert refused.value.status == 503
    async with raw_gateway(quiet) as gateway:
        assert (await gateway.receive())["op"] == 10


async def test_identifies_are_counted(quiet: Sandbox) -> None:
    async with raw_rest(quiet) as rest, raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("READY")
        limit = (await rest("GET", "/gateway/bot")).body["session_start_limit"]
    assert (limit["total"], limit["remaining"], limit["max_concurrency"]) == (1000, 999, 1)
    assert len(quiet.gateway.identifies) == 1


async def test_identifies_in_a_hurry_are_sent_away_when_asked_for(quiet: Sandbox) -> None:
    quiet.gateway.starts.spacing = 5.0
    async with raw_gateway(quiet) as first, raw_gateway(quiet) as second:
        await first.identify(quiet, shard=[0, 2])
        await first.event("READY")
        await second.identify(quiet, shard=[1, 2])
        assert await second.receive() == {"op": 9, "d": False, "s": None, "t": None}
