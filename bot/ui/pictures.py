"""Pictures of what is also told in words, laid out to be drawn: a roadmap, a year's days, weeks, a board's first.

The look is in `templates/*.svg`, which a designer can change; here is where things stand.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from string import Template

from bot.core.calendar import week_start
from bot.core.leaderboard import Rank
from bot.core.mastery import Mastery, Shown
from bot.core.progress import States, TopicState, missing, tally
from bot.core.roadmap import Roadmap, Section, Topic
from bot.ui.text import NOBODY, clip, count, visible

WIDTH, MARGIN = 720, 24
MAX_ALT = 1024
"""Characters that Discord takes for a picture in words."""
MAX_TITLED = 120
"""Topics of a map that have their titles beside them; with more there are only their symbols."""
WEEKS_IN_YEAR = 53
BARS = 12
"""Weeks that the chart of weeks shows."""
CELL_LETTERS, TITLE_LETTERS, NAME_LETTERS = 25, 44, 30

STATES_IN_WORDS = {
    "mastered": "mastered",
    "solid": "solid",
    "rusty": "rusty",
    "done": "done",
    "known": "known before",
    "started": "started",
    "ready": "ready to learn",
    "locked": "waiting for others",
    "skipped": "skipped",
}
"""The symbols of a map, in the order of its legend."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be drawn: SVG with a place for each of `texts`, pairs of (text, what stands in for it).

    `alt` says in words what is to be seen, in at most `MAX_ALT` characters.
    """

    name: str
    title: str
    svg: str
    texts: tuple[tuple[str, str], ...]
    alt: str

    def job(self) -> bytes:
        """Return what the worker draws it from."""
        return json.dumps({"svg": self.svg, "texts": self.texts}).encode()


@dataclass(slots=True)
class Canvas:
    """What has been put into a picture so far."""

    parts: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def words(self, text: str, letters: int, fallback: str = "") -> str:
        """Return what stands for a text in the SVG; `letters` is how many of Latin width it has room for."""
        self.texts.append((_fitting(text, letters), fallback))
        return f"$t{len(self.texts) - 1}"

    def write(self, kind: str, x: float, y: float, text: str, letters: int = TITLE_LETTERS, fallback: str = "") -> None:
        """Put a text of a class of the template at a place."""
        self.parts.append(f'<text class="{kind}" x="{x:g}" y="{y:g}">{self.words(text, letters, fallback)}</text>')

    def symbol(self, name: str, x: float, y: float, size: int) -> None:
        """Put a symbol of the template at a place, by its upper left corner."""
        self.parts.append(f'<use href="#{name}" x="{x:g}" y="{y:g}" width="{size}" height="{size}"/>')

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """Put a bar at a place."""
        self.parts.append(f'<rect class="bar" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3"/>')

    def picture(self, name: str, title: str, subtitle: str, alt: str, height: int = 0) -> Picture:
        """Return the picture in the template of its name."""
        words = {"title": self.words(title, TITLE_LETTERS, name.title()), "subtitle": self.words(subtitle, 80)}
        svg = _template(name).safe_substitute(words, body="\n".join(self.parts), height=height)
        return Picture(name, title, svg, tuple(self.texts), clip(visible(alt), MAX_ALT))


@cache
def _template(name: str) -> Template:
    return Template(files("bot.ui").joinpath("templates", f"{name}.svg").read_text(encoding="utf-8"))


def _fitting(text: str, letters: int) -> str:
    """Return a text in plain letters, without what a picture cannot hold, cut to the width of so many Latin letters."""
    shown: list[str] = []
    width = 0.0
    for char in visible(unicodedata.normalize("NFKC", text)):
        width += 1.9 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
        if width > letters:
            return "".join(shown[:-1]).rstrip() + "…"
        shown.append(char)
    return "".join(shown)


def state_shown(topic: Topic, states: States, shown: Shown | None) -> str:
    """Return the symbol of a topic: what was shown of it, or else what was said of it, or whether it can be begun."""
    if shown and shown.rusty:
        return "rusty"
    if shown and shown.mastery in (Mastery.SOLID, Mastery.MASTERED):
        return shown.mastery.name.lower()
    state = states.get(topic.id, TopicState.OPEN)
    if state is not TopicState.OPEN:
        return state.value
    return "locked" if missing(topic, states) else "ready"


def map_picture(roadmap: Roadmap, states: States, shown: Mapping[str, Shown], whose: str) -> Picture:
    """Return a roadmap with the state of each topic, by colour and shape."""
    symbols = {topic.id: state_shown(topic, states, shown.get(topic.id)) for topic in roadmap}
    canvas, bottom = Canvas(), 84
    for number, section in enumerate(roadmap.sections, start=1):
        bottom = _section(canvas, roadmap, section, number, states, symbols, bottom)
    legend = [(name, how_many) for name in STATES_IN_WORDS if (how_many := Counter(symbols.values())[name])]
    height = _legend(canvas, legend, bottom + 16)
    sums = tally(roadmap.order, states)
    line = f"{visible(whose) or NOBODY} · {sums.covered} of {sums.total} · {sums.percent} %"
    words = ", ".join(f"{how_many} {STATES_IN_WORDS[name]}" for name, how_many in legend)
    return canvas.picture("map", roadmap.title, line, f"Map of {roadmap.title}. {line}. Topics: {words}.", height)


def _section(
    canvas: Canvas,
    roadmap: Roadmap,
    section: Section,
    number: int,
    states: States,
    symbols: dict[str, str],
    top: int,
) -> int:
    """Draw a section below `top` and return where it ends."""
    sums = tally(section.topic_ids, states)
    canvas.write("section", MARGIN, top + 20, section.title, 60, f"Section {number}")
    canvas.write("count", WIDTH - MARGIN, top + 20, f"{sums.covered} of {sums.total}")
    columns, row, size = (3, 28, 20) if len(roadmap) <= MAX_TITLED else (24, 28, 20)
    width = (WIDTH - 2 * MARGIN) / columns
    for place, topic_id in enumerate(section.topic_ids):
        x, y = MARGIN + place % columns * width, top + 32 + place // columns * row
        canvas.symbol(symbols[topic_id], x, y, size)
        if columns == 3:
            topic_number = str(roadmap.position[topic_id] + 1)
            canvas.write("topic", x + size + 7, y + 15, roadmap.topics[topic_id].title, CELL_LETTERS, topic_number)
    return top + 40 + -(-len(section.topic_ids) // columns) * row


def _legend(canvas: Canvas, entries: Sequence[tuple[str, int]], top: int) -> int:
    """Draw what the symbols mean below `top` and return where it ends."""
    columns, row = 4, 26
    for place, (name, number) in enumerate(entries):
        x, y = MARGIN + place % columns * (WIDTH - 2 * MARGIN) / columns, top + place // columns * row
        canvas.symbol(name, x, y, 18)
        canvas.write("legend", x + 25, y + 14, f"{number} {STATES_IN_WORDS[name]}")
    return top + -(-len(entries) // columns) * row + 16


def calendar_picture(days: Collection[date], frozen: Collection[date], today: date, whose: str) -> Picture:
    """Return the days of a year up to `today` (local dates): active, saved by a freeze, and the others."""
    canvas = Canvas()
    first = week_start(today, 0) - timedelta(weeks=WEEKS_IN_YEAR - 1)
    size, top = 12, 88
    for day in _dates(first, today):
        week, weekday = divmod((day - first).days, 7)
        symbol = "active" if day in days else "frozen" if day in frozen else "idle"
        canvas.symbol(symbol, MARGIN + week * (size + 0.6), top + weekday * (size + 1), size)
        if day.day == 1:
            canvas.write("month", MARGIN + week * (size + 0.6), top - 8, f"{day:%b}", 4)
    active = sum(first <= day <= today for day in days)
    line = f"{visible(whose) or NOBODY} · {count(active, 'active day')} in a year"
    saved = count(sum(first <= day for day in frozen), "day")
    alt = f"Calendar from {first} to {today}. {line}, {saved} saved by a freeze."
    return canvas.picture("calendar", "A year of days", line, alt)


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def weeks_picture(days: Collection[date], today: date, whose: str) -> Picture:
    """Return how many days (local dates) somebody was active in each of the last weeks, the present one last."""
    canvas = Canvas()
    last = week_start(today, 0)
    weeks = [last - timedelta(weeks=BARS - 1 - number) for number in range(BARS)]
    numbers = [sum(start <= day < start + timedelta(weeks=1) for day in days) for start in weeks]
    step, base = (WIDTH - 2 * MARGIN) / BARS, 262
    for place, (start, number) in enumerate(zip(weeks, numbers, strict=True)):
        middle, height = MARGIN + (place + 0.5) * step, number * 24
        if number:
            canvas.bar(middle - 18, base - height, 36, height)
        canvas.write("value", middle, base - height - 6, str(number))
        canvas.write("date", middle, base + 20, f"{start.day} {start:%b}")
    weeks_in_words = ", ".join(
        f"{start.day} {start:%b}: {number}" for start, number in zip(weeks, numbers, strict=True)
    )
    line = f"{visible(whose) or NOBODY} · active days of each week"
    return canvas.picture(
        "weeks", f"The last {BARS} weeks", line, f"{line}, by the Monday it began on. {weeks_in_words}."
    )


def podium_picture(ranks: Sequence[Rank], title: str, subtitle: str) -> Picture:
    """Return the first of a board. A name that no face has is told by its place, which stands beside it in the text."""
    canvas, row, top = Canvas(), 48, 76
    most = max((rank.points for rank in ranks), default=0)
    for place, rank in enumerate(ranks):
        y = top + place * row
        canvas.symbol(f"place{rank.rank}" if rank.rank <= 3 else "place", MARGIN, y, 36)
        canvas.write("place", MARGIN + 18, y + 24, str(rank.rank))
        canvas.write("name", MARGIN + 52, y + 16, rank.name or NOBODY, NAME_LETTERS, f"Place {rank.rank}")
        canvas.bar(MARGIN + 52, y + 24, max(500 * rank.points / (most or 1), 4), 8)
        canvas.write("points", WIDTH - MARGIN, y + 24, f"{rank.points:,}")
    ranks_in_words = "; ".join(
        f"{rank.rank}. {visible(rank.name) or NOBODY}, {count(rank.points, 'point')}" for rank in ranks
    )
    return canvas.picture(
        "podium", title, subtitle, f"{title}, {subtitle}: {ranks_in_words}.", top + len(ranks) * row + 16
    )
