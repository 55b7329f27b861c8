"""A message as plain text, about as wide as a phone shows it: what `preview` prints for authors."""

import re
import textwrap
from collections.abc import Iterable, Iterator

import discord

WIDTH = 56
BAR = "│ "

CODE_BLOCK = re.compile(r"```(?:[\w+#.-]*\n)?(.*?)\n?```", re.DOTALL)
LINE_MARK = re.compile(r"(?P<indent>\s*)(?P<mark>#{1,3}\s|-#\s|[-*]\s|\d+\.\s|>\s)?(?P<words>.*)")
INLINE = re.compile(
    r"""
      \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    | (?P<address><?https?://[^\s<>]+>?)(?!\))
    | \[(?P<label>[^\[\]\n]+)\]\((?P<target>https?://[^\s<>]+)\)
    | \*\*(?P<bold>.+?)\*\*(?!\*)
    | (?<!\w)__(?P<underlined>.+?)__(?!\w)
    | \*(?P<slanted>(?![\s*])(?:[^*\n]*[^\s*])?)\*
    | (?<!\w)_(?P<italic>(?![\s_])(?:[^_\n]*[^\s_])?)_(?!\w)
    """,
    re.VERBOSE,
)
"""What Discord shows otherwise than it is written; spoilers stay as they are, so that authors can read them."""


def message_text(embed: discord.Embed | None, view: discord.ui.View | None = None, content: str = "") -> str:
    """Return a message as lines of at most WIDTH columns where words allow it; code keeps its own width."""
    lines = prose_lines(content, WIDTH) if content else []
    if embed:
        lines += [(BAR + line).rstrip() for line in _embed_lines(embed)]
    if view:
        lines += _control_lines(view)
    return "\n".join(lines)


def prose_lines(text: str, width: int) -> list[str]:
    """Return the lines of a text in Discord's Markdown, its marks taken off; code blocks are indented."""
    lines: list[str] = []
    for number, piece in enumerate(CODE_BLOCK.split(text)):
        if number % 2:
            lines += [f"    {line}".rstrip() for line in piece.split("\n")]
        elif piece.strip("\n"):
            lines += [shown for line in piece.strip("\n").split("\n") for shown in _wrapped(line, width)]
    return lines


def _wrapped(line: str, width: int) -> list[str]:
    match = LINE_MARK.fullmatch(line)
    if match is None or not match["words"]:
        return [line.strip()]
    mark = (match["mark"] or "").strip()
    lead = "" if mark.startswith(("#", "-#")) else "• " if mark in {"-", "*"} else f"{mark} " if mark else ""
    indent = match["indent"] + lead
    hanging = match["indent"] + (lead if mark == ">" else " " * len(lead))
    return textwrap.wrap(
        _inline(match["words"]),
        width,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _inline(text: str) -> str:
    """Return a piece of text without line structure as it is read."""

    def shown(match: re.Match[str]) -> str:
        if match["label"]:
            return f"{_inline(match['label'])} ({match['target']})"
        if verbatim := match["escaped"] or match["code"] or match["address"]:
            return verbatim
        return _inline(next(filter(None, match.group("bold", "underlined", "slanted", "italic")), ""))

    return INLINE.sub(shown, text)


def _embed_lines(embed: discord.Embed) -> Iterator[str]:
    """Walk the lines of an embed; its parts stand apart by an empty line."""
    fields = [f"**{field.name}**\n{field.value}" for field in embed.fields]
    parts = filter(None, [embed.title, embed.description, *fields, embed.footer.text])
    for number, part in enumerate(parts):
        if number:
            yield ""
        yield from prose_lines(part, WIDTH - len(BAR))


def _control_lines(view: discord.ui.View) -> Iterator[str]:
    """Walk the rows of buttons and menus."""
    rows: dict[int, list[str]] = {}
    for item in view.children:
        if isinstance(item, discord.ui.Button):
            rows.setdefault(item.row or 0, []).append(_labelled(item.emoji, item.label))
        elif isinstance(item, discord.ui.Select):
            rows.setdefault(item.row or 0, []).append(_menu(item.placeholder, item.options))
    yield from (" ".join(items) for items in rows.values())


def _labelled(emoji: discord.PartialEmoji | None, label: str | None) -> str:
    return f"[{' '.join(filter(None, [str(emoji) if emoji else '', label]))}]"


def _menu(placeholder: str | None, options: Iterable[discord.SelectOption]) -> str:
    lines = [f"    {' '.join(filter(None, [str(option.emoji or ''), option.label]))}" for option in options]
    return "\n".join([f"[{placeholder} ▾]", *lines])
