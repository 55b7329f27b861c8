"""Each format is told by what a file holds, whatever it is called, and says the same thing in the end."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.content.importers.build import build
from bot.content.importers.registry import Choices, UnreadableFileError, read_file
from bot.content.importers.write import as_yaml
from bot.core.roadmap import Roadmap

CSV = """\
Module,Topic,Description,Link
Wood,Oak,"Hard, and heavy",https://example.org/oak
,Pine,Soft,
Stone,Granite,,https://example.org/granite
"""
TSV = CSV.replace('"Hard, and heavy"', "Hard").replace(",", "\t")
BARE = "Wood,Oak\nWood,Pine\nWood,Ash\nStone,Granite\nStone,Slate\n"

OPML = """\
<?xml version="1.0"?>
<opml version="2.0"><head><title>Materials</title></head><body>
<outline text="Wood"><outline text="Oak" _note="Hard"/><outline text="Pine: soft"/></outline>
<outline text="Stone"><outline text="Granite"><outline text="Quartz"/></outline></outline>
</body></opml>
"""

MDBOOK = """\
# Summary

[Introduction](intro.md)

# Wood

- [Oak](oak.md)
  - [Bark](bark.md)
- [Pine](pine.md)

# Stone

- [Granite](granite.md)
"""

GIFT = r"""
// made for a course
$CATEGORY: $course$/Wood/Oak

::Weight::Is oak heavy? {TRUE#Yes.#No.####It has 700 kg in a cubic metre.}

::Colour::Which is oak\: red, white or both? {
=both #Right
~red
~white
~neither
~blue
}

$CATEGORY: $course$/Wood/Pine

Pine is [select] {~%50%hard ~%50%heavy =soft}

Match {=a -> b =c -> d}

Write about pine. {}
"""


def roadmap_of(name: str, data: str | bytes, choices: Choices = Choices()) -> Roadmap:  # noqa: B008 - frozen
    raw = data.encode() if isinstance(data, str) else data
    return build(read_file(name, raw, choices))[0].as_roadmap()


def outline(roadmap: Roadmap) -> dict[str, list[str]]:
    return {section.title: [roadmap.topics[one].title for one in section.topic_ids] for section in roadmap.sections}


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize("table", [CSV, TSV, CSV.replace(",", ";").replace("Hard; and", "Hard, and")])
def test_a_table_says_its_columns_by_name(table: str) -> None:
    roadmap = roadmap_of("materials.txt", table)
    assert outline(roadmap) == {"Wood": ["Oak", "Pine"], "Stone": ["Granite"]}
    assert roadmap.topics["oak"].summary.startswith("Hard")
    assert [link.url for link in roadmap.topics["granite"].resources] == ["https://example.org/granite"]
    assert roadmap.title == "Materials"


def test_a_table_without_names_is_guessed_and_can_be_told() -> None:
    assert outline(roadmap_of("a.csv", BARE)) == {"Wood": ["Oak", "Pine", "Ash"], "Stone": ["Granite", "Slate"]}
    other = roadmap_of("a.csv", BARE, Choices(columns=("summary", "title")))
    assert outline(other) == {"A": ["Oak", "Pine", "Ash", "Granite", "Slate"]}
    guess = [str(remark) for remark in read_file("a.csv", BARE.encode()).remarks]
    assert any("--columns section,title" in remark for remark in guess)


def test_opml_is_an_outline() -> None:
    roadmap = roadmap_of("export.xml", OPML)
    assert roadmap.title == "Materials"
    assert outline(roadmap) == {"Wood": ["Oak", "Pine"], "Stone": ["Granite"]}
    assert [topic.summary for topic in roadmap] == ["Hard", "soft", "Quartz"]


def test_the_summary_of_an_mdbook_is_an_outline() -> None:
    assert outline(roadmap_of("SUMMARY.md", MDBOOK)) == {"Wood": ["Oak", "Bark", "Pine"], "Stone": ["Granite"]}


def test_gift_gives_questions_to_the_topics_of_its_categories() -> None:
    reading = read_file("quiz.txt", GIFT.encode())
    roadmap = build(reading)[0].as_roadmap()
    assert outline(roadmap) == {"Quiz": ["Oak", "Pine"]}
    heavy, colour = roadmap.topics["oak"].quiz
    assert (heavy.question, heavy.choices, heavy.answer) == ("Is oak heavy?", ("True", "False"), 0)
    assert heavy.why == "It has 700 kg in a cubic metre."
    assert colour.question == "Which is oak: red, white or both?"
    assert (colour.choices[colour.answer], len(colour.choices)) == ("both", 5)
    assert [question.choices for question in roadmap.topics["pine"].quiz] == [("soft", "hard", "heavy")]
    assert sum("left out" in str(remark) for remark in reading.remarks) == 2


def test_a_folder_of_roadmap_sh_is_read_as_a_zip() -> None:
    files = {
        "content/oak@abc.md": "# Oak\n\nHard wood.\n\n- [@video@Oak at work](https://www.youtube.com/watch?v=1)\n",
        "content/pine-tree@x-1.md": "",
        "content/notes.txt": "mine",
    }
    roadmap = roadmap_of("wood.zip", zipped(files))
    assert outline(roadmap) == {"Wood": ["Oak", "Pine tree"]}
    assert [(link.kind, link.title) for link in roadmap.topics["oak"].resources] == [("video", "Oak at work")]


def test_our_own_yaml_comes_back_unchanged() -> None:
    made, _ = build(read_file("materials.csv", CSV.encode()))
    files = {f"m/topics/{topic['id']}.yaml": as_yaml(topic) for topic in made.topics}
    again, _ = build(read_file("m.zip", zipped({"m/roadmap.yaml": as_yaml(made.roadmap), **files})))
    assert again == made
    one_file = as_yaml(made.roadmap | {"topics": list(made.topics)})
    assert build(read_file("m.yaml", one_file.encode()))[0] == made


def test_the_shipped_roadmap_comes_back_unchanged() -> None:
    folder = Path(__file__).parents[3] / "content" / "python-django"
    files = {str(path.relative_to(folder.parent)): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    roadmap = roadmap_of("python-django.zip", zipped(files))
    assert len(roadmap) == 51
    assert roadmap.topics["middleware"].quiz


def test_a_mistake_in_our_yaml_is_told_with_its_place() -> None:
    broken = "id: a\ntitle: A\nsections:\n  - {id: s, title: S, groups: [{title: G, topics: [x]}]}\ntopics: []\n"
    with pytest.raises(UnreadableFileError, match="lists `x`"):
        read_file("a.yaml", broken.encode())
