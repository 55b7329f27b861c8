"""What an organiser may want to know of a group: who is active, where people get stuck, what is wrong with a question.

Every figure is of people, and none is told of fewer than five.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

MIN_PEOPLE = 5
"""People in a figure: of fewer it would tell what one of them did."""
SAMPLE = 120
"""Members, the latest seen ones, by whom topics and questions are judged: it costs the same however many there are."""
STUCK_AFTER = timedelta(days=7)
"""How long ago somebody has started a topic who is stuck at it."""
STUCK_MISSES = 3
"""Misses in a row that say the same."""
LOW_RATE = 0.5
"""A topic is hard whose questions are answered right the first time less often than this."""
MIN_TOPIC_TRIES = 10
WRONG_RATE = 0.35
DOUBTFUL_RATE = 0.6
MIN_TRIES = 10
"""First tries at a question before anything is said of it; of those who chose, fewer do where they agree."""
MOST_TOPICS = 4
MOST_QUESTIONS = 3
"""Findings that are shown: what is first is worth doing first."""


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """How people fare with a topic.

    `stuck` have started it long ago and not done it, or missed it several times in a row; `answered` were asked about
    it, and made so many first `tries`, of which so many were `right`.
    """

    topic_id: str
    stuck: int = 0
    answered: int = 0
    tries: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """How people fared who chose an answer to a question for the first time.

    `asked` counts those who said "I don't know" too. `rival` is how many chose the wrong choice that most did.
    `discrimination` is below 0 when those who do well elsewhere do worse here: with a right question they do better.
    """

    question_id: str
    topic_id: str
    tries: int
    right: int
    discrimination: float
    asked: int = 0
    rival: int = 0

    @property
    def is_outvoted(self) -> bool:
        """Whether more people chose one and the same wrong choice than the right one: it may be the right one."""
        return self.asked >= MIN_TRIES and self.tries >= MIN_PEOPLE and self.rival > self.right


@dataclass(frozen=True, slots=True)
class Activity:
    """How many members have used the bot at all, in the last week, and in the last month."""

    members: int
    week: int
    month: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that findings are made of, of one server and one roadmap."""

    activity: Activity
    topics: tuple[TopicFigures, ...]
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True, slots=True)
class StuckTopic:
    """A topic where people get stuck: how many, None for too few, and what part of first tries was right, in percent.

    `percent` is None when it is not the reason, or comes of too few.
    """

    topic_id: str
    people: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class DoubtfulQuestion:
    """A question that is probably wrong: what part of first tries was right, in percent.

    `is_outvoted` is whether most of them chose one other choice, `is_reversed` whether those who do well elsewhere get
    it wrong.
    """

    question_id: str
    topic_id: str
    tries: int
    percent: int
    is_reversed: bool
    is_outvoted: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to tell, the most urgent first; `activity` has 0 for what is of too few people."""

    activity: Activity
    topics: tuple[StuckTopic, ...]
    questions: tuple[DoubtfulQuestion, ...]


def findings(figures: Figures) -> Findings:
    """Return what an organiser is told of `figures`."""
    seen = figures.activity
    activity = Activity(*(number if number >= MIN_PEOPLE else 0 for number in (seen.members, seen.week, seen.month)))
    topics, questions = stuck_topics(figures.topics), doubtful_questions(figures.questions)
    return Findings(activity, topics[:MOST_TOPICS], questions[:MOST_QUESTIONS])


def stuck_topics(topics: Iterable[TopicFigures]) -> tuple[StuckTopic, ...]:
    """Return where people get stuck, most people first, and then where the first try fails most."""
    candidates = [StuckTopic(topic.topic_id, _enough(topic.stuck), _low_percent(topic)) for topic in topics]
    countable = [topic for topic in candidates if topic.people is not None or topic.percent is not None]
    return tuple(sorted(countable, key=lambda topic: (-(topic.people or 0), topic.percent or 100, topic.topic_id)))


def doubtful_questions(questions: Iterable[QuestionFigures]) -> tuple[DoubtfulQuestion, ...]:
    """Return the questions that are probably wrong, the worst first."""
    doubtful = [
        DoubtfulQuestion(
            question.question_id,
            question.topic_id,
            question.tries,
            round(100 * question.right / question.tries),
            is_reversed=question.discrimination < 0,
            is_outvoted=question.is_outvoted,
        )
        for question in questions
        if _is_doubtful(question)
    ]
    return tuple(sorted(doubtful, key=lambda question: (question.percent, -question.tries, question.question_id)))


def _is_doubtful(question: QuestionFigures) -> bool:
    if question.tries < MIN_TRIES:
        return question.is_outvoted
    rate = question.right / question.tries
    return question.is_outvoted or rate < WRONG_RATE or (rate < DOUBTFUL_RATE and question.discrimination < 0)


def _enough(people: int) -> int | None:
    return people if people >= MIN_PEOPLE else None


def _low_percent(topic: TopicFigures) -> int | None:
    if topic.answered < MIN_PEOPLE or topic.tries < MIN_TOPIC_TRIES or topic.right >= LOW_RATE * topic.tries:
        return None
    return round(100 * topic.right / topic.tries)
