"""Races in a sandbox whose clock the test moves: the messages of the rounds, and members who press on them."""

import asyncio
import re
from datetime import datetime, timedelta

from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.json_codec import Json
from discord_sandbox.world.model import Channel, Message
from shipped import shipped_roadmap
from waiting import LONGEST, until

from bot.core.questions import wording_key
from bot.core.roadmap import Question
from bot.ui.custom_id import read

SECOND = timedelta(seconds=1)
ROUND, PAUSE = 46 * SECOND, 7 * SECOND
"""Longer than any round, and than the pause between two."""


def text_of(message: Message) -> str:
    """Everything that a message says."""
    embeds = [f"{embed.get('title', '')}\n{embed.get('description', '')}" for embed in message.embeds]
    return "\n".join([message.content, *embeds])


def labels(message: Message) -> list[str]:
    return [item["label"] for row in message.components for item in row["components"]]


def custom_id(message: Message, label: str) -> str:
    items = [item for row in message.components for item in row["components"]]
    return str(next(item["custom_id"] for item in items if item["label"] == label))


def question_of(message: Message) -> Question:
    pressed = read(custom_id(message, "A"))
    assert pressed
    wording = pressed.argument.split(":")[1]
    return next(one for _, one in shipped_roadmap().questions.values() if wording_key(one) == wording)


def right_letter_of(message: Message) -> str:
    question = question_of(message)
    right = " ".join(question.choices[question.answer].split())
    lines = re.findall(r"^([A-H])\) (.+?)$", message.embeds[0]["description"], re.MULTILINE)
    return str(next(letter for letter, text in lines if text == right))


def wrong_letter_of(message: Message) -> str:
    return next(letter for letter in "ABCD" if letter != right_letter_of(message))


async def press(member: Member, message: Message, label: str) -> Answer:
    """Press a button of a public message as a member."""
    return await Answer(member, message).press(label)


def rounds(channel: Channel) -> list[Message]:
    """The messages of rounds, open and closed, in order."""
    return [message for message in channel.messages if re.match(r"Race.* · \d+ of \d+", _title(message))]


def ends(channel: Channel) -> list[Message]:
    """The messages that tell how a race ended."""
    return [message for message in channel.messages if "Race over" in _title(message)]


def _title(message: Message) -> str:
    return str(message.embeds[0].get("title", "")) if message.embeds else ""


def is_open(message: Message) -> bool:
    return "A" in labels(message)


def edits(discord: Sandbox, message_id: int) -> list[Json]:
    """What a message was changed to, in order."""
    return [body for _, body in timed_edits(discord, message_id)]


def timed_edits(discord: Sandbox, message_id: int) -> list[tuple[datetime, Json]]:
    """What a message was changed to, and when, in order."""
    found = [one for one in discord.requests if one.method == "PATCH" and one.path.endswith(f"/messages/{message_id}")]
    return [(one.at, one.body) for one in found if isinstance(one.body, dict)]


async def close(discord: Sandbox, channel: Channel) -> Message:
    """Let the time of the open round pass, and give its message once it tells what was right."""
    number = len(rounds(channel))
    discord.clock.advance(ROUND)
    await until(lambda: not is_open(rounds(channel)[number - 1]))
    return rounds(channel)[number - 1]


async def next_round(discord: Sandbox, channel: Channel) -> Message:
    """Let the pause pass, and give the message of the next round."""
    number = len(rounds(channel))
    async with asyncio.timeout(LONGEST):
        while len(rounds(channel)) == number:
            discord.clock.advance(SECOND)
            await asyncio.sleep(0.05)
    return rounds(channel)[-1]


async def the_end(discord: Sandbox, channel: Channel, number: int = 1) -> Message:
    """Let time pass until the race is over, and give the message that says so."""
    async with asyncio.timeout(LONGEST):
        while len(ends(channel)) < number:
            discord.clock.advance(SECOND)
            await asyncio.sleep(0.05)
    return ends(channel)[-1]
