"""The `check` command prints what is wrong or could be better and counts it; `schema` writes what editors read."""

import json
from pathlib import Path

import pytest
from small_content import ANOTHER, RICH, topic, write

from bot.content.cli import check, write_schema


def test_check_counts_what_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, alpha=topic("alpha", more=RICH))
    assert check(tmp_path) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("3 topics in 2 sections, no mistakes")


def test_check_measures_the_questions_of_each_roadmap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, alpha=topic("alpha", more=RICH))
    write(tmp_path, "another", roadmap=ANOTHER)
    assert check(tmp_path) == 0
    (measured,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("small:", "another:"))]
    assert measured == (
        "small: 1 question (all with an id); guessing finds the right choice in 25% by the longest "
        "and in 25% by striking out absolute words (chance: 25%)"
    )


def test_check_takes_the_folder_of_one_roadmap_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(write(tmp_path) / "small") == 0
    assert "3 topics in 2 sections" in capsys.readouterr().out


def test_check_prints_every_mistake_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alpha = topic("alpha").replace("minutes: 30", "minutes: 3").replace("What it is.", "")
    write(tmp_path, alpha=alpha, gamma=topic("gamma", "third"))
    assert check(tmp_path) == 1
    assert capsys.readouterr().out.replace(f"{tmp_path}/small/", "").splitlines() == [
        "topics/alpha.yaml:4: summary: is empty: it should be text",
        "topics/alpha.yaml:10: minutes: is 3; it should be at least 5",
        "topics/gamma.yaml:3: section: there is no section `third`",
        "3 mistakes in 2 files",
    ]


def test_check_counts_the_mistakes_that_it_does_not_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, alpha=topic("alpha", more="".join(f"bad{number}: 1\n" for number in range(300))))
    assert check(tmp_path) == 1
    *_, more, summary = capsys.readouterr().out.splitlines()
    assert (more, summary) == (
        f"{tmp_path}/small/topics/alpha.yaml:61: and 250 more mistakes",
        "300 mistakes in 1 file",
    )


def test_check_prints_warnings_and_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert check(tmp_path) == 0
    *warnings, summary = capsys.readouterr().out.splitlines()
    assert all(line.startswith(f"warning: {tmp_path}/small/") for line in warnings)
    assert summary == f"3 topics in 2 sections, no mistakes, {len(warnings)} warnings"


def test_the_schema_describes_every_key_for_editors(tmp_path: Path) -> None:
    write_schema(tmp_path)
    schema = json.loads((tmp_path / "schema" / "topic.schema.json").read_text(encoding="utf-8"))
    parts = [schema, *schema["$defs"].values()]
    keys = {key: told for part in parts for key, told in part["properties"].items()}
    assert {key for key, told in keys.items() if not told.get("description")} == set()
    assert {"id", "explanation", "milestones"} <= set(keys)
    assert (tmp_path / "schema" / "roadmap.schema.json").exists()
