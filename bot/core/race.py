"""Races: how long a round is open, which of somebody's presses counts, who stands where, and what is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b

from bot.core.asking import Asking
from bot.core.errors import StudyError
from bot.core.questions import wording_key
from bot.core.roadmap import Question, Roadmap, Topic

MIN_QUESTIONS, DEFAULT_QUESTIONS, MAX_QUESTIONS = 3, 5, 10
ROUND, ROUND_WITH_CODE = timedelta(seconds=30), timedelta(seconds=45)
READING_PAUSE = timedelta(seconds=6)
"""From the answer of one round to the next question: `why` wants to be read."""
MAX_CHANGES = 1
TOP = 5
"""Places that everybody sees; whoever is below learns theirs alone."""
MAX_SILENCE = 2
"""Rounds in a row that nobody answers, after which there is nobody to ask."""
MAX_GAP = timedelta(minutes=15)
"""How late a round may be closed, after an outage, for the race to go on: later everybody has left."""
CODE_BLOCK = "```"
OUTDATED = "This button is too old to work. /race begins a new race."
NOBODY = 0
"""Stands for whoever is asked: a round is everybody's."""


@dataclass(frozen=True, slots=True)
class Race:
    """A race; `action_id` is the snowflake of what began it, `topic_id` None when it goes over several topics."""

    id: int
    action_id: int
    guild_id: int
    channel_id: int
    roadmap_id: str
    topic_id: str | None
    starter: str
    is_stopped: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Round:
    """A question of a race, the `number`th (from 1) of `total`; instants are aware UTC, None for what is to come.

    `wording` is the key of the question's words. `closes_at` is when it is to be closed, `closed_at` when it was.
    """

    id: int
    race_id: int
    number: int
    total: int
    topic_id: str
    question_id: str
    wording: str
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None
    message_id: int | None
    edited_at: datetime | None

    @property
    def mark(self) -> str:
        """What names its message on Discord: the nonce (≤ 25), and the last part of what is pressed on it."""
        # In milliseconds, where a scheduled post has seconds: no two are ever the same.
        opened = int(self.opened_at.timestamp() * 1000) if self.opened_at else 0
        return f"o{self.id:x}-{opened:x}"


@dataclass(frozen=True, slots=True)
class AskedRound:
    """A round as its message shows it; `topic` is that of the whole race, `answers` how many have answered so far."""

    round: Round
    asking: Asking
    topic: Topic | None
    answers: int = 0


def asked_round(roadmap: Roadmap, race: Race, round_: Round, answers: int = 0) -> AskedRound | None:
    """Return a round with its question; None when that was taken out or changed since the race began."""
    topic, question = roadmap.questions.get(round_.question_id, (None, None))
    if topic is None or question is None or wording_key(question) != round_.wording:
        return None
    asking = Asking(NOBODY, roadmap, topic, question, round_.id, "")
    return AskedRound(round_, asking, roadmap.topics.get(race.topic_id or ""), answers)


class Verdict(Enum):
    """What becomes of a press."""

    TAKEN = "taken"
    CHANGED = "changed"
    SAME = "same"
    ONLY_ONCE = "only once"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody's answer in an open round: the author's 0-based choice, how often it was changed, and by which press."""

    chosen: int
    changes: int
    action_id: int


def receive(held: Held | None, chosen: int, action_id: int) -> tuple[Verdict, Held]:
    """Return what becomes of a press on an open round, and the answer that stands then."""
    if held is None:
        return Verdict.TAKEN, Held(chosen, 0, action_id)
    if held.chosen == chosen or held.action_id >= action_id:  # the newer press counts, however they come in
        return Verdict.SAME, held
    if held.changes >= MAX_CHANGES:
        return Verdict.ONLY_ONCE, held
    return Verdict.CHANGED, Held(chosen, held.changes + 1, action_id)


def read_press(argument: str) -> tuple[int, str, int]:
    """Return what a choice's button carries: the round's id, the key of the wording, the 0-based place.

    StudyError when no button of ours wrote it.
    """
    round_id, _, rest = argument.partition(":")
    wording, _, place = rest.partition(":")
    is_number = round_id.isascii() and round_id.isalnum() and len(round_id) <= 12
    if not is_number or not place.isascii() or not place.isdecimal() or len(place) > 2:
        raise StudyError(OUTDATED)
    return int(round_id, 36), wording, int(place)


def time_for(question: Question) -> timedelta:
    """Return how long a round with this question is open: code takes longer to read."""
    has_code = any(CODE_BLOCK in text for text in (question.question, *question.choices))
    return ROUND_WITH_CODE if has_code else ROUND


@dataclass(frozen=True, slots=True)
class Runner:
    """Somebody in a race: how many they had right, and the name that others may see, None for one that stays hidden."""

    user_id: int
    name: str | None
    right: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A runner with their place; those with as many right share it: 1, 1, 3."""

    place: int
    runner: Runner


def places(runners: Iterable[Runner]) -> tuple[Placed, ...]:
    """Return who stands where, the best first; those with the same place in the order of their ids."""
    ordered = sorted(runners, key=lambda runner: (-runner.right, runner.user_id))
    placed: list[Placed] = []
    for number, runner in enumerate(ordered, start=1):
        tied = placed and placed[-1].runner.right == runner.right
        placed.append(Placed(placed[-1].place if tied else number, runner))
    return tuple(placed)


def place_of(placed: Iterable[Placed], user_id: int) -> Placed | None:
    """Return where somebody stands; None when they have not answered."""
    return next((row for row in placed if row.runner.user_id == user_id), None)


def draw_questions(topics: Sequence[Topic], number: int, seed: int) -> list[tuple[Topic, Question]]:
    """Return up to `number` different questions of `topics`, which take turns; `seed` draws the lots."""
    piles = [sorted(topic.quiz, key=lambda question: _lot(seed, question.id)) for topic in topics]
    turns = [
        (turn, _lot(seed, topic.id), topic, question)
        for topic, pile in zip(topics, piles, strict=True)
        for turn, question in enumerate(pile)
    ]
    turns.sort(key=lambda drawn: drawn[:2])
    return [(topic, question) for _, _, topic, question in turns[:number]]


def mixed_topics(topics: Iterable[Topic], begun: Mapping[str, int], number: int) -> list[Topic]:
    """Return the topics of a race over several: those that most of the group have begun, else the first ones.

    `begun` is how many have, by topic id; there are some more than the `number` of questions, for the lot to choose.
    """
    ordered = sorted((topic for topic in topics if topic.quiz), key=lambda topic: -begun.get(topic.id, 0))
    return ordered[: 2 * number]


def _lot(seed: int, name: str) -> bytes:
    return blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()
