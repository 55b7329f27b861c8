"""The card of a topic: everything about it in one message, with the buttons to work on it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

import discord

from bot.core.mastery import Shown
from bot.core.progress import States, TopicState
from bot.core.roadmap import Roadmap, Topic
from bot.ui.limits import FIELD_VALUE
from bot.ui.response import Response
from bot.ui.text import duration
from bot.ui.theme import STATE_EMOJI, STATE_WORD, SUCCESS, WAYMARK, Item, button, make_embed, mastery_words, rows

RESOURCE_EMOJI = {"official": "📘", "article": "📝", "video": "🎬", "course": "🎓", "book": "📚", "tool": "🛠️"}
"""The kinds of resources, in the order in which they are shown."""


def card(roadmap: Roadmap, topic: Topic, states: States | None, shown: Shown | None = None) -> Response:
    """Return the private card for a learner with `states`; None says that they cannot be read right now.

    `shown` is what they have shown of the topic by answering.
    """
    in_channel = _card(roadmap, topic.id, None, frozenset(), None)
    if states is None:
        return in_channel
    done = frozenset(need for need in topic.prerequisites if states.get(need) in (TopicState.DONE, TopicState.KNOWN))
    return replace(_card(roadmap, topic.id, states.get(topic.id, TopicState.OPEN), done, shown), in_channel=in_channel)


def shared_card(roadmap: Roadmap, topic: Topic, by: str) -> Response:
    """Return the card for a whole channel: nobody's state, and buttons that work for everyone."""
    buttons = [
        button("Open topic", "topic", topic.id, style=discord.ButtonStyle.primary),
        button("Done", "done", topic.id, style=discord.ButtonStyle.success),
    ]
    return Response(_embed(roadmap, topic, None, ()), rows(buttons), content=f"Shared by {by}", ephemeral=False)


# A card is the same for the same states, and is what members ask for most.
@lru_cache(maxsize=4_096)
def _card(
    roadmap: Roadmap, topic_id: str, state: TopicState | None, done: frozenset[str], shown: Shown | None
) -> Response:
    topic = roadmap.topics[topic_id]
    buttons = rows(_marks(topic, state), _navigation_row(roadmap, topic), _depths(topic))
    return Response(_embed(roadmap, topic, state, done, shown), buttons)


def _embed(
    roadmap: Roadmap, topic: Topic, state: TopicState | None, done: Collection[str], shown: Shown | None = None
) -> discord.Embed:
    section = roadmap.section_of[topic.id]
    head = f"{STATE_EMOJI[state]} {STATE_WORD[state]} · " if state else ""
    if shown and shown.mastery:
        head += f"{mastery_words(shown)} · "
    points = "\n".join(f"- {point}" for point in topic.key_points)
    text = (
        f"{head}⏱️ {duration(topic.minutes)}\n\n**{topic.summary}**\n\n{topic.explanation}\n\n**Key points**\n{points}"
    )
    return make_embed(
        topic.markdown_title,
        text,
        fields=_fields(roadmap, topic, done),
        footer=f"{section.emoji} {section.title}".strip(),
        colour=SUCCESS if state is TopicState.DONE else WAYMARK,
    )


def _fields(roadmap: Roadmap, topic: Topic, done: Collection[str]) -> Iterator[tuple[str, str]]:
    if topic.prerequisites:
        needs = [
            f"{'✅' if need in done else '▫️'} {roadmap.topics[need].markdown_title}" for need in topic.prerequisites
        ]
        yield "Know first", "\n".join(needs)
    kinds = list(RESOURCE_EMOJI)
    links = [
        f"{RESOURCE_EMOJI[one.kind]} [{one.markdown_title}]({one.url})"
        for one in sorted(topic.resources, key=lambda one: kinds.index(one.kind))
    ]
    yield "Read on", _whole_lines(links, FIELD_VALUE)


def _marks(topic: Topic, state: TopicState | None) -> list[Item]:
    done = button("Done", "card-done", topic.id, emoji="✅", style=discord.ButtonStyle.success)
    start = button("Start", "card-start", topic.id, style=discord.ButtonStyle.primary)
    undo = button("Undo", "card-undo", topic.id, emoji="↩️")
    share = button("Share", "share", topic.id)
    match state:
        case TopicState.DONE:
            return [undo, share]
        case TopicState.STARTED:
            return [done, undo, share]
        case TopicState.SKIPPED:
            return [done, start, undo, share]
        case _:
            return [done, start, share]


def _navigation_row(roadmap: Roadmap, topic: Topic) -> list[Item]:
    return [
        button("Previous", "before", topic.id, emoji="◀️", disabled=roadmap.before(topic.id) is None),
        button("Next", "after", topic.id, emoji="▶️", disabled=roadmap.after(topic.id) is None),
    ]


def _depths(topic: Topic) -> list[Item]:
    items: list[Item] = []
    if topic.example:
        items.append(button("Example", "example", topic.id))
    if topic.pitfalls:
        items.append(button("Pitfalls", "pitfalls", topic.id))
    if topic.project:
        items.append(button("Project", "project", topic.id))
    if topic.quiz:
        items.append(button("Quiz me", "quiz", topic.id, emoji="🎓"))
    return items


def _whole_lines(lines: list[str], limit: int) -> str:
    """Join as many lines as fit into `limit`: a link cut in two is no link."""
    kept: list[str] = []
    for line in lines:
        if len("\n".join([*kept, line])) > limit:
            break
        kept.append(line)
    return "\n".join(kept)
