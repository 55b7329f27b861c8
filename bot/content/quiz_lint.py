"""Advice on quizzes: the right choice gives itself away by nothing, and can be learned from the topic."""

from collections import Counter
from collections.abc import Iterator

from bot.content.errors import Finding
from bot.core.roadmap import Question, Roadmap, Topic
from bot.core.spelling import words

SMALL = frozenset(
    words(
        "a an and are as at be but by can do does for from has have how if in into is it its more no not of on one or "
        "only so than that the their then there they this to too up use what when where which while who with you your"
    )
)
"""Words that say nothing by themselves."""

GIVEAWAY = 1.4
"""How many times as long as the longest wrong choice the right one may be (or the shortest wrong one as it)."""

VISIBLE = 10
"""A difference of fewer characters is seen by nobody."""

LEARNED = 1 / 3
"""The share of an answer's words that the topic uses, at least."""

MANY = 40
"""With so many questions the places of the right choices should be even."""

PLACES = 4


def content_words(text: str) -> list[str]:
    """Return the words of `text` that say something, folded."""
    return [word for word in words(text) if word not in SMALL]


def lint_quizzes(roadmap: Roadmap) -> Iterator[Finding]:
    """Find choices of giveaway length, answers that the topic does not hold, and a favourite place of the right one."""
    for topic in roadmap:
        vocabulary = _vocabulary(topic) if topic.quiz else set()
        for number, question in enumerate(topic.quiz):
            yield from _giveaway_length(topic, number, question)
            if not _is_taught(question, vocabulary):
                text = "the answer is not in the topic: teach it in the explanation or the key points"
                yield Finding(topic.id, ("quiz", number), text)
    yield from _favourite_place(roadmap)


def _giveaway_length(topic: Topic, number: int, question: Question) -> Iterator[Finding]:
    right = len(question.choices[question.answer])
    wrong = [len(choice) for place, choice in enumerate(question.choices) if place != question.answer]
    key_path = ("quiz", number, "choices", question.answer)
    if right > GIVEAWAY * max(wrong) and right - max(wrong) >= VISIBLE:
        yield Finding(topic.id, key_path, "the right choice is by far the longest, which gives it away")
    if min(wrong) > GIVEAWAY * right and min(wrong) - right >= VISIBLE:
        yield Finding(topic.id, key_path, "the right choice is by far the shortest, which gives it away")


def _vocabulary(topic: Topic) -> set[str]:
    """Return all words of a topic but those of its quiz."""
    example = topic.example
    texts = [topic.title, topic.summary, topic.explanation, *topic.key_points, *topic.aliases]
    texts += [f"{pitfall.mistake} {pitfall.cure}" for pitfall in topic.pitfalls]
    texts += [f"{prompt.text} {prompt.answer}" for prompt in topic.prompts]
    texts += [example.code, example.caption, example.output] if example else []
    return set(content_words(" ".join(texts)))


def _is_taught(question: Question, vocabulary: set[str]) -> bool:
    """Tell whether the topic speaks of the right choice or of its reason; a choice of numbers says nothing."""
    parts = [set(content_words(question.choices[question.answer])), set(content_words(question.why))]
    return any(len(part & vocabulary) >= LEARNED * len(part) for part in parts)


def _favourite_place(roadmap: Roadmap) -> Iterator[Finding]:
    places = Counter(question.answer for topic in roadmap for question in topic.quiz)
    even = places.total() / PLACES
    if places.total() < MANY:
        return
    for place in range(PLACES):
        if not 0.6 * even <= places[place] <= 1.4 * even:
            text = f"of {places.total()} quiz questions {places[place]} have their right choice at {place}: spread them"
            yield Finding("", (), text)
