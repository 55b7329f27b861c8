"""Advice on names: two topics should not share one once lookup folds plural, spelling and small words away."""

from collections.abc import Iterator

from bot.content.remarks import Remark
from bot.content.source import Place
from bot.core.roadmap import Roadmap, Topic
from bot.core.spelling import key, words


def advise_on_names(roadmap: Roadmap) -> Iterator[Remark]:
    """Find names that members cannot tell from another topic's, such as `permission` beside `Permissions`."""
    taken: dict[str, tuple[Topic, str]] = {}
    for topic in roadmap:
        for place, name in _names(topic):
            first, said = taken.setdefault(key(words(name)), (topic, name))
            if first is not topic:
                text = f"`{name}` is read as `{said}` of {first.id}: a search cannot tell them apart"
                yield Remark(topic.id, place, text)


def _names(topic: Topic) -> Iterator[tuple[Place, str]]:
    yield ("id",), topic.id
    yield ("title",), topic.title
    for position, alias in enumerate(topic.aliases):
        yield ("aliases", position), alias
