"""Time zones as organisers look for them, and what they read when there is none such."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import StudyError
from bot.core.zone_places import PLACES, UNNAMED
from bot.core.zones import ZoneChoice, parse_zone, zones_like

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)


def names(text: str) -> list[str]:
    return [choice.name for choice in zones_like(text, NOW)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" Europe / Berlin ", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("São Paulo", "America/Sao_Paulo"),
        ("port au prince", "America/Port-au-Prince"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("Mumbai", "Asia/Kolkata"),
        ("san francisco", "America/Los_Angeles"),
        ("Germany", "Europe/Berlin"),
        ("Köln", "Europe/Berlin"),
        ("eastern", "America/New_York"),
        ("US/Eastern", "US/Eastern"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("utc", "UTC"),
        ("Etc/UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_its_city_or_its_country(text: str, expected: str) -> None:
    assert parse_zone(text, NOW) == ZoneInfo(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CET", "Europe/Berlin"),
        ("cest", "Europe/Berlin"),
        ("MEZ", "Europe/Berlin"),
        ("MESZ", "Europe/Berlin"),
        ("EST", "America/New_York"),
        ("EST5EDT", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("IST", "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("BST", "Europe/London"),
        ("GMT", "Europe/London"),
        ("UTC+2", "An offset says nothing of clock changes"),
        ("gmt-5", "An offset says nothing of clock changes"),
        ("+02:00", "An offset says nothing of clock changes"),
        ("Etc/GMT+3", "An offset says nothing of clock changes"),
        ("USA", "Pick one: America/Los_Angeles"),
        ("america", "Several time zones fit"),
        ("Berln", "Did you mean Europe/Berlin"),
        ("kolkat", "Did you mean Asia/Kolkata"),
        ("Mars", "Did you mean Europe/Paris"),
        ("Europ/Berlin", "Europe/Berlin"),
        ("Europe/Atlantis", "There is no such time zone"),
        ("localtime", "There is no such time zone"),
        ("Factory", "There is no such time zone"),
        ("posix/Europe/Berlin", "There is no such time zone"),
        ("../../etc/passwd", "There is no such time zone"),
        ("", "like Europe/Berlin"),
        ("   ", "like Europe/Berlin"),
        ("\u200b", "like Europe/Berlin"),
        ("😀", "like Europe/Berlin"),
        ("x" * 100, "like Europe/Berlin"),
        ("<@1234>", "like Europe/Berlin"),
    ],
)
def test_what_is_no_zone_is_refused_with_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(StudyError) as refused:
        parse_zone(text, NOW)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("PST", ["America/Los_Angeles", "Asia/Manila", "America/Tijuana"]),
        ("PT", ["America/Los_Angeles", "America/Tijuana"]),
        ("PST8PDT", ["America/Los_Angeles", "America/Tijuana"]),
        ("ET", ["America/New_York", "America/Toronto"]),
        ("MST", ["America/Denver", "America/Vancouver", "America/Phoenix"]),
        ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("EEST", ["Africa/Cairo", "Europe/Kyiv"]),
        ("WIB", ["Asia/Jakarta"]),
        ("BRT", ["America/Sao_Paulo"]),
        ("AST", ["America/Halifax", "Asia/Riyadh"]),
        ("MESZ", ["Europe/Berlin", "Europe/Paris"]),
    ],
)
def test_no_abbreviation_is_a_zone_but_each_offers_those_that_use_it_now(text: str, meant: list[str]) -> None:
    with pytest.raises(StudyError, match=f"^{text} is an abbreviation"):
        parse_zone(text, NOW)
    assert names(text)[: len(meant)] == meant


def test_what_an_abbreviation_means_follows_the_zone_data_of_the_moment() -> None:
    two_years_ago = datetime(2024, 11, 24, tzinfo=UTC)
    assert "America/Vancouver" in [choice.name for choice in zones_like("PST", two_years_ago)]
    assert "America/Vancouver" not in names("PST")  # it has changed its clocks for good since


@pytest.mark.parametrize("short", ["CET", "EDT", "NZST", "SAST", "PKT", "ACDT", "NDT", "CAT", "HKT", "KST"])
def test_whoever_uses_an_abbreviation_is_offered_for_it(short: str) -> None:
    offered = names(short)
    year = [NOW + timedelta(days=30 * month) for month in range(13)]
    assert any(instant.astimezone(ZoneInfo(offered[0])).tzname() == short for instant in year)


def test_a_choice_shows_the_present_time_there() -> None:
    assert zones_like("berlin", NOW) == [ZoneChoice("Europe/Berlin", "Europe/Berlin · 14:05")]
    assert zones_like("kathm", NOW) == [ZoneChoice("Asia/Kathmandu", "Asia/Kathmandu · 18:50")]


def test_nothing_typed_offers_common_zones_all_over_the_world() -> None:
    offered = names("")
    assert offered == list(PLACES)[:25]
    assert {name.partition("/")[0] for name in offered} >= {"UTC", "America", "Europe", "Africa", "Asia", "Pacific"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ber", "Europe/Berlin"),  # before Bermuda
        ("lon", "Europe/London"),  # before Longyearbyen
        ("york", "America/New_York"),
        ("new_y", "America/New_York"),
        ("pari", "Europe/Paris"),
        ("america/ar", "America/Argentina/Buenos_Aires"),
        ("europe", "Europe/London"),
        ("indi", "Asia/Kolkata"),  # before Indiana
        ("hawai", "Pacific/Honolulu"),
        ("sydny", "Australia/Sydney"),
    ],
)
def test_the_best_choice_comes_first(text: str, first: str) -> None:
    assert names(text)[0] == first


def test_whatever_the_name_contains_is_found() -> None:
    assert names("gadishu") == ["Africa/Mogadishu"]
    assert "America/Indiana/Knox" in names("diana")
    assert names("zzzz") == names("😀") == []


@pytest.mark.parametrize("text", ["", "a", "e", "/", "america", "_"])
def test_never_more_choices_than_discord_shows_and_none_twice(text: str) -> None:
    offered = zones_like(text, NOW)
    assert 0 < len(offered) <= 25
    assert len({choice.name for choice in offered}) == len(offered)


def test_every_zone_with_a_city_can_be_named() -> None:
    cities = [name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")]
    assert len(cities) > 400
    for name in cities:
        assert parse_zone(name, NOW) == ZoneInfo(name)


def test_everything_in_the_tables_is_a_zone() -> None:
    offered = {zone for zones in UNNAMED.values() for zone in zones.split()}
    assert {*PLACES, *offered} <= zoneinfo.available_timezones()


@given(st.text(max_size=120))
def test_nothing_typed_breaks_the_search(text: str) -> None:
    for choice in zones_like(text, NOW):
        assert 0 < len(choice.name) <= len(choice.label) <= 100
    try:
        found = parse_zone(text, NOW).key
    except StudyError as refused:
        found = str(refused)
    assert 0 < len(found) <= 250
