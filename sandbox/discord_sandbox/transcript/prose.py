"""A text of several lines as a terminal shows it: headings, lists, quotes and code, wrapped to the reader's width."""

import re
from collections.abc import Iterator

from discord_sandbox.transcript.columns import clean, wrapped
from discord_sandbox.transcript.markdown import inline
from discord_sandbox.transcript.render_context import RenderContext

FENCED = re.compile(r"```(?:[\w+#.-]*\n)?(.*?)\n?```", re.DOTALL)
SPOILER = re.compile(r"```.*?```|`[^`\n]+`|\\.|\|\|(?P<spoiler>.+?)\|\|", re.DOTALL)
HIDDEN = "████"
LINE = re.compile(r"(\s*)(\#{1,3}\s|-\#\s|[-*•]\s|\d+\.\s|>\s)?(.*)")


def prose(text: str, reader: RenderContext, width: int | None = None) -> list[str]:
    """Return the lines of a text in Discord's Markdown; code blocks are indented and otherwise as they were."""
    columns = reader.width if width is None else width
    lines: list[str] = []
    for number, piece in enumerate(FENCED.split(without_spoilers(clean(text)))):
        if number % 2:
            lines += [f"    {line}".rstrip() for line in piece.split("\n")]
        elif piece.strip("\n"):
            for line in piece.strip("\n").split("\n"):
                lines += list(shown(line, reader, columns))
    return lines


def without_spoilers(text: str) -> str:
    """Hide what stands between ||two bars||, whole code blocks too, but leave the bars inside code."""
    return SPOILER.sub(lambda match: HIDDEN if match["spoiler"] else match[0], text)


def shown(line: str, reader: RenderContext, width: int) -> Iterator[str]:
    """Return the terminal's lines for one line of a text."""
    indent, mark, words = LINE.findall(line)[0]
    mark, words = mark.strip(), inline(words, reader)
    if mark.startswith("#"):
        words, lead = reader.bold(words), ""
    elif mark == "-#":
        words, lead = reader.dim(words), ""
    elif mark in {"-", "*", "•"}:
        lead = "• "
    elif mark == ">":
        lead = "│ "
    else:
        lead = f"{mark} " if mark else ""
    hanging = indent + ("│ " if mark == ">" else " " * len(lead))
    yield from wrapped(indent + lead + words, width, hanging)
