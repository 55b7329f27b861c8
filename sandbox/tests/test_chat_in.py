"""Messages by members: what the bot can read of them, and how it replies."""

from discord_sandbox import Member, Sandbox


async def test_a_mention_is_answered(ada: Member) -> None:
    answer = await ada.say("@Bot what is middleware?")
    assert answer is not None
    assert answer.content == "You said @Bot what is middleware?"
    assert answer.message.replies_to is ada.see()[-2]


async def test_a_direct_message_can_be_read_without_an_intent(ada: Member) -> None:
    assert await ada.dm.say("csrf", within=0.2) is None
    assert ada.dm.see()[-1].content == "csrf"


async def test_a_message_for_others_cannot_be_read(sandbox: Sandbox, ada: Member, grace: Member) -> None:
    # The bot answers only what it can read its own name in.
    assert await ada.say("nothing for the bot", within=0.2) is None
    assert [message.content for message in grace.see()][-1] == "nothing for the bot"


async def test_slash_commands_work_in_direct_messages(ada: Member) -> None:
    answer = await ada.dm.slash("ping")
    assert answer.content == "pong"
    assert answer.message.channel.guild is None
