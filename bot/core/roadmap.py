"""What there is to study: a roadmap with its sections, topics and what belongs to a topic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

from bot.core.text_normalization import escape_markdown, sanitize


class Titled:
    """Something with a title: plain text, which Discord would read as Markdown where a message holds it."""

    __slots__ = ()
    title: str

    @property
    def markdown_title(self) -> str:
        """The title for a message, where it is shown as it is written; not for buttons, menus and footers."""
        return escape_markdown(self.title)


@dataclass(frozen=True, slots=True)
class Resource(Titled):
    """A place to learn more: `kind` is official, article, video, course, book or tool."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Example:
    """A short piece of code in `language` (a Discord code-block name: python, sql, bash, nginx, …).

    `output` is exactly what it prints when it is run, or empty.
    """

    language: str
    code: str
    caption: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A mistake that people really make, and its cure."""

    mistake: str
    cure: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text for the daily post: `kind` is discuss, exercise or predict; `answer` is shown as a spoiler."""

    kind: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question; `answer` is the 0-based place of the right choice, `level` recall, apply or debug.

    `id` is the stable slug, unique in its roadmap, that answers are keyed on: at most 24 characters. `since` is the
    version from which on the question holds, such as `Django 6.1`, or empty.
    """

    id: str
    question: str
    choices: tuple[str, ...]
    answer: int
    why: str
    level: str
    since: str = ""


def fallback_question_id(question: str, choices: Iterable[str]) -> str:
    """Return what stands in for the id of a question without one: a hash that no order of the choices changes.

    It has the shape of an id and 18 characters. A reworded question gets another one.
    """
    parts = [" ".join(part.split()) for part in (question, *sorted(choices))]
    return "q-" + sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """What changed in the subject of a topic with `version`, such as `Django 6.1`."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Project:
    """What a topic of the last section asks to be built."""

    brief: str
    milestones: tuple[str, ...]
    done_when: str
    stretch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic(Titled):
    """One thing to study. `id` is the stable slug that progress is keyed on.

    `minutes` is an estimate of the effort, 0 where nobody has made one. A roadmap that somebody brought may have topics
    without a summary, an explanation, key points and resources.
    """

    id: str
    title: str
    section: str
    summary: str
    explanation: str
    key_points: tuple[str, ...]
    minutes: int
    resources: tuple[Resource, ...]
    aliases: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    renamed_from: tuple[str, ...] = ()
    example: Example | None = None
    pitfalls: tuple[Pitfall, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    quiz: tuple[Question, ...] = ()
    news: tuple[NewsItem, ...] = ()
    project: Project | None = None


@dataclass(frozen=True, slots=True)
class Group(Titled):
    """Topics of a section that belong together, in roadmap order."""

    title: str
    topic_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section(Titled):
    """A chapter of the roadmap, in groups."""

    id: str
    title: str
    emoji: str
    summary: str
    groups: tuple[Group, ...]

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The ids of all its topics, in roadmap order."""
        return tuple(topic_id for group in self.groups for topic_id in group.topic_ids)


@dataclass(frozen=True, slots=True)
class Retired(Titled):
    """A topic that was taken out of the roadmap; `instead` is the id of the topic to read now, or empty."""

    id: str
    title: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, eq=False)
class Roadmap(Titled):
    """A whole roadmap; `versions` says which releases it speaks of (name -> text).

    It is loaded once and compared by identity, so that what is made of it can be kept by it.
    """

    id: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    topics: Mapping[str, Topic]
    retired: Mapping[str, Retired] = field(default_factory=lambda: MappingProxyType({}))
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __getstate__(self) -> dict[str, object]:
        """Return what is kept of it for another process: its parts, and nothing that was derived from them."""
        values = {part.name: getattr(self, part.name) for part in fields(self)}
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}

    def __iter__(self) -> Iterator[Topic]:
        """Walk the topics in roadmap order."""
        return (self.topics[topic_id] for topic_id in self.order)

    def __len__(self) -> int:
        """Count the topics."""
        return len(self.topics)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The topic ids in roadmap order."""
        return tuple(topic_id for section in self.sections for topic_id in section.topic_ids)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The 0-based place of each topic id in roadmap order."""
        return {topic_id: place for place, topic_id in enumerate(self.order)}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Ids that topics had before -> the ids they have now."""
        return {old: topic.id for topic in self for old in topic.renamed_from}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each topic id."""
        return {topic_id: section for section in self.sections for topic_id in section.topic_ids}

    @cached_property
    def questions(self) -> "Mapping[str, tuple[Topic, Question]]":
        """Every question with its topic, by the question's id."""
        return {question.id: (topic, question) for topic in self for question in topic.quiz}

    @cached_property
    def section_by_id(self) -> Mapping[str, Section]:
        """The sections by their ids."""
        return {section.id: section for section in self.sections}

    def find_section(self, text: str) -> Section | None:
        """Return the section with this id, number (from 1) or title, else the only one with a word that begins so.

        For looking up and for filters. What changes progress goes by whole titles: `Lookup.section`.
        """
        wanted = sanitize(text).casefold()
        for number, section in enumerate(self.sections, start=1):
            if wanted in (section.id, section.title.casefold(), str(number)):
                return section
        likely = [section for section in self.sections if wanted and f" {wanted}" in f" {section.title.casefold()}"]
        return likely[0] if len(likely) == 1 else None

    def before(self, topic_id: str) -> Topic | None:
        """Return the topic that precedes `topic_id` in roadmap order, None at the start."""
        place = self.position[topic_id]
        return self.topics[self.order[place - 1]] if place else None

    def after(self, topic_id: str) -> Topic | None:
        """Return the topic that follows `topic_id` in roadmap order, None at the end."""
        place = self.position[topic_id] + 1
        return self.topics[self.order[place]] if place < len(self.order) else None

    def farewell(self, retired: Retired) -> str:
        """Say that a topic is no longer on the roadmap, and what to read instead."""
        instead = f" Read {self.topics[retired.instead].markdown_title} instead." if retired.instead else ""
        gone = f"{retired.markdown_title} is no longer on the roadmap: {retired.reason}"
        return f"{gone}{instead} What you did there stays yours."


MAX_EXAMPLE = 16
"""Letters of a title that reads well in a sentence."""


def example_names(roadmap: Roadmap) -> tuple[str, str]:
    """Return the titles of two topics to try things with, short ones from the middle; one topic stands twice."""
    words = [topic.title for topic in roadmap if len(topic.title) <= MAX_EXAMPLE and " " not in topic.title]
    titles = words if len(words) > 1 else sorted((topic.title for topic in roadmap), key=len)[:2]
    return titles[(len(titles) - 1) // 2], titles[-1 if len(titles) < 6 else 2 * len(titles) // 3]
