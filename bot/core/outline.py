"""What an importer understands of somebody's file: sections, topics and links, before they have ids and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MAX_SECTIONS = 30
MAX_TOPICS = 300
MAX_QUESTIONS = 1_500


@dataclass(frozen=True, slots=True)
class OutlineLink:
    """A place to learn more; `kind` is one of the content format's types of resources, https only."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OutlineQuestion:
    """A question with 2 to 10 choices; `answer` is the 0-based place of the right one."""

    question: str
    choices: tuple[str, ...]
    answer: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class OutlineTopic:
    """A topic as a file names it; `line` (from 1, 0 for unknown) is where. What the file does not say is empty.

    `text` is all that is said of it, as plain text with code in back quotes. `id` is one that the file gives; `fields`
    are the keys of the content format where the file was written in it, and count before all others; `block` are those
    that stand beside the text, and count before what the text says.
    """

    title: str
    text: str = ""
    links: tuple[OutlineLink, ...] = ()
    questions: tuple[OutlineQuestion, ...] = ()
    minutes: int | None = None
    group: str = ""
    id: str = ""
    line: int = 0
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    block: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A chapter with its topics in order; each topic says in which group of the section it stands."""

    title: str
    topics: tuple[OutlineTopic, ...]
    text: str = ""
    emoji: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole roadmap as a file gives it; `fields` are further keys of roadmap.yaml."""

    title: str
    sections: tuple[OutlineSection, ...]
    text: str = ""
    id: str = ""
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __iter__(self) -> Iterator[OutlineTopic]:
        """Walk the topics in order."""
        return (topic for section in self.sections for topic in section.topics)

    def __len__(self) -> int:
        """Count the topics."""
        return sum(len(section.topics) for section in self.sections)


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something that the reader of a file should know: what was guessed or left out; `line` is 0 for the whole file."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood: in which format, as which outline, and what was guessed or left out on the way.

    `topics_are` is how Markdown was read: `headings` or `bullets`; empty for formats in which there is no choice.
    """

    format: str
    outline: Outline
    remarks: tuple[Remark, ...] = ()
    topics_are: str = ""
