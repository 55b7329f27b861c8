"""Messages over REST: sending, reading, editing and deleting them, and what is refused."""

import pytest
from discord_sandbox import Permission, Sandbox
from discord_sandbox.world.model import Channel, GuildMember, Message
from raw_client import RawRest


async def test_a_message_is_sent_read_edited_and_deleted(quiet: Sandbox, rest: RawRest, general: str) -> None:
    sent = await rest("POST", general, {"content": " hello  ", "nonce": "n1"})
    assert (sent.status, sent.body["content"], sent.body["nonce"]) == (200, "hello", "n1")
    path = f"{general}/{sent.body['id']}"
    read = await rest("GET", path)
    assert "nonce" not in read.body, "no history keeps a nonce"
    edited = await rest("PATCH", path, {"embeds": [{"title": " t "}]})
    assert (edited.body["content"], edited.body["embeds"][0]["title"]) == ("hello", "t")
    assert edited.body["edited_timestamp"]
    assert (await rest("DELETE", path)).status == 204
    assert (await rest("GET", path)).code == 10008
    assert quiet.general.messages == []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("?limit=2", [5, 4]),
        ("?before={3}&limit=1", [2]),
        ("?after={2}&limit=2", [4, 3]),
        ("?after={5}", []),
        ("?around={3}&limit=3", [4, 3, 2]),
    ],
)
async def test_messages_come_in_pages_newest_first(rest: RawRest, general: str, query: str, numbers: list[int]) -> None:
    ids = {n: (await rest("POST", general, {"content": str(n)})).body["id"] for n in range(1, 6)}
    for number, message_id in ids.items():
        query = query.replace(f"{{{number}}}", message_id)
    page = await rest("GET", general + query)
    assert [int(message["content"]) for message in page.body] == numbers


async def test_a_closed_thread_opens_again_unless_it_is_locked(quiet: Sandbox, rest: RawRest, me: GuildMember) -> None:
    thread = quiet.guild.add_thread(quiet.general, "a thread")
    thread.archived = True
    assert (await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})).status == 200
    assert not thread.archived
    thread.archived = thread.locked = True
    assert (await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})).code == 50083
    thread.archived = False
    assert (await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})).code == 160005
    quiet.guild.change_role(me.roles[0], me.permissions | Permission.MANAGE_THREADS)
    assert (await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})).status == 200


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/channels/1/messages", {"content": "x"}, 404, 10003),
        ("/channels/abc/messages", {"content": "x"}, 400, 50035),
        ("{general}", {"content": ""}, 400, 50006),
        ("{general}", {"content": "x" * 2001}, 400, 50035),
        ("{general}", {"content": "x", "flags": 64}, 400, 50035),
        ("{general}", {"content": "x", "message_reference": {"message_id": "1"}}, 400, 50035),
        ("{general}", ["x"], 400, 50035),
        (
            "{general}",
            {"content": "x", "poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}]}},
            501,
            0,
        ),
    ],
)
async def test_bad_messages_are_refused(
    rest: RawRest, general: str, path: str, body: object, status: int, code: int
) -> None:
    reply = await rest("POST", path.format(general=general), body)
    assert (reply.status, reply.code) == (status, code)


async def test_what_is_no_json_is_refused(rest: RawRest, general: str) -> None:
    assert (await rest("POST", general, data="{")).code == 50109


async def test_categories_take_no_messages(quiet: Sandbox, rest: RawRest) -> None:
    category = quiet.guild.add_category("Study")
    assert (await rest("POST", f"/channels/{category.id}/messages", {"content": "x"})).code == 50008


async def test_a_private_answer_is_not_found_in_its_channel(quiet: Sandbox, rest: RawRest, general: str) -> None:
    await rest("PUT", f"/applications/{quiet.application_id}/commands", [{"name": "ping", "description": "x"}])
    interaction = quiet.member("ada").prepare_slash("ping")
    body = {"type": 4, "data": {"content": "psst", "flags": 64}}
    await rest("POST", f"/interactions/{interaction.id}/{interaction.token}/callback", body)
    assert interaction.original is not None
    assert (await rest("GET", general)).body == []
    assert (await rest("GET", f"{general}/{interaction.original.id}")).code == 10008


def test_a_deleted_channel_takes_its_threads_along(quiet: Sandbox) -> None:
    thread = quiet.guild.add_thread(quiet.general, "a thread")
    quiet.general.delete()
    gone: list[Channel] = [quiet.general, thread]
    assert not any(channel.id in quiet.world.channels for channel in gone)


async def test_a_long_chain_of_replies_is_told_one_step_deep(quiet: Sandbox, rest: RawRest, general: str) -> None:
    sent = (await rest("POST", general, {"content": "first"})).body
    for number in range(1100):
        last = quiet.general.messages[-1]
        reply = Message(quiet.world.snowflakes.next(), quiet.general, quiet.world.bot, str(number), replies_to=last)
        quiet.general.history[reply.id] = reply
    told = (await rest("GET", f"{general}/{quiet.general.messages[-1].id}")).body
    assert told["referenced_message"]["content"] == "1098"
    assert "referenced_message" not in told["referenced_message"]
    assert told["referenced_message"]["message_reference"]["message_id"] == str(quiet.general.messages[-3].id)
    assert sent["content"] == "first"
