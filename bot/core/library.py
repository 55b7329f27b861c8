"""All the roadmaps that this Waymark knows, and the one that is meant when nobody says which."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.core.lookup import Lookup
from bot.core.roadmap import Roadmap


@dataclass(frozen=True)
class Library:
    """The roadmaps by their ids; `default` is one of them."""

    roadmaps: Mapping[str, Roadmap]
    default: Roadmap

    @cached_property
    def lookups(self) -> Mapping[str, Lookup]:
        """Return the lookup of each roadmap by its id; the first call builds them, which takes a while."""
        return {roadmap.id: Lookup(roadmap) for roadmap in self.roadmaps.values()}
