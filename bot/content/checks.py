"""What must be true of a roadmap beyond the shape of its values: names, order, layout, and ids that are gone."""

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.content.errors import Mistake, did_you_mean
from bot.content.folder import EACH, Folder, Mention, mentions, value_at
from bot.content.yaml_reader import Place, Source, Value
from bot.core.roadmap import fallback_question_id

FENCE = "```"


def check_topic(source: Source) -> Iterator[Mistake]:
    """Find code blocks that are not closed, and equal choices in a question."""
    for place, text in _texts(source.value, ()):
        if text.count(FENCE) % 2:
            yield source.mistake(place, f"opens a code block and does not close it: {FENCE} comes in pairs")
    seen: set[tuple[Place, str]] = set()
    for choice in mentions(source, "quiz", EACH, "choices", EACH):
        key = (choice.place[:-1], choice.text.strip())
        if key in seen:
            yield choice.mistake(f"`{choice.text}` is a choice already: all four should differ")
        seen.add(key)


def _texts(value: Value, place: Place) -> Iterator[tuple[Place, str]]:
    """Walk all texts in Discord Markdown; an example's code is none."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _texts(entry, (*place, position))
    elif isinstance(value, dict):
        for key, entry in value.items():
            if (*place, key) != ("example",):
                yield from _texts(entry, (*place, key))


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


PER_SECTION = 25
"""Discord's select menus show so many."""


def check_layout(folder: Folder) -> Iterator[Mistake]:
    """Find topics that are listed and missing, there and not listed, listed twice, or in another section."""
    if folder.roadmap is None:
        return
    sections = mentions(folder.roadmap, "sections", EACH, "id")
    listed = folder.listed
    yield from _repeated(sections)
    yield from _repeated(listed)
    yield from _crowded(folder.roadmap, listed)
    written = folder.written
    unlisted = written - {entry.text for entry in listed}
    for entry in listed:
        if entry.text not in written:
            yield entry.mistake(f"there is no file topics/{entry.text}.yaml" + did_you_mean(entry.text, unlisted))
    at = {section.place[1]: section.text for section in sections}
    section_of = {entry.text: at.get(entry.place[1]) for entry in reversed(listed)}
    for name, source in folder.sources:
        yield from _misplaced(name, source, section_of, sorted(at.values()))


def _repeated(entries: list[Mention]) -> Iterator[Mistake]:
    first: dict[str, Mention] = {}
    for entry in entries:
        if first.setdefault(entry.text, entry) is not entry:
            line = entry.source.line(first[entry.text].place)
            yield entry.mistake(f"`{entry.text}` stands in line {line} already")


def _crowded(roadmap: Source, listed: list[Mention]) -> Iterator[Mistake]:
    for place, count in Counter(entry.place[:2] for entry in listed).items():
        if count > PER_SECTION:
            yield roadmap.mistake(
                place, f"has {count} topics; at most {PER_SECTION} fit into a menu: make two sections"
            )


def _misplaced(name: str, source: Source, section_of: dict[str, str | None], known: list[str]) -> Iterator[Mistake]:
    """Find a topic that no section lists, or another one than it says."""
    names = [name, *(told.text for told in mentions(source, "id"))]
    listed = next((section_of[each] for each in names if each in section_of), "")
    if listed == "":
        yield source.mistake((), f"roadmap.yaml lists `{name}` nowhere: add it to a group there")
    for told in mentions(source, "section"):
        if told.text not in known:
            yield told.mistake(f"there is no section `{told.text}`" + did_you_mean(told.text, known))
        elif listed and told.text != listed:
            yield told.mistake(f"is `{told.text}`, but roadmap.yaml lists this topic under `{listed}`")


def check_history(folder: Folder) -> Iterator[Mistake]:
    """Find old ids that are in use, that two claim, and retired topics that point nowhere."""
    live = folder.ids
    retired = mentions(folder.roadmap, "retired", EACH, "id") if folder.roadmap else []
    renamed = [told for _, source in folder.sources for told in mentions(source, "renamed_from", EACH)]
    claimed: dict[str, Mention] = {}
    for told in [*retired, *renamed]:
        first = claimed.setdefault(told.text, told)
        if told.text in live:
            yield told.mistake(f"`{told.text}` is the id of a topic: an old id is one that no topic has any more")
        elif first is not told:
            yield told.mistake(f"`{told.text}` is claimed by {first} already: an old id leads to one topic")
    for instead in mentions(folder.roadmap, "retired", EACH, "instead") if folder.roadmap else ():
        if instead.text not in live:
            yield instead.mistake(f"there is no topic `{instead.text}`" + did_you_mean(instead.text, live))


def check_question_ids(folder: Folder) -> Iterator[Mistake]:
    """Find ids that two questions of a roadmap share, and equal questions that no id tells apart."""
    first: dict[str, Mention] = {}
    for _, source in folder.sources:
        for told in mentions(source, "quiz", EACH, "id"):
            if first.setdefault(told.text, told) is not told:
                yield told.mistake(f"`{told.text}` is the id of a question in {first[told.text]}: each has its own")
    equal: dict[str, Mention] = {}
    for _, source in folder.sources:
        for question, stand_in in _without_id(source):
            if equal.setdefault(stand_in, question) is not question:
                yield question.mistake(f"is the same question as {equal[stand_in]}: change one, or give both an `id`")


def _without_id(source: Source) -> Iterator[tuple[Mention, str]]:
    """Walk the questions that have no id, each with what it goes by instead."""
    for question in mentions(source, "quiz", EACH, "question"):
        entry = value_at(source, question.place[:-1])
        if isinstance(entry, dict) and "id" not in entry and isinstance(choices := entry.get("choices"), list):
            yield question, fallback_question_id(question.text, map(str, choices))
