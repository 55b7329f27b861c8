"""What could be better in sound content: told by the `check` command, never in the way of a start."""

from collections.abc import Iterator

from bot.content.link_advice import advise_on_links
from bot.content.load import Shelf
from bot.content.mistakes import Mistake, in_order
from bot.content.name_advice import advise_on_names
from bot.content.quiz_advice import advise_on_quizzes
from bot.content.text_advice import advise_on_texts
from bot.core.roadmap import Roadmap

ADVISERS = (advise_on_names, advise_on_texts, advise_on_quizzes, advise_on_links)


def advise(shelf: Shelf) -> list[Mistake]:
    """Return what could be better in a roadmap, in the order of files and lines; nothing while it has mistakes."""
    return in_order(_all(shelf, shelf.roadmap)) if shelf.roadmap else []


def _all(shelf: Shelf, roadmap: Roadmap) -> Iterator[Mistake]:
    for adviser in ADVISERS:
        for remark in adviser(roadmap):
            source = shelf.folder.topics.get(remark.topic_id, shelf.folder.roadmap)
            if source:
                yield source.mistake(remark.place, remark.text)
