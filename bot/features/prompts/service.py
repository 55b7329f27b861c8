"""What a prompt is about: the next topic on a schedule's walk, first what is rusty or next for most of the group."""

from dataclasses import dataclass
from datetime import timedelta

from bot.context import AppContext, GuildContext
from bot.core.message_draft import Occurrence
from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.core.schedule import Schedule
from bot.core.topic_rotation import next_topic
from bot.store.posted_topics import group_standing

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
    topic, prompt = next_topic(roadmap, schedule.sections, schedule.order, group, schedule.id)
    return Chosen(roadmap, topic, prompt)
