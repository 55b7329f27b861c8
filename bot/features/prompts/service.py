"""What a prompt is about: the next topic on a schedule's walk, first what is rusty or next for most of the group."""

from dataclasses import dataclass
from datetime import timedelta

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.message_draft import Occurrence
from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.core.schedule import Schedule
from bot.core.topic_rotation import next_topic
from bot.guild_context import GuildContext
from bot.store.prompts import deed_of, group_standing, save_deed

MAX_LENGTH = 300
"""The longest line about what somebody made of a prompt, in characters."""
LATELY = timedelta(days=60)
"""Whoever has marked nothing for longer than this does not hold the group up."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A topic of a roadmap, and what is asked about it."""

    roadmap: Roadmap
    topic: Topic
    prompt: Prompt


async def choose(app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence) -> Chosen:
    """Return what a schedule's prompt is about, if it is made for `occurrence`."""
    roadmap, run = context.roadmap, occurrence.run
    async with app.database.reading() as connection:
        since, guild_id = run.at - LATELY, schedule.guild_id
        group = await group_standing(connection, schedule.id, guild_id, roadmap.id, since, run.local_date)
    topic, prompt = next_topic(roadmap, schedule.sections, schedule.order, group, schedule.id, schedule.topic_id)
    return Chosen(roadmap, topic, prompt)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody made of the prompt in a message, in their own words; `text` is empty when they left none."""

    topic: Topic
    message_id: int
    text: str


async def deed_at(app: AppContext, request: RequestContext, argument: str, *, must_be: bool = False) -> Deed:
    """Return what the member left at a prompt; StudyError for one that there is none of, if there `must_be`."""
    topic, message_id = await _place(app, request, argument)
    async with app.database.reading() as connection:
        deed = await deed_of(connection, request.user_id, message_id)
    if deed is None and must_be:
        raise StudyError("There is nothing of yours to share here. Press “I did it” under the prompt first.")
    return Deed(topic, message_id, deed[1] if deed else "")


async def keep(app: AppContext, request: RequestContext, argument: str, typed: str) -> Deed:
    """Keep what the member typed about a prompt; StudyError when that is nothing."""
    topic, message_id = await _place(app, request, argument)
    text = " ".join(typed.split())[:MAX_LENGTH]
    if not text:
        raise StudyError("Nothing was saved: write a line or paste a link.")
    context = await app.guilds.of(request)
    row = {
        "user_id": request.user_id,
        "message_id": message_id,
        "roadmap_id": context.roadmap.id,
        "topic_id": topic.id,
        "text": text,
        "local_date": context.study_day_of(request),
        "at": request.at,
    }
    async with app.recording(request) as connection:
        await save_deed(connection, row)
    return Deed(topic, message_id, text)


async def _place(app: AppContext, request: RequestContext, argument: str) -> tuple[Topic, int]:
    """Return the topic and the message that a button names, or the message that it stands under."""
    topic_id, _, message = argument.partition(":")
    topic = await app.find_topic(await app.guilds.of(request), topic_id, "topic")
    if message and message.isascii() and message.isalnum() and len(message) <= 13:
        return topic, min(int(message, 36), 2**63 - 1)
    if request.message_id is None:
        raise StudyError("This button is too old to work: nothing was saved.")
    return topic, request.message_id
