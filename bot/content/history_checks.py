"""Ids that are gone: each leads to one topic of today or is retired, so that members keep what they did."""

from collections.abc import Iterator

from bot.content.folder import EACH, Folder, Mention, mentions
from bot.content.mistakes import Mistake, did_you_mean


def check_history(folder: Folder) -> Iterator[Mistake]:
    """Find old ids that are in use, that two claim, and retired topics that point nowhere."""
    live = folder.ids
    retired = mentions(folder.roadmap, "retired", EACH, "id") if folder.roadmap else []
    renamed = [told for _, source in folder.sources for told in mentions(source, "renamed_from", EACH)]
    claimed: dict[str, Mention] = {}
    for told in [*retired, *renamed]:
        first = claimed.setdefault(told.text, told)
        if told.text in live:
            yield told.mistake(f"`{told.text}` is the id of a topic: an old id is one that no topic has any more")
        elif first is not told:
            yield told.mistake(f"`{told.text}` is claimed by {first} already: an old id leads to one topic")
    for instead in mentions(folder.roadmap, "retired", EACH, "instead") if folder.roadmap else ():
        if instead.text not in live:
            yield instead.mistake(f"there is no topic `{instead.text}`" + did_you_mean(instead.text, live))
