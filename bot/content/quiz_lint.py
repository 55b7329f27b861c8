"""Advice on quizzes: the right choice gives itself away by nothing, and can be learned from the topic."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.content.errors import Finding
from bot.core.roadmap import Question, Roadmap, Topic, fallback_question_id
from bot.core.text_normalization import letter_pairs, tokenize

SMALL = frozenset(
    tokenize(
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
"""With so many questions the places of the right choices, and what guessing finds, should be even."""

PLACES = 4
BY_CHANCE = 1 / PLACES
ABSOLUTE_WORDS = frozenset({"only", "must", "all", "never", "always"})
"""Words that authors put into wrong choices; who knows that strikes those out and guesses among the rest."""

CODE = re.compile(r"`[^`]*`")
WORD = re.compile(r"\w+")

LONGEST = (0.15, 0.35)
"""How often the right choice may be the longest: taking the longest, or never it, should be no better than chance."""

STRUCK_OUT = 0.29
"""How often a guess may be right once the choices with absolute words are struck out."""

LEVELS = ("recall", "apply", "debug")
PER_LEVEL = 2
"""Who comes back to a topic should meet another question of the same level."""


def content_words(text: str) -> list[str]:
    """Return the words of `text` that say something, folded; of scripts without blanks, each pair of letters."""
    return [part for word in tokenize(text) if word not in SMALL for part in letter_pairs(word)]


@dataclass(frozen=True, slots=True)
class QuizMeasure:
    """How guessable the questions of a roadmap are; shares are of all questions, and 0.25 would tell nothing.

    `longest` is how often the right choice is the longest, `struck_out` how often a guess finds it once choices with
    absolute words are struck out. Where several choices are equally good guesses, each counts for its part.
    """

    questions: int
    without_id: int
    longest: float
    struck_out: float

    def __str__(self) -> str:
        ids = f"{self.without_id} without an id" if self.without_id else "all with an id"
        noun = "question" if self.questions == 1 else "questions"
        return (
            f"{self.questions} {noun} ({ids}); guessing finds the right choice in {self.longest:.0%} by the longest "
            f"and in {self.struck_out:.0%} by striking out absolute words (chance: {BY_CHANCE:.0%})"
        )


def measure_quizzes(roadmap: Roadmap) -> QuizMeasure:
    """Return how guessable the questions of `roadmap` are; all zero where it has none."""
    questions = [question for topic in roadmap for question in topic.quiz]
    count = len(questions)
    return QuizMeasure(
        questions=count,
        without_id=sum(
            question.id == fallback_question_id(question.question, question.choices) for question in questions
        ),
        longest=sum(_chance(question, _longest) for question in questions) / max(count, 1),
        struck_out=sum(_chance(question, _not_absolute) for question in questions) / max(count, 1),
    )


def _chance(question: Question, guesses: Callable[[tuple[str, ...]], list[int]]) -> float:
    """Return how likely a guess among the positions that `guesses` picks finds the right choice."""
    picked = guesses(question.choices)
    return (question.answer in picked) / len(picked)


def _longest(choices: tuple[str, ...]) -> list[int]:
    longest = max(map(len, choices))
    return [position for position, choice in enumerate(choices) if len(choice) == longest]


def _not_absolute(choices: tuple[str, ...]) -> list[int]:
    """Return the choices without absolute words, or all of them when each has one."""
    texts = [CODE.sub(" ", choice).casefold() for choice in choices]
    plain = [position for position, text in enumerate(texts) if ABSOLUTE_WORDS.isdisjoint(WORD.findall(text))]
    return plain or list(range(len(choices)))


def lint_quizzes(roadmap: Roadmap) -> Iterator[Finding]:
    """Find what gives right choices away, answers that the topic does not hold, levels asked once, and missing ids."""
    for topic in roadmap:
        vocabulary = _vocabulary(topic) if topic.quiz else set()
        for number, question in enumerate(topic.quiz):
            yield from _giveaway_length(topic, number, question)
            if not _is_taught(question, vocabulary):
                text = "the answer is not in the topic: teach it in the explanation or the key points"
                yield Finding(topic.id, ("quiz", number), text)
        yield from _scarce_levels(topic)
    yield from _favourite_place(roadmap)
    yield from _guessable(measure_quizzes(roadmap))


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
    texts += [news.text for news in topic.news]
    texts += [example.code, example.caption, example.output] if example else []
    return set(content_words(" ".join(texts)))


def _is_taught(question: Question, vocabulary: set[str]) -> bool:
    """Tell whether the topic speaks of the right choice or of its reason; a choice of numbers says nothing."""
    parts = [set(content_words(question.choices[question.answer])), set(content_words(question.why))]
    return any(len(part & vocabulary) >= LEARNED * len(part) for part in parts)


def _scarce_levels(topic: Topic) -> Iterator[Finding]:
    """Find levels of which a topic that has questions has fewer than two."""
    counts = Counter(question.level for question in topic.quiz)
    scarce = [f"{counts[level]} of {level}" for level in LEVELS if counts[level] < PER_LEVEL]
    if topic.quiz and scarce:
        yield Finding(topic.id, ("quiz",), f"has {', '.join(scarce)}: {PER_LEVEL} of each level let one ask anew")


def _favourite_place(roadmap: Roadmap) -> Iterator[Finding]:
    places = Counter(question.answer for topic in roadmap for question in topic.quiz)
    even = places.total() / PLACES
    if places.total() < MANY:
        return
    for place in range(PLACES):
        if not 0.6 * even <= places[place] <= 1.4 * even:
            text = f"of {places.total()} quiz questions {places[place]} have their right choice at {place}: spread them"
            yield Finding("", (), text)


def _guessable(measure: QuizMeasure) -> Iterator[Finding]:
    """Find what a whole roadmap's questions give away, and that some of them have no id."""
    least, most = LONGEST
    if measure.questions >= MANY and not least <= measure.longest <= most:
        finding = f"the right choice is the longest in {measure.longest:.0%} of the questions"
        yield Finding("", (), f"{finding}: it should be in about a quarter")
    if measure.questions >= MANY and measure.struck_out > STRUCK_OUT:
        finding = (
            f"striking out choices with {', '.join(sorted(ABSOLUTE_WORDS))} lets {measure.struck_out:.0%} be guessed"
        )
        yield Finding("", (), f"{finding}: put such words into right choices as well, or leave them out")
    if measure.without_id:
        text = f"no `id` in {measure.without_id} of {measure.questions} questions: `python -m bot ids` writes them"
        yield Finding("", (), text)
