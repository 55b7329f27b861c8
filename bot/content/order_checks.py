"""The order of study: prerequisites exist and never lead back to where they started."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.content.folder import EACH, Folder, Mention, mentions
from bot.content.mistakes import Mistake, did_you_mean


def check_prerequisites(folder: Folder) -> Iterator[Mistake]:
    """Find prerequisites that no topic has as its id, that stand twice, and that go round in a circle."""
    known = folder.ids
    needs: dict[str, dict[str, Mention]] = {}
    for name, source in folder.sources:
        own = needs.setdefault(name, {})
        for need in mentions(source, "prerequisites", EACH):
            if need.text not in known:
                yield need.mistake(f"there is no topic `{need.text}`" + did_you_mean(need.text, known))
            elif need.text in own:
                yield need.mistake(f"`{need.text}` stands here twice")
            else:
                own[need.text] = need
    yield from _circles(needs)


def _circles(needs: dict[str, dict[str, Mention]]) -> Iterator[Mistake]:
    """Find the circles one by one: each is told once, at the prerequisite that begins it, and cut there."""
    while circle := _circle(needs):
        start = min(circle)
        turn = circle.index(start)
        path = [*circle[turn:], *circle[:turn], start]
        yield needs[start].pop(path[1]).mistake(f"prerequisites go round in a circle: {' → '.join(path)}")


def _circle(needs: dict[str, dict[str, Mention]]) -> list[str]:
    """Return topics of which each needs the next and the last needs the first; empty when there is no circle."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names[:0:-1]
    return []
