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

    Those that servers brought come and go while the program runs; the host's stay. Only its own server may study one
    of those, unless the host offers it to all. `lookups` are those that are at hand already.
    """

    def __init__(
        self, roadmaps: Mapping[str, Roadmap], default: Roadmap, lookups: Mapping[str, Lookup] = MappingProxyType({})
    ) -> None:
        self.default = default
        self._roadmaps = dict(roadmaps)
        self._hosts = tuple(roadmaps)
        self._lookups = dict(lookups)
        self._guilds: dict[str, int] = {}
        self._offered: set[str] = set()
        self.numbers: dict[str, int] = {}

    def numbered(self, numbers: Mapping[str, int], other: "Library") -> "Library":
        """Return a library with the host's roadmaps of this one and those that servers brought to the `other`.

        `numbers` are those of roadmaps, by id, of which buttons carry one.
        """
        made = Library({roadmap_id: self._roadmaps[roadmap_id] for roadmap_id in self._hosts}, self.default)
        made._lookups = {roadmap_id: self.lookups[roadmap_id] for roadmap_id in self._hosts}
        made.numbers = dict(numbers)
        for roadmap, guild_id in other.brought:
            lookup, number = other.lookups[roadmap.id], other.numbers[roadmap.id]
            made.put(roadmap, lookup, guild_id, number, is_offered=other.is_offered(roadmap.id))
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

    def is_offered(self, roadmap_id: str) -> bool:
        """Return whether the host offers this roadmap, which a server brought, to all."""
        return roadmap_id in self._offered

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
        """Return what a server may study: the host's roadmaps, those that it brought, and those offered to all."""
        own = [roadmap_id for roadmap_id, owner in self._guilds.items() if owner == guild_id]
        offered = [roadmap_id for roadmap_id in self._guilds if roadmap_id in self._offered and roadmap_id not in own]
        return tuple(self._roadmaps[roadmap_id] for roadmap_id in (*self._hosts, *own, *offered))

    def studied_in(self, guild_id: int, roadmap_id: str | None) -> Roadmap:
        """Return the roadmap that a server chose; the default where it chose none, or may not study it any more."""
        owner = self._guilds.get(roadmap_id or "", guild_id)
        may_study = owner == guild_id or roadmap_id in self._offered
        return self._roadmaps.get(roadmap_id or "", self.default) if may_study else self.default

    def find(self, guild_id: int | None, typed: str) -> Roadmap | None:
        """Return the roadmap with an id or title, of those that a server may study; None when there is no such one."""
        wanted = typed.strip().casefold()
        return next(
            (roadmap for roadmap in self.offered_to(guild_id) if wanted in (roadmap.id, roadmap.title.casefold())), None
        )

    def put(self, roadmap: Roadmap, lookup: Lookup, guild_id: int, number: int, *, is_offered: bool = False) -> None:
        """Take in a roadmap that a server brought, in the place of an earlier version of it."""
        self.numbers[roadmap.id] = number
        self._lookups[roadmap.id] = lookup
        self._roadmaps[roadmap.id] = roadmap
        self._guilds[roadmap.id] = guild_id
        self.offer(roadmap.id, to_all=is_offered)

    def offer(self, roadmap_id: str, *, to_all: bool) -> None:
        """Let every server study a roadmap that one brought, or only that one."""
        (self._offered.add if to_all else self._offered.discard)(roadmap_id)

    def take_out(self, roadmap_id: str) -> None:
        """Forget a roadmap that a server brought; the host's stay."""
        if self._guilds.pop(roadmap_id, None) is not None:
            del self._roadmaps[roadmap_id]
            del self._lookups[roadmap_id]
            self._offered.discard(roadmap_id)
