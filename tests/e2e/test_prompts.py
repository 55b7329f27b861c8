"""What a prompt says, that it always fits, and how it follows the group."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from discord_sandbox import Answer, Sandbox
from discord_sandbox.world.model import Message
from posting import DAY, Desk
from shipped import shipped_roadmap

from bot.core.message_draft import MessageDraft
from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.core.schedule import Schedule, TopicOrder
from bot.core.topic_rotation import prompt_for
from bot.features.prompts.posts import posted
from bot.features.prompts.service import Chosen
from bot.store.users import delete_personal_data, personal_counts
from bot.ui.payload_rules import CONTENT as CONTENT_LIMIT
from bot.ui.payload_rules import DESCRIPTION, EMBED
from bot.ui.prompt import spoiler

MARK = "o7fffffffffffffff-7fffffff"
"""The longest mark that a run can have."""


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return shipped_roadmap()


async def next_day(desk: Desk, schedule: Schedule, runs: int) -> Message:
    """Let the schedule's next day come, and give what it posts: its post number `runs`."""
    desk.reach(await desk.now(schedule))
    run = await desk.ended(schedule, runs)
    assert run.message_id is not None
    return desk.discord.general.history[run.message_id]


def every_prompt(topic: Topic) -> Iterator[Prompt]:
    """Give the topic's prompts, and those that are made when it has none."""
    yield from topic.prompts
    bare = replace(topic, prompts=())
    yield from (prompt_for(bare, nth) for nth in range(1 + len(topic.key_points)))


def fits(post: MessageDraft) -> None:
    """Fail unless Discord would take the post, the role, a note and the mark of its run added."""
    (embed,) = post.embeds
    description = str(embed["description"])
    footer = embed["footer"]
    assert isinstance(footer, dict)
    assert len(post.content) <= CONTENT_LIMIT - 200
    assert len(description) <= DESCRIPTION
    assert len(description) + len(str(embed["title"])) + len(footer["text"]) <= EMBED
    assert f":{MARK}" in json.dumps(post.with_token(MARK).components)


async def test_every_prompt_of_every_topic_fits_and_is_whole(roadmap: Roadmap) -> None:
    seen = 0
    for topic in roadmap:
        for prompt in every_prompt(topic):
            post = posted(Chosen(roadmap, topic, prompt))
            fits(post)
            text = str(post.embeds[0]["description"])
            assert prompt.text.rstrip() in text
            assert spoiler(prompt.answer) in text if prompt.answer else "tap to see" not in text
            assert topic.title in post.content
            assert post.topic_id == topic.id
            seen += 1
    assert seen > 300


async def test_the_longest_prompt_that_content_may_hold_fits(roadmap: Roadmap) -> None:
    topic = replace(next(iter(roadmap)), title="T" * 60, summary="s" * 200)
    fits(posted(Chosen(roadmap, topic, Prompt("exercise", "x" * 1000, "y" * 600))))


def test_an_answer_with_bars_stays_hidden() -> None:
    assert spoiler("`a || b` is true\n").count("||") == 2


async def test_a_prompt_names_its_topic_and_hides_the_answer(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, sections=("security",))
    post = await next_day(desk, schedule, 1)
    reader = Answer(discord.member("ada"), post)
    assert "Topic of the day: " in post.content
    assert "█" in reader.text
    assert reader.buttons == ["I did it", "Open topic", "Done"]
    assert post.mentions.users == ()


async def test_topics_that_the_whole_group_has_done_come_last(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, sections=("security",))
    ada, grace = discord.member("ada"), discord.member("grace")
    await ada.slash("done", topic="sql-injection, xss")
    await grace.slash("done", topic="sql-injection, csrf")
    topics = [(await next_day(desk, schedule, number)).content for number in range(1, 5)]
    titles = ["Cross-Site Scripting", "Cross-Site Request", "JWT", "SQL Injection"]
    assert [title in topic for title, topic in zip(titles, topics, strict=True)] == [True] * 4


async def test_who_has_not_studied_for_long_holds_nobody_up(discord: Sandbox, desk: Desk) -> None:
    await discord.member("old").slash("done", topic="csrf")
    discord.clock.advance(90 * DAY)
    await discord.member("ada").slash("done", topic="sql-injection")
    schedule = await desk.plan(discord.general, sections=("security",))
    assert "Cross-Site Scripting" in (await next_day(desk, schedule, 1)).content


async def test_a_shuffled_walk_has_every_topic_before_one_comes_again(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, sections=("security",), order=TopicOrder.SHUFFLED)
    for number in range(1, 9):
        await next_day(desk, schedule, number)
    walk = [run.topic_id for run in reversed(await desk.runs(schedule))]
    first, second = walk[:4], walk[4:]
    assert set(first) == set(second) == {"sql-injection", "xss", "csrf", "jwt-oauth"}


async def test_the_second_time_a_topic_asks_something_else(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, sections=("security",))
    posts = [await next_day(desk, schedule, number) for number in range(1, 6)]
    first, again = posts[0], posts[4]
    assert first.content == again.content
    assert first.embeds[0]["description"] != again.embeds[0]["description"]


async def test_what_somebody_made_of_it_is_kept_for_them_and_shared_by_their_own_press(
    discord: Sandbox, desk: Desk
) -> None:
    post = await next_day(desk, await desk.plan(discord.general, sections=("security",)), 1)
    ada, grace = discord.member("ada"), discord.member("grace")
    form = await Answer(ada, post).press("I did it")
    kept = await form.submit(line="My *fork*: https://example.org/ada_s/fork @everyone")
    assert kept.private
    assert "Saved, for you alone" in kept.text
    assert "My *fork*: https://example.org/ada_s/fork @\u200beveryone" in kept.text
    assert not [message for message in grace.see() if "fork" in str(message.embeds)]
    shared = await kept.press("Share")
    assert not shared.private
    assert "ada did it" in shared.text
    assert shared.message.mentions.everyone is False
    again = await kept.press("Change")
    assert again.modal is not None
    assert again.modal.fields[0].value.startswith("My *fork*")
    await again.submit(line="Better now")
    assert "Better now" in (await kept.press("Share")).text


async def test_what_somebody_made_of_it_is_theirs_to_see_and_delete(discord: Sandbox, desk: Desk) -> None:
    post = await next_day(desk, await desk.plan(discord.general, sections=("security",)), 1)
    ada, grace = discord.member("ada"), discord.member("grace")
    await (await Answer(ada, post).press("I did it")).submit(line="Done by hand")
    assert "lines about what you did with a prompt: 1" in (await (await ada.slash("me")).press("My data")).text
    stranger = await Answer(grace, post).press("I did it")
    assert stranger.modal is not None
    assert stranger.modal.fields[0].value == ""
    async with desk.database.writing() as connection:
        await delete_personal_data(connection, ada.id, discord.clock.now())
    async with desk.database.reading() as connection:
        assert not any((await personal_counts(connection, ada.id)).values())
