"""Slash commands, autocomplete and menus: from a member through the real discord.py client and back."""

from typing import Any

import pytest
from discord_sandbox import Member, NotPossible, Permission, Sandbox


async def test_a_slash_command_is_answered(ada: Member) -> None:
    answer = await ada.slash("ping")
    assert answer.content == "pong"
    assert not answer.private


async def test_a_private_answer_is_seen_by_its_owner_alone(ada: Member, grace: Member) -> None:
    answer = await ada.slash("topic", name="middleware", times=3)
    assert answer.private
    assert answer.embeds[0]["title"] == "middleware"
    assert answer.embeds[0]["description"] == "3 times"
    assert answer.message in ada.see()
    assert answer.message not in grace.see()


async def test_autocomplete_offers_what_the_bot_answers(ada: Member) -> None:
    assert await ada.autocomplete("topic", name="mi") == [("Middleware", "middleware"), ("Migrations", "migrations")]


async def test_a_deferred_answer_is_waited_for(ada: Member) -> None:
    answer = await ada.slash("slow", private=True)
    assert answer.content == "done at last"
    assert answer.private
    more = await answer.followup()
    assert more.content == "and more"


async def test_subcommands_choices_and_permissions(sandbox: Sandbox, ada: Member) -> None:
    with pytest.raises(NotPossible, match="does not see /schedule"):
        await ada.slash("schedule add", kind="prompt", hour=9)
    organiser = sandbox.member("olga", permissions=Permission.MANAGE_GUILD)
    answer = await organiser.slash("schedule add", kind="A prompt", hour=9)
    assert answer.content == "prompt at 9"


async def test_members_and_channels_are_picked(sandbox: Sandbox, ada: Member, grace: Member) -> None:
    answer = await ada.slash("who", member=grace, channel=sandbox.general)
    assert answer.content == "grace in general, manager False"


async def test_menus_of_messages_and_users(ada: Member, grace: Member) -> None:
    await grace.say("hello", within=0.01)
    hello = ada.see()[-1]
    assert (await ada.use_on_message("Quote", hello)).content == "> hello"
    assert (await ada.use_on_user("Greet", grace.user)).content == f"Hello {grace.mention}"


@pytest.mark.parametrize(
    ("command", "options", "complaint"),
    [
        ("pong", {}, "no command 'pong'"),
        ("topic", {"nam": "x"}, "no option 'nam'"),
        ("topic", {}, "required options are missing: name"),
        ("topic", {"name": 5}, "takes str"),
        ("topic", {"name": "x", "times": True}, "takes int"),
    ],
)
async def test_what_a_client_would_not_send_is_a_clear_error(
    ada: Member, command: str, options: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(NotPossible, match=complaint):
        await ada.slash(command, **options)
