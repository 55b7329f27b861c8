"""OPML, as outliners and mind maps save it -> an outline."""

from xml.etree import ElementTree as ET  # expat, whose own limits stop entities that swell

from bot.content.importers.links import links_of
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import bare_title, has_letters, split_name
from bot.core.outline import Outline, OutlineSection, OutlineTopic, Reading, Remark

MAX_DEPTH = 50


def looks_like_opml(text: str) -> bool:
    """Tell whether a text is OPML."""
    return "<opml" in text[:2_000].lower()


def read_opml(text: str, fallback_title: str) -> Reading:
    """Return the outline of an OPML text: outermost entries with others below them are sections.

    Raises UnreadableFileError for broken XML, and where there are no entries.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableFileError("This OPML declares a document type: take the line with <!DOCTYPE out.")
    try:
        root = ET.fromstring(text.encode())
    except ET.ParseError as error:
        raise UnreadableFileError(f"This OPML is broken in line {error.position[0]}: export it once more.") from error
    body = root.find("body")
    entries = list(body) if body is not None else []
    title = bare_title(root.findtext("head/title") or "") or fallback_title
    if len(entries) == 1 and any(len(child) for child in entries[0]):
        title, entries = bare_title(_name(entries[0])) or title, list(entries[0])
    sections = _sections(entries, title)
    if not sections:
        raise UnreadableFileError('This OPML holds no entries: write one `<outline text="…"/>` for each topic.')
    return Reading("OPML", Outline(title, sections), (Remark(0, "outermost entries are taken for sections"),))


def _sections(entries: list[ET.Element], title: str) -> tuple[OutlineSection, ...]:
    """Return entries with others below them as sections, after one of those that have none."""
    loose = OutlineSection(title, tuple(topic for entry in entries if not len(entry) and (topic := _topic(entry))))
    sections = [
        OutlineSection(bare_title(_name(entry)), tuple(filter(None, map(_topic, entry))), entry.get("_note", ""))
        for entry in entries
        if len(entry)
    ]
    return tuple(section for section in (loose, *sections) if section.topics)


def _name(entry: ET.Element) -> str:
    return entry.get("text") or entry.get("title") or ""


def _topic(entry: ET.Element) -> OutlineTopic | None:
    named = split_name(_name(entry))
    if not has_letters(named.title):
        return None
    below = _below(entry, 0)
    pairs = [(_name(each), each.get(key) or "") for each in (entry, *below) for key in ("url", "htmlUrl", "_link")]
    points = "\n".join(f"- {_name(each)}" for each in below if _name(each))
    text = "\n\n".join(filter(None, [named.text, entry.get("_note", ""), points]))
    return OutlineTopic(named.title, text, links=links_of(pairs))


def _below(entry: ET.Element, depth: int) -> list[ET.Element]:
    if depth > MAX_DEPTH:
        raise UnreadableFileError(f"This OPML is nested more than {MAX_DEPTH} levels deep: flatten it.")
    return [each for child in entry for each in (child, *_below(child, depth + 1))]
