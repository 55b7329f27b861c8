"""A question as it was put to somebody, and the press that answers it, as the buttons of its choices carry them."""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from bot.core.errors import StudyError
from bot.core.mastery import Answer, AnswerKind
from bot.core.questions import MAX_SHOWN, answer_key, shuffled, wording_key
from bot.core.roadmap import Question, Roadmap, Topic

UNKNOWN_PLACE = "x"
OUTDATED = "This button is too old to work. /quiz asks you a new question."
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it was put to somebody; the id of what asked seeds the order of the choices.

    `sitting` is a word of the feature that asks: where in which sitting this is. It has no colon.
    """

    user_id: int
    roadmap: Roadmap
    topic: Topic
    question: Question
    asking_id: int
    sitting: str

    @property
    def order(self) -> tuple[int, ...]:
        """The author's 0-based choices in the order in which they stand."""
        return shuffled(self.question, self.asking_id)

    @property
    def ticket(self) -> str:
        """What each of its buttons carries besides the choice (`read_pick` reads it)."""
        words = self.question.id, base36(self.asking_id), owner_tag(self.user_id), wording_key(self.question)
        return ":".join((*words, self.sitting))


@dataclass(frozen=True, slots=True)
class Pick:
    """A press on a choice, as its button wrote it; `place` is 0-based from the top, None for "I don't know"."""

    question_id: str
    asking_id: int
    owner_tag: str
    wording: str
    sitting: str
    place: int | None


def read_pick(argument: str) -> Pick | None:
    """Return what a choice's button carries (a ticket and a place); None when no button of ours wrote it."""
    try:
        question_id, asking, owner, wording, sitting, place = argument.split(":")
        asking_id = int(asking, 36)
        chosen = None if place == UNKNOWN_PLACE else int(place)
    except ValueError:
        return None
    if not 0 < asking_id < 2**63:
        return None
    return Pick(question_id, asking_id, owner, wording, sitting, chosen)


def asking_for(roadmap: Roadmap, user_id: int, pick: Pick) -> Asking:
    """Return the asking that a button names; StudyError when it was another's or its question is not what it was."""
    if pick.owner_tag != owner_tag(user_id):
        raise StudyError("This question was for somebody else. /quiz asks you your own.")
    topic, question = roadmap.questions.get(pick.question_id, (None, None))
    if topic is None or question is None:
        raise StudyError("This question has since been removed, so nothing was counted. /quiz asks you another one.")
    if wording_key(question) != pick.wording:
        raise StudyError("This question has since been changed, so nothing was counted. /quiz asks you another one.")
    if pick.place is not None and not 0 <= pick.place < min(len(question.choices), MAX_SHOWN):
        raise StudyError(OUTDATED)
    return Asking(user_id, roadmap, topic, question, pick.asking_id, pick.sitting)


def answer_with(asking: Asking, place: int | None, kind: AnswerKind, day: date) -> Answer:
    """Return the answer that a press on `place` is: 0-based from the top, None for "I don't know"."""
    question = asking.question
    chosen = None if place is None else asking.order[place]
    return Answer(
        asking_id=asking.asking_id,
        topic_id=asking.topic.id,
        question_id=question.id,
        answer_key=answer_key(question),
        level=question.level,
        kind=kind,
        chosen=chosen,
        right=chosen == question.answer,
        lucky=False,
        day=day,
    )


def owner_tag(user_id: int) -> str:
    """Return four characters that stand for whoever was asked."""
    return blake2b(str(user_id).encode(), digest_size=2).hexdigest()


def base36(number: int) -> str:
    """Return a whole number from 0 in as few characters as letters and digits allow."""
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits
