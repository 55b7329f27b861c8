"""An outline -> the content format: unique titles, ids that stay, texts that fit, prerequisites in order."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from bot.content.checks import MAX_TOPICS_IN_SECTION, fold_name
from bot.content.errors import sorted_issues
from bot.content.folder import RoadmapFolder
from bot.content.ids import new_question_id, new_topic_id
from bot.content.importers.links import MAX_LINKS
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import (
    MAX_TITLE,
    bare_title,
    clean,
    explanation_of,
    has_letters,
    safe_text,
    shortened,
    summary_and_rest,
)
from bot.content.loader import ROADMAP_CHECKS, check_folder
from bot.content.yaml_reader import Source, Value
from bot.core.outline import (
    MAX_QUESTIONS,
    MAX_SECTIONS,
    MAX_TOPICS,
    Outline,
    OutlineQuestion,
    OutlineSection,
    OutlineTopic,
    Reading,
    Remark,
)
from bot.core.roadmap import Roadmap
from bot.core.text_normalization import is_emoji, normalized_key, tokenize

MAX_ROADMAP_SUMMARY = 500
MAX_MESSAGE = 600

Fields = dict[str, object]
"""A value of the content format, as YAML and JSON hold it."""


@dataclass(frozen=True, slots=True)
class Content:
    """A roadmap in the content format: what roadmap.yaml and the topic files hold, in roadmap order."""

    roadmap: Fields
    topics: tuple[Fields, ...]

    def as_roadmap(self, *, is_settled: bool = False) -> Roadmap:
        """Return the roadmap. Raises UnreadableFileError, naming the first mistake, where it is not sound.

        With `is_settled` names may be shared: a topic keeps its id when another one gets the title that it had.
        """
        topics = {str(topic["id"]): _source(str(topic["id"]), topic) for topic in self.topics}
        folder = RoadmapFolder(Path(), _source("roadmap", self.roadmap), topics)
        loaded, issues = check_folder(folder, [], ROADMAP_CHECKS[1:] if is_settled else ROADMAP_CHECKS)
        if issues:
            first = sorted_issues(issues)[0]
            raise UnreadableFileError(f"{first.file}: {first.path}: {first.text}"[:MAX_MESSAGE])
        assert loaded.roadmap is not None
        return loaded.roadmap


def _source(name: str, fields: Fields) -> Source:
    return Source(name, cast(dict[str, Value], fields), {(): 1})


def check_limits(outline: Outline) -> None:
    """Raise UnreadableFileError, in one line that says what to do, for more than a roadmap may hold."""
    questions = sum(len(topic.questions) for topic in outline)
    if len(outline) > MAX_TOPICS:
        raise UnreadableFileError(f"That makes {len(outline):,} topics; at most {MAX_TOPICS} fit: bring it in parts.")
    if len(outline.sections) > MAX_SECTIONS:
        sentence = f"That makes {len(outline.sections)} sections; at most {MAX_SECTIONS} fit"
        raise UnreadableFileError(f"{sentence}: put a heading over several of them, or bring it in parts.")
    if questions > MAX_QUESTIONS:
        raise UnreadableFileError(f"That makes {questions:,} questions; at most {MAX_QUESTIONS:,} fit: leave some out.")


def build(reading: Reading, roadmap_id: str = "", used: Collection[str] = ()) -> tuple[Content, tuple[Remark, ...]]:
    """Return the content that a reading makes, and its remarks with those on what had to be changed.

    Ids that topics have already stay; new ones are none of `used` (ids that mean something else in this roadmap).
    Raises UnreadableFileError for more than a roadmap may hold.
    """
    check_limits(reading.outline)
    remarks = list(reading.remarks)
    outline = _with_unique_titles(_fitting(reading.outline), remarks)
    outline = _with_ids(outline, roadmap_id, used)
    remarks += _links_left_out(outline)
    topics: list[Fields] = []
    for section in outline.sections:
        for topic in section.topics:
            before = str(topics[-1]["id"]) if topics else ""
            topics.append(_topic_fields(topic, section.id, before))
    _give_question_ids(topics, outline)
    return Content(_roadmap_fields(outline), tuple(topics)), tuple(sorted(remarks))


def _fitting(outline: Outline) -> Outline:
    """Return the outline with titles that fit; sections too long for their menus come in parts."""
    sections: list[OutlineSection] = []
    for section in outline.sections:
        title = shortened(bare_title(section.title) or outline.title)
        topics = [
            replace(topic, title=shortened(clean(topic.title)), group=shortened(topic.group))
            for topic in section.topics
        ]
        parts = range(0, len(topics), MAX_TOPICS_IN_SECTION)
        for number, start in enumerate(parts, start=1):
            name = f"{shortened(title, MAX_TITLE - 5)} ({number})" if len(parts) > 1 else title
            same = sum(shown.title.partition(" · ")[0] == name for shown in sections)
            name = f"{shortened(name, MAX_TITLE - 5)} · {same + 1}" if same else name
            sections.append(replace(section, title=name, topics=tuple(topics[start : start + MAX_TOPICS_IN_SECTION])))
    title = shortened(clean(outline.title), 100)
    return replace(outline, title=title if has_letters(title) else "Roadmap", sections=tuple(sections))


# Titles that mean one topic


def _with_unique_titles(outline: Outline, remarks: list[Remark]) -> Outline:
    """Return the outline with the section, the group or a number in the titles that several topics share."""
    shared = {key for key, times in Counter(_title_key(topic.title) for topic in outline).items() if times > 1}
    if not shared:
        return outline
    seen: set[str] = {_title_key(topic.title) for topic in outline} - shared
    first: dict[str, str] = {}
    sections = []
    for section in outline.sections:
        topics = []
        for topic in section.topics:
            key, title = _title_key(topic.title), topic.title
            if key in shared:
                title = _distinct(topic, section.title, seen, first.setdefault(key, ""))
                first[key] = section.title
            if title != topic.title:
                remarks.append(Remark(topic.line, f"“{topic.title}” is there twice: this one is called “{title}”"))
            seen.add(_title_key(title))
            topics.append(replace(topic, title=title))
        sections.append(replace(section, topics=tuple(topics)))
    return replace(outline, sections=tuple(sections))


def _title_key(title: str) -> str:
    return normalized_key(tokenize(title)) or fold_name(title)


def _distinct(topic: OutlineTopic, section: str, seen: Collection[str], last_section: str) -> str:
    """Return a title that no other topic has: the first of twins keeps its own, the next of a section its group."""
    names = [topic.group, section] if section == last_section else [section, topic.group]
    names = [name for name in names if name and _title_key(name) != _title_key(topic.title)]
    names += [str(number) for number in range(2, MAX_TOPICS)]
    candidates = ([] if last_section else [topic.title]) + [_told_apart(topic.title, name) for name in names]
    return next(title for title in candidates if _title_key(title) not in seen)


def _told_apart(title: str, name: str) -> str:
    name = shortened(name, 28)
    return f"{shortened(title, MAX_TITLE - len(name) - 3)} ({name})"


# Ids


def _with_ids(outline: Outline, roadmap_id: str, reserved: Collection[str]) -> Outline:
    """Return the outline with an id for everything: those of the file where they are good, else made of the titles."""
    names = {fold_name(topic.title): topic for topic in outline}
    used: set[str] = set()
    topic_ids = _Taken({*reserved, *(topic.id for topic in outline if topic.id)}, names)
    section_ids = {section.id for section in outline.sections if section.id}
    sections: list[OutlineSection] = []
    for section in outline.sections:
        topics = []
        for topic in section.topics:
            topic_ids.mine = fold_name(topic.title)
            new_id = topic.id if topic.id and topic.id not in used else new_topic_id(topic.title, topic_ids)
            used.add(new_id)
            topic_ids.add(new_id)
            topics.append(replace(topic, id=new_id))
        section_id = section.id or new_topic_id(section.title, section_ids)
        section_ids.add(section_id)
        sections.append(replace(section, id=section_id, topics=tuple(topics)))
    new_roadmap_id = roadmap_id or outline.id or new_topic_id(outline.title, ())
    return replace(outline, id=new_roadmap_id, sections=tuple(sections))


class _Taken:
    """The ids that a new topic may not have: those that read like one in use, or like another topic's title."""

    def __init__(self, ids: set[str], names: Mapping[str, OutlineTopic]) -> None:
        self._ids = set(map(fold_name, ids))
        self._names = names
        self.mine = ""

    def __contains__(self, topic_id: object) -> bool:
        name = fold_name(str(topic_id))
        return name in self._ids or (name in self._names and name != self.mine)

    def add(self, topic_id: str) -> None:
        """Take an id from now on."""
        self._ids.add(fold_name(topic_id))


def _give_question_ids(topics: Iterable[Fields], outline: Outline) -> None:
    """Write ids into the questions that have none."""
    without_id: list[tuple[str, Fields]] = []
    used: set[str] = set()
    for fields, topic in zip(topics, outline, strict=True):
        questions = fields.get("quiz")
        for question in questions if isinstance(questions, list) and not topic.fields else ():
            if isinstance(question, dict) and "id" not in question:
                without_id.append((str(fields["id"]), question))
            elif isinstance(question, dict):
                used.add(str(question["id"]))
    for topic_id, question in without_id:
        question["id"] = new_question_id(topic_id, str(question.get("question", "")), used)
        used.add(str(question["id"]))


# Fields of the content format


def _topic_fields(topic: OutlineTopic, section_id: str, before: str) -> Fields:
    own: Fields = {"id": topic.id, "title": topic.title, "section": section_id}
    if topic.fields:
        return {**topic.fields, **own}
    summary, whole = summary_and_rest(safe_text(topic.text))
    fields: Fields = {
        "summary": summary,
        "explanation": explanation_of(whole),
        "resources": [{"type": link.kind, "title": link.title, "url": link.url} for link in topic.links[:MAX_LINKS]],
        "prerequisites": [before] if before else [],
        "minutes": topic.minutes,
        "quiz": [_question_fields(question) for question in topic.questions],
    }
    fields |= topic.block
    return own | {key: value for key, value in fields.items() if value and key not in own}


def _question_fields(question: OutlineQuestion) -> Fields:
    fields: Fields = {
        "question": safe_text(question.question),
        "choices": list(question.choices),
        "answer": question.answer,
        "why": safe_text(question.why),
    }
    return {key: value for key, value in fields.items() if value != ""}


def _roadmap_fields(outline: Outline) -> Fields:
    fields: Fields = {"id": outline.id, "title": outline.title}
    summary, _ = summary_and_rest(safe_text(outline.text), MAX_ROADMAP_SUMMARY)
    if summary:
        fields["summary"] = summary
    return fields | dict(outline.fields) | {"sections": [_section_fields(section) for section in outline.sections]}


def _section_fields(section: OutlineSection) -> Fields:
    summary, _ = summary_and_rest(safe_text(section.text))
    fields: Fields = {"id": section.id, "title": section.title}
    if is_emoji(section.emoji) and len(section.emoji) <= 16:
        fields["emoji"] = section.emoji
    if summary:
        fields["summary"] = summary
    return fields | {"groups": list(_groups(section))}


def _groups(section: OutlineSection) -> Iterator[Fields]:
    """Walk the groups; topics without one stand in a group that is called as the section."""
    groups: list[tuple[str, list[str]]] = []
    for topic in section.topics:
        name = bare_title(topic.group) or section.title
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(topic.id)
    for name, ids in groups:
        yield {"title": name, "topics": ids}


def _links_left_out(outline: Outline) -> Iterator[Remark]:
    over = [len(topic.links) - MAX_LINKS for topic in outline if len(topic.links) > MAX_LINKS]
    if over:
        yield Remark(0, f"{sum(over)} links are left out: a topic shows its first {MAX_LINKS}")
