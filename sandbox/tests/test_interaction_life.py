"""The life of an interaction on the wire: who may answer, when, and how often."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from discord_sandbox import Clock, Member, NotAnswered, Sandbox
from raw_client import Json, RawGateway, RawRest, Reply, raw_gateway, raw_rest

PING = {"name": "ping", "description": "answers", "contexts": [0, 1]}


@dataclass
class Stage:
    sandbox: Sandbox
    rest: RawRest
    gateway: RawGateway
    ada: Member

    async def receive(self) -> Json:
        return await self.gateway.event("INTERACTION_CREATE")

    async def answer(self, interaction: Json, kind: int, data: object = None, query: str = "") -> Reply:
        body = {"type": kind, "data": data}
        return await self.rest(
            "POST", f"/interactions/{interaction['id']}/{interaction['token']}/callback{query}", body
        )

    async def follow(self, method: str, interaction: Json, path: str = "", body: object = None) -> Reply:
        return await self.rest(method, f"/webhooks/{self.sandbox.application_id}/{interaction['token']}{path}", body)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Sandbox(clock=Clock(running=False)) as sandbox, raw_rest(sandbox) as rest:
        await rest("PUT", f"/applications/{sandbox.application_id}/commands", [PING])
        async with raw_gateway(sandbox) as gateway:
            await gateway.identify(sandbox)
            yield Stage(sandbox, rest, gateway, sandbox.member("ada"))


async def test_an_interaction_carries_what_the_real_one_does(stage: Stage) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.ada.slash("ping"))
        interaction = await stage.receive()
        await stage.answer(interaction, 4, {"content": "pong"})
    guild = stage.sandbox.guild
    assert interaction["application_id"] == str(stage.sandbox.application_id)
    assert (interaction["type"], interaction["version"], interaction["context"]) == (2, 1, 0)
    assert interaction["guild"] == {"id": str(guild.id), "locale": "en-US", "features": []}
    assert interaction["channel"]["name"] == "general"
    assert interaction["channel_id"] == interaction["channel"]["id"]
    assert interaction["member"]["user"]["username"] == "ada"
    assert int(interaction["member"]["permissions"]) & 1 << 31
    assert int(interaction["app_permissions"]) & 1 << 11
    assert interaction["authorizing_integration_owners"] == {"0": str(guild.id)}
    assert interaction["attachment_size_limit"] == 10 * 1024 * 1024
    assert "user" not in interaction
    assert interaction["data"] == {
        "id": str(stage.sandbox.world.commands.all(None)[0].id),
        "name": "ping",
        "type": 1,
    }


async def test_in_direct_messages_it_carries_the_user(stage: Stage) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.ada.dm.slash("ping"))
        interaction = await stage.receive()
        await stage.answer(interaction, 4, {"content": "pong"})
    assert interaction["user"]["username"] == "ada"
    assert interaction["context"] == 1
    assert "guild_id" not in interaction
    assert "member" not in interaction


async def test_the_second_answer_is_refused(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    first = await stage.answer(interaction, 4, {"content": "pong"})
    second = await stage.answer(interaction, 4, {"content": "pong again"})
    assert (first.status, first.body) == (204, None)
    assert (second.status, second.code) == (400, 40060)
    assert (await task).content == "pong"


async def test_after_three_seconds_it_is_unknown(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    stage.sandbox.clock.advance(timedelta(seconds=3.001))
    with pytest.raises(NotAnswered, match="did not respond to /ping"):
        await task
    late = await stage.answer(interaction, 4, {"content": "pong"})
    assert (late.status, late.code) == (404, 10062)


async def test_a_wrong_token_is_unknown(stage: Stage) -> None:
    interaction = stage.ada.prepare_slash("ping")
    reply = await stage.answer({"id": interaction.id, "token": "wrong"}, 4, {"content": "x"})
    assert (reply.status, reply.code) == (404, 10062)


async def test_with_response_gives_the_message(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    reply = await stage.answer(interaction, 4, {"content": "pong", "flags": 64}, "?with_response=true")
    assert reply.status == 200
    assert reply.body["interaction"]["response_message_ephemeral"] is True
    assert reply.body["interaction"]["response_message_loading"] is False
    message = reply.body["resource"]["message"]
    assert reply.body["resource"]["type"] == 4
    assert (message["content"], message["flags"], message["type"]) == ("pong", 64, 20)
    assert message["interaction_metadata"]["user"]["username"] == "ada"
    await task


async def test_a_deferred_answer_loads_until_it_is_edited(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    reply = await stage.answer(interaction, 5, {"flags": 64}, "?with_response=1")
    assert reply.body["interaction"]["response_message_loading"] is True
    assert stage.ada.see()[-1].loading
    stage.sandbox.clock.advance(timedelta(minutes=14))
    assert not task.done()
    edited = await stage.follow("PATCH", interaction, "/messages/@original", {"content": "done"})
    assert (edited.body["content"], edited.body["flags"]) == ("done", 64)
    assert (await task).private


async def test_a_token_lives_for_fifteen_minutes(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    early = await stage.follow("POST", interaction, body={"content": "too early"})
    assert (early.status, early.code) == (404, 10015)
    await stage.answer(interaction, 5)
    stage.sandbox.clock.advance(timedelta(minutes=15, seconds=1))
    late = await stage.follow("POST", interaction, body={"content": "too late"})
    assert (late.status, late.code) == (401, 50027)
    with pytest.raises(NotAnswered, match="still thinking"):
        await task


async def test_follow_ups_are_sent_read_edited_and_deleted(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    await stage.answer(interaction, 4, {"content": "pong"})
    await task
    sent = await stage.follow("POST", interaction, body={"content": "and", "flags": 64})
    path = f"/messages/{sent.body['id']}"
    assert (await stage.follow("GET", interaction, path)).body["content"] == "and"
    assert (await stage.follow("PATCH", interaction, path, {"content": "more"})).body["content"] == "more"
    assert [message.content for message in stage.ada.see()] == ["pong", "more"]
    assert (await stage.follow("DELETE", interaction, path)).status == 204
    assert (await stage.follow("GET", interaction, path)).code == 10008
    assert (await stage.follow("DELETE", interaction, "/messages/@original")).status == 204
    assert stage.ada.see() == []


async def test_the_first_follow_up_fills_a_deferred_answer(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    await stage.answer(interaction, 5)
    await stage.follow("POST", interaction, body={"content": "filled in"})
    assert (await task).content == "filled in"
    assert len(stage.ada.see()) == 1


@pytest.mark.parametrize("kind", [1, 6, 7, 8, 12, "4", None])
async def test_an_answer_that_does_not_fit_is_refused(stage: Stage, kind: int) -> None:
    interaction = stage.ada.prepare_slash("ping")
    reply = await stage.answer(interaction.payload, kind, {})
    assert (reply.status, reply.code) == (400, 50035)
    assert reply.body["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"


async def test_a_bad_message_is_refused_in_its_place_and_can_be_mended(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    bad = await stage.answer(interaction, 4, {"embeds": [{"title": "x" * 257}]})
    assert (bad.status, bad.code) == (400, 50035)
    assert "title" in bad.body["errors"]["data"]["embeds"]["0"]
    empty = await stage.answer(interaction, 4, {"content": "  "})
    assert (empty.status, empty.code) == (400, 50006)
    good = await stage.answer(interaction, 4, {"content": "mended"})
    assert good.status == 204
    assert (await task).content == "mended"


async def test_one_delivered_twice_gets_one_answer(stage: Stage) -> None:
    task = asyncio.ensure_future(stage.ada.slash("ping"))
    interaction = await stage.receive()
    await stage.answer(interaction, 4, {"content": "pong"})
    answer = await task
    assert answer.interaction is not None
    again = await stage.ada.deliver(answer.interaction)
    assert await stage.receive() == interaction
    assert again.message is answer.message


async def test_where_only_the_user_installed_it_five_follow_ups_are_the_most(stage: Stage) -> None:
    elsewhere = stage.sandbox.add_guild("Elsewhere", bot_permissions=None)
    elsewhere.add_text_channel("lobby")
    task = asyncio.ensure_future(stage.sandbox.member("ada", guild=elsewhere).slash("ping"))
    interaction = await stage.receive()
    assert interaction["authorizing_integration_owners"] == {"1": str(stage.ada.id)}
    await stage.answer(interaction, 4, {"content": "pong"})
    await task
    codes = [(await stage.follow("POST", interaction, body={"content": "x"})).status for _ in range(6)]
    assert codes == [200] * 5 + [400]


async def test_a_hundred_at_once_are_answered(stage: Stage) -> None:
    async def answer_all() -> None:
        for _ in range(100):
            interaction = await stage.receive()
            await stage.answer(interaction, 4, {"content": interaction["id"]})

    people = [stage.sandbox.member(f"member{number}") for number in range(100)]
    answers, _ = await asyncio.gather(asyncio.gather(*(one.slash("ping") for one in people)), answer_all())
    assert [answer.interaction and str(answer.interaction.id) for answer in answers] == [a.content for a in answers]
