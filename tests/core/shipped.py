"""The roadmap that ships and its lookup, loaded once for all tests that ask for them."""

from functools import cache
from pathlib import Path

from bot.content.loader import load_library
from bot.core.lookup import Lookup
from bot.core.roadmap import Roadmap

CONTENT = Path(__file__).parents[2] / "content"


@cache
def shipped_roadmap() -> Roadmap:
    """Give the roadmap that ships."""
    return load_library(CONTENT).default


@cache
def shipped_lookup() -> Lookup:
    """Give the lookup of the roadmap that ships."""
    return Lookup(shipped_roadmap())
