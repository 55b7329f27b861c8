"""One look for everything: colours, the emoji of states, and the parts that messages are made of."""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property
from typing import Any

import discord

from bot.core.mastery import Mastery, Shown
from bot.core.message_draft import MessageDraft
from bot.core.progress import TopicState
from bot.ui.custom_id import custom_id, with_roadmap
from bot.ui.payload_rules import (
    DESCRIPTION,
    EMBED,
    FIELD_NAME,
    FIELD_VALUE,
    FIELDS,
    FOOTER,
    LABEL,
    OPTION_TEXT,
    OPTIONS,
    TITLE,
)
from bot.ui.text import clip

WAYMARK = discord.Colour(0x2A9D8F)
SUCCESS = discord.Colour(0x43A047)
WARNING = discord.Colour(0xE9A23B)

STATE_EMOJI = {
    TopicState.OPEN: "⚪",
    TopicState.STARTED: "🟡",
    TopicState.SKIPPED: "⏭️",
    TopicState.KNOWN: "🧭",
    TopicState.DONE: "✅",
}
STATE_WORD = {
    TopicState.OPEN: "Open",
    TopicState.STARTED: "Started",
    TopicState.SKIPPED: "Skipped",
    TopicState.KNOWN: "Known before",
    TopicState.DONE: "Done",
}

MASTERY_EMOJI = {
    Mastery.SEEN: "👀",
    Mastery.FAMILIAR: "🌱",
    Mastery.SOLID: "🎓",
    Mastery.MASTERED: "🏅",
}
RUSTY_EMOJI = "🍂"
MASTERY_WORD = {
    Mastery.OPEN: "not asked yet",
    Mastery.SEEN: "seen",
    Mastery.FAMILIAR: "familiar",
    Mastery.SOLID: "solid",
    Mastery.MASTERED: "mastered",
}
"""What somebody has shown of a topic: never the signs of what they said."""

Item = discord.ui.Item[discord.ui.View]

MAX_MENUS = 4
"""A message has five rows, and one of them holds buttons."""


class CachedEmbed(discord.Embed):
    """An embed that nobody changes once it has been sent."""

    @cached_property
    def _rendered(self) -> Any:
        return super().to_dict()

    def to_dict(self) -> Any:
        """Return what Discord takes; to look at only."""
        return self._rendered


class StatelessView(discord.ui.View):
    """Buttons and menus that nobody changes once they have been sent, pressed by whoever likes, for ever.

    Whoever made it stops it, so discord.py renders it but keeps nothing of it: the router answers its buttons by their
    custom_id, after a restart as well as before.
    """

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self._numbered: dict[int, StatelessView] = {}

    @cached_property
    def _rendered(self) -> list[dict[str, Any]]:
        return super().to_components()

    def to_components(self) -> list[dict[str, Any]]:
        """Return what Discord takes; to look at only."""
        return self._rendered

    def for_roadmap(self, number: int) -> "StatelessView":
        """Return the same rows with the number of a roadmap in all that is pressed on them."""
        if (numbered := self._numbered.get(number)) is None:
            numbered = self._numbered[number] = copy(self)
            vars(numbered)["_rendered"] = with_roadmap(self._rendered, number)
        return numbered


def make_embed(
    title: str,
    text: str,
    *,
    fields: Iterable[tuple[str, str]] = (),
    footer: str = "",
    colour: discord.Colour = WAYMARK,
) -> discord.Embed:
    """Make an embed that fits Discord's limits; `fields` are (name, value), each on a line of its own."""
    embed = CachedEmbed(title=title, description=text, colour=colour)
    for name, value in fields:
        embed.add_field(name=name, value=value, inline=False)
    if footer:
        embed.set_footer(text=footer)
    return fit(embed)


def error_embed(title: str, text: str) -> discord.Embed:
    """Make the embed for what did not work, and what to do about it."""
    return make_embed(title, text, colour=WARNING)


def button(
    label: str,
    verb: str,
    *parts: str | int,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> discord.ui.Button[discord.ui.View]:
    """Make a button that does `verb` with `parts`, for whoever presses it, for ever."""
    return discord.ui.Button(
        label=clip(label, LABEL), custom_id=custom_id(verb, *parts), emoji=emoji, style=style, disabled=disabled
    )


def select(
    placeholder: str, options: Sequence[discord.SelectOption], verb: str, *parts: str | int
) -> discord.ui.Select[discord.ui.View]:
    """Make a menu that does `verb` with the value picked; Discord shows at most 25 options."""
    return discord.ui.Select(
        placeholder=clip(placeholder, 150), options=list(options[:OPTIONS]), custom_id=custom_id(verb, *parts)
    )


def selects(
    placeholder: str, options: Sequence[discord.SelectOption], verb: str, *parts: str | int
) -> list[list[Item]]:
    """Make as many menus (at most four, a row each) as `options` need, each saying which of them it holds.

    Their custom_ids differ by a last part that no handler sees.
    """
    pages = [options[start : start + OPTIONS] for start in range(0, len(options), OPTIONS)][:MAX_MENUS]
    if len(pages) < 2:
        return [[select(placeholder, page, verb, *parts)] for page in pages]
    return [
        [select(f"{placeholder}: {page[0].label} – {page[-1].label}", page, verb, *parts, f"~{number}")]
        for number, page in enumerate(pages, start=1)
    ]


def option(label: str, value: str, description: str = "", emoji: str | None = None) -> discord.SelectOption:
    """Make one line of a menu."""
    return discord.SelectOption(
        label=clip(label, OPTION_TEXT), value=value, description=clip(description, OPTION_TEXT) or None, emoji=emoji
    )


def rows(*lines: Sequence[Item]) -> StatelessView | None:
    """Put items into rows, each line a row of its own; None when there are none."""
    view = StatelessView()
    for place, line in enumerate(filter(None, lines)):
        for item in line:
            item.row = place
            view.add_item(item)
    view.stop()
    return view if view.children else None


def streak_words(days: int) -> str:
    """Say to somebody that they have reached a streak that is worth a word."""
    return f"🔥 **{days} days in a row!** Share it, if you like."


def mastery_mark(shown: Shown | None) -> str:
    """Return the sign of what somebody has shown of a topic, with a leaf when it is rusty; empty when it is nothing."""
    if shown is None or shown.mastery is Mastery.OPEN:
        return ""
    return f"{RUSTY_EMOJI if shown.rusty else ''}{MASTERY_EMOJI[shown.mastery]}"


def mastery_words(shown: Shown) -> str:
    """Return what somebody has shown of a topic in words."""
    rusty = f", {RUSTY_EMOJI} rusty" if shown.rusty else ""
    return f"{MASTERY_EMOJI.get(shown.mastery, '')} {MASTERY_WORD[shown.mastery]}{rusty}".strip()


def draft(content: str, embed: discord.Embed, buttons: Sequence[Item], topic_id: str | None = None) -> MessageDraft:
    """Return the post of a line of text, an embed and a row of buttons that work for everyone."""
    view = rows(buttons)
    # A view gives plain JSON, which its type does not say.
    components = tuple(view.to_components()) if view else ()
    return MessageDraft(content, (embed.to_dict(),), components, topic_id=topic_id)


def fit(embed: discord.Embed) -> discord.Embed:
    """Cut an embed's texts to their own limits and, from the last field back, the whole to Discord's sum.

    Fields without a name or a value are left out: Discord refuses them.
    """
    embed.title = clip(embed.title or "", TITLE) or None
    embed.description = clip(embed.description or "", DESCRIPTION) or None
    if embed.footer.text:
        embed.set_footer(text=clip(embed.footer.text, FOOTER))
    fields = [(clip(field.name or "", FIELD_NAME), clip(field.value or "", FIELD_VALUE)) for field in embed.fields]
    embed.clear_fields()
    for name, value in [field for field in fields if all(part.strip() for part in field)][:FIELDS]:
        embed.add_field(name=name, value=value, inline=False)
    while len(embed) > EMBED and embed.fields:
        embed.remove_field(len(embed.fields) - 1)
    if (over := len(embed) - EMBED) > 0 and embed.description:
        embed.description = clip(embed.description, len(embed.description) - over)
    return embed
