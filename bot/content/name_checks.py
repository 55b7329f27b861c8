"""Names: every topic is called by its id, its title and its aliases, and no name may mean two topics."""

from collections.abc import Iterator

from bot.content.folder import EACH, Folder, Mention, mentions
from bot.content.mistakes import Mistake


def fold(name: str) -> str:
    """Reduce a name to what tells it from others: without case, spaces, hyphens and underscores."""
    return "".join(letter for letter in name.casefold() if letter not in " -_")


def check_names(folder: Folder) -> Iterator[Mistake]:
    """Find ids that differ from their files' names, and names that two topics share."""
    taken: dict[str, Mention] = {}
    for key in ("id", "title"):
        for name, source in folder.sources:
            for told in mentions(source, key):
                yield from _differs(name, told)
                yield from _taken(told, taken)
    for _, source in folder.sources:
        for told in mentions(source, "aliases", EACH):
            yield from _taken(told, taken)


def _differs(name: str, told: Mention) -> Iterator[Mistake]:
    if told.place == ("id",) and told.text != name:
        yield told.mistake(f"is `{told.text}`, but the file is called {name}.yaml: both should be the same")


def _taken(told: Mention, taken: dict[str, Mention]) -> Iterator[Mistake]:
    """Complain when another topic has the name already; the id, title and first alias of one topic may agree."""
    first = taken.setdefault(fold(told.text), told)
    if first is told:
        return
    if first.source is not told.source:
        yield told.mistake(f"`{told.text}` is taken: {first} says `{first.text}`, and a name means one topic")
    elif first.place[0] == told.place[0] == "aliases":
        yield told.mistake(f"`{told.text}` repeats `{first.text}`: case, spaces and hyphens make no difference")
