"""A table (CSV, TSV, as spreadsheets save them) -> an outline; which column is what is guessed from its names."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from bot.content.importers.columns import COLUMN_NAMES
from bot.content.importers.links import is_outside, links_of
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import bare_title, clean, has_letters, split_name
from bot.core.outline import Outline, OutlineSection, OutlineTopic, Reading, Remark

DELIMITERS = ",;\t|"
MAX_ROWS = 2_000
SAMPLE = 30

HOLDS = (*COLUMN_NAMES, "-")
URL = re.compile(r"https?://[^\s,;|<>\"]+")


def looks_like_table(text: str) -> str:
    """Return the sign between the columns of a table, or nothing where the text is none."""
    lines = [line for line in text.splitlines() if line.strip()][:SAMPLE]
    if len(lines) < 2 or any(line.lstrip().startswith(("#", "- ", "* ", "|")) for line in lines[:3]):
        return ""
    scores = {sign: _evenness(lines, sign) for sign in DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] >= 0.7 else ""


def _evenness(lines: Sequence[str], sign: str) -> float:
    """Return which part of the rows has as many columns as most have; 0 where most have one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
    except csv.Error:
        return 0.0
    ((width, times),) = widths.most_common(1)
    header = len(next(csv.reader(lines[:1], delimiter=sign), []))
    prose = sign == "," and sum(". " in line for line in lines) > len(lines) / 2 and header < 2
    return 0.0 if width < 2 or header < 2 or prose else times / sum(widths.values())


def read_table(text: str, fallback_title: str, columns: Sequence[str] = ()) -> Reading:
    """Return the outline of a table; `columns` names what its columns hold (see HOLDS), empty to guess.

    Raises UnreadableFileError where no column holds titles.
    """
    sign = looks_like_table(text) or ","
    try:
        rows = [
            row for row in islice(csv.reader(text.splitlines(), delimiter=sign), MAX_ROWS) if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise UnreadableFileError(f"The table cannot be read ({error}): save it as CSV once more.") from error
    holds, has_header = _columns(rows, columns)
    if "title" not in holds:
        raise UnreadableFileError("No column holds titles: name one `title`, and others `section`, `summary`, `link`.")
    shown = ", ".join(f"{place}: {what}" for place, what in enumerate(holds, start=1))
    remarks = [Remark(1, f"columns are taken as {shown} (not right? --columns {','.join(holds)})")]
    if not has_header:
        remarks.append(Remark(1, "the first row is taken for a topic, not for the names of columns"))
    sections = _sections(rows[has_header:], holds, fallback_title, 1 + has_header)
    if not sections:
        raise UnreadableFileError("The table holds no rows with a title: write one topic to a row.")
    return Reading("a table", Outline(fallback_title, sections), tuple(remarks))


def _columns(rows: Sequence[Sequence[str]], given: Sequence[str]) -> tuple[list[str], bool]:
    """Return what each column holds, and whether the first row names the columns."""
    width = max(map(len, rows), default=0)
    names = [clean(cell).casefold() for cell in rows[0]] if rows else []
    guessed = [next((what for what, known in COLUMN_NAMES.items() if name in known), "-") for name in names]
    has_header = sum(what != "-" for what in guessed) >= min(2, len(names)) and len(set(names)) == len(names)
    if unknown := next((what for what in given if what not in HOLDS), None):
        raise UnreadableFileError(f"There is no column {unknown}; there are {', '.join(HOLDS)}.")
    if given:
        return [*given, *["-"] * (width - len(given))][:width], has_header
    if has_header:
        once = ["-" if what in guessed[:place] and what != "link" else what for place, what in enumerate(guessed)]
        return once + ["-"] * (width - len(once)), True
    return _by_content(rows, width), False


def _by_content(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Guess columns without names: links by their look, sections by repetition, the first other is the title."""
    columns = [
        [row[place].strip() for row in rows if place < len(row) and row[place].strip()] for place in range(width)
    ]
    holds = ["link" if column and all(map(is_outside, column)) else "-" for column in columns]
    texts = [place for place, what in enumerate(holds) if what == "-" and any(map(has_letters, columns[place]))]
    if len(texts) > 1 and len(set(columns[texts[0]])) <= len(columns[texts[0]]) * 0.6:
        holds[texts.pop(0)] = "section"
    for place, what in zip(texts, ("title", "summary"), strict=False):
        holds[place] = what
    return holds


def _sections(
    rows: Sequence[Sequence[str]], holds: Sequence[str], fallback: str, first_line: int
) -> tuple[OutlineSection, ...]:
    by_section: dict[str, list[OutlineTopic]] = {}
    section = fallback
    for line, row in enumerate(rows, start=first_line):
        cells: dict[str, list[str]] = {}
        for what, cell in zip(holds, row, strict=False):
            cells.setdefault(what, []).append(cell.strip())
        section = (
            bare_title("".join(cells.get("section", []))) or section
        )  # merged cells are empty but in their first row
        if topic := _topic(cells, line):
            by_section.setdefault(section, []).append(topic)
    return tuple(OutlineSection(name, tuple(topics)) for name, topics in by_section.items())


def _topic(cells: Mapping[str, list[str]], line: int) -> OutlineTopic | None:
    named = split_name("".join(cells["title"])) if cells.get("title") else None
    if named is None or not has_letters(named.title):
        return None
    text = " ".join(filter(None, ["".join(cells.get("summary", [])), named.text]))
    pairs = [("", url) for cell in cells.get("link", []) for url in URL.findall(cell)]
    minutes = "".join(cells.get("minutes", []))
    return OutlineTopic(
        named.title,
        clean(text),
        links=links_of(pairs),
        minutes=int(minutes) if minutes.isdecimal() and 5 <= int(minutes) <= 6_000 else None,
        group=bare_title("".join(cells.get("group", []))),
        id="".join(cells.get("id", [])),
        line=line,
    )
