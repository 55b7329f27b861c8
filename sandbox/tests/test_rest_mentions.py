"""Mentions in messages: who is pinged, and who is not."""

from discord_sandbox import Permission, Sandbox
from discord_sandbox.world.model import GuildMember
from raw_client import RawRest


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
