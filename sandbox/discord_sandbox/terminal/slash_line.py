"""A slash command as it is typed in one line: its path, and its options by position or by name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from discord_sandbox.exceptions import NotPossible

NESTING = (1, 2)
"""Discord's types of subcommands and groups of them."""

Body: TypeAlias = Mapping[str, Any]
"""What a command or option is registered as."""


@dataclass(frozen=True, slots=True)
class SlashLine:
    """A command with its subcommands (`schedule add`), the options that it knows, and what was typed for them."""

    command: str
    known: dict[str, Body]
    typed: dict[str, str]


def read_slash(line: str, find: Callable[[str], Body | None]) -> SlashLine:
    """Read `line` (with or without its slash); `find` gives the body of a command, None where there is none.

    Text without a name goes to the first option. Raises NotPossible when there is no option for it.
    """
    name, _, rest = line.strip().removeprefix("/").partition(" ")
    node = find(name)
    path = [name]
    while node is not None and (child := subcommand(node, rest)) is not None:
        node, path = child, [*path, child["name"]]
        rest = rest.strip().removeprefix(child["name"])
    known = {option["name"]: option for option in options_of(node) if option["type"] not in NESTING}
    return SlashLine(" ".join(path), known, options_in(rest, list(known), " ".join(path)))


def options_of(node: Body | None) -> list[Body]:
    """Return the options of a command or subcommand."""
    return list((node or {}).get("options") or ())


def subcommand(node: Body, rest: str) -> Body | None:
    """Return the subcommand or group that the next word names."""
    word = rest.strip().partition(" ")[0]
    return next((option for option in options_of(node) if option["type"] in NESTING and option["name"] == word), None)


def options_in(rest: str, names: list[str], command: str) -> dict[str, str]:
    """Read the text behind a command: first what has no name, then pairs of name and value."""
    pattern = re.compile(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, names))}):") if names else None
    starts = list(pattern.finditer(rest)) if pattern else []
    ends = [start.start() for start in starts[1:]] + [len(rest)]
    bare = rest[: starts[0].start() if starts else len(rest)].strip()
    typed: dict[str, str] = {}
    if bare and not names:
        raise NotPossible(f"/{command} takes no text: {bare!r}")
    if bare:
        typed[names[0]] = bare
    for start, end in zip(starts, ends, strict=False):
        if start[1] in typed:
            raise NotPossible(f"the option {start[1]!r} is given twice")
        typed[start[1]] = rest[start.end() : end].strip()
    return typed
