"""The failures that Waymark has words for."""

from collections.abc import Callable
from typing import TypeVar

from bot.core.roadmap import Section, Topic


class StudyError(Exception):
    """A failure that the member can mend: `str(error)` is what they read, and says what to try."""


class EmptyResultError(StudyError):
    """What was asked for is not there: an answer rather than a failure, whose words say what there is."""


class UnclearTopicError(StudyError):
    """What was asked for may be one of several topics; `verb` is what was to be done with it."""

    def __init__(self, typed: str, topics: tuple[Topic, ...], verb: str) -> None:
        super().__init__(f"Several topics come close to “{typed}”.")
        self.asked = typed
        self.topics = topics
        self.verb = verb


class SectionNamedError(StudyError):
    """A whole section was named to do `verb` with: `topic_count` topics would change, which asks for a confirmation."""

    def __init__(self, section: Section, topic_count: int, verb: str) -> None:
        super().__init__(f"{section.markdown_title} has {topic_count} topics.")
        self.section = section
        self.topic_count = topic_count
        self.verb = verb


class DatabaseUnavailableError(Exception):
    """The database did not answer: it is locked, unreachable or full. The same call may succeed later."""


class CommitUncertainError(DatabaseUnavailableError):
    """The database did not answer while it was committing: what was to be written may be there or not."""


class ContentError(Exception):
    """The roadmap content has mistakes; `mistakes` lists them all, one line each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class StartError(Exception):
    """The program cannot start as it is set up; `str(error)` is one clear line that says what to change."""

    exit_code = 2
    """What the process ends with; trying again without a change gives the same."""


Value = TypeVar("Value")


class ErrorCollector:
    """Collects what is wrong; `check` when all has been read."""

    def __init__(self) -> None:
        self._problems: list[str] = []

    def of(self, text: str | None, parse: Callable[[str], Value], otherwise: Value) -> Value:
        """Return what `parse` makes of `text`; `otherwise` when there is none or it is wrong, which is noted."""
        if text is None:
            return otherwise
        try:
            return parse(text)
        except StudyError as problem:
            self.add(str(problem))
            return otherwise

    def add(self, problem: str) -> None:
        """Note something else that is wrong, in words that say what would be right."""
        self._problems.append(problem)

    def check(self) -> None:
        """Raise a StudyError with everything that is wrong, if anything is."""
        if len(self._problems) == 1:
            raise StudyError(self._problems[0])
        if self._problems:
            raise StudyError("\n".join(f"• {problem}" for problem in self._problems))
