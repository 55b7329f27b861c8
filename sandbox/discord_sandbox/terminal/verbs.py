"""What a line asks for: a word of the terminal's own, a slash command, or something to say."""

import re
from dataclasses import dataclass

SHAPES = {
    "press": r"(\d{1,2})|press\s+(\S.*)",
    "choose": r"choose\s+(\S.*)",
    "complete": r"complete\s+/?(\S.*)",
    "fill": r"fill\s+(\S.*)",
    "become": r"as\s+([\w.-]+)",
    "dm": r"dm\s+(\S.*)",
    "say": r"say\s+(\S.*)",
    "slash": r"(/\S.*)",
    "help": r"\?|help",
    "quit": r"quit|exit",
}
PATTERNS = {name: re.compile(shape) for name, shape in SHAPES.items()}


@dataclass(frozen=True, slots=True)
class Request:
    """A verb, and the text behind it."""

    verb: str
    text: str


def read_line(line: str) -> Request:
    """Read a line; what has no other shape is something to say."""
    for verb, pattern in PATTERNS.items():
        if match := pattern.fullmatch(line.strip()):
            return Request(verb, next((group for group in match.groups() if group), ""))
    return Request("say", line.strip())
