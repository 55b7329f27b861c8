"""What to ask next: topics to practise, topics that are due, and questions that were missed today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from bot.core.mastery import Answer, AnswerKind, Learning
from bot.core.member import LearnerKey
from bot.core.progress import States, TopicState, up_next
from bot.core.recall import MAX_REVIEWS, NEW_A_DAY, predicted_recall
from bot.core.roadmap import Roadmap, Topic

BEGUN = frozenset({TopicState.STARTED, TopicState.DONE, TopicState.KNOWN})


@dataclass(frozen=True, slots=True)
class Record:
    """What a learner's record says on a day of study."""

    learner: LearnerKey
    roadmap: Roadmap
    states: States
    learning: Mapping[str, Learning]
    today: Sequence[Answer]
    day: date

    @property
    def begun(self) -> list[Topic]:
        """The topics with questions that the learner has begun, in roadmap order."""
        begun = {topic_id for topic_id, state in self.states.items() if state in BEGUN}.union(self.learning)
        return [topic for topic in self.roadmap if topic.id in begun and topic.quiz]

    def recall(self, topic_id: str) -> float:
        """Return the predicted recall of a topic, one half for one that was never asked about."""
        learning = self.learning.get(topic_id)
        return predicted_recall(learning.memory, self.day) if learning and learning.memory else 0.5


def quiz_topics(record: Record, asking_id: int) -> list[Topic]:
    """Return what to practise, the most wanted first: asked about least today, then the most forgotten.

    Somebody who has begun nothing is asked about what they would study next.
    """
    times = Counter(answer.topic_id for answer in record.today)
    pool = record.begun or first_topics(record)
    return sorted(pool, key=lambda topic: (times[topic.id], record.recall(topic.id), _lot(asking_id, topic.id)))


def due_topics(record: Record) -> list[str]:
    """Return the ids of the topics to review now, the most forgotten first, as far as the day allows."""
    reviews = [answer for answer in record.today if answer.kind is AnswerKind.REVIEW]
    if len(reviews) >= MAX_REVIEWS:
        return []
    due = [
        topic.id
        for topic in record.begun
        if (learning := record.learning.get(topic.id)) and learning.memory and learning.memory.due_on <= record.day
    ]
    met_today = {
        answer.topic_id
        for answer in reviews
        if (learning := record.learning.get(answer.topic_id)) and learning.answers == 1
    }
    new = [topic.id for topic in record.begun if topic.id not in record.learning]
    return sorted(due, key=record.recall) + new[: max(NEW_A_DAY - len(met_today), 0)]


def missed_once(record: Record) -> list[Answer]:
    """Return today's misses in reviews that have not come once more, the oldest first."""
    repeated = {answer.question_id for answer in record.today if answer.kind is AnswerKind.REPEAT}
    return [
        answer
        for answer in record.today
        if answer.kind is AnswerKind.REVIEW
        and not answer.right
        and answer.question_id not in repeated
        and answer.question_id in record.roadmap.questions
    ]


def first_topics(record: Record) -> list[Topic]:
    """Return what to ask somebody about who has begun nothing: what they would study next."""
    up = up_next(record.roadmap, record.states)
    first = [up.topic] if up and up.topic.quiz else []
    return first or [topic for topic in record.roadmap if topic.quiz][:1]


def _lot(asking_id: int, topic_id: str) -> int:
    return crc32(f"{asking_id}:{topic_id}".encode())
