"""The card of a topic: its front, which fits a phone, the buttons to work on it, and what is behind them."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

import discord

from bot.core.mastery import Shown
from bot.core.progress import States, TopicState
from bot.core.roadmap import Roadmap, Topic
from bot.ui.payload_rules import FIELD_VALUE
from bot.ui.response import Response
from bot.ui.text import clip, duration, sanitize
from bot.ui.theme import (
    STATE_EMOJI,
    STATE_WORD,
    SUCCESS,
    WAYMARK,
    Item,
    button,
    make_embed,
    mastery_words,
    option,
    rows,
    select,
)
from bot.ui.withdrawal import withdraw_button

MAX_FRONT = 900
"""Characters on the front of a card: with its buttons it fits the screen of a phone."""
MAX_SUMMARY = 300
MAX_NOTE_SHOWN = 160
"""Characters of one's own note on the front; /note shows all of it."""
FRONT_POINTS = 3
MAX_NEEDS = 3
"""Topics to know first that the front names."""

RESOURCE_EMOJI = {"official": "📘", "article": "📝", "video": "🎬", "course": "🎓", "book": "📚", "tool": "🛠️"}
"""The kinds of resources, in the order in which they are shown."""


def card(roadmap: Roadmap, topic: Topic, states: States | None, shown: Shown | None = None, note: str = "") -> Response:
    """Return the private card for a learner with `states`; None says that they cannot be read right now.

    `shown` is what they have shown of the topic by answering, `note` what they wrote about it for themselves.
    """
    in_channel = _card(roadmap, topic.id, None, frozenset(), None)
    if states is None:
        return in_channel
    state = states.get(topic.id, TopicState.OPEN)
    make = _make_card if note else _card  # what somebody wrote for themselves is kept in one place only
    return replace(make(roadmap, topic.id, state, _done_needs(topic, states), shown, note), in_channel=in_channel)


def shared_card(roadmap: Roadmap, topic: Topic, by: str, *, is_brought: bool = False) -> Response:
    """Return the card for a whole channel: nobody's state, and buttons that work for everyone.

    `is_brought` is whether a server brought the roadmap, so that its organisers may take the card away.
    """
    buttons: list[Item] = [
        button("Open topic", "topic", topic.id, style=discord.ButtonStyle.primary),
        button("Done", "done", topic.id, style=discord.ButtonStyle.success),
    ]
    buttons += [withdraw_button()] if is_brought else []
    return Response(_embed(roadmap, topic, None, ()), rows(buttons), content=f"Shared by {by}", ephemeral=False)


def _make_card(
    roadmap: Roadmap,
    topic_id: str,
    state: TopicState | None,
    done: frozenset[str],
    shown: Shown | None,
    note: str = "",
) -> Response:
    topic = roadmap.topics[topic_id]
    buttons = rows(_marks(topic, state), _navigation_row(roadmap, topic), depth_row(topic))
    return Response(_embed(roadmap, topic, state, done, shown, note), buttons)


# A card is the same for the same states, and is what members ask for most.
_card = lru_cache(maxsize=4_096)(_make_card)


def _embed(
    roadmap: Roadmap,
    topic: Topic,
    state: TopicState | None,
    done: Collection[str],
    shown: Shown | None = None,
    note: str = "",
) -> discord.Embed:
    section = roadmap.section_of[topic.id]
    footer = f"{section.emoji} {section.title}".strip()
    head = f"{STATE_EMOJI[state]} {STATE_WORD[state]} · " if state else ""
    if shown and shown.mastery:
        head += f"{mastery_words(shown)} · "
    effort = f"⏱️ {duration(topic.minutes)}" if topic.minutes else ""
    summary = f"**{clip(topic.summary, MAX_SUMMARY)}**" if topic.summary else ""
    locked = _locked_line(roadmap, topic, state, done)
    written = f"📝 {sanitize(note, MAX_NOTE_SHOWN)}" if note else ""
    lines = list(filter(None, [f"{head}{effort}".removesuffix(" · "), written, locked, summary]))
    left = MAX_FRONT - len("\n\n".join([topic.markdown_title, footer, *lines])) - len("\n\n")
    points = _whole_lines([f"- {point}" for point in topic.key_points[:FRONT_POINTS]], left)
    return make_embed(
        topic.markdown_title,
        "\n\n".join(filter(None, [*lines, points])),
        footer=footer,
        colour=SUCCESS if state is TopicState.DONE else WAYMARK,
    )


def _done_needs(topic: Topic, states: States) -> frozenset[str]:
    settled = (TopicState.DONE, TopicState.KNOWN)
    return frozenset(need for need in topic.prerequisites if states.get(need) in settled)


def _locked_line(roadmap: Roadmap, topic: Topic, state: TopicState | None, done: Collection[str]) -> str:
    """Say what a topic builds on that the learner has not done; nothing when there is nothing, or nobody's state."""
    missing = [need for need in topic.prerequisites if need not in done] if state is TopicState.OPEN else []
    names = [roadmap.topics[need].markdown_title for need in missing]
    more = f" and {len(names) - MAX_NEEDS} more" if len(names) > MAX_NEEDS else ""
    return f"🔒 Builds on {', '.join(names[:MAX_NEEDS])}{more}" if names else ""


def back_of_card(roadmap: Roadmap, topic: Topic, states: States) -> Response:
    """Return the back of a card: the explanation, all key points, what changed, what to know first, and links."""
    done = _done_needs(topic, states)
    points = "\n".join(f"- {point}" for point in topic.key_points)
    parts = [topic.explanation or topic.summary, f"**Key points**\n{points}" if points else ""]
    embed = make_embed(
        f"{topic.markdown_title}: more", "\n\n".join(filter(None, parts)), fields=_fields(roadmap, topic, done)
    )
    needs = [option(roadmap.topics[need].title, need) for need in topic.prerequisites]
    menu: list[Item] = [select("Open what to know first", needs, "topic")] if needs else []
    own: list[Item] = [*back_row(topic), button("My note", "note", topic.id, emoji="📝")]
    return Response(embed, rows(depth_row(topic, "more"), own, menu))


def _fields(roadmap: Roadmap, topic: Topic, done: Collection[str]) -> Iterator[tuple[str, str]]:
    if topic.news:
        yield "News", _whole_lines([f"**{item.version}** {item.text}" for item in topic.news], FIELD_VALUE)
    if topic.prerequisites:
        needs = [
            f"{'✅' if need in done else '▫️'} {roadmap.topics[need].markdown_title}" for need in topic.prerequisites
        ]
        yield "Know first", "\n".join(needs)
    kinds = list(RESOURCE_EMOJI)
    links = [
        f"{RESOURCE_EMOJI[resource.kind]} [{resource.markdown_title}]({resource.url})"
        for resource in sorted(topic.resources, key=lambda resource: kinds.index(resource.kind))
    ]
    yield "Read on", _whole_lines(links, FIELD_VALUE)  # a field without a text is left out


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
    walk: list[Item] = [
        button("Previous", "before", topic.id, emoji="◀️", disabled=roadmap.before(topic.id) is None),
        button("Next", "after", topic.id, emoji="▶️", disabled=roadmap.after(topic.id) is None),
    ]
    return [*walk, button("Quiz me", "quiz", topic.id, emoji="🎓")] if topic.quiz else walk


def depth_row(topic: Topic, current: str = "") -> list[Item]:
    """Return the buttons for what is behind a card, from the card and from each other; `current` is the one open."""
    there_is = {
        "more": True,
        "example": topic.example,
        "pitfalls": topic.pitfalls,
        "exercise": any(prompt.kind == "exercise" for prompt in topic.prompts),
        "project": topic.project,
    }
    return [
        button(verb.capitalize(), verb, topic.id, disabled=verb == current)
        for verb, content in there_is.items()
        if content
    ]


def back_row(topic: Topic) -> list[Item]:
    """Return the way back to the front of a card."""
    return [button("Back to topic", "topic", topic.id, emoji="↩️")]


def _whole_lines(lines: list[str], limit: int) -> str:
    """Join as many lines as fit into `limit`: a link cut in two is no link."""
    lines_left: list[str] = []
    for line in lines:
        if len("\n".join([*lines_left, line])) > limit:
            break
        lines_left.append(line)
    return "\n".join(lines_left)
