"""Pictures as they are laid out and drawn: every state has its shape, every name its letters or its place."""

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date, timedelta
from string import Template
from types import MappingProxyType
from xml.sax.saxutils import escape

import pytest
from PIL import Image
from shipped import shipped_library

from bot.core.leaderboard import Rank
from bot.core.mastery import Mastery, Shown
from bot.core.progress import TopicState
from bot.core.roadmap import Group, Roadmap, Section, Topic
from bot.ui import drawing
from bot.ui.drawing import draw
from bot.ui.pictures import (
    MAX_ALT,
    STATES_IN_WORDS,
    Picture,
    calendar_picture,
    map_picture,
    podium_picture,
    state_shown,
    weeks_picture,
)

ROADMAP = shipped_library().default
TODAY = date(2026, 11, 30)
MAX_SIZE = 60_000
CYRILLIC = "Юрий Гагарин"
UNKNOWN = "\U0001e900\U0001e901"
"""Letters of Adlam, for which no machine of the tests has a face."""


def elements(picture: Picture) -> ET.Element:
    """Return the SVG as it is drawn, with every text in its place."""
    texts = {f"t{place}": escape(text) for place, (text, _) in enumerate(picture.texts)}
    return ET.fromstring(Template(picture.svg).substitute(texts))


def symbols(picture: Picture) -> list[str]:
    return [use.attrib["href"].removeprefix("#") for use in elements(picture).iter("{http://www.w3.org/2000/svg}use")]


def words(picture: Picture) -> list[str]:
    return [text.text or "" for text in elements(picture).iter("{http://www.w3.org/2000/svg}text")]


def every_state() -> tuple[Mapping[str, TopicState], Mapping[str, Shown]]:
    """Return states and what was shown, so that each symbol of the legend is on the map."""
    ids = ROADMAP.order
    states = dict.fromkeys(ids[:6], TopicState.DONE) | {
        ids[6]: TopicState.KNOWN,
        ids[7]: TopicState.STARTED,
        ids[8]: TopicState.SKIPPED,
    }
    shown = {ids[0]: Shown(Mastery.MASTERED), ids[1]: Shown(Mastery.SOLID), ids[2]: Shown(Mastery.SOLID, rusty=True)}
    return states, shown


def test_each_state_has_a_symbol_of_its_own_in_the_map_and_in_the_legend() -> None:
    picture = map_picture(ROADMAP, *every_state(), "Ada")
    assert set(symbols(picture)) == set(STATES_IN_WORDS)
    defined = {node.attrib["id"] for node in elements(picture).iter("{http://www.w3.org/2000/svg}symbol")}
    assert set(STATES_IN_WORDS) <= defined
    legend = {name for name, meaning in STATES_IN_WORDS.items() if any(meaning in text for text in words(picture))}
    assert legend == set(STATES_IN_WORDS)


def test_a_map_has_every_section_and_topic_in_order() -> None:
    shown = words(map_picture(ROADMAP, {}, {}, "Ada"))
    titles = [section.title for section in ROADMAP.sections]
    assert [text for text in shown if text in titles] == titles
    assert "Middleware" in shown
    assert "Ada · 0 of 51 · 0 %" in shown


@pytest.mark.parametrize(
    ("state", "shown", "symbol"),
    [
        (TopicState.DONE, None, "done"),
        (TopicState.DONE, Shown(Mastery.SEEN), "done"),
        (TopicState.DONE, Shown(Mastery.SOLID), "solid"),
        (TopicState.DONE, Shown(Mastery.MASTERED), "mastered"),
        (TopicState.DONE, Shown(Mastery.SOLID, rusty=True), "rusty"),
        (TopicState.OPEN, Shown(Mastery.SOLID), "solid"),
        (TopicState.OPEN, None, "ready"),
        (TopicState.KNOWN, None, "known"),
        (TopicState.SKIPPED, None, "skipped"),
    ],
)
def test_what_was_shown_goes_before_what_was_said(state: TopicState, shown: Shown | None, symbol: str) -> None:
    first = ROADMAP.topics[ROADMAP.order[0]]
    assert state_shown(first, {first.id: state}, shown) == symbol


def test_a_topic_that_waits_for_others_is_not_ready() -> None:
    waiting = next(topic for topic in ROADMAP if topic.prerequisites)
    assert state_shown(waiting, {}, None) == "locked"
    assert state_shown(waiting, dict.fromkeys(waiting.prerequisites, TopicState.DONE), None) == "ready"


def pictures(name: str = "Ada") -> list[Picture]:
    days = {TODAY - timedelta(days=number) for number in range(0, 400, 3)}
    ranks = [Rank(place, place, name, 100 - place, 3) for place in range(1, 6)]
    return [
        map_picture(ROADMAP, *every_state(), name),
        calendar_picture(days, {TODAY - timedelta(days=1)}, TODAY, name),
        weeks_picture(days, TODAY, name),
        podium_picture(ranks, "Last week", "23 to 29 November"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "W" * 32,
        "字" * 32,
        "<b>&amp;</b> $t0 $body ${x}",
        "שלום עולם",
        "a\u202egnp.exe",
        "👩‍💻",
        UNKNOWN,
        "\x07\x1b[0m",
    ],
)
def test_every_picture_is_drawn_whatever_the_name(name: str) -> None:
    for picture in pictures(name):
        png = draw(picture.job())
        with Image.open(io.BytesIO(png)) as image:
            assert image.width == 720
        assert len(png) <= MAX_SIZE
        assert 0 < len(picture.alt) <= MAX_ALT


def test_three_hundred_topics_fit_in_a_picture_without_their_titles() -> None:
    topics = {
        f"topic-{number}": Topic(f"topic-{number}", f"Topic {number}", "s", "", "", (), 0, ()) for number in range(300)
    }
    sections = tuple(
        Section(f"s{number}", f"Section {number}", "", "", (Group("", tuple(topics)[number * 10 : number * 10 + 10]),))
        for number in range(30)
    )
    picture = map_picture(Roadmap("large", "Large", "", sections, MappingProxyType(topics)), {}, {}, "Ada")
    assert symbols(picture).count("ready") == 301  # one stands in the legend
    assert "Topic 1" not in words(picture)
    assert len(draw(picture.job())) <= MAX_SIZE


def test_a_name_that_no_face_has_gives_way_to_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "system_faces", lambda: ())  # a machine without any font
    drawn = {
        name: draw(podium_picture([Rank(1, 1, name, 10, 1)], "Board", "").job())
        for name in (UNKNOWN, "Place 1", CYRILLIC)
    }
    assert drawn[UNKNOWN] == drawn["Place 1"]
    assert drawn[CYRILLIC] != drawn["Place 1"]


def test_letters_that_stand_for_plain_ones_are_drawn_as_those() -> None:
    fancy, plain = (podium_picture([Rank(1, 1, name, 10, 1)], "Board", "") for name in ("𝖋𝖆𝖓𝖈𝖞", "fancy"))
    assert fancy.texts == plain.texts


def test_the_words_of_a_picture_say_what_it_shows() -> None:
    board = podium_picture([Rank(1, 1, "Ada", 120, 12), Rank(2, 2, "Grace", 10, 1)], "Last week", "Study hall")
    assert board.alt == "Last week, Study hall: 1. Ada, 120 points; 2. Grace, 10 points."
    assert re.search(r"1 mastered, 1 solid, 1 rusty, 3 done", pictures()[0].alt)


def test_a_day_after_today_is_not_in_the_calendar() -> None:
    shown = symbols(calendar_picture([TODAY, TODAY + timedelta(days=1)], [], TODAY, "Ada"))
    assert shown.count("active") == 1
    assert len(shown) == 52 * 7 + 1


def test_a_job_is_plain_data() -> None:
    assert json.loads(pictures()[0].job())["texts"]
