"""All the roadmaps that this Waymark knows: the host's, one of them meant when nobody says which, and servers' own."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.core.lookup import Lookup
from bot.core.roadmap import Roadmap

EXPORT_KINDS: Mapping[str, str] = {
    "markdown": "Markdown, with ids in comments",
    "checklist": "A checklist with what you have done",
    "anki": "An Anki deck (.apkg)",
    "yaml": "Waymark's own YAML, in one file",
    "csv": "A table (CSV)",
}
"""What a roadmap can be exported as -> what members read."""


class Library:
    """The roadmaps by their ids; `default` is one of them.

    Those that servers brought come and go while the program runs; the host's stay. `lookups` are those that are at hand
    already.
    """

    def __init__(
        self, roadmaps: Mapping[str, Roadmap], default: Roadmap, lookups: Mapping[str, Lookup] = MappingProxyType({})
    ) -> None:
        self.default = default
        self._roadmaps = dict(roadmaps)
        self._hosts = tuple(roadmaps)
        self._lookups = dict(lookups)
        self._guilds: dict[str, int] = {}
        self.numbers: dict[str, int] = {}

    def numbered(self, numbers: Mapping[str, int], other: "Library") -> "Library":
        """Return a library with the host's roadmaps of this one and those that servers brought to the `other`.

        `numbers` are those of roadmaps, by id, of which buttons carry one.
        """
        made = Library({roadmap_id: self._roadmaps[roadmap_id] for roadmap_id in self._hosts}, self.default)
        made._lookups = {roadmap_id: self.lookups[roadmap_id] for roadmap_id in self._hosts}
        made.numbers = dict(numbers)
        for roadmap, guild_id in other.brought:
            made.put(roadmap, other.lookups[roadmap.id], guild_id, other.numbers[roadmap.id])
        return made

    def with_number(self, number: int) -> Roadmap | None:
        """Return the roadmap with a number; None for one that is not here."""
        return next(
            (self._roadmaps.get(roadmap_id) for roadmap_id, its_number in self.numbers.items() if its_number == number),
            None,
        )

    @property
    def brought(self) -> tuple[tuple[Roadmap, int], ...]:
        """The roadmaps that servers brought, each with its server."""
        return tuple((self._roadmaps[roadmap_id], guild_id) for roadmap_id, guild_id in self._guilds.items())

    def is_brought(self, roadmap_id: str) -> bool:
        """Return whether a server brought this roadmap, so that its texts are not the host's."""
        return roadmap_id in self._guilds

    @property
    def roadmaps(self) -> Mapping[str, Roadmap]:
        """Every roadmap by its id."""
        return self._roadmaps

    @property
    def lookups(self) -> Mapping[str, Lookup]:
        """The lookup of each roadmap by its id; the first call builds the host's, which takes a while."""
        for roadmap in self._roadmaps.values():
            if roadmap.id not in self._lookups:
                self._lookups[roadmap.id] = Lookup(roadmap)
        return self._lookups

    def offered_to(self, guild_id: int | None) -> tuple[Roadmap, ...]:
        """Return what a server may study: the host's roadmaps, then those that it brought itself."""
        own = [roadmap_id for roadmap_id, owner in self._guilds.items() if owner == guild_id]
        return tuple(self._roadmaps[roadmap_id] for roadmap_id in (*self._hosts, *own))

    def find(self, guild_id: int | None, typed: str) -> Roadmap | None:
        """Return the roadmap with an id or title, of those that a server may study; None when there is no such one."""
        wanted = typed.strip().casefold()
        return next(
            (roadmap for roadmap in self.offered_to(guild_id) if wanted in (roadmap.id, roadmap.title.casefold())), None
        )

    def put(self, roadmap: Roadmap, lookup: Lookup, guild_id: int, number: int) -> None:
        """Take in a roadmap that a server brought, in the place of an earlier version of it."""
        self.numbers[roadmap.id] = number
        self._lookups[roadmap.id] = lookup
        self._roadmaps[roadmap.id] = roadmap
        self._guilds[roadmap.id] = guild_id

    def take_out(self, roadmap_id: str) -> None:
        """Forget a roadmap that a server brought; the host's stay."""
        if self._guilds.pop(roadmap_id, None) is not None:
            del self._roadmaps[roadmap_id]
            del self._lookups[roadmap_id]
