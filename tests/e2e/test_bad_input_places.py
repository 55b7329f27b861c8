"""Odd places and odd people: servers without the bot, private channels, threads, channels where little is allowed."""

from collections.abc import Callable, Mapping

import pytest
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.interactions.model import Interaction, InteractionType
from discord_sandbox.permissions import BOT_INVITE, Permission
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel, Mentions, Message
from discord_sandbox.world.payloads import message_event_json
from discord_sandbox.world.users import User
from forging import forge, is_plain
from waiting import until
from whole_bot import replies

PRIVATE_CHANNEL = 2
GROUP_DM = 3


@pytest.fixture
def stranger(sandbox: Sandbox) -> Member:
    """Somebody who installed the bot for themselves, in a server that has not invited it."""
    guild = sandbox.add_guild("Elsewhere", bot_permissions=None)
    guild.add_text_channel("talk")
    return sandbox.member(f"stranger-{guild.id}", guild=guild)


async def walk_about(member: Member) -> None:
    """Use a bit of everything, and hold that it works."""
    card = await member.slash("topic", name="csrf")
    is_plain(card)
    done = await card.press("Done")
    assert done.edited
    assert "1 of 51" in done.content
    assert (await member.autocomplete("topic", name="csr"))[0][0].startswith("✅")
    assert "1 of 51" in (await member.slash("progress")).text
    assert "1 of 51" in (await (await member.slash("done", topic="xss")).press("Undo")).text
    assert not (await card.press("Share")).private


async def test_a_server_that_has_not_invited_the_bot(stranger: Member) -> None:
    await walk_about(stranger)
    board = await stranger.slash("leaderboard")
    is_plain(board)
    assert "(you) · 10" in board.text


async def test_a_mention_in_a_server_that_has_not_invited_the_bot_goes_unheard(stranger: Member) -> None:
    assert await replies(stranger, "@Waymark next") == []


def in_private_channel(member: Member, kind: InteractionType, data: Mapping[str, object]) -> Interaction:
    """Make an interaction in a group of friends, where the bot is not, by somebody who installed it for themselves."""
    user = member.user.to_json()
    asked = forge(member.dm, kind, data, context=PRIVATE_CHANNEL)
    asked.payload["authorizing_integration_owners"] = {"1": str(member.id)}
    asked.payload["channel"] = {
        "id": str(member.dm.channel.id),
        "type": GROUP_DM,
        "name": "friends",
        "icon": None,
        "owner_id": str(member.id),
        "last_message_id": None,
        "recipients": [user],
        "flags": 0,
    }
    return asked


async def test_a_private_channel(ada: Member) -> None:
    data = {"id": "1", "name": "topic", "type": 1, "options": [{"name": "name", "type": 3, "value": "csrf"}]}
    card = await ada.dm.deliver(in_private_channel(ada, InteractionType.COMMAND, data))
    is_plain(card)
    assert "Cross-Site" in card.text
    for name in ("progress", "leaderboard", "next", "roadmap", "help", "undo"):
        simple = {"id": "1", "name": name, "type": 1}
        is_plain(await ada.dm.deliver(in_private_channel(ada, InteractionType.COMMAND, simple)))
    press = {"component_type": 2, "custom_id": "v1:done:csrf"}
    assert "1 of 51" in (await ada.dm.deliver(in_private_channel(ada, InteractionType.COMPONENT, press))).text


@pytest.mark.parametrize("told", [True, False])
async def test_a_server_that_the_gateway_never_told_of(sandbox: Sandbox, ada: Member, told: bool) -> None:
    asked = ada.prepare_slash("done", topic="csrf")
    asked.payload["guild_id"] = str(sandbox.world.snowflakes.next())
    if told:
        asked.payload["guild"] = {"id": asked.payload["guild_id"], "features": [], "locale": "en-US"}
    else:
        del asked.payload["guild"]
    is_plain(await ada.deliver(asked))
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_talk_in_a_server_not_told_of_yet_is_not_taken_for_direct_messages(sandbox: Sandbox, ada: Member) -> None:
    world = sandbox.world

    def hear(text: str, *mentioned: User) -> Message:
        said = Message(world.snowflakes.next(), ada.channel, ada.user, text, mentions=Mentions(mentioned))
        ada.channel.history[said.id] = said
        sandbox.gateway.send_event("MESSAGE_CREATE", {**message_event_json(said), "guild_id": "1234567890123456789"})
        return said

    overheard = hear("good morning all")
    addressed = hear(f"{world.bot.mention} done csrf", world.bot)
    await until(lambda: any(one.replies_to is addressed for one in ada.see()))
    assert not any(one.replies_to is overheard for one in ada.see())
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_somebody_without_a_nickname(sandbox: Sandbox, ada: Member, grace: Member) -> None:
    assert grace.membership is not None
    grace.membership.nick = None
    await grace.slash("done", topic="csrf")
    assert grace.user.display_name[:15] in (await ada.slash("leaderboard")).text


NAMES = {
    "blank": "\u3164\u200b\u2800",
    "direction": "\u202e\u2066nimda\u2069\u202c",
    "markdown": "**_~~`||[x](https://x.test)",
    "mention": "@everyone <@&1> <#1> <@1>",
    "heading": "# -# > - 1. ||",
    "piled": "a" + "\u0489\u0301" * 15,
    "emoji": "👩‍👩‍👧‍👦" * 4,
    "newline": "a\nb\r\nc\x00d",
    "long": "W" * 32,
    "link": "https://evil.test/a_b_c",
    "code": "``` ``` ```",
    "deleted": "deleted_user_0123456789ab",
    "digits": "1" * 32,
    "html": "<b>&amp;</b><t:0:R>",
}


@pytest.mark.parametrize("kind", NAMES)
async def test_names_of_every_kind(sandbox: Sandbox, ada: Member, join: Callable[[str], Member], kind: str) -> None:
    named = join("somebody")
    assert named.membership is not None
    named.membership.nick = NAMES[kind][:32]
    await named.slash("done", topic="csrf")
    board = await ada.slash("leaderboard")
    is_plain(board)
    rows = str(board.embeds[0]["description"]).split("\n\n")[0].splitlines()
    assert len(rows) == 1
    name = rows[0].removeprefix("🥇 ").rpartition(" · **10**")[0]
    assert name.strip()
    for sign in ("@everyone", "https://", "\u202e", "\u200b\u2800", "```"):
        assert sign not in name
    shared = await (await named.slash("topic", name="csrf")).press("Share")
    assert shared.content.removeprefix("Shared by ").strip()
    assert not shared.message.mentions.everyone
    assert not shared.message.mentions.users
    theirs = await ada.slash("progress", member=named)
    is_plain(theirs)
    assert len(str(theirs.embeds[0]["title"])) > len("Progress of ")


async def test_a_thread(ada: Member, guild: Guild) -> None:
    thread = guild.add_thread(guild.channel("study"), "questions", owner=ada.user)
    inside = ada.in_channel(thread)
    await walk_about(inside)
    heard = await inside.say("@Waymark done xss")
    assert heard is not None
    assert "of 51" in heard.text


@pytest.mark.parametrize("state", ["archived", "locked"])
async def test_a_thread_that_is_closed(ada: Member, guild: Guild, state: str) -> None:
    thread = guild.add_thread(guild.channel("study"), "old questions", owner=ada.user)
    thread.archived = True
    thread.locked = state == "locked"
    assert ada.membership is not None
    ada.membership.roles.append(guild.add_role("keeper", Permission.MANAGE_THREADS))  # may write there, unlike the bot
    inside = ada.in_channel(thread)
    assert len(await replies(inside, "@Waymark next")) == (not thread.locked)
    is_plain(await inside.slash("next"))


async def replies_without(guild: Guild, ada: Member, missing: Permission) -> list[Answer]:
    channel: Channel = guild.channel("study")
    assert guild.me is not None
    channel.deny(guild.me, missing)
    asking = ada.in_channel(channel)
    return [Answer(asking, message) for message in await replies(asking, "@Waymark what is csrf?")]


async def test_a_channel_where_the_bot_may_not_write(guild: Guild, ada: Member) -> None:
    assert await replies_without(guild, ada, Permission.SEND_MESSAGES) == []
    is_plain(await ada.slash("topic", name="csrf"))


async def test_a_channel_where_the_bot_may_not_show_embeds_says_what_is_missing(guild: Guild, ada: Member) -> None:
    (heard,) = await replies_without(guild, ada, Permission.EMBED_LINKS)
    assert "Embed Links" in heard.content
    is_plain(await ada.slash("topic", name="csrf"))


async def test_a_channel_whose_past_the_bot_may_not_read_is_answered_without_a_reply(guild: Guild, ada: Member) -> None:
    (heard,) = await replies_without(guild, ada, Permission.READ_MESSAGE_HISTORY)
    assert "Cross-Site" in heard.text


async def test_a_server_that_removes_the_bot_and_invites_it_again(guild: Guild, ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    guild.kick_bot()
    is_plain(await ada.slash("topic", name="csrf"))
    guild.invite_bot(BOT_INVITE)
    heard = await ada.say("@Waymark progress")
    assert heard is not None
    assert "1 of 51" in heard.text
