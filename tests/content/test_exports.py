"""A roadmap that was exported comes back unchanged, and a deck doubles nothing in Anki itself."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from shipped import shipped_roadmap

from bot.content.anki_deck import anki_deck
from bot.content.brought import Brought, read_brought
from bot.content.exporters import as_file
from bot.content.to_fields import content_of
from bot.core.errors import StudyError
from bot.core.roadmap import Roadmap

NOW = datetime(2026, 9, 7, 20, 5, tzinfo=UTC)
ODD = """\
# 1984: a *course* of `code`

What it leads to.

## 🌳 Resources <!-- id: res -->

A chapter with a trap for a name.

### Summary <!-- id: group -->

- **Oak [old]** <!-- id: oak -->
  - [A link with (signs) [in] it](https://example.org/oak_(tree))

  ````yaml waymark
  summary: 'Has **bold**: and <b>more</b> | `code`'
  explanation: |-
    First.

    ```python
    if x:
        y = {{ z }}
    ```
  quiz:
    - id: oak-heavy
      question: Is it *heavy*?
      choices: ['Yes', 'No', '- no', '404', 'perhaps']
      answer: 2
      why: |-
        Because.

        - it is
      level: debug
    - question: Without an id?
      choices: ['Yes', 'No']
      answer: 0
  ````
- [Ash](https://example.org/ash) <!-- id: etc -->

## Contents <!-- id: contents -->

- **etc**: and so on <!-- id: and-so-on -->
"""


def brought(name: str, data: bytes) -> Brought:
    found = read_brought(name, data, "")
    assert isinstance(found, Brought), found
    return found


def odd_roadmap() -> Roadmap:
    return brought("odd.md", ODD.encode()).content.as_roadmap(is_settled=True)


def test_a_block_of_yaml_says_what_a_line_cannot() -> None:
    roadmap = odd_roadmap()
    assert [topic.id for topic in roadmap] == ["oak", "etc", "and-so-on"]
    assert [(section.id, section.title, section.emoji) for section in roadmap.sections] == [
        ("res", "Resources", "🌳"),
        ("contents", "Contents", ""),
    ]
    oak = roadmap.topics["oak"]
    assert oak.summary == "Has **bold**: and <b>more</b> | `code`"
    assert [question.id for question in oak.quiz] == ["oak-heavy", "without-id"]
    assert oak.quiz[0].why == "Because.\n\n- it is"
    assert oak.resources[0].url == "https://example.org/oak_(tree)"


@pytest.mark.parametrize("roadmap", [odd_roadmap(), shipped_roadmap()], ids=["odd", "shipped"])
def test_markdown_and_yaml_come_back_unchanged(roadmap: Roadmap) -> None:
    for kind in ("markdown", "yaml"):
        name, data = as_file(roadmap, kind, (), NOW)
        if kind == "yaml" and len(data) > 256_000:
            continue  # more than is read of one YAML file
        again = brought(name, data).content
        assert again.topics == content_of(roadmap).topics, kind
        expected = {key: value for key, value in content_of(roadmap).roadmap.items() if key != "versions"}
        assert {key: value for key, value in again.roadmap.items() if key != "versions"} == expected, kind


def test_a_checklist_has_ones_own_ticks_and_can_be_brought() -> None:
    roadmap = odd_roadmap()
    name, data = as_file(roadmap, "checklist", {"oak"}, NOW)
    assert name == f"{roadmap.id}-checklist.md"
    lines = data.decode().splitlines()
    assert [line[:6] for line in lines if line.startswith("- ")] == ["- [x] ", "- [ ] ", "- [ ] "]
    assert [(topic["id"], topic["title"]) for topic in brought(name, data).content.topics] == [
        (topic.id, topic.title) for topic in roadmap
    ]


def test_a_broken_block_is_told_with_its_line() -> None:
    found = read_brought("odd.md", ODD.replace("answer: 2", "answer: [").encode(), "")
    assert isinstance(found, str)
    assert "line 11" in found


# Anki's own library, in a process of its own: it is slow to load and warns of what it does itself.

IMPORT = """
import json, sys
from anki.collection import Collection
from anki.import_export_pb2 import ImportAnkiPackageRequest, ImportAnkiPackageOptions
collection = Collection(sys.argv[1])
told = []
for path in sys.argv[2:]:
    log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=path)).log
    told.append({kind: len(getattr(log, kind)) for kind in ("new", "updated", "duplicate", "conflicting")})
    for card_id in collection.find_cards("is:new"):
        card = collection.get_card(card_id)
        card.type, card.queue, card.ivl = 2, 2, 30
        collection.update_card(card)
notes = [collection.get_note(note_id) for note_id in collection.find_notes("")]
cards = [card for note in notes for card in note.cards()]
print(json.dumps({
    "told": told,
    "notes": [dict(note.items()) | {"tags": note.tags} for note in notes],
    "intervals": sorted({card.ivl for card in cards}),
    "decks": sorted({collection.decks.name(card.did) for card in cards}),
    "types": sorted(each.name for each in collection.models.all_names_and_ids() if "Waymark" in each.name),
    "answer": cards[0].answer(),
}))
"""


def imported(folder: Path, *decks: bytes) -> dict[str, Any]:
    paths = [folder / f"{number}.apkg" for number, _ in enumerate(decks)]
    for path, deck in zip(paths, decks, strict=True):
        path.write_bytes(deck)
    command = [sys.executable, "-c", IMPORT, str(folder / "collection.anki2"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def reworded(roadmap: Roadmap) -> Roadmap:
    oak = roadmap.topics["oak"]
    changed = replace(oak.quiz[0], question="Is oak heavy?", why="It is.")
    topics = {**roadmap.topics, "oak": replace(oak, title="Oak trees", quiz=(changed, *oak.quiz[1:]))}
    return replace(roadmap, topics=MappingProxyType(topics))


def test_anki_takes_changed_texts_and_doubles_nothing(tmp_path: Path) -> None:
    roadmap = odd_roadmap()
    later = [NOW + timedelta(days=days) for days in range(3)]
    told = imported(
        tmp_path, anki_deck(roadmap, later[0]), anki_deck(roadmap, later[1]), anki_deck(reworded(roadmap), later[2])
    )
    assert [log["new"] for log in told["told"]] == [3, 0, 0]
    assert told["told"][2]["updated"] == 3
    assert not any(log["conflicting"] for log in told["told"])
    assert len(told["notes"]) == 3
    first = next(note for note in told["notes"] if note["Question"] == "Is oak heavy?")
    assert first["Why"] == "It is."
    assert first["Topic"] == "Oak trees"
    assert first["Answer"] == "- no"
    assert sorted(first[letter] for letter in "ABCD") == ["- no", "404", "No", "Yes"]
    assert first["tags"] == ["waymark::res::oak"]
    assert told["intervals"] == [30]
    assert told["decks"] == ["1984: a course of code"]
    assert told["types"] == ["Waymark question"]
    assert "It is." in told["answer"]


def test_the_shipped_deck_has_a_card_for_each_question(tmp_path: Path) -> None:
    roadmap = shipped_roadmap()
    told = imported(tmp_path, anki_deck(roadmap, NOW))
    assert told["told"][0]["new"] == len(roadmap.questions)


def test_a_deck_of_nothing_is_told() -> None:
    bare = brought("bare.md", b"# Bare\n\n## One\n- Alpha\n- Beta\n").content.as_roadmap()
    with pytest.raises(StudyError, match="nothing to ask"):
        anki_deck(bare, NOW)
