"""What a bot may do with messages: channel by channel, as its permissions there say."""

import pytest
from discord_sandbox import Permission, Sandbox
from discord_sandbox.world.model import GuildMember
from raw_client import RawRest


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
