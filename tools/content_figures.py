"""Counts what the shipped roadmap holds, and how much a card asks to be read: `python tools/content_figures.py`.

How many claims, questions and exercises are checked by running them says `make test-content ARGS="-k count"`.
"""

import asyncio
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.content.loader import load_library  # noqa: E402 - found by the line above
from bot.core.roadmap import Roadmap, Topic  # noqa: E402
from bot.preview import topic_messages  # noqa: E402
from bot.ui.plain_text import message_text  # noqa: E402

PHONE = 38
"""Characters in a line of an embed on a phone of 360 points."""

REAL = {
    "traceback": r"Traceback \(most recent|^\w*Error: ",
    "query plan": r"EXPLAIN|Seq Scan|Index Scan|SCAN \w",
    "warning": r"\w+Warning: ",
    "migration": r"migrations\.\w+\(|makemigrations|BEGIN;\s+--",
    "SQL log": r"\(\d\.\d{3}\) |^SELECT .*FROM|deadlock detected",
    "server's log": r"\[error\]|\[CRITICAL\]|\[ERROR\]|connection to server at|\" \d{3} \d+",
}
"""What a prompt shows of real life -> how its text gives it away."""


def figures(roadmap: Roadmap) -> Iterator[str]:
    """Walk the lines that tell about a roadmap; it needs a running event loop, because discord.py's views do."""
    topics = list(roadmap)
    news = sum(bool(topic.news) for topic in topics)
    marked = sum(any(question.since for question in topic.quiz) for topic in topics)
    yield f"{len(topics)} topics: {news} with news, {marked} with a question that is marked with its version"
    questions = [question for topic in topics for question in topic.quiz]
    levels = Counter(question.level for question in questions)
    yield f"{len(questions)} questions: {_listed(levels)}"
    prompts = [prompt for topic in topics for prompt in topic.prompts]
    answered = Counter(prompt.kind for prompt in prompts if prompt.answer)
    yield f"{len(prompts)} prompts: {_listed(Counter(prompt.kind for prompt in prompts))}"
    yield f"of them with a model answer: {_listed(answered)}"
    yield f"prompts that show something real: {_listed(Counter(_real(prompt.text for prompt in prompts)))}"
    cards = [_card(roadmap, topic) for topic in topics]
    yield f"words on a card: {_spread([len(text.split()) for text in cards])}"
    yield f"its lines of {PHONE} characters: {_spread([_lines(text) for text in cards])}"


def _real(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (kind for kind, mark in REAL.items() if re.search(mark, text, re.MULTILINE))


def _card(roadmap: Roadmap, topic: Topic) -> str:
    """Return what is to be read on a topic's card, without its buttons."""
    first = next(topic_messages(roadmap, topic))
    text = message_text({**first.message, "components": []})
    return "\n".join(line.lstrip("│ ") for line in text.splitlines())


def _lines(text: str) -> int:
    paragraphs = re.sub(r"(?<=\S)\n(?=[^\n•])", " ", text).splitlines()
    return sum(max(1, len(textwrap.wrap(paragraph, PHONE))) for paragraph in paragraphs)


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))


def _spread(numbers: list[int]) -> str:
    return f"{min(numbers)} to {max(numbers)}, {median(numbers):g} in the middle"


async def main() -> None:
    """Print the figures of each shipped roadmap."""
    for loaded in load_library(ROOT / "content").roadmaps.values():
        sys.stdout.write("\n".join([f"{loaded.id}:", *figures(loaded), ""]))


if __name__ == "__main__":
    asyncio.run(main())
