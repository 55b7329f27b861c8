"""What could be better in sound content: told by the `check` command, never in the way of a start."""

import re
from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from rapidfuzz import fuzz

from bot.content.errors import ContentIssue, Finding, sorted_issues
from bot.content.loader import LoadedRoadmap
from bot.content.quiz_lint import content_words, lint_quizzes
from bot.content.yaml_reader import KeyPath, dotted
from bot.core.roadmap import Roadmap, Topic
from bot.core.text_normalization import clusters, normalized_key, split_words, tokenize

PLACEHOLDER = "TODO"

NEW_WORDS = 4
"""How many words a summary has, at least, that the title has not."""

TWICE = 80
"""How alike (of 100) two key points are that say the same."""

FAR_ABOVE = 12
"""How much harder (in points of `reading_level`) than the middle topic a text may be."""

CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?:;؟۔։።](?:\s|$)|[。！？；।॥]|\n+")


def reading_level(text: str) -> float:
    """Measure how hard `text` is to read (LIX: words per sentence plus percent of words over six letters)."""
    plain = CODE.sub(" it ", text)
    words_by_sentence = list(filter(None, map(split_words, SENTENCE_END.split(plain))))
    if not words_by_sentence:
        return 0.0
    words = [word for words in words_by_sentence for word in words]
    return len(words) / len(words_by_sentence) + 100 * sum(len(clusters(word)) > 6 for word in words) / len(words)


def lint_texts(roadmap: Roadmap) -> Iterator[Finding]:
    """Find summaries that repeat the title, key points said twice, and texts far harder than the rest."""
    levels = {topic.id: reading_level(f"{topic.summary}\n{topic.explanation}") for topic in roadmap}
    usual = median(level for level in levels.values() if level) if any(levels.values()) else 0.0
    for topic in roadmap:
        yield from _placeholders(topic)
        yield from _summary(topic)
        yield from _key_points(topic)
        if topic.explanation and levels[topic.id] > usual + FAR_ABOVE:
            text = f"is far harder to read than the rest ({levels[topic.id]:.0f}, usual is {usual:.0f})"
            yield Finding(topic.id, ("explanation",), f"{text}: make sentences shorter and words plainer")


def _placeholders(topic: Topic) -> Iterator[Finding]:
    """Find texts that `new topic` has begun and nobody has written."""
    texts: dict[KeyPath, str] = {("summary",): topic.summary, ("explanation",): topic.explanation}
    texts |= {("key_points", number): point for number, point in enumerate(topic.key_points)}
    texts |= {("resources", number, "title"): resource.title for number, resource in enumerate(topic.resources)}
    texts |= {("prompts", number): prompt.text for number, prompt in enumerate(topic.prompts)}
    for key_path, text in texts.items():
        if text.startswith(PLACEHOLDER):
            yield Finding(topic.id, key_path, f"is still to be written: it begins with {PLACEHOLDER}")


def _summary(topic: Topic) -> Iterator[Finding]:
    title = set(content_words(topic.title))
    if not topic.summary:
        yield Finding(topic.id, (), "has no `summary`: say in a sentence what it is")
    elif len([word for word in content_words(topic.summary) if word not in title]) < NEW_WORDS:
        yield Finding(topic.id, ("summary",), "hardly says more than the title: say what it is for")


def _key_points(topic: Topic) -> Iterator[Finding]:
    earlier: dict[KeyPath, str] = {("summary",): topic.summary}
    for position, point in enumerate(topic.key_points):
        for key_path, text in earlier.items():
            if fuzz.token_sort_ratio(" ".join(content_words(point)), " ".join(content_words(text))) >= TWICE:
                yield Finding(topic.id, ("key_points", position), f"says again what {dotted(key_path)} says")
                break
        earlier["key_points", position] = point


def lint_names(roadmap: Roadmap) -> Iterator[Finding]:
    """Find names that members cannot tell from another topic's, such as `permission` beside `Permissions`."""
    first_uses: dict[str, tuple[Topic, str]] = {}
    for topic in roadmap:
        for key_path, name in _names(topic):
            first, first_name = first_uses.setdefault(normalized_key(tokenize(name)), (topic, name))
            if first is not topic:
                text = f"`{name}` is read as `{first_name}` of {first.id}: a search cannot tell them apart"
                yield Finding(topic.id, key_path, text)


def _names(topic: Topic) -> Iterator[tuple[KeyPath, str]]:
    yield ("id",), topic.id
    yield ("title",), topic.title
    for position, alias in enumerate(topic.aliases):
        yield ("aliases", position), alias


OFFICIAL = "official"

MANY_TOPICS = 3
"""More topics than these that send members to one page say that none has found its own."""


def lint_links(roadmap: Roadmap) -> Iterator[Finding]:
    """Find resources in a poor order or used by many topics, topics that stand alone, and needs that come later."""
    needed = {need for topic in roadmap for need in topic.prerequisites}
    for topic in roadmap:
        yield from _order_of_resources(topic)
        yield from _later_needs(roadmap, topic)
        if len(roadmap) > 1 and not topic.prerequisites and topic.id not in needed:
            yield Finding(topic.id, (), "needs no topic, and none needs it: tie it in with `prerequisites`")
    yield from _shared_urls(roadmap)


def _order_of_resources(topic: Topic) -> Iterator[Finding]:
    kinds = [resource.kind for resource in topic.resources]
    if not kinds:
        yield Finding(topic.id, (), "has no `resources`: name a place to learn more")
    elif OFFICIAL not in kinds:
        yield Finding(topic.id, ("resources",), "names nothing official: documentation comes first")
    elif misplaced := [
        position for position, kind in enumerate(kinds) if kind == OFFICIAL and position >= kinds.count(OFFICIAL)
    ]:
        yield Finding(topic.id, ("resources", misplaced[0]), "is official and stands behind others: put it first")


def _later_needs(roadmap: Roadmap, topic: Topic) -> Iterator[Finding]:
    """Find a need that the same section lists later; between sections `/next` follows the needs, not the order."""
    for position, need in enumerate(topic.prerequisites):
        if roadmap.section_of[need] is not roadmap.section_of[topic.id]:
            continue
        if roadmap.position[need] > roadmap.position[topic.id]:
            yield Finding(
                topic.id, ("prerequisites", position), f"`{need}` comes later in this section than this topic"
            )


def _shared_urls(roadmap: Roadmap) -> Iterator[Finding]:
    """Find an address that one topic gives twice, or many topics give."""
    uses_by_url: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for topic in roadmap:
        for position, resource in enumerate(topic.resources):
            uses_by_url[resource.url].append((topic.id, position))
    for url, uses in uses_by_url.items():
        topic_ids = list(dict.fromkeys(topic_id for topic_id, _ in uses))
        last, position = uses[-1]
        if len(topic_ids) < len(uses):
            yield Finding(last, ("resources", position), f"{url} stands here twice")
        if len(topic_ids) > MANY_TOPICS:
            yield Finding(
                last, ("resources", position), f"{url} is given by {len(topic_ids)} topics: {', '.join(topic_ids)}"
            )


LINTERS = (lint_names, lint_texts, lint_quizzes, lint_links)


def lint_roadmap(loaded: LoadedRoadmap) -> list[ContentIssue]:
    """Return what could be better in a roadmap, in the order of files and lines; nothing while it has mistakes."""
    if not loaded.roadmap:
        return []
    hidden = [
        ContentIssue(str(path), 1, "", "is passed over, since its name begins with a dot: delete it")
        for path in loaded.folder.passed_over
    ]
    return sorted_issues([*hidden, *_findings(loaded, loaded.roadmap)])


def lint_library(loaded_roadmaps: list[LoadedRoadmap]) -> list[ContentIssue]:
    """Return what could be better in several roadmaps together: that one should say it is the default."""
    if len(loaded_roadmaps) < 2 or any(loaded.is_default for loaded in loaded_roadmaps):
        return []
    first = loaded_roadmaps[0].folder.roadmap
    text = "is what a server gets that has chosen none, because its folder comes first: say `default: true` in one"
    return [first.issue((), text)] if first else []


def _findings(loaded: LoadedRoadmap, roadmap: Roadmap) -> Iterator[ContentIssue]:
    for linter in LINTERS:
        for finding in linter(roadmap):
            source = loaded.folder.topics.get(finding.topic_id, loaded.folder.roadmap)
            if source:
                yield source.issue(finding.key_path, finding.text)
