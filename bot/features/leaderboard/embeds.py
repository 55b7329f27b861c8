"""How boards are shown: one narrow row for each member, medals for the first three; and the recap of a week."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import discord

from bot.core.calendar import Window, WindowKind, local_date
from bot.core.leaderboard import Rank
from bot.core.weekly_summary import Totals, WeeklySummary
from bot.features.leaderboard.service import MOST_NAMES, Page
from bot.ui.text import count, display_name, join_words, timestamp
from bot.ui.theme import make_embed

TITLES = {
    WindowKind.WEEK: "This week",
    WindowKind.LAST_WEEK: "Last week",
    WindowKind.MONTH: "This month",
    WindowKind.ALL: "All time",
}
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
NEW_RULES = (
    "🎓 Answers count now: 10 points when your answers show that a topic is solid and 10 more when you master it, "
    "on top of the 10 for /done. Five answers a day keep your streak, and seven active days earn a freeze 🧊 that "
    "covers a missed one. You keep everything you have. Start with /quiz; /help says more."
)
"""What a board says once to a server that has known the older rules."""
NAME = 16
"""Characters of a name that fit a phone's row beside the points."""


def page(shown: Page, viewer_id: int) -> discord.Embed:
    """Show a page of a board, with the viewer's own row and its neighbours when they are not on it."""
    if not shown.board.members:
        return make_embed(f"🏆 {TITLES[shown.window.kind]}", f"{_empty(shown)}\n\n{_since(shown.window)}")
    parts = [_rows(shown.board.rows, viewer_id)]
    if shown.board.around:
        parts.append("⋯\n" + _rows(shown.board.around, viewer_id))
    elif shown.board.viewer is None:
        parts.append(_absent(shown))
    if shown.board.viewer and not shown.board.viewer.name:
        parts.append("-# You stand here without your name: /me changes that.")
    parts.append(_since(shown.window))
    sums = f"{count(shown.board.points, 'point')} by {count(shown.board.members, 'member')}"
    footer = f"{sums} · page {shown.number} of {shown.pages}" if shown.pages > 1 else sums
    return make_embed(f"🏆 {TITLES[shown.window.kind]}", "\n\n".join(parts), footer=footer)


def headline(week: WeeklySummary) -> str:
    """Return the line above the recap, which is all that a notification shows."""
    if week.quiet:
        return "🏆 A new week, a clean board: first place is up for grabs."
    points = count(week.totals.points, "point")
    if week.totals.members == 1:
        return f"🏆 {_names([week.places[0].name])} earned **{points}** last week."
    return f"🏆 **{points}** last week, earned by {count(week.totals.members, 'member')} together."


def recap(week: WeeklySummary, zone: ZoneInfo) -> discord.Embed:
    """Show a closed week, first what the group did together; `zone` is the server's."""
    title = f"🏆 {_dates(week, zone)}"
    if week.quiet:
        return make_embed(title, "Nobody finished a topic that week. One topic with /done, and you lead the new one!")
    return make_embed(title, _sums(week), fields=_about(week))


def _about(week: WeeklySummary) -> Iterator[tuple[str, str]]:
    if week.climbers:
        ups = (
            f"⬆️ **{display_name(climber.name, NAME)}** · {count(climber.places, 'place')} up"
            for climber in week.climbers
        )
        yield "Went up", "\n".join(ups)
    yield "Came first", _rows(week.places, viewer_id=0)
    if week.streak:
        yield "Longest streak", f"🔥 **{count(week.streak.days, 'day')}** · {_names(week.streak.names)}"
    if week.newcomers:
        yield "New on the way", f"👋 {_names(week.newcomers)}"


def _sums(week: WeeklySummary) -> str:
    sums, change = week.totals, week.change
    rows = (
        f"🎓 **{count(sums.topics, 'topic')}** shown{_against(change.topics, week.before)}",
        f"⭐ **{count(sums.points, 'point')}**{_against(change.points, week.before)}",
        f"👥 **{count(sums.members, 'member')}**{_against(change.members, week.before)}",
    )
    note = ["-# In brackets: against the week before"] if week.before.members else []
    return "\n".join([*rows, *note])


def _against(change: int, before: Totals) -> str:
    if not before.members:
        return ""
    return f" ({f'{change:+,}'.replace('-', '−')})" if change else " (±0)"


def _names(names: Sequence[str]) -> str:
    shown = [f"**{display_name(name, NAME)}**" for name in names[:MOST_NAMES]]
    return join_words([*shown, f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else shown)


def _dates(week: WeeklySummary, zone: ZoneInfo) -> str:
    last = local_date(week.week.end, zone) - timedelta(days=1)
    first = last - timedelta(days=6)
    return f"{first.day}–{_day(last)}" if first.month == last.month else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _rows(places: Sequence[Rank], viewer_id: int) -> str:
    return "\n".join(_row(place, viewer_id) for place in places)


def _row(place: Rank, viewer_id: int) -> str:
    name = display_name(place.name, NAME)
    if place.user_id == viewer_id:
        name = f"**{name}** (you)" if place.name else "**you**"
    return f"{MEDALS.get(place.rank, f'`{place.rank:>2}`')} {name} · **{place.points}** · {place.topics} 🎓"


def _empty(shown: Page) -> str:
    if shown.window.kind is WindowKind.LAST_WEEK:
        return "Nobody finished a topic last week. This week can only be better!"
    if shown.is_hidden:
        return "Nobody else is here yet, and you hide your progress: /me changes that."
    return "Nobody is here yet. Finish one topic with /done and first place is yours!"


def _absent(shown: Page) -> str:
    if shown.is_hidden:
        return "You hide your progress from everybody else: /me changes that."
    if shown.is_excluded:
        return "A role of yours is on none of this server's boards, as its organisers have set."
    return "You are not on it yet: one topic with /done and you are."


def _since(window: Window) -> str:
    if window.start is None:
        return "-# Counting since the beginning"
    return f"-# Counting since {timestamp(window.start, 'f')}"
