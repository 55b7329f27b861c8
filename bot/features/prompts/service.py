"""What a prompt is about: the next topic on a schedule's walk, in the order that suits the group."""

from dataclasses import dataclass
from datetime import timedelta

from bot.core.post import Occurrence
from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.core.rotation import next_topic
from bot.core.schedule import Schedule
from bot.store.guilds import guild_settings
from bot.store.history import posted_topics
from bot.store.recaps import done_by_all
from bot.study import Study

LATELY = timedelta(days=60)
"""Whoever has marked nothing for longer than this does not hold the group up."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A topic of a roadmap, and what is asked about it."""

    roadmap: Roadmap
    topic: Topic
    prompt: Prompt


async def choose(study: Study, schedule: Schedule, occurrence: Occurrence) -> Chosen:
    """Give what a schedule's prompt is about, if it is made for `occurrence`."""
    async with study.database.reading() as connection:
        roadmap = study.place_with(await guild_settings(connection, schedule.guild_id)).roadmap
        used = await posted_topics(connection, schedule.id)
        done = await done_by_all(connection, schedule.guild_id, roadmap.id, occurrence.run.at - LATELY)
    topic, prompt = next_topic(roadmap, schedule.sections, schedule.order, used, done, schedule.id)
    return Chosen(roadmap, topic, prompt)
