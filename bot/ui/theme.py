"""One look for everything: colours, the emoji of states, and the parts that answers are made of."""

from collections.abc import Iterable, Sequence

import discord

from bot.core.mastery import Mastery, Shown
from bot.core.progress import TopicState
from bot.ui.custom_id import custom_id
from bot.ui.limits import LABEL, OPTION_TEXT, OPTIONS, fit
from bot.ui.rendered import CachedEmbed, StatelessView
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


def mastery_mark(shown: Shown | None) -> str:
    """Return the sign of what somebody has shown of a topic, with a leaf when it is rusty; empty when it is nothing."""
    if shown is None or shown.mastery is Mastery.OPEN:
        return ""
    return f"{RUSTY_EMOJI if shown.rusty else ''}{MASTERY_EMOJI[shown.mastery]}"


def mastery_words(shown: Shown) -> str:
    """Return what somebody has shown of a topic in words."""
    rusty = f", {RUSTY_EMOJI} rusty" if shown.rusty else ""
    return f"{MASTERY_EMOJI.get(shown.mastery, '')} {MASTERY_WORD[shown.mastery]}{rusty}".strip()
