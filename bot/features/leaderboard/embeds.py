"""How a board is shown: one narrow row for each member, medals for the first three."""

from collections.abc import Sequence

import discord

from bot.core.calendar import Window, WindowKind
from bot.core.ranking import Rank
from bot.features.leaderboard.service import Page
from bot.ui.text import count, harmless, instant
from bot.ui.theme import panel

TITLES = {
    WindowKind.WEEK: "This week",
    WindowKind.LAST_WEEK: "Last week",
    WindowKind.MONTH: "This month",
    WindowKind.ALL: "All time",
}
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
NAME = 16
"""Characters of a name that fit a phone's row beside the points."""


def page(shown: Page, viewer_id: int) -> discord.Embed:
    """Show a page of a board, with the viewer's own row and its neighbours when they are not on it."""
    if not shown.board.members:
        return panel(f"🏆 {TITLES[shown.window.kind]}", f"{_empty(shown)}\n\n{_since(shown.window)}")
    parts = [_rows(shown.board.rows, viewer_id)]
    if shown.board.around:
        parts.append("⋯\n" + _rows(shown.board.around, viewer_id))
    elif shown.board.viewer is None:
        parts.append(_absent(shown))
    parts.append(_since(shown.window))
    sums = f"{count(shown.board.topics, 'topic')} by {count(shown.board.members, 'member')}"
    footer = f"{sums} · page {shown.number} of {shown.pages}" if shown.pages > 1 else sums
    return panel(f"🏆 {TITLES[shown.window.kind]}", "\n\n".join(parts), footer=footer)


def _rows(places: Sequence[Rank], viewer_id: int) -> str:
    return "\n".join(_row(place, viewer_id) for place in places)


def _row(place: Rank, viewer_id: int) -> str:
    name = harmless(place.name, NAME)
    shown = f"**{name}** (you)" if place.user_id == viewer_id else name
    return f"{MEDALS.get(place.rank, f'`{place.rank:>2}`')} {shown} · **{place.points}** · {place.topics} ✅"


def _empty(shown: Page) -> str:
    if shown.window.kind is WindowKind.LAST_WEEK:
        return "Nobody finished a topic last week. This week can only be better!"
    return "Nobody is here yet. Finish one topic with /done and the first place is yours!"


def _absent(shown: Page) -> str:
    if shown.hidden:
        return "You have hidden yourself from this board."
    return "You are not on it yet: one topic with /done and you are."


def _since(window: Window) -> str:
    if window.start is None:
        return "-# Counting since the beginning"
    return f"-# Counting since {instant(window.start, 'f')}"
