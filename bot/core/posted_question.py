"""The question of the day: one that a whole channel is asked, pressed for ever, whatever becomes of its topic."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.core.asking import UNKNOWN_PLACE, Asking
from bot.core.errors import StudyError
from bot.core.mastery import AnswerKind
from bot.core.roadmap import Question, Roadmap, Topic

MIN_SPREAD = 5
"""Answers from which on a channel sees how they were spread: of fewer it could tell whose is which."""
HALF_A_DAY = timedelta(hours=12)
OUTDATED = "This button is too old to work. /quiz asks you a question."
NOBODY = 0
"""Stands for whoever is asked: the question is everybody's."""


@dataclass(frozen=True, slots=True)
class PostedQuestion:
    """A question as it was posted for everybody; it counts until `until` (aware UTC), or until it is revealed.

    `message_id` is None until somebody has pressed on it; `run_token` is the last part of all that is pressed there.
    """

    id: int
    guild_id: int
    channel_id: int
    message_id: int | None
    roadmap_id: str
    topic_id: str
    question: Question
    until: datetime
    revealed_at: datetime | None
    run_token: str

    @property
    def asking_id(self) -> int:
        """The asking of everybody's answers: below all that interactions and races ask."""
        return -self.id

    def kind_at(self, at: datetime) -> AnswerKind:
        """Return what an answer at an instant (aware) counts as: once what is right was told, it is practice."""
        is_late = self.revealed_at is not None or at >= self.until
        return AnswerKind.DAILY_LATE if is_late else AnswerKind.DAILY

    def may_reveal(self, answers: int, at: datetime) -> bool:
        """Return whether a channel sees at an instant (aware), unasked, how so many answers were spread."""
        return answers >= MIN_SPREAD and at >= self.until


@dataclass(frozen=True, slots=True)
class PressedPlace:
    """A press: the id of the posted question, and the 0-based place from the top, None for "I don't know"."""

    posted_id: int
    place: int | None


def read_place(argument: str) -> PressedPlace:
    """Return what a choice's button carries; StudyError when no button of ours wrote it."""
    posted_id, _, place = argument.partition(":")
    if place == UNKNOWN_PLACE:
        return PressedPlace(read_posted_id(posted_id), None)
    if not place.isascii() or not place.isdecimal() or len(place) > 2:
        raise StudyError(OUTDATED)
    return PressedPlace(read_posted_id(posted_id), int(place))


def read_posted_id(text: str) -> int:
    """Return the id that a button carries; StudyError when no button of ours wrote it."""
    if not text.isascii() or not text.isalnum() or len(text) > 12:
        raise StudyError(OUTDATED)
    return int(text, 36)


def asking_of(roadmap: Roadmap | None, default: Roadmap, posted: PostedQuestion) -> tuple[Asking, bool]:
    """Return the asking of a posted question, and whether its topic is still on the roadmap, None for one that is gone.

    The question stays as it was posted, also where it was reworded or taken out since; `default` stands in for a
    roadmap that is gone.
    """
    known = default if roadmap is None else roadmap
    topic_id = known.renamed.get(posted.topic_id, posted.topic_id)
    topic = None if roadmap is None else roadmap.topics.get(topic_id)
    if topic is not None:
        return Asking(NOBODY, known, topic, posted.question, posted.asking_id, ""), True
    retired = known.retired.get(topic_id)
    former = _former_topic(topic_id, retired.title if retired else topic_id, posted.question)
    return Asking(NOBODY, known, former, posted.question, posted.asking_id, ""), False


def choose_posted(topic: Topic, posted_ids: Iterable[str], seed: int) -> Question:
    """Return the question of a topic to post: none again before all have come; `seed` draws among those left.

    `posted_ids` are those that were posted. ValueError for a topic without questions.
    """
    times = Counter(posted_ids)
    return min(topic.quiz, key=lambda question: (times[question.id], _lot(seed, question.id)))


def question_to_json(question: Question) -> dict[str, object]:
    """Return what `question_from_json` reads."""
    return asdict(question)


def question_from_json(fields: Mapping[str, object]) -> Question:
    """Read a question as it was posted."""
    choices, answer = fields.get("choices"), fields.get("answer")
    texts = {name: str(fields.get(name, "")) for name in ("id", "question", "why", "level", "since")}
    if not isinstance(choices, Sequence) or not isinstance(answer, int):
        raise TypeError("a posted question has choices and an answer")
    return Question(choices=tuple(map(str, choices)), answer=answer, **texts)


def _former_topic(topic_id: str, title: str, question: Question) -> Topic:
    return Topic(topic_id, title, "", "", "", (), 0, (), quiz=(question,))


def _lot(seed: int, name: str) -> bytes:
    return blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()
