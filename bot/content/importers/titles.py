"""Names and texts as people write them in lists -> a title that fits, a summary, and what stands behind them."""

import re
import unicodedata
from dataclasses import dataclass

import regex

from bot.content.checks import is_hidden
from bot.core.text_normalization import escape_markdown, is_emoji

MAX_TITLE = 60
MAX_SUMMARY = 200
MAX_EXPLANATION = 2_000

NUMBERING = re.compile(
    r"^\s*(?:\(?\d{1,3}(?:\.\d{1,3})*\s*(?:[.)\]:、．]|\s[–—-])\s+|\(?\d{1,3}(?:\.\d{1,3})+\s+|[①-⑳]\s*)(?=\S)"
)
"""`1. `, `2) `, `3.1 `, `04 - ` before a name: places in a list, not parts of the name."""
FILE_STEM = re.compile(r"\d{1,3}[a-z]?[-_]\w+(?:[-_]\w+)*")
"""`01-Data-Science`: a folder's name, with its place."""
CLOSING = re.compile(r"\s+#+$")
"""The signs that may close a heading; those of C# and F# stand without a space."""
TICK = re.compile(r"^\s*\[[ xX✓✔-]?\]\s+")
LIST_ENTRY = re.compile(r"(?:^|\n)\s*- ")
SEPARATOR = re.compile(r"\s*[:：]\s+|\s*：\s*|\s+[–—-]{1,3}\s+|\s*—\s*|:$")
"""What stands between a name and what is said of it: a colon, or a dash with spaces."""
AFTER_NAME = re.compile(r"[\s:：–—→-]*(?:\.\s+)?")
"""What may stand between a name that stands out and what is said of it."""
LISTED = re.compile(r"\s*[,/+&、，]")
"""What shows that a name that stands out is the first of several in a row."""
SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")
CODE = re.compile(r"(`[^`\n]+`)")
BREAKS = (
    ". ",
    "; ",
    " (",
    ", ",
    " – ",
    " — ",
    " - ",
    " / ",
    " to ",
    " and ",
    " with ",
    " in ",
    " for ",
    "。",
    "，",
    "、",
)
"""Where a name that is too long may end, the best first."""


@dataclass(frozen=True, slots=True)
class Named:
    """A title of at most MAX_TITLE characters, and what was said of it."""

    title: str
    text: str


def clean(text: str) -> str:
    """Return `text` in one line, without signs that nobody sees."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = (char if not is_hidden(char) else " " if char in "\t\r\n\u2028\u2029" else "" for char in text)
    return " ".join("".join(shown).split())


def bare_title(text: str) -> str:
    """Return a name without its numbering, tick, code signs and closing colon."""
    title = TICK.sub("", clean(text)).strip()
    if FILE_STEM.fullmatch(title):
        title = " ".join(re.split("[-_]", title)[1:])
    title = NUMBERING.sub("", title).replace("`", "")
    title = CLOSING.sub("", title.strip().rstrip(":：,;、，；").strip(" *").lstrip("# "))
    return title[:-1] if title.endswith((".", "。")) and not title.endswith(("..", "etc.")) else title


def without_emoji(text: str) -> tuple[str, str]:
    """Return a name without the emoji that stand before and after it, and the first of them."""
    clusters = regex.findall(r"\X", text)
    first = ""
    while clusters and (_is_sign(clusters[0]) or not clusters[0].strip(" -–|:")):
        sign = clusters.pop(0)
        first = first or (sign if _is_sign(sign) else "")
    while clusters and (_is_sign(clusters[-1]) or not clusters[-1].strip(" -–|:")):
        sign = clusters.pop()
        first = first or (sign if _is_sign(sign) else "")
    return ("".join(clusters), first) if clusters else (text, "")


def plain_title(text: str) -> str:
    """Return a topic's name without its numbering and the emoji around it, unless nothing else is in it."""
    title = bare_title(without_emoji(bare_title(text))[0])
    return title if has_letters(title) else bare_title(text)


def _is_sign(cluster: str) -> bool:
    return not cluster[0].isalnum() and is_emoji(cluster)


def split_name(text: str, lead: str = "") -> Named:
    """Return the title and the text of a list's entry: `Name: text`, `Name – text`, or a bold or linked `lead` + text.

    A title that is too long is split at a sensible place, and the whole entry is its text then.
    """
    whole = TICK.sub("", clean(text))
    whole = NUMBERING.sub("", whole)
    lead = bare_title(lead)
    plain = whole.replace("`", "")
    if lead and plain.startswith(lead) and len(lead) <= MAX_TITLE and not LISTED.match(plain, len(lead)):
        return Named(lead, AFTER_NAME.sub("", _after(whole, lead), count=1).rstrip(" :–—-"))
    match = SEPARATOR.search(whole)
    if match and match.start() > 0 and (title := bare_title(whole[: match.start()])) and len(title) <= MAX_TITLE:
        return Named(title, whole[match.end() :].strip())
    title = bare_title(whole)
    return Named(title, "") if len(title) <= MAX_TITLE else Named(shortened(title), whole)


def _after(whole: str, lead: str) -> str:
    """Return what follows `lead` in `whole`, which may hold code signs that the lead has lost."""
    position = 0
    for char in lead:
        position = whole.index(char, position) + 1
    return whole[position:].lstrip("`*_")


def shortened(title: str, limit: int = MAX_TITLE) -> str:
    """Return the beginning of a long title that still says something, at most `limit` characters."""
    if len(title) <= limit:
        return title
    for sign in BREAKS:
        end = title.rfind(sign, 12, limit + 1)
        if end > 0:
            return title[:end].strip(" ,;:.")
    end = title.rfind(" ", limit // 2, limit)
    return title[: end if end > 0 else limit - 1].strip(" ,;:.") + "…"


def safe_text(text: str) -> str:
    """Return somebody's words as Discord shows them unchanged; code stays code."""
    parts = CODE.split(text)
    return "".join(part if place % 2 else _escaped(part) for place, part in enumerate(parts))


def _escaped(text: str) -> str:
    """Escape Markdown; a hyphen or dot inside a line is only escaped where the line begins with it."""
    return "\n".join(
        escape_markdown(line) if not line.startswith("- ") else "- " + escape_markdown(line[2:])
        for line in text.split("\n")
    )


def summary_and_rest(text: str, limit: int = MAX_SUMMARY) -> tuple[str, str]:
    """Return a summary of at most `limit` characters in one line, and the whole text where that is longer.

    The entries of a list stand in the line with a dot between them.
    """
    flat = " ".join(LIST_ENTRY.sub(" · ", text).split()).removeprefix("· ")
    if len(flat) <= limit:
        return flat, ""
    first = SENTENCE.split(flat)[0]
    if 20 <= len(first) <= limit:
        return first, text
    end = flat.rfind(" ", limit // 2, limit - 1)
    return _closed(flat[: end if end > 0 else limit - 1]).rstrip(" ,;:") + "…", text


def _closed(text: str) -> str:
    """Return `text` without a backslash that escapes nothing and without half a piece of code at its end."""
    if text.count("`") % 2:
        text = text[: text.rindex("`")]
    return text.rstrip("\\") or "…"


def explanation_of(text: str) -> str:
    """Return a text cut to what a card's back can hold, at a line or a word."""
    if len(text) <= MAX_EXPLANATION:
        return text
    cut = text[: MAX_EXPLANATION - 1]
    end = max(cut.rfind("\n"), cut.rfind(" "))
    cut = _closed(cut[:end] if end > MAX_EXPLANATION // 2 else cut).rstrip()
    return cut + ("\n```" if cut.count("```") % 2 else "") + "…"


def has_letters(title: str) -> bool:
    """Tell whether a title holds a letter or digit, by which somebody could look it up."""
    return any(unicodedata.category(char)[0] in "LN" for char in title)
