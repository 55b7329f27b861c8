"""What must be true of a roadmap beyond the shape of its values: names, order, layout, and ids that are gone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.content.errors import ContentIssue, did_you_mean
from bot.content.folder import EACH, Reference, RoadmapFolder, references
from bot.content.schema import EMOJI
from bot.content.yaml_reader import KeyPath, Source, Value
from bot.core.roadmap import fallback_question_id
from bot.core.text_normalization import is_emoji, normalized_key, tokenize

FENCE = "```"

MAX_TOPICS_IN_SECTION = 100
"""Four of Discord's select menus show so many."""


HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Categories of control, zero-width and direction signs."""
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that look like nothing."""
JOINERS = frozenset("\u200c\u200d")
"""They shape the letters of Persian and of India's scripts, and hold the parts of an emoji together."""


def check_texts(source: Source) -> Iterator[ContentIssue]:
    """Find code blocks that are not closed, texts in which nothing can be seen, and signs that hide in names."""
    for key_path, text in _markdown_texts(source.value, ()):
        if text.count(FENCE) % 2:
            yield source.issue(key_path, f"opens a code block and does not close it: {FENCE} comes in pairs")
        if text.strip() and not any(_is_visible(char) for char in text):
            yield source.issue(key_path, "holds nothing that one can see: write the text or take the key out")
        elif _is_name(key_path) and (hidden := [char for char in text if is_hidden(char)]):
            yield source.issue(key_path, f"holds the invisible sign U+{ord(hidden[0]):04X}: take it out")


def _is_name(key_path: KeyPath) -> bool:
    return "aliases" in key_path or key_path[-1] == "title"


def is_hidden(char: str) -> bool:
    """Tell whether a sign of a name cannot be seen."""
    return char in BLANK_LETTERS or (unicodedata.category(char) in HIDDEN_CATEGORIES and char not in JOINERS)


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in BLANK_LETTERS


def check_choices(source: Source) -> Iterator[ContentIssue]:
    """Find equal choices in a question, and answers that are none of them."""
    yield from _missing_answers(source)
    seen: set[tuple[KeyPath, str]] = set()
    for choice in references(source, "quiz", EACH, "choices", EACH):
        key = (choice.key_path[:-1], choice.text.strip())
        if key in seen:
            yield choice.issue(f"`{choice.text}` is a choice already: all should differ")
        seen.add(key)


def _missing_answers(source: Source) -> Iterator[ContentIssue]:
    quiz = source.value.get("quiz")
    for number, question in enumerate(quiz if isinstance(quiz, list) else ()):
        choices, answer = (question.get("choices"), question.get("answer")) if isinstance(question, dict) else (0, 0)
        if isinstance(choices, list) and isinstance(answer, int) and not 0 <= answer < max(len(choices), 1):
            place = ("quiz", number, "answer")
            yield source.issue(place, f"is {answer}; it should be at most {len(choices) - 1}, counted from 0")


def _markdown_texts(value: Value, key_path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Walk all texts in Discord Markdown; an example's code is none."""
    if isinstance(value, str):
        yield key_path, value
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _markdown_texts(entry, (*key_path, position))
    elif isinstance(value, dict):
        for key, entry in value.items():
            if (*key_path, key) != ("example",):
                yield from _markdown_texts(entry, (*key_path, key))


def check_names(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find ids that differ from their files' names, and names (id, title, alias) that two topics share."""
    first_uses: dict[str, Reference] = {}
    for name, source in folder.sources:
        for topic_id in references(source, "id"):
            if topic_id.text != name:
                yield topic_id.issue(
                    f"is `{topic_id.text}`, but the file is called {name}.yaml: both should be the same"
                )
    for steps in (("id",), ("title",), ("aliases", EACH)):
        for name_reference in folder.all_references(*steps):
            yield from _shared_name(folder, name_reference, first_uses)
    yield from _titles_for_lookup(folder)


def _shared_name(folder: RoadmapFolder, name: Reference, first_uses: dict[str, Reference]) -> Iterator[ContentIssue]:
    """Complain when another topic has the name already; the id, title and first alias of one topic may agree."""
    first = first_uses.setdefault(fold_name(name.text), name)
    if first is name:
        return
    if first.source is not name.source:
        words = f"`{name.text}` is taken: {first} says `{first.text}`, and a name means one topic"
        yield name.issue(words + _way_out(folder, name, first))
    elif first.key_path[0] == name.key_path[0] == "aliases":
        yield name.issue(f"`{name.text}` repeats `{first.text}`: case, spaces and hyphens make no difference")


def _way_out(folder: RoadmapFolder, name: Reference, first: Reference) -> str:
    """Return what to write instead of a title that another topic has already; nothing for other names."""
    sections = [reference.text for title in (name, first) for reference in references(title.source, "section")]
    if name.key_path != ("title",) or first.key_path != ("title",):
        return ""
    if len(set(sections)) < 2 or not folder.roadmap:
        return f"; say in one of them what sets it apart, as in `{name.text} (Advanced)`"
    ids = references(folder.roadmap, "sections", EACH, "id")
    titles = {section.key_path[1]: section.text for section in references(folder.roadmap, "sections", EACH, "title")}
    section_title = next((titles.get(section.key_path[1], "") for section in ids if section.text == sections[0]), "")
    return f"; say which in the title, as in `{name.text} ({section_title or sections[0]})`"


def _titles_for_lookup(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find titles that look-up cannot find, or cannot tell apart although they are written in different ways."""
    first_uses: dict[str, Reference] = {}
    for title in folder.all_references("title"):
        lookup_key = normalized_key(tokenize(title.text))
        first = first_uses.setdefault(lookup_key, title)
        if not lookup_key and title.text.strip():
            yield title.issue(f"`{title.text}` holds no letter or digit, so that nobody could look it up")
        elif first is not title and fold_name(first.text) != fold_name(title.text):
            text = f"`{title.text}` is read as `{first.text}` of {first}: look-up cannot tell them apart"
            yield title.issue(text + _way_out(folder, title, first))


def fold_name(name: str) -> str:
    """Return what tells a name from others: without case, spaces, hyphens and underscores."""
    return "".join(letter for letter in name.casefold() if letter not in " -_")


def check_prerequisites(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find prerequisites that no topic has as its id, that stand twice, and that go round in a circle."""
    known = folder.ids
    prerequisites: dict[str, dict[str, Reference]] = {}
    for name, source in folder.sources:
        own = prerequisites.setdefault(name, {})
        for prerequisite in references(source, "prerequisites", EACH):
            if prerequisite.text not in known:
                yield _no_such_topic(prerequisite, known)
            elif prerequisite.text in own:
                yield prerequisite.issue(f"`{prerequisite.text}` stands here twice")
            else:
                own[prerequisite.text] = prerequisite
    yield from _circles(prerequisites)


def _no_such_topic(reference: Reference, known: set[str]) -> ContentIssue:
    return reference.issue(f"there is no topic `{reference.text}`" + did_you_mean(reference.text, known))


def _circles(prerequisites: dict[str, dict[str, Reference]]) -> Iterator[ContentIssue]:
    """Find the circles one by one: each is told once, at the prerequisite that begins it, and cut there."""
    while circle := _first_circle(prerequisites):
        start = min(circle)
        turn = circle.index(start)
        path = [*circle[turn:], *circle[:turn], start]
        yield prerequisites[start].pop(path[1]).issue(f"prerequisites go round in a circle: {' → '.join(path)}")


def _first_circle(prerequisites: dict[str, dict[str, Reference]]) -> list[str]:
    """Return topics of which each needs the next and the last needs the first; empty when there is no circle."""
    try:
        TopologicalSorter(prerequisites).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names[:0:-1]
    return []


def check_emoji(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find signs before a section that are no emoji, such as ①: Discord refuses a menu that has one."""
    for sign in references(folder.roadmap, "sections", EACH, "emoji") if folder.roadmap else ():
        if re.fullmatch(EMOJI, sign.text) and not is_emoji(sign.text):
            yield sign.issue(f"`{sign.text}` is no emoji that Discord knows: take one such as 🧱")


def check_layout(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find topics that are listed and missing, there and not listed, listed twice, or in another section."""
    if folder.roadmap is None:
        return
    sections = references(folder.roadmap, "sections", EACH, "id")
    listed = folder.listed
    yield from _repeated(sections)
    yield from _repeated(listed)
    yield from _crowded_sections(folder.roadmap, listed)
    written = folder.written
    unlisted = written - {entry.text for entry in listed}
    for entry in listed:
        if entry.text not in written:
            yield entry.issue(f"there is no file topics/{entry.text}.yaml" + did_you_mean(entry.text, unlisted))
    section_ids = {section.key_path[1]: section.text for section in sections}
    section_of = {entry.text: section_ids.get(entry.key_path[1]) for entry in reversed(listed)}
    for name, source in folder.sources:
        yield from _misplaced(name, source, section_of, sorted(section_ids.values()))


def _repeated(entries: list[Reference]) -> Iterator[ContentIssue]:
    first_uses: dict[str, Reference] = {}
    for entry in entries:
        if first_uses.setdefault(entry.text, entry) is not entry:
            line = entry.source.line(first_uses[entry.text].key_path)
            yield entry.issue(f"`{entry.text}` stands in line {line} already")


def _crowded_sections(roadmap: Source, listed: list[Reference]) -> Iterator[ContentIssue]:
    for section, count in Counter(entry.key_path[:2] for entry in listed).items():
        if count > MAX_TOPICS_IN_SECTION:
            text = f"has {count} topics; at most {MAX_TOPICS_IN_SECTION} fit into menus: make two sections"
            yield roadmap.issue(section, text)


def _misplaced(
    name: str, source: Source, section_of: dict[str, str | None], sections: list[str]
) -> Iterator[ContentIssue]:
    """Find a topic that no section lists, or another one than it says."""
    names = [name, *(topic_id.text for topic_id in references(source, "id"))]
    listed_under = next((section_of[known] for known in names if known in section_of), "")
    if listed_under == "":
        yield source.issue((), f"roadmap.yaml lists `{name}` nowhere: add it to a group there")
    for section in references(source, "section"):
        if section.text not in sections:
            yield section.issue(f"there is no section `{section.text}`" + did_you_mean(section.text, sections))
        elif listed_under and section.text != listed_under:
            yield section.issue(f"is `{section.text}`, but roadmap.yaml lists this topic under `{listed_under}`")


def check_history(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find ids that are gone and yet in use, or claimed twice, and retired topics that point nowhere.

    An old id leads to one topic of today or is retired, so that members keep what they did.
    """
    live = folder.ids
    retired = references(folder.roadmap, "retired", EACH, "id") if folder.roadmap else []
    first_claims: dict[str, Reference] = {}
    for old_id in [*retired, *folder.all_references("renamed_from", EACH)]:
        first = first_claims.setdefault(old_id.text, old_id)
        if old_id.text in live:
            yield old_id.issue(f"`{old_id.text}` is the id of a topic: an old id is one that no topic has any more")
        elif first is not old_id:
            yield old_id.issue(f"`{old_id.text}` is claimed by {first} already: an old id leads to one topic")
    for instead in references(folder.roadmap, "retired", EACH, "instead") if folder.roadmap else ():
        if instead.text not in live:
            yield _no_such_topic(instead, live)


def check_question_ids(folder: RoadmapFolder) -> Iterator[ContentIssue]:
    """Find ids that two questions of a roadmap share, and equal questions that no id tells apart."""
    first_uses: dict[str, Reference] = {}
    for question_id in folder.all_references("quiz", EACH, "id"):
        first = first_uses.setdefault(question_id.text, question_id)
        if first is not question_id:
            yield question_id.issue(f"`{question_id.text}` is the id of a question in {first}: each has its own")
    first_equals: dict[str, Reference] = {}
    for question, fallback in _questions_without_id(folder):
        equal = first_equals.setdefault(fallback, question)
        if equal is not question:
            yield question.issue(f"is the same question as {equal}: change one, or give both an `id`")


def _questions_without_id(folder: RoadmapFolder) -> Iterator[tuple[Reference, str]]:
    """Walk the questions that have no id, each with what it goes by instead."""
    for _, source in folder.sources:
        quiz = source.value.get("quiz")
        for position, entry in enumerate(quiz if isinstance(quiz, list) else ()):
            if not isinstance(entry, dict) or "id" in entry:
                continue
            text, choices = entry.get("question"), entry.get("choices")
            if isinstance(text, str) and isinstance(choices, list):
                question = Reference(text, source, ("quiz", position, "question"))
                yield question, fallback_question_id(text, map(str, choices))
