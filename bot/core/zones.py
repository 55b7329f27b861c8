"""Time zones as organisers look for them: by city, country or full name, with the present time there."""

import re
import unicodedata
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.core.errors import StudyError
from bot.core.text_normalization import sanitize
from bot.core.zone_places import PLACES, TRANSLATED, UNNAMED

MOST_CHOICES = 25
"""Choices that Discord shows."""

LEAST_LIKENESS = 80
"""How alike (of 100) a misspelt name must be to be offered at all."""

OFFSET = re.compile(r"(utc|gmt)? ?[+ -]\d{1,2}(:?\d\d)?|etc/.+", re.ASCII)

BOTH_HALVES = re.compile(r"([a-z])t|([a-z]{3})\d{1,2}([a-z]{3})")
"""What stands for winter and summer time of a place together: ET, or EST5EDT."""
A_MONTH = timedelta(days=30.5)

EXACT, BEGINNING, WORD, ANYWHERE = range(4)
"""How well a name fits what was typed, best first."""


class ZoneChoice(NamedTuple):
    """A zone to pick: its name in the tz database, and a label with the present time there."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A zone, its rank among the common ones, and what it goes by in plain letters: city and places, and in full."""

    name: str
    rank: int
    places: tuple[str, ...]
    full: str

    def fit(self, typed: str) -> int | None:
        if typed == self.full or typed in self.places:
            return EXACT
        if any(place.startswith(typed) for place in self.places):
            return BEGINNING
        if self.full.startswith(typed) or any(f" {typed}" in place for place in self.places):
            return WORD
        return ANYWHERE if typed in self.full or any(typed in place for place in self.places) else None


def parse_zone(text: str, now: datetime) -> zoneinfo.ZoneInfo:
    """Read a time zone: its name, or the whole name of a city or country that has one zone only.

    StudyError for anything else, abbreviations (as they are used about `now`, aware) and offsets too, with the zones
    that would be right.
    """
    typed = _plain(text)
    if not typed:
        raise StudyError("Name the time zone by a big city in it, like Europe/Berlin or America/New_York.")
    if meant := _abbreviated(typed, now):
        city = f"Name a city instead: {_either(meant[:3])}."
        raise StudyError(f"{typed.upper()} is an abbreviation, which says nothing of clock changes. {city}")
    matches = _found(typed)
    exact = [zone for fit, zone in matches if fit == EXACT]
    common = [zone for zone in exact if zone.rank < len(PLACES)]
    for only in (exact, common):
        if len(only) == 1:
            return _zone(only[0].name)
    raise StudyError(_right_zone(typed, [zone.name for zone in exact or [zone for _, zone in matches]]))


def zones_like(text: str, now: datetime) -> list[ZoneChoice]:
    """Return up to 25 zones for what has been typed, best first, with the time there at `now` (aware).

    Cities and countries come before other names, common ones first; for nothing typed those alone.
    """
    typed = _plain(text)
    meant = _abbreviated(typed, now)
    others = [zone.name for _, zone in _found(typed)] or _alike(typed)
    names = list(dict.fromkeys([*meant, *others]))[:MOST_CHOICES]
    return [ZoneChoice(name, f"{name} · {now.astimezone(_zone(name)):%H:%M}") for name in names]


def _found(typed: str) -> list[tuple[int, _Known]]:
    fitting = ((zone.fit(typed), zone) for zone in _known())
    fits = [(fit, zone) for fit, zone in fitting if fit is not None]
    return sorted(fits, key=lambda fit: (fit[0], fit[1].rank, fit[1].name))


def _alike(typed: str) -> list[str]:
    places = {place: zone.name for zone in reversed(_known()) for place in zone.places}
    close = process.extract(typed, list(places), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=MOST_CHOICES)
    return list(dict.fromkeys(places[place] for place, _, _ in close))


def _right_zone(typed: str, fitting: list[str]) -> str:
    if len(fitting) == 1:
        return f"There is no time zone of just that name. Did you mean {fitting[0]}?"
    if fitting:
        return f"Several time zones fit. Pick one: {_either(fitting[:3])}."
    if OFFSET.fullmatch(typed):
        return "An offset says nothing of clock changes. Name a city that has your time, like Europe/Berlin, or UTC."
    if alike := _alike(typed):
        return f"There is no such time zone. Did you mean {_either(alike[:3])}?"
    return "There is no such time zone. Name a big city in yours, like Europe/Berlin, and pick from what is offered."


def _either(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def _plain(text: str) -> str:
    """Fold case, accents, underscores and hyphens before letters: `São_Paulo` gives `sao paulo`."""
    apart = unicodedata.normalize("NFKD", sanitize(text).casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"\s*/\s*", "/", re.sub(r"(_|-(?=[a-z])|\s)+", " ", bare)).strip()


@cache
def _known() -> tuple[_Known, ...]:
    """Return the zones that have a city, and UTC; without what the tz database keeps for old systems' sake."""
    ranks = {name: rank for rank, name in enumerate(PLACES)}
    names = {name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")} | {"UTC"}
    known = [
        _Known(name, ranks.get(name, len(ranks)), (_plain(name.rpartition("/")[2]), *_others(name)), _plain(name))
        for name in names
    ]
    return tuple(sorted(known, key=lambda zone: (zone.rank, zone.name)))


def _others(name: str) -> tuple[str, ...]:
    return tuple(_plain(place) for place in PLACES.get(name, "").split(",") if place)


def _abbreviated(typed: str, now: datetime) -> tuple[str, ...]:
    """Return the zones that an abbreviation may mean, common ones first; none for what is no abbreviation.

    They say neither where somebody is nor when the clocks change there.
    """
    meant = _abbreviations(now.astimezone(UTC).date())
    typed = TRANSLATED.get(typed.upper(), typed).casefold()
    if match := BOTH_HALVES.fullmatch(typed):
        winter, summer = (match[2], match[3]) if match[2] else (f"{match[1]}st", f"{match[1]}dt")
        return tuple(zone for zone in meant.get(winter, ()) if zone in meant.get(summer, ()))
    return meant.get(typed, ())


@lru_cache(maxsize=2)
def _abbreviations(day: date) -> Mapping[str, tuple[str, ...]]:
    """Return which of the common zones the tz database calls by an abbreviation within the year from `day` on."""
    months = [datetime.combine(day, time(), UTC) + month * A_MONTH for month in range(13)]
    meant: dict[str, list[str]] = {}
    for name in PLACES:
        for short in {month.astimezone(_zone(name)).strftime("%Z") for month in months}:
            if short.isalpha() and short != "UTC":
                meant.setdefault(short.casefold(), []).append(name)
    for line, names in UNNAMED.items():
        for short in line.split():
            meant.setdefault(short.casefold(), []).extend(names.split())
    return {short: tuple(names) for short, names in meant.items()}


@cache
def _zone(name: str) -> zoneinfo.ZoneInfo:
    """Keep each zone: zoneinfo itself remembers eight, and reads the file of every other again."""
    return zoneinfo.ZoneInfo(name)
