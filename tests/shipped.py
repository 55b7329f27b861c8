"""The content that ships, loaded once in a process for all tests and bots that want it."""

from functools import cache
from pathlib import Path

from bot.content.loader import load_library
from bot.core.library import Library
from bot.core.lookup import Lookup
from bot.core.roadmap import Roadmap

CONTENT = Path(__file__).parents[1] / "content"


@cache
def shipped_library() -> Library:
    """Return all roadmaps that ship."""
    return load_library(CONTENT)


def shipped_roadmap() -> Roadmap:
    """Return the roadmap that ships."""
    return shipped_library().default


def shipped_lookup() -> Lookup:
    """Return the lookup of the roadmap that ships."""
    return shipped_library().lookups[shipped_roadmap().id]
