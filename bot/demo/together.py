"""What the demo's people do together before it opens: they answer the question of the day, and run a race."""

from collections.abc import Iterable
from hashlib import blake2b

from discord_sandbox import Answer, Member
from discord_sandbox.world.model import Channel, Message

from bot.core.questions import shuffled
from bot.core.roadmap import Roadmap
from bot.demo.practice import RIGHT_OF_TEN
from bot.demo.time_travel import Journey
from bot.ui import custom_id
from bot.ui.custom_id import CustomId
from bot.ui.question import LETTERS

ROUNDS = 3
DAILY, RACE = "daily", "race"
"""The verbs of the buttons on a question of the day, and on a round of a race."""


async def answer_posted(people: Iterable[Member], channel: Channel, roadmap: Roadmap) -> None:
    """Let people answer the newest question of the day in a channel."""
    if (message := _newest(channel, DAILY)) is not None:
        await _press(people, message, roadmap)


async def race(people: list[Member], channel: Channel, roadmap: Roadmap, journey: Journey) -> None:
    """Let people race in a channel, started by the first of them, for as long as it takes by the demo's clock."""
    started = await people[0].in_channel(channel).slash("race", questions=ROUNDS)
    for _ in range(0 if started.private else ROUNDS):  # private: there are too few questions for one
        if (message := _newest(channel, RACE)) is None:
            return
        await _press(people, message, roadmap)
        await journey.pass_until(lambda round_message=message: _pressed_on(round_message) is None)  # type: ignore[misc]  # the default binds this message
        before = len(channel.messages)
        await journey.pass_until(lambda known=before: len(channel.messages) > known)  # type: ignore[misc]  # the default binds this number


async def _press(people: Iterable[Member], message: Message, roadmap: Roadmap) -> None:
    for member in people:
        there = member.in_channel(message.channel)
        await Answer(there, message).press(_letter(message, roadmap, member.user.name))


def _letter(message: Message, roadmap: Roadmap, name: str) -> str:
    """Return the button that `name` presses: the right one mostly, the same in every demo."""
    carried = _pressed_on(message)
    text = str(message.embeds[0].get("description"))
    questions = (question for _, question in roadmap.questions.values() if text.startswith(question.question.strip()))
    question = next(questions, None)
    if question is None or carried is None:
        return LETTERS[0]
    number = int(carried.argument.partition(":")[0], 36)
    order = shuffled(question, -number if carried.verb == DAILY else number)
    right = order.index(question.answer)
    lot = blake2b(f"{name}:{question.id}".encode(), digest_size=1).digest()[0]
    return LETTERS[right if lot % 10 < RIGHT_OF_TEN else (right + 1 + lot % 2) % len(order)]


def _newest(channel: Channel, verb: str) -> Message | None:
    presses = ((message, _pressed_on(message)) for message in reversed(channel.messages))
    return next((message for message, carried in presses if carried and carried.verb == verb), None)


def _pressed_on(message: Message) -> CustomId | None:
    """Return what the first button of a message carries."""
    items = [item for row in message.components for item in row["components"]]
    return custom_id.read(str(items[0].get("custom_id"))) if items else None
