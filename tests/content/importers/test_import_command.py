"""`import` writes a folder that `check` and `preview` take at once, says what it guessed, and never overwrites."""

from pathlib import Path

import pytest
import shapes

from bot.__main__ import main

SEED = Path(__file__).parents[1] / "brought" / "seed.md"


@pytest.fixture(autouse=True)
def _content_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "out"))


def test_a_readme_becomes_a_folder_to_go_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(SEED), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "read as Markdown: 51 topics in 10 sections" in said
    assert "--topics headings" in said
    assert (tmp_path / "out" / "backend-developer" / "roadmap.yaml").exists()
    assert len(list((tmp_path / "out" / "backend-developer" / "topics").iterdir())) == 51
    assert main(["check", str(tmp_path / "out")]) == 0
    assert "51 topics in 10 sections, no mistakes" in capsys.readouterr().out
    assert main(["preview", "permissions"]) == 0
    assert "Understand how to define user roles" in capsys.readouterr().out


def test_what_is_a_topic_can_be_switched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "README.md"
    file.write_text(shapes.LINKED, "utf-8")
    assert main(["import", str(file), "--topics", "bullets"]) == 0
    assert "7 topics in 3 sections" in capsys.readouterr().out


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(SEED)]) == 0
    edited = tmp_path / "out" / "backend-developer" / "topics" / "models.yaml"
    edited.write_text("mine", "utf-8")
    assert main(["import", str(SEED)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert edited.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "is empty"), (b"\x89PNG\r\n\x1a\n0000", "a picture"), (b"<!doctype html><p>a</p>", "web page")],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, words: str
) -> None:
    file = tmp_path / "roadmap.md"
    file.write_bytes(data)
    assert main(["import", str(file)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "none.md")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
