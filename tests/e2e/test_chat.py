"""Plain words: a mention in a channel, or a direct message."""

import discord
import pytest
from discord_sandbox import Answer, Member
from whole_bot import replies

from bot.client.gateway_client import GatewayClient


async def said(member: Member, text: str) -> Answer:
    answer = await member.say(text)
    assert answer is not None, f"no answer to {text!r}"
    return answer


async def test_a_question_opens_the_topic_for_all_to_see(ada: Member) -> None:
    answer = await said(ada, "@Waymark what is middleware?")
    assert answer.embeds[0]["title"] == "Middleware"
    assert not answer.private
    assert ada.user not in answer.message.mentions.users


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("done csrf", "1 of 51"),
        ("I finished csrf and xss", "2 of 51"),
        ("start views", "started"),
        ("next", "Syntax & Variables"),
        ("progress", "0 of 51"),
        ("help", "What Waymark can do"),
        ("hello", "What Waymark can do"),
        ("thanks!", "You are welcome"),
        ("search select_related", "QuerySets"),
        ("roadmap", "Backend Developer"),
        ("undo", "nothing to undo"),
        ("", "What Waymark can do"),
        ("qwertz uiop", "I do not know that topic"),
    ],
)
async def test_words_in_direct_messages(ada: Member, words: str, expected: str) -> None:
    assert expected in (await said(ada.dm, words or "hi")).text


async def test_a_bare_mention_says_what_can_be_done(ada: Member) -> None:
    assert "What Waymark can do" in (await said(ada, "@Waymark")).text


async def test_talk_that_is_not_for_the_bot_gets_no_answer(ada: Member) -> None:
    assert await replies(ada, "what is middleware?") == []


async def test_buttons_under_a_public_answer_answer_their_presser_alone(ada: Member, grace: Member) -> None:
    public = await said(ada, "@Waymark what is csrf?")
    theirs = await public.press("Done", by=grace)
    assert theirs.private
    assert not theirs.edited
    assert "1 of 51" in theirs.content


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("done csrf", "1 of 51"),
        ("progress", "0 of 51"),
        ("next", "Next: Syntax & Variables"),
    ],
)
async def test_a_channel_sees_one_line_of_a_person(ada: Member, grace: Member, words: str, line: str) -> None:
    answer = await said(ada, f"@Waymark {words}")
    assert answer.text.splitlines()[0] == line
    assert not answer.embeds
    if "My progress" in answer.buttons:
        theirs = await answer.press("My progress", by=grace)
        assert theirs.private
        assert "0 of 51" in theirs.text


async def test_a_card_in_a_channel_shows_nobodys_state(ada: Member) -> None:
    await ada.slash("done", topic="csrf, http-basics")
    answer = await said(ada, "@Waymark csrf")
    assert "Done ·" not in answer.text
    assert "✅ Done ·" in (await ada.slash("topic", name="csrf")).text
    assert "2 of 51" not in (await said(ada, "@Waymark roadmap")).text
    assert "✅" not in (await said(ada, "@Waymark section security")).text


async def test_in_direct_messages_buttons_work_in_place(ada: Member) -> None:
    card = await said(ada.dm, "csrf")
    assert (await card.press("Done")).edited
    assert "Undo" in card.buttons


async def test_the_board_of_last_week_by_words(ada: Member) -> None:
    assert "Last week" in (await said(ada, "@Waymark leaderboard last week")).text


async def test_what_others_say_in_a_server_is_not_taken_in(ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    hear = GatewayClient.on_message

    async def on_message(client: GatewayClient, message: discord.Message) -> None:
        heard.append(message.content)
        await hear(client, message)

    monkeypatch.setattr(GatewayClient, "on_message", on_message)
    assert await replies(ada, "what is middleware?") == []
    await said(ada, "@Waymark hello")
    await said(ada.dm, "what is csrf?")
    assert [text.partition(" ")[2] for text in heard] == ["hello", "is csrf?"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("what is the difference between select_related and prefetch_related?", "prefetch_related"),
        ("what's in section 5", "Django Advanced Features"),
        ("list all security topics", "Security Best Practices"),
        ("pitfalls of caching", "⚠️"),
        ("show me an example of a decorator", "Decorators: example"),
        ("give me an exercise on querysets", "One solution"),
        ("how is grace doing", "progress of @name"),
        ("who has done docker?", "I don't tell who has done which topic"),
        ("has grace finished csrf?", "what a member lets you see"),
        ("remind me tomorrow", "I will remind you"),
        ("reset my progress", "My data"),
        ("what is flask", "I do not know that topic"),
        ("what is react", "1 topic for"),
        ("mark everything done", "list topics with commas"),
        ("done", "Which topic?"),
        ("bye", "See you soon"),
        ("done with section 1", "The whole section?"),
        ("what is a streak?", "What Waymark can do"),
        ("who won the league of cups yesterday", "I do not know that topic"),
        ("delete my data", "/me → My data →"),
        ("i have 20 minutes", "Syntax & Variables"),
        (", next", "Syntax & Variables"),
        (": progress", "0 of 51"),
    ],
)
async def test_sentences_of_students(ada: Member, words: str, expected: str) -> None:
    assert expected in (await said(ada.dm, words)).text


async def test_whether_a_topic_is_done_is_said_in_a_line_that_leads_to_the_rest(ada: Member) -> None:
    await ada.slash("done", topic="docker")
    answer = await said(ada, "@Waymark have i done docker?")
    assert "✅ Docker: done" in answer.text.replace("*", "")
    assert answer.buttons == ["Open topic"]
    assert "⚪ Gunicorn: open" in (await said(ada, "@Waymark did i finish gunicorn yet?")).text.replace("*", "")
    assert "✅ Docker: done" in (await said(ada.dm, "have i done docker?")).text.replace("*", "")


async def test_two_wishes_in_one_message_are_both_done(ada: Member) -> None:
    answer = await said(ada.dm, "hi there! i just finished templates and i have a question: what is csrf?")
    assert "Templates done" in answer.text.replace("*", "")
    assert "Cross-Site Request Forgery (CSRF)" in answer.text
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_a_member_is_asked_about_by_a_mention(ada: Member, grace: Member) -> None:
    await grace.slash("done", topic="csrf")
    answer = await said(ada, f"@Waymark progress of <@{grace.user.id}>")
    assert answer.text.startswith("1 of 51")
    await (await grace.slash("leaderboard")).press("Hide me")
    assert "There is nothing to see" in (await said(ada, f"@Waymark progress of <@{grace.user.id}>")).text
