"""A message as plain text, about as wide as a phone shows it: what `preview` prints for authors."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from bot.ui.payload_rules import Json

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


def message_text(message: Json) -> str:
    """Return a message (`content`, `embeds`, `components`) as lines of about WIDTH columns; code is not wrapped."""
    lines = prose_lines(message.get("content") or "", WIDTH)
    for embed in message.get("embeds", ()):
        lines += [(BAR + line).rstrip() for line in _embed_lines(embed)]
    for row in message.get("components", ()):
        lines += _control_lines(row["components"])
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


def _embed_lines(embed: Json) -> Iterator[str]:
    """Walk the lines of an embed; its parts stand apart by an empty line."""
    fields = [f"**{field['name']}**\n{field['value']}" for field in embed.get("fields", ())]
    footer = (embed.get("footer") or {}).get("text")
    parts = filter(None, [embed.get("title"), embed.get("description"), *fields])
    for number, part in enumerate(parts):
        if number:
            yield ""
        yield from prose_lines(part, WIDTH - len(BAR))
    if footer:  # which has no Markdown
        yield from ("", *textwrap.wrap(footer, WIDTH - len(BAR)))


def _control_lines(items: Iterable[Json]) -> Iterator[str]:
    """Walk the lines of a row: buttons side by side, or a menu with its options."""
    buttons = [f"[{_label(item)}]" for item in items if "options" not in item]
    if buttons:
        yield " ".join(buttons)
    for menu in items:
        if "options" in menu:
            yield f"[{menu.get('placeholder', '')} ▾]"
            yield from (f"    {_label(option)}" for option in menu["options"])


def _label(item: Json) -> str:
    return " ".join(filter(None, [(item.get("emoji") or {}).get("name"), item.get("label")]))
