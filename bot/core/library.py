"""All the roadmaps that this Waymark knows, and the one that is meant when nobody says which."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class Library:
    """The roadmaps by their ids; `default` is one of them."""

    roadmaps: Mapping[str, Roadmap]
    default: Roadmap
