"""A message as a terminal shows it."""

from collections.abc import Mapping
from typing import Any

from discord_sandbox.transcript.columns import clean
from discord_sandbox.transcript.components import ComponentLines
from discord_sandbox.transcript.embeds import embed_lines
from discord_sandbox.transcript.prose import prose
from discord_sandbox.transcript.render_context import RenderContext

EPHEMERAL, LOADING = 1 << 6, 1 << 7
PRIVATE_NOTE = "(only you can see this)"
LOADING_NOTE = "(thinking…)"

DEFAULT_READER = RenderContext()


def render(message: Mapping[str, Any], reader: RenderContext = DEFAULT_READER) -> str:
    """Return a message (Discord's JSON) as plain text: words, embeds, files, then what can be pressed and chosen."""
    flags = message.get("flags") or 0
    parts = [prose(message["content"], reader)] if message.get("content") else []
    parts += [embed_lines(embed, reader) for embed in message.get("embeds") or ()]
    if files := [file_line(file) for file in message.get("attachments") or ()]:
        parts.append(files)
    if components := message.get("components"):
        parts.append(ComponentLines(reader).lines(components))
    if flags & LOADING:
        parts.append([reader.dim(LOADING_NOTE)])
    if flags & EPHEMERAL:
        parts.append([reader.dim(PRIVATE_NOTE)])
    return "\n".join("\n".join(lines) for lines in parts)


def file_line(attachment: Mapping[str, Any]) -> str:
    """Say that a file hangs on the message, and how large it is."""
    size = attachment.get("size")
    about = f", {size_told(size)}" if isinstance(size, int) else ""
    return f"[file: {clean(attachment.get('filename') or 'unnamed')}{about}]"


def size_told(size: int) -> str:
    """Say a number of bytes: 900 B, 1.2 kB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
