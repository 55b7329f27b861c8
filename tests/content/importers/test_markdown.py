"""Markdown as people write it becomes the topics that a person would name."""

from pathlib import Path

import pytest
import shapes

from bot.content.importers.build import build
from bot.content.importers.registry import Choices, UnreadableFileError, read_file
from bot.core.outline import Reading

SEED = Path(__file__).parents[1] / "brought" / "seed.md"


def read(text: str, topics_are: str = "") -> Reading:
    return read_file("README.md", text.encode(), Choices(topics_are))


def topics(text: str, topics_are: str = "") -> dict[str, list[str]]:
    """Return the titles of the topics by section, as they come out in the end."""
    content, _ = build(read(text, topics_are))
    roadmap = content.as_roadmap()
    return {section.title: [roadmap.topics[one].title for one in section.topic_ids] for section in roadmap.sections}


def test_the_seed_gives_its_51_topics_in_10_sections_unedited() -> None:
    content, remarks = build(read_file("seed.md", SEED.read_bytes()))
    roadmap = content.as_roadmap()
    assert (len(roadmap), len(roadmap.sections)) == (51, 10)
    assert roadmap.title == "Backend Developer Roadmap: Python Django"
    assert [section.title for section in roadmap.sections][:3] == [
        "Basic Skills",
        "Web Development Basics",
        "Databases & ORM",
    ]
    last = roadmap.topics[roadmap.order[-1]]
    assert (last.title, last.summary) == (
        "Contribute to Open Source",
        "Contribute to Django-related projects or libraries to gain real-world experience.",
    )
    syntax = roadmap.topics["syntax-variables"]
    assert syntax.summary == "Understand the basic structure of Python code, variables, and data types."
    assert [group.title for group in roadmap.sections[0].groups] == ["Python Fundamentals", "Development Tools"]
    assert any("Conclusion" in str(remark) for remark in remarks)


def test_prerequisites_are_the_order_of_the_outline() -> None:
    content, _ = build(read(shapes.FLAT))
    roadmap = content.as_roadmap()
    assert [topic.prerequisites for topic in roadmap] == [(), ("primero",), ("segundo",)]


def test_headings_are_topics_where_bullets_are_links() -> None:
    assert topics(shapes.LINKED) == {"Baking roadmap": ["Start here", "Wheat", "Rye", "Heat"]}
    content, _ = build(read(shapes.LINKED))
    roadmap = content.as_roadmap()
    assert [(link.kind, link.title, link.url) for link in roadmap.topics["wheat"].resources] == [
        ("article", "Kinds of wheat", "https://example.org/wheat"),
        ("article", "Milling", "https://example.org/milling"),
    ]
    assert [link.kind for link in roadmap.topics["start-here"].resources] == ["video", "article"]


def test_invites_to_servers_are_no_links_of_a_topic() -> None:
    content, _ = build(read(shapes.LINKED))
    assert [link.title for link in content.as_roadmap().topics["heat"].resources] == ["Ovens"]


def test_what_is_a_topic_can_be_switched() -> None:
    assert read(shapes.LINKED).topics_are == "headings"
    switched = topics(shapes.LINKED, "bullets")
    assert switched["Flour"] == ["Kinds of wheat", "Milling", "Kinds of rye"]
    assert any("--topics bullets" in str(remark) for remark in read(shapes.LINKED).remarks)


def test_links_to_files_beside_and_boxes_to_tick_are_names() -> None:
    assert topics(shapes.TICKED) == {"Core path": ["Stones", "Mortar", "Walls"], "Later": ["Roofs", "Windows"]}


def test_numbered_names_over_lists_are_sections() -> None:
    assert topics(shapes.NUMBERED) == {
        "La tierra": ["Arcilla", "Arena y grava"],
        "El agua": ["Riego por goteo", "Lluvia"],
        "La luz": ["Sol y sombra"],
    }


def test_one_heading_over_a_list_is_one_section() -> None:
    assert topics(shapes.FLAT) == {"TEMAS": ["Primero", "Segundo", "Tercero"]}


def test_rows_of_tables_are_topics_under_their_headings() -> None:
    assert topics(shapes.TABLES) == {
        "Intro": ["Sewing for everybody", "Hems"],
        "Core": ["Looms", "Patterns"],
    }


def test_headings_without_lists_are_topics_with_their_text() -> None:
    content, _ = build(read(shapes.HEADINGS_ONLY))
    roadmap = content.as_roadmap()
    assert [(topic.title, topic.summary) for topic in roadmap] == [
        ("Wind", "Where it comes from, and how to feel it."),
        ("Bowline", "It holds, and it opens again."),
        ("Cleat hitch", "For mooring."),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (shapes.CHINESE, {"一、基础": ["HTML", "CSS", "消息队列"], "二、进阶": ["Promise", "模块化"]}),
        (shapes.RUSSIAN, {"Основы": ["Переменные", "Циклы", "Функции"]}),
        (shapes.DETAILS, {"Pottery": ["Clay", "Glaze"]}),
    ],
)
def test_other_scripts_and_html_headings_are_read(text: str, found: dict[str, list[str]]) -> None:
    assert topics(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            shapes.LABELLED,
            {"Level 0: Water": ["Rivers and lakes", "Tides"], "Level 1: Tackle": ["Rods", "Lines"]},
        ),
        (shapes.RESOURCES_BELOW, {"Learn it (mostly free)": ["The hive", "The swarm"]}),
        (shapes.HEADINGS_IN_LISTS, {"Bees": ["Drones", "Queens"]}),
        (
            shapes.PHASES,
            {"养蜂路线（2 周）": ["第1阶段：认识蜜蜂（2天）", "第2阶段：蜂箱（3天）", "第3阶段：蜂蜜（3天）"]},
        ),
        (shapes.MIXED_DEPTH, {"基础": ["工具", "环境"], "方向": ["工蜂", "雄蜂", "木头", "巢框"]}),
        (shapes.IMAGES_ONLY, {"Roadmap": ["Before", "Much later"]}),
        (shapes.NUMBERED_TABLE, {"Honey": ["Flowers", "Nectar"]}),
        (
            shapes.WEEKS,
            {
                "Phase 1: Spring": [
                    "Watch the hive (from afar)",
                    "Mini-project",
                    "Smoke",
                    "Mini-project (Week 2: Opening)",
                ],
                "Phase 2: Summer": ["Frames", "Mini-project (Phase 2: Summer)"],
            },
        ),
    ],
)
def test_other_shapes_give_what_a_person_would_call_the_topics(text: str, found: dict[str, list[str]]) -> None:
    assert topics(text) == found


def test_plans_by_days_are_named_by_their_themes() -> None:
    content, remarks = build(read(shapes.PLAN_OF_DAYS))
    roadmap = content.as_roadmap()
    assert {
        section.title: [roadmap.topics[topic].title for topic in section.topic_ids] for section in roadmap.sections
    } == {
        "First Month": ["Looking on", "Smoke, and why it calms them"],
        "Second Month": ["Frames", "蜂蜜"],
    }
    looking = roadmap.topics["looking-on"]
    assert "Complete" not in looking.summary + looking.explanation
    assert "Notes" not in looking.summary + looking.explanation
    assert any("Who is this for" in str(remark) for remark in remarks)


def test_signs_of_names_stay_and_signs_after_them_go() -> None:
    content, _ = build(read(shapes.LANGUAGES))
    first = [(topic.title, topic.summary) for topic in content.as_roadmap()]
    assert first[:4] == [
        ("C#", "for games"),
        ("C++", "Pointers"),
        ("F#", "Functions first."),
        ("Node.js", "(`node`) — servers"),
    ]
    assert first[4] == ("A tongue of one's own", "")
    assert "[ ]" not in first[5][1]
    assert first[6][0] == "C# (Level 2)"


def test_numbered_headings_without_lists_stand_in_line() -> None:
    assert topics(shapes.IN_LINE) == {
        "Prerequisites": ["Prerequisites"],
        "Hives": ["Hives"],
        "Bees": ["Drones", "Queens, Workers, and more"],
        "Honey": ["Colours"],
    }
    remarks = [str(remark) for remark in read(shapes.IN_LINE).remarks]
    assert "line 18: left out, as no list stands there: “A talk about it”" in remarks


def test_labels_over_lists_are_no_groups() -> None:
    content, _ = build(read(shapes.LABELS_BELOW))
    roadmap = content.as_roadmap()
    assert topics(shapes.LABELS_BELOW) == {"Etap 1": ["drewno", "słoma"], "Etap 2": ["kolor"]}
    assert [group.title for section in roadmap.sections for group in section.groups] == [
        "Blok A — Ule",
        "Blok B — Miód",
    ]


def test_names_in_a_block_of_code_are_pointed_out() -> None:
    remarks = [str(remark) for remark in read(shapes.IN_CODE).remarks]
    assert any(remark.startswith("line 9: a block of code lists 5 names") for remark in remarks)
    assert not any("block of code" in str(remark) for remark in read(shapes.LANGUAGES).remarks)


def test_links_under_resources_belong_to_the_topics_before() -> None:
    content, _ = build(read(shapes.LABELLED))
    roadmap = content.as_roadmap()
    assert [link.title for link in roadmap.topics["tides"].resources] == ["How water moves", "Rivers, all of them"]
    content, _ = build(read(shapes.RESOURCES_BELOW))
    hive = content.as_roadmap().topics["the-hive"]
    assert hive.summary == "A hive is a home. It has frames."
    assert [link.title for link in hive.resources] == ["The hive", "Frames one"]


def test_a_long_roadmap_is_read_whole() -> None:
    found = topics(shapes.LONG)
    assert (len(found), sum(map(len, found.values()))) == (28, 168)


def test_ids_are_slugs_of_any_script() -> None:
    content, _ = build(read(shapes.CHINESE))
    assert [topic["id"] for topic in content.topics] == ["html", "css", "xiaoxiduilie", "promise", "mokuaihua"]


@pytest.mark.parametrize(
    ("entry", "title", "summary"),
    [
        ("Name: text", "Name", "text"),
        ("Name – text", "Name", "text"),
        ("Name - text", "Name", "text"),
        ("**Name** text of it", "Name", "text of it"),
        ("**Name**: text", "Name", "text"),
        ("[Name](https://example.org/) – text", "Name", "text"),
        ("HTTP/2", "HTTP/2", ""),
        ("well-known names", "well-known names", ""),
        ("C++", "C++", ""),
        ("`__init__`: what runs *first*", "__init__", "what runs first"),
        ("1.2 Second part", "Second part", ""),
        ("2024 in review", "2024 in review", ""),
        (
            "Learn to sharpen knives and scissors without hurting yourself, at home or at work",
            "Learn to sharpen knives and scissors without hurting yourself",
            "Learn to sharpen knives and scissors without hurting yourself, at home or at work",
        ),
    ],
)
def test_an_entry_is_a_title_and_what_is_said_of_it(entry: str, title: str, summary: str) -> None:
    content, _ = build(read(f"# A\n\n## One\n\n- {entry}\n- Another\n\n## Two\n\n- Third\n"))
    topic = next(iter(content.as_roadmap()))
    assert len(topic.title) <= 60
    if len(title) <= 60:
        assert (topic.title, topic.summary) == (title, summary)
    else:
        assert title.startswith(topic.title.rstrip("…"))
        assert topic.summary == summary


def test_twins_get_the_name_of_their_section() -> None:
    text = "# A\n\n## Models\n- Testing\n- Fields\n\n## Views\n- Testing\n- Mixins\n- testing\n"
    found = topics(text)
    assert found == {"Models": ["Testing", "Fields"], "Views": ["Testing (Views)", "Mixins", "testing (2)"]}


def test_what_is_nested_under_a_topic_stands_in_its_explanation() -> None:
    text = "# A\n\n## One\n- Trees\n  - Oak\n  - [Beech](https://example.org/beech)\n- Grass\n\n## Two\n- Moss\n"
    content, _ = build(read(text))
    trees = content.as_roadmap().topics["trees"]
    assert (trees.summary or trees.explanation).count("Oak") == 1
    assert [link.url for link in trees.resources] == ["https://example.org/beech"]


def test_ids_that_read_alike_are_told_apart() -> None:
    names = [f"Part {part} {number}" for part in (1, 11, 111) for number in range(1, 12)]
    text = "# A\n\n## One\n" + "".join(f"- {name}\n" for name in names) + "## Two\n- Moss\n"
    assert len(topics(text)["One"]) == 33


def test_nothing_is_lost_in_deep_lists() -> None:
    deep = "".join("  " * level + f"- level {level}\n" for level in range(14))
    content, _ = build(read(f"# A\n\n## One\n{deep}- Grass\n\n## Two\n- Moss\n"))
    topic = content.as_roadmap().topics["level-0"]
    assert "level 13" in (topic.explanation or topic.summary)


def test_ids_in_comments_are_kept() -> None:
    text = "# A\n\n## One\n- Trees and more <!-- id: woods -->\n- Grass\n\n## Two\n- Moss\n"
    content, _ = build(read(text))
    assert [topic["id"] for topic in content.topics] == ["woods", "grass", "moss"]


def test_mentions_and_markup_of_others_are_shown_as_text() -> None:
    text = "# A\n\n## One\n- Trees: ask @everyone or <@123> about \\_\\_init\\_\\_\n- Grass\n\n## Two\n- Moss\n"
    content, _ = build(read(text))
    summary = content.as_roadmap().topics["trees"].summary
    assert "@everyone" not in summary
    assert r"\<@123>" in summary
    assert r"\_\_init\_\_" in summary


def test_what_holds_no_topics_says_what_to_write() -> None:
    with pytest.raises(UnreadableFileError, match="no topics"):
        read("Just a sentence, and nothing else.")


def test_a_list_under_a_heading_makes_a_summary_in_a_line() -> None:
    text = "# A\n\n## One\n\n- red\n- green\n\n## Two\n\n- blue\n"
    reading = read_file("a.md", text.encode(), Choices("headings"))
    content, _ = build(reading)
    assert [topic["summary"] for topic in content.topics] == ["red · green", "blue"]
