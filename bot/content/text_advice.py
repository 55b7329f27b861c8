"""Advice on the texts of topics: they say something, say it once, and are as easy to read as the rest."""

import re
from collections.abc import Iterator
from statistics import median

from rapidfuzz import fuzz

from bot.content.remarks import Remark
from bot.content.source import Place, dotted
from bot.core.roadmap import Roadmap, Topic
from bot.core.spelling import words

NEW_WORDS = 4
"""How many words a summary has, at least, that the title has not."""

TWICE = 80
"""How alike (of 100) two key points are that say the same."""

FAR_ABOVE = 12
"""How much harder (in points of `reading_level`) than the middle topic a text may be."""

SMALL = frozenset(
    words(
        "a an and are as at be but by can do does for from has have how if in into is it its more no not of on one or "
        "only so than that the their then there they this to too up use what when where which while who with you your"
    )
)
"""Words that say nothing by themselves."""

CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?:;](?:\s|$)|\n+")
WORD = re.compile(r"[^\W\d_]+")


def telling(text: str) -> list[str]:
    """Return the words of `text` that say something, folded."""
    return [word for word in words(text) if word not in SMALL]


def reading_level(text: str) -> float:
    """Measure how hard `text` is to read (LIX: words per sentence plus percent of words over six letters)."""
    plain = CODE.sub(" it ", text)
    found = WORD.findall(plain)
    sentences = [part for part in SENTENCE_END.split(plain) if WORD.search(part)]
    if not found:
        return 0.0
    return len(found) / len(sentences) + 100 * sum(len(word) > 6 for word in found) / len(found)


def advise_on_texts(roadmap: Roadmap) -> Iterator[Remark]:
    """Find summaries that repeat the title, key points said twice, and texts far harder than the rest."""
    levels = {topic.id: reading_level(f"{topic.summary}\n{topic.explanation}") for topic in roadmap}
    usual = median(levels.values())
    for topic in roadmap:
        yield from _summary(topic)
        yield from _key_points(topic)
        if levels[topic.id] > usual + FAR_ABOVE:
            told = f"is far harder to read than the rest ({levels[topic.id]:.0f}, usual is {usual:.0f})"
            yield Remark(topic.id, ("explanation",), f"{told}: make sentences shorter and words plainer")


def _summary(topic: Topic) -> Iterator[Remark]:
    title = set(words(topic.title))
    if len([word for word in telling(topic.summary) if word not in title]) < NEW_WORDS:
        yield Remark(topic.id, ("summary",), "hardly says more than the title: say what it is for")


def _key_points(topic: Topic) -> Iterator[Remark]:
    said: dict[Place, str] = {("summary",): topic.summary}
    for position, point in enumerate(topic.key_points):
        for place, before in said.items():
            if fuzz.token_sort_ratio(" ".join(telling(point)), " ".join(telling(before))) >= TWICE:
                yield Remark(topic.id, ("key_points", position), f"says again what {dotted(place)} says")
                break
        said["key_points", position] = point
