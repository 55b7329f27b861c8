"""A Markdown file -> its headings, list entries and paragraphs, as markdown-it reads them, with the line of each."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.content.importers.columns import is_counter, tells_of_the_reader, title_column
from bot.content.importers.links import is_outside
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import TICK

MAX_DEPTH = 100
"""How deep lists and quotes may be nested, two for a list; the preset's 20 would lose what is in the tenth list."""
MAX_LINE, MAX_BARS = 20_000, 200
"""Characters, and bars between cells, of a line: what reading takes grows faster than they do."""
MAX_CELLS = 20_000
MAX_PARAGRAPH = 5_000
"""Characters of a paragraph in which links and emphasis are looked for; of a longer one only the words are taken."""
SIGNS = re.compile(r"[\[*_`<&!~]")
MAX_WORK = 10_000_000
"""How much a whole file may take: for each sign of a paragraph, much of what follows may be looked through."""
PARSER = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).enable(["table", "strikethrough"]).disable("inline")
"""Reads the blocks; what stands in each is read when it is needed, so that not all of it is held at once."""

ID_COMMENT = re.compile(r"<!--\s*id:\s*([a-z0-9]+(?:-[a-z0-9]+)*)\s*-->")
FIELDS_INFO = "yaml waymark"
"""How a block of code under an entry begins that holds what its line cannot say: keys of the content format."""
HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>|<summary\b[^>]*>(.*?)</summary>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SHORTCODE = re.compile(r"(?<!\w):[a-z][a-z0-9_+-]{1,30}:(?!\w)")
"""GitHub's way to write emoji: `:star:`."""
SUMMARY_LEVEL = 6
"""`<summary>` opens what a reader sees as one more heading, below all others."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A line of text: as plain text with code in back quotes, the links in it, and what stands out at its beginning."""

    text: str
    links: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    linked: int = 0
    """How many of the text's characters are the names of links to elsewhere."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    inline: Inline
    line: int


@dataclass(slots=True)
class Bullet:
    """An entry of a list, or a row of a table, with what stands under it."""

    inline: Inline
    line: int
    is_row: bool = False
    block: str = ""
    """YAML that stands under it (FIELDS_INFO)."""
    children: list["Bullet"] = field(default_factory=list)
    notes: list[Inline] = field(default_factory=list)


HEADED = Bullet(Inline(""), 0)
"""Stands for an entry that is a heading (`- ### Arrays`): what is nested in it stands under that heading."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text between headings and lists."""

    inline: Inline
    line: int


Block = Heading | Bullet | Paragraph


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a Markdown text in order; nested entries stand within theirs. Code blocks are left out.

    Raises UnreadableFileError where a line is too long, or too many cells are in tables.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE or line.count("|") > MAX_BARS:
            raise UnreadableFileError(
                f"Line {number} is too long: at most {MAX_LINE:,} characters, and {MAX_BARS} columns. Break it up."
            )
    if (cells := text.count("|")) > MAX_CELLS:
        raise UnreadableFileError(
            f"The tables have {cells:,} cells; at most {MAX_CELLS:,} are read: bring them in parts."
        )
    env: dict[str, Any] = {}
    return _BlockReader(env).read(PARSER.parse(text, env))


class _BlockReader:
    """Walks the tokens of a text once; `bullets` are the entries that surround the place, None for one just opened."""

    def __init__(self, env: dict[str, Any]) -> None:
        self.env = env
        self.work = 0
        self.blocks: list[Block] = []
        self.bullets: list[Bullet | None] = []
        self.level = 0
        self.cells: list[Inline] | None = None
        self.row_line = 0
        self.in_head = False
        self.columns: list[str] = []

    def read(self, tokens: list[Token]) -> list[Block]:
        act: dict[str, Callable[[Token], None]] = {
            "heading_open": self._open_heading,
            "heading_close": self._close_heading,
            "list_item_open": lambda _: self.bullets.append(None),
            "list_item_close": self._close_bullet,
            "thead_open": self._skip_head,
            "thead_close": self._skip_head,
            "tr_open": self._open_row,
            "tr_close": self._close_row,
            "inline": self._inline,
            "fence": self._block,
            "html_block": lambda token: self.blocks.extend(_html_headings(token.content, _line(token))),
        }
        for token in tokens:
            if token.type in act:
                act[token.type](token)
        return self.blocks

    def _open_heading(self, token: Token) -> None:
        self.level = int(token.tag[1])

    def _close_heading(self, _token: Token) -> None:
        self.level = 0

    def _close_bullet(self, _token: Token) -> None:
        bullet = self.bullets.pop()
        if bullet and bullet is not HEADED and not self._parents():
            self.blocks.append(bullet)

    def _parents(self) -> list[Bullet]:
        """Return the entries that surround the place; one that is a heading surrounds nothing."""
        return [bullet for bullet in self.bullets if bullet and bullet is not HEADED]

    def _skip_head(self, token: Token) -> None:
        self.in_head = token.type == "thead_open"

    def _open_row(self, token: Token) -> None:
        self.cells = []
        self.row_line = _line(token)

    def _close_row(self, _token: Token) -> None:
        cells = self.cells or []
        self.cells = None
        if self.in_head:
            self.columns = [cell.text for cell in cells]
        elif bullet := _row(cells, self.columns, self.row_line):
            self.blocks.append(bullet)

    def _inline(self, token: Token) -> None:
        line = _line(token)
        inline = self._read_inline(token.content)
        if self.cells is not None:
            self.cells.append(inline)
        elif self.level and self.bullets:
            self.bullets[-1] = HEADED
            self.blocks.append(Heading(self.level, inline, line))
        elif not self.bullets or self.bullets[-1] is HEADED:
            self.blocks.append(Heading(self.level, inline, line) if self.level else Paragraph(inline, line))
        elif (surrounding := self.bullets[-1]) is None:
            self._open_bullet(Bullet(inline, line))
        else:
            surrounding.notes.append(inline)

    def _block(self, token: Token) -> None:
        surrounding = self.bullets[-1] if self.bullets else None
        if surrounding and surrounding is not HEADED and token.info.strip() == FIELDS_INFO:
            surrounding.block = token.content

    def _read_inline(self, text: str) -> Inline:
        """Return what a line of Markdown says; of what would take too long only the words."""
        self.work += len(text) * len(SIGNS.findall(text))
        if len(text) > MAX_PARAGRAPH or self.work > MAX_WORK:
            return Inline(" ".join(text[:MAX_PARAGRAPH].split()))
        parts: list[Token] = []
        PARSER.inline.parse(text, PARSER, self.env, parts)
        return _InlineReader(parts).read()

    def _open_bullet(self, bullet: Bullet) -> None:
        parents = self._parents()
        self.bullets[-1] = bullet
        if parents:
            parents[-1].children.append(bullet)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _row(cells: list[Inline], columns: list[str], line: int) -> Bullet | None:
    """Return a table's row as an entry, named by the column of names or the first cell that is one; None without.

    What counts days, keeps its author's own progress, or only leads to other files of theirs says nothing of it.
    """
    place = title_column(columns)
    titled = cells[place : place + 1] if place is not None else []
    named = next((cell for cell in (*titled, *cells) if not is_counter(cell.text)), None)
    if named is None:
        return None
    own = {place for place, name in enumerate(columns) if tells_of_the_reader(name)}
    others = [cell for place, cell in enumerate(cells) if place not in own and cell is not named]
    notes = [cell for cell in others if re.search(r"[^\W\d_]", cell.text) and not _leads_to_files(cell)]
    return Bullet(named, line, is_row=True, notes=notes)


def _leads_to_files(cell: Inline) -> bool:
    """Tell whether a cell is nothing but links to other files beside the one that is read."""
    names = sum(len(name) for name, url in cell.links if not is_outside(url))
    return names > 0 and names >= len(re.sub(r"[`,|·\s]", "", cell.text)) * 0.9


def _html_headings(html: str, line: int) -> Iterator[Heading]:
    for match in HTML_HEADING.finditer(html):
        text = " ".join(unescape(TAG.sub("", match[2] or match[3] or "")).split())
        if text:
            level = int(match[1]) if match[1] else SUMMARY_LEVEL
            yield Heading(level, Inline(text), line + html.count("\n", 0, match.start()))


class _InlineReader:
    """Walks the parts of one inline token."""

    def __init__(self, parts: list[Token]) -> None:
        self.parts = parts
        self.text = ""
        self.links: list[tuple[str, str]] = []
        self.lead = ""
        self.linked = 0
        self.id = ""
        self._opened: list[tuple[str, int, str]] = []

    def read(self) -> Inline:
        for part in self.parts:
            if part.type in {"strong_open", "link_open"}:
                self._opened.append((part.type, len(self.text), str(part.attrGet("href") or "")))
            elif part.type in {"strong_close", "link_close"}:
                self._close()
            elif part.type == "html_inline":
                self._html(part.content)
            else:
                self.text += _words(part)
        text = SHORTCODE.sub("", self.text).strip()
        return Inline(text, tuple(self.links), self.lead.strip(), self.linked, self.id)

    def _close(self) -> None:
        kind, start, url = self._opened.pop()
        inside = self.text[start:]
        if not re.sub(r"[\W\d_]", "", TICK.sub("", self.text[:start])) and len(inside) > len(self.lead):
            self.lead = inside
        if kind == "link_open" and url:
            self.links.append((inside.strip().replace("`", ""), url))
            if url.lower().startswith("http"):
                self.linked += len(inside)

    def _html(self, html: str) -> None:
        if match := ID_COMMENT.fullmatch(html.strip()):
            self.id = match[1]
        elif html.lower().startswith("<br"):
            self.text += " "


def _words(part: Token) -> str:
    match part.type:
        case "text" | "text_special":
            return part.content
        case "code_inline":
            return f"`{part.content}`" if "`" not in part.content else part.content
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return ""
