"""Finds the topics in which words stand, and the line of each that shows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.inverted_index import WEIGHTS, Field, IndexedLine, InvertedIndex
from bot.core.roadmap import Topic
from bot.core.text_normalization import clusters, is_unspaced, tokenize

MAX_HITS = 25
"""What a select menu can hold."""

MAX_SNIPPET = 100
"""What the description of a select's option can hold."""

SHARE_OF_BEST = 0.4
"""Topics that score less than this share of the best have only the common words of the query."""

MARKDOWN = re.compile(r"\*\*|(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])|\[([^\]]+)\]\([^)]+\)")
"""Bold marks, emphasis with what it stresses, links with their text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic in which the words stand; `snippet` is a line of its `field` as plain text, at most 100 characters."""

    topic: Topic
    field: Field
    snippet: str


def hits(index: InvertedIndex, topics: tuple[Topic, ...], terms: tuple[str, ...]) -> tuple[Hit, ...]:
    """Return the topics that have `terms`, best first; a topic's line is the one with the most and rarest of them."""
    scores = sorted(((score, -place) for place, score in index.score(terms).items()), reverse=True)
    best = _best_lines(index, terms)
    best_topics = [(topics[-place], best[-place]) for score, place in scores if score >= scores[0][0] * SHARE_OF_BEST]
    return tuple(Hit(topic, line.field, snippet(line, terms)) for topic, line in best_topics[:MAX_HITS])


def _best_lines(index: InvertedIndex, terms: tuple[str, ...]) -> Mapping[int, IndexedLine]:
    """Return the best line of each topic (by place); sentences win over names, since a hit shows the title anyway."""
    worth: dict[int, float] = {}
    for term in terms:
        rarity = index.rarity(len(index.weights(term)))
        for number in index.lines_having(term):
            worth[number] = worth.get(number, 0.0) + rarity
    best: dict[int, tuple[float, float, int]] = {}
    for number, sum_of_terms in worth.items():
        line = index.lines[number]
        named = line.field in (Field.TITLE, Field.ALIAS, Field.SECTION)
        rank = (sum_of_terms, 0.0 if named else WEIGHTS[line.field], -number)
        best[line.place] = max(best.get(line.place, rank), rank)
    return {place: index.lines[-rank[2]] for place, rank in best.items()}


def snippet(line: IndexedLine, terms: tuple[str, ...]) -> str:
    """Cut a line, without its Markdown, to 100 characters around the first of the words in `terms`."""
    plain = " ".join((line.text if line.field is Field.EXAMPLE else without_markdown(line.text)).split())
    if len(plain) <= MAX_SNIPPET:
        return plain
    looked_for = [word for term in terms for word in (*term.split(), term.replace(" ", ""))]
    chunks = plain.split()
    if max(map(len, chunks)) > MAX_SNIPPET / 2:  # a script without blanks
        before = min((at for word in looked_for if (at := plain.casefold().find(word)) >= 0), default=0)
        return _around(clusters(plain), len(clusters(plain[:before])), "")
    first = next((at for at, chunk in enumerate(chunks) if any(_begins(chunk, word) for word in looked_for)), 0)
    return _around(chunks, first, " ")


def without_markdown(text: str) -> str:
    """Return `text` without marks of bold, emphasis, links and code; what stood in code marks stays as it is."""
    parts = enumerate(re.split("`+", text))
    return "".join(part if at % 2 else MARKDOWN.sub(r"\1\2", part) for at, part in parts)


def _begins(chunk: str, beginning: str) -> bool:
    return any(word.startswith(beginning) or (is_unspaced(beginning) and beginning in word) for word in tokenize(chunk))


def _around(chunks: list[str], middle: int, blank: str) -> str:
    """Take chunks on both sides of the one in the `middle` while they fit, with an ellipsis for what is cut."""

    def cut(start: int, end: int) -> str:
        return "…" * (start > 0) + blank.join(chunks[start:end]) + "…" * (end < len(chunks))

    start, end = middle, middle + 1
    while True:
        wider = [(start, end + 1)] * (end < len(chunks)) + [(start - 1, end)] * (start > 0 and end - start < 100)
        fits = [(low, high) for low, high in wider if len(cut(low, high)) <= MAX_SNIPPET]
        if not fits:
            return cut(start, end)[:MAX_SNIPPET]
        start, end = min(fits, key=lambda span: abs((span[0] + span[1]) / 2 - middle))
