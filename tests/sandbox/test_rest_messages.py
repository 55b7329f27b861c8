"""Messages over REST: sending, reading, permissions, nonces, mentions and files."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from raw_client import RawRest, raw_rest

from bot.sandbox import Permission, Sandbox
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.members import GuildMember


@pytest.fixture
async def quiet() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def rest(quiet: Sandbox) -> AsyncIterator[RawRest]:
    async with raw_rest(quiet) as rest:
        yield rest


@pytest.fixture
def general(quiet: Sandbox) -> str:
    return f"/channels/{quiet.general.id}/messages"


@pytest.fixture
def me(quiet: Sandbox) -> GuildMember:
    assert quiet.guild.me is not None
    return quiet.guild.me


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


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (Permission.VIEW_CHANNEL, {"content": "x"}, 50001),
        (Permission.SEND_MESSAGES, {"content": "x"}, 50013),
        (Permission.EMBED_LINKS, {"embeds": [{"title": "x"}]}, 50013),
    ],
)
async def test_a_missing_permission_refuses_a_message(
    quiet: Sandbox, rest: RawRest, me: GuildMember, general: str, denied: Permission, body: object, code: int
) -> None:
    quiet.general.deny(me, denied)
    reply = await rest("POST", general, body)
    assert (reply.status, reply.code) == (403, code)
    assert quiet.general.messages == []


async def test_a_channels_denial_to_everyone_yields_to_what_it_allows_the_bot(
    quiet: Sandbox, rest: RawRest, me: GuildMember, general: str
) -> None:
    quiet.general.deny(quiet.guild.everyone, Permission.VIEW_CHANNEL)
    assert (await rest("GET", general)).code == 50001
    quiet.general.allow(me.roles[0], Permission.VIEW_CHANNEL)
    assert (await rest("GET", general)).status == 200


async def test_without_embed_links_the_embeds_beside_a_text_are_dropped(
    quiet: Sandbox, rest: RawRest, me: GuildMember, general: str
) -> None:
    quiet.general.deny(me, Permission.EMBED_LINKS)
    reply = await rest("POST", general, {"content": "x", "embeds": [{"title": "x"}]})
    assert (reply.status, reply.body["embeds"]) == (200, [])


async def test_without_history_nothing_can_be_read(
    quiet: Sandbox, rest: RawRest, me: GuildMember, general: str
) -> None:
    sent = await rest("POST", general, {"content": "x"})
    quiet.general.deny(me, Permission.READ_MESSAGE_HISTORY)
    assert (await rest("GET", general)).body == []
    assert (await rest("GET", f"{general}/{sent.body['id']}")).code == 50013


async def test_threads_have_a_permission_of_their_own(quiet: Sandbox, rest: RawRest, me: GuildMember) -> None:
    thread = quiet.guild.add_thread(quiet.general, "a thread")
    quiet.general.deny(me, Permission.SEND_MESSAGES_IN_THREADS)
    path = f"/channels/{thread.id}/messages"
    assert (await rest("POST", path, {"content": "x"})).code == 50013
    quiet.general.allow(me, Permission.SEND_MESSAGES_IN_THREADS)
    quiet.general.deny(me, Permission.SEND_MESSAGES)
    assert (await rest("POST", path, {"content": "x"})).status == 200


async def test_a_closed_thread_opens_again_unless_it_is_locked(quiet: Sandbox, rest: RawRest) -> None:
    thread = quiet.guild.add_thread(quiet.general, "a thread")
    thread.archived = True
    assert (await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})).status == 200
    assert not thread.archived
    thread.archived = thread.locked = True
    assert (await rest("POST", f"/channels/{thread.id}/messages", {"content": "x"})).code == 50083


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


async def test_others_messages_cannot_be_edited_and_only_with_leave_deleted(
    quiet: Sandbox, rest: RawRest, me: GuildMember, general: str
) -> None:
    ada = quiet.member("ada")
    await ada.say("mine", within=0)
    path = f"{general}/{ada.see()[-1].id}"
    assert (await rest("GET", path)).body["content"] == "", "the intent for its text is not switched on"
    assert (await rest("PATCH", path, {"content": "yours"})).code == 50005
    assert (await rest("DELETE", path)).code == 50013
    me.roles[0].permissions |= Permission.MANAGE_MESSAGES
    assert (await rest("DELETE", path)).status == 204


async def test_a_private_answer_is_not_found_in_its_channel(quiet: Sandbox, rest: RawRest, general: str) -> None:
    await rest("PUT", f"/applications/{quiet.application_id}/commands", [{"name": "ping", "description": "x"}])
    interaction = quiet.member("ada").prepare_slash("ping")
    body = {"type": 4, "data": {"content": "psst", "flags": 64}}
    await rest("POST", f"/interactions/{interaction.id}/{interaction.token}/callback", body)
    assert interaction.original is not None
    assert (await rest("GET", general)).body == []
    assert (await rest("GET", f"{general}/{interaction.original.id}")).code == 10008


# Nonces


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


# Mentions


async def test_mentions_follow_what_the_sender_allows(quiet: Sandbox, rest: RawRest, general: str) -> None:
    ada = quiet.member("ada")
    role = quiet.guild.add_role("students", mentionable=True)
    content = f"{ada.mention} {role.mention} @everyone"

    async def pinged(allowed: object) -> tuple[list[str], list[str], bool]:
        body = {"content": content} if allowed is None else {"content": content, "allowed_mentions": allowed}
        sent = (await rest("POST", general, body)).body
        return [user["username"] for user in sent["mentions"]], sent["mention_roles"], sent["mention_everyone"]

    assert await pinged(None) == (["ada"], [str(role.id)], True)
    assert await pinged({"parse": []}) == ([], [], False)
    assert await pinged({"parse": ["users"]}) == (["ada"], [], False)
    assert await pinged({"parse": [], "roles": [str(role.id)]}) == ([], [str(role.id)], False)


async def test_pinging_all_takes_a_permission(quiet: Sandbox, rest: RawRest, me: GuildMember, general: str) -> None:
    role = quiet.guild.add_role("quiet please")
    quiet.general.deny(me, Permission.MENTION_EVERYONE)
    sent = await rest("POST", general, {"content": f"@here {role.mention}"})
    assert (sent.body["mention_everyone"], sent.body["mention_roles"]) == (False, [])


async def test_a_reply_pings_unless_told_not_to(quiet: Sandbox, rest: RawRest, general: str) -> None:
    ada = quiet.member("ada")
    await ada.say("hello", within=0)
    reference = {"message_reference": {"message_id": str(ada.see()[-1].id)}}
    loud = await rest("POST", general, {"content": "x", **reference})
    soft = await rest("POST", general, {"content": "x", **reference, "allowed_mentions": {"replied_user": False}})
    assert [len(loud.body["mentions"]), len(soft.body["mentions"])] == [1, 0]
    assert loud.body["referenced_message"]["id"] == reference["message_reference"]["message_id"]


# Direct messages


async def test_direct_messages_are_opened_once(quiet: Sandbox, rest: RawRest) -> None:
    ada = quiet.member("ada")
    opened = await rest("POST", "/users/@me/channels", {"recipient_id": str(ada.id)})
    again = await rest("POST", "/users/@me/channels", {"recipient_id": str(ada.id)})
    assert opened.body["id"] == again.body["id"]
    assert opened.body["recipients"][0]["username"] == "ada"
    await rest("POST", f"/channels/{opened.body['id']}/messages", {"content": "hello"})
    assert [message.content for message in ada.dm.see()] == ["hello"]


async def test_closed_direct_messages_are_refused(quiet: Sandbox, rest: RawRest) -> None:
    ada = quiet.member("ada")
    path = f"/channels/{ada.dm.channel.id}/messages"
    ada.user.accepts_dms = False
    assert (await rest("POST", path, {"content": "x"})).code == 50007
    ada.user.accepts_dms = True
    quiet.guild.leave(ada.user)
    assert (await rest("POST", path, {"content": "x"})).code == 50278


# Files


async def upload(rest: RawRest, path: str, payload: str, name: str = "ab.png", data: bytes = b"picture") -> object:
    form = aiohttp.FormData()
    form.add_field("payload_json", payload, content_type="application/json")
    form.add_field("files[0]", io.BytesIO(data), filename=name, content_type="image/png")
    return (await rest("POST", path, data=form)).body


async def test_a_file_is_kept_and_shown_in_an_embed(quiet: Sandbox, rest: RawRest, general: str) -> None:
    payload = '{"embeds": [{"image": {"url": "attachment://ab.png"}}], "attachments": [{"id": 0, "description": "d"}]}'
    sent = await upload(rest, general, payload)
    assert isinstance(sent, dict)
    attachment = sent["attachments"][0]
    assert (attachment["filename"], attachment["size"], attachment["description"]) == ("ab.png", 7, "d")
    assert sent["embeds"][0]["image"]["url"] == attachment["url"]
    async with aiohttp.ClientSession() as session, session.get(attachment["url"]) as response:
        assert (await response.read(), response.content_type) == (b"picture", "image/png")
    assert quiet.requests[-1].files == ("ab.png",)


async def test_an_edit_keeps_the_files_it_names(quiet: Sandbox, rest: RawRest, general: str) -> None:
    sent = await upload(rest, general, "{}")
    assert isinstance(sent, dict)
    path = f"{general}/{sent['id']}"
    assert (await rest("PATCH", path, {"content": "x"})).body["attachments"] == sent["attachments"]
    assert (await rest("PATCH", path, {"attachments": []})).body["attachments"] == []


async def test_files_take_a_permission(quiet: Sandbox, rest: RawRest, me: GuildMember, general: str) -> None:
    quiet.general.deny(me, Permission.ATTACH_FILES)
    body = await upload(rest, general, '{"content": "x"}')
    assert isinstance(body, dict)
    assert body["code"] == 50013


async def test_too_large_files_and_requests_are_refused(rest: RawRest, general: str) -> None:
    for megabytes, code in ((11, 50035), (26, 40005)):
        body = await upload(rest, general, "{}", data=bytes(megabytes * 1024 * 1024))
        assert isinstance(body, dict)
        assert body["code"] == code


def test_a_deleted_channel_takes_its_threads_along(quiet: Sandbox) -> None:
    thread = quiet.guild.add_thread(quiet.general, "a thread")
    quiet.general.delete()
    gone: list[Channel] = [quiet.general, thread]
    assert not any(channel.id in quiet.world.channels for channel in gone)
