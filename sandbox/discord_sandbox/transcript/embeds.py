"""An embed as a terminal shows it: a bar down the left, and what it says beside it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from discord_sandbox.transcript.columns import clean, file_name
from discord_sandbox.transcript.prose import prose
from discord_sandbox.transcript.render_context import RenderContext
from discord_sandbox.transcript.timestamps import written

BAR = "│ "


def embed_lines(embed: Mapping[str, Any], reader: RenderContext) -> list[str]:
    """Return the lines of one embed; its parts stand apart by an empty line."""
    lines: list[str] = []
    for part in parts(embed, reader, reader.width - len(BAR)):
        lines += [*([""] if lines else []), *part]
    return barred(lines)


def barred(lines: list[str]) -> list[str]:
    """Put a bar before every line."""
    return [(BAR + line).rstrip() for line in lines]


def parts(embed: Mapping[str, Any], reader: RenderContext, width: int) -> Iterator[list[str]]:
    """Return the parts of an embed from top to bottom, each as its lines."""
    if author := embed.get("author"):
        yield prose(author["name"], reader, width)
    if title := embed.get("title"):
        heading = [reader.bold(line) for line in prose(title, reader, width)]
        yield [*heading, clean(embed["url"])] if embed.get("url") else heading
    if description := embed.get("description"):
        yield prose(description, reader, width)
    for field in embed.get("fields") or ():
        yield [
            *(reader.bold(line) for line in prose(field["name"], reader, width)),
            *prose(field["value"], reader, width),
        ]
    for kind in ("image", "thumbnail"):
        if picture := embed.get(kind):
            yield [f"[picture: {file_name(picture['url'])}]"]
    if foot := footer(embed, reader):
        yield [reader.dim(line) for line in prose(foot, reader, width)]


def footer(embed: Mapping[str, Any], reader: RenderContext) -> str:
    """Return the last line: the footer and the instant that the embed tells of."""
    text = (embed.get("footer") or {}).get("text") or ""
    if not embed.get("timestamp"):
        return str(text)
    at = datetime.fromisoformat(embed["timestamp"])
    return " • ".join(filter(None, [text, written(at, "f", reader)]))
