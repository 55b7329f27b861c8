"""Every message that a roadmap leads to: printed as text for its author, and held against what Discord takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import discord

from bot.content.errors import ContentIssue
from bot.content.loader import LoadedRoadmap, load_library
from bot.core.asking import Asking
from bot.core.errors import StartError
from bot.core.progress import TopicState, up_next
from bot.core.roadmap import Roadmap, Section, Topic
from bot.features.prompts.posts import posted
from bot.features.prompts.service import Chosen
from bot.features.topics import embeds as topics
from bot.features.topics.handlers import roadmap_response, section_response
from bot.features.topics.service import LearnerProgress
from bot.ui.card import back_of_card, card, shared_card
from bot.ui.payload_rules import Json, refusals
from bot.ui.plain_text import message_text
from bot.ui.question import answered_embed, question_buttons, question_embed
from bot.ui.response import Response
from bot.ui.theme import rows


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as Discord's API has it, and what stands over it in a preview."""

    heading: str
    message: Json


async def preview(content: Path, name: str) -> str:
    """Return what members see of a topic, of a section, or without a `name` of each roadmap itself, as text.

    Raises ContentError for broken content and StartError where nothing has that id. It needs a running event loop,
    because discord.py's views do.
    """
    parts = [part for roadmap in load_library(content).roadmaps.values() for part in _parts(roadmap, name)]
    if not parts:
        raise StartError(f"there is no topic or section {name} in {content}: give its id, such as csrf")
    return "\n\n".join(parts)


def _parts(roadmap: Roadmap, name: str) -> Iterator[str]:
    if not name or name == roadmap.id:
        yield from map(_as_text, roadmap_messages(roadmap))
    elif section := roadmap.section_by_id.get(name):
        yield _as_text(_section_message(roadmap, section))
    elif topic := roadmap.topics.get(roadmap.renamed.get(name, name)):
        yield from map(_as_text, topic_messages(roadmap, topic))


def roadmap_messages(roadmap: Roadmap) -> Iterator[Shown]:
    """Walk the messages of a whole roadmap, as somebody sees them who has begun nothing."""
    yield _shown("The roadmap", roadmap_response(_beginner(roadmap)))
    for section in roadmap.sections:
        yield _section_message(roadmap, section)


def _section_message(roadmap: Roadmap, section: Section) -> Shown:
    return _shown(f"Section {section.id}", section_response(_beginner(roadmap), section))


def _beginner(roadmap: Roadmap) -> LearnerProgress:
    return LearnerProgress(roadmap, {}, up_next(roadmap, {}), {}, None)


def topic_messages(roadmap: Roadmap, topic: Topic) -> Iterator[Shown]:
    """Walk the messages of a topic: its card, what is behind its buttons, its prompts as posted, its questions."""
    yield _shown("The card", card(roadmap, topic, {}))
    yield _shown("Behind More", back_of_card(roadmap, topic, {}))
    if exercises := [prompt for prompt in topic.prompts if prompt.kind == "exercise"]:
        yield _embed("Behind Exercise", topics.exercises(topic, exercises))
    if topic.example:
        yield _embed("Behind Example", topics.example(topic, topic.example))
    if topic.pitfalls:
        yield _embed("Behind Pitfalls", topics.pitfalls(topic))
    if topic.project:
        yield _embed("Behind Project", topics.project(topic, topic.project))
    for number, prompt in enumerate(topic.prompts, start=1):
        draft = posted(Chosen(roadmap, topic, prompt))
        message = {"content": draft.content, "embeds": draft.embeds, "components": draft.components}
        yield Shown(f"Prompt {number}, as it is posted", message)
    for number, question in enumerate(topic.quiz, start=1):
        about = ", ".join(filter(None, [question.level, question.since, question.id]))
        asking = Asking(0, roadmap, topic, question, asking_id=number, sitting="preview")
        embed = question_embed(topic.markdown_title, asking)
        yield _shown(f"Question {number} ({about})", Response(embed, rows(question_buttons(asking))))
        yield _embed(f"Question {number}, answered", answered_embed(topic.markdown_title, asking, question.answer, []))


def refused_messages(loaded: LoadedRoadmap) -> Iterator[ContentIssue]:
    """Find what Discord would refuse of all the messages that a roadmap leads to; it needs a running event loop."""
    roadmap, listing = loaded.roadmap, loaded.folder.roadmap
    if roadmap is None or listing is None:
        return
    for shown in roadmap_messages(roadmap):
        for refusal in refusals(shown.message):
            yield listing.issue((), f"Discord would refuse “{shown.heading}”: {refusal}")
    for topic in roadmap:
        source = loaded.folder.topics.get(topic.id) or listing
        for shown in [*topic_messages(roadmap, topic), *_cards_in_other_states(roadmap, topic)]:
            for refusal in refusals(shown.message):
                yield source.issue((), f"Discord would refuse “{shown.heading}”: {refusal}")


def _cards_in_other_states(roadmap: Roadmap, topic: Topic) -> Iterator[Shown]:
    done = dict.fromkeys(topic.prerequisites, TopicState.DONE)
    for state in TopicState:
        yield _shown(f"The card, {state}", card(roadmap, topic, done | {topic.id: state}))
    yield _shown("The card, shared", shared_card(roadmap, topic, "x" * 32))


def _shown(heading: str, response: Response) -> Shown:
    embeds = [response.embed.to_dict()] if response.embed else []
    components = response.view.to_components() if response.view else []
    return Shown(heading, {"content": response.content, "embeds": embeds, "components": components})


def _embed(heading: str, embed: discord.Embed) -> Shown:
    return _shown(heading, Response(embed))


def _as_text(shown: Shown) -> str:
    return f"── {shown.heading} ──\n{message_text(shown.message)}"
