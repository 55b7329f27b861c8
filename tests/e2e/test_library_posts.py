"""Posts of a roadmap that a server brought: organisers take them away, and they mention and invite nobody."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from discord_sandbox import Member, Permission, Sandbox, Upload
from discord_sandbox.world.model import Mentions, Message
from posting import Desk
from racing import close, labels, press

from bot.core.message_draft import OccurrenceState

NASTY = """\
# Trees @everyone

See https://discord.gg/evil and <@&1>.

## Hard @here

- **Oak @everyone**: ask <@1> or <@&2> in <#3>, join https://discord.gg/evil or discord.com/invite/evil
  - [Join us @everyone](https://discord.gg/evil)
  - [Oaks](https://example.org/oaks)
"""
QUIZ = (
    "$CATEGORY: course/Oak @everyone\n\n"
    "Is @everyone <@&1> at discord.gg/evil right? {TRUE####See https\\://discord.gg/evil, @here <@1>.}\n\n"
    "Second? {FALSE}\n\nThird @here? {=@everyone ~discord.gg/evil}\n"
)


@pytest.fixture
def olga(discord: Sandbox) -> Member:
    return discord.member("olga", permissions=Permission.MANAGE_GUILD)


@pytest_asyncio.fixture
async def nasty(desk: Desk, olga: Member) -> AsyncIterator[Desk]:
    """A desk in whose server a roadmap was brought that tries to reach everybody."""
    for name, text in (("README.md", NASTY), ("quiz.txt", QUIZ)):
        shown = await olga.slash("library bring", file=Upload(name, text.encode()))
        assert "invites to Discord servers are left out" in shown.text
        await shown.press("Take it")
    listed = await olga.slash("library list")
    await listed.choose("Study another one here", "Trees @everyone")
    yield desk


async def scheduled(desk: Desk, olga: Member, kind: str) -> Message:
    """Let a post of a kind be made by the clock."""
    await olga.slash("schedule add", kind=kind, channel=desk.discord.general, time="09:00")
    (schedule,) = await desk.all(desk.discord.guild)
    desk.reach(await desk.now(schedule))
    run = await desk.ended(schedule)
    assert run.state is OccurrenceState.SENT, run
    assert run.message_id is not None
    return desk.discord.general.history[run.message_id]


def reaches_nobody(message: Message) -> None:
    """Fail where somebody is mentioned, or an invite stands in what is shown."""
    assert message.mentions == Mentions()
    shown: dict[str, Any] = {"content": message.content, "embeds": message.embeds, "components": message.components}
    text = json.dumps(shown, ensure_ascii=False)
    assert "@everyone" not in text.replace("@\u200beveryone", "")
    assert "discord.gg/evil" not in text
    assert "discord.com/invite" not in text


@pytest.mark.parametrize("kind", ["prompt", "question"])
async def test_a_post_is_taken_down_in_two_presses(nasty: Desk, olga: Member, kind: str) -> None:
    message = await scheduled(nasty, olga, kind)
    channel = nasty.discord.general
    assert labels(message)[-1] == "Take down"
    refused = await press(nasty.discord.member("ada"), message, "Take down")
    assert refused.private
    assert "Only organisers can do this" in refused.text
    asked, late = await press(olga, message, "Take down"), await press(olga, message, "Take down")
    assert asked.private
    assert message.id in channel.history
    done = await asked.press("Take it down")
    assert "gone from this channel" in done.text
    assert message.id not in channel.history
    assert "gone already" in (await late.press("Take it down")).text


async def test_a_shared_card_is_taken_down(nasty: Desk, olga: Member) -> None:
    card = await nasty.discord.member("ada").slash("topic", name="oak")
    shared = await card.press("Share")
    assert not shared.private
    reaches_nobody(shared.message)
    await (await press(olga, shared.message, "Take down")).press("Take it down")
    assert shared.message.id not in nasty.discord.general.history


async def test_a_post_of_the_hosts_roadmap_has_no_such_button(desk: Desk, olga: Member) -> None:
    assert "Take down" not in labels(await scheduled(desk, olga, "prompt"))


@pytest.mark.parametrize("kind", ["prompt", "question"])
async def test_a_scheduled_post_reaches_nobody(nasty: Desk, olga: Member, kind: str) -> None:
    reaches_nobody(await scheduled(nasty, olga, kind))


async def test_a_race_reaches_nobody(nasty: Desk) -> None:
    ada = nasty.discord.member("ada")
    await ada.slash("race", topic="oak", questions=3)
    told = await close(nasty.discord, nasty.discord.general)
    reaches_nobody(told)
    for message in nasty.discord.general.messages:
        reaches_nobody(message)
