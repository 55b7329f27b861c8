"""What a start leaves for the next one: used while it fits, and never trusted."""

import os
import pickle
from hashlib import sha256
from pathlib import Path

import pytest
from shipped import CONTENT
from small_content import write

from bot.content.prepared import load_prepared
from bot.core.library import Library


@pytest.fixture
def content(tmp_path: Path) -> Path:
    write(tmp_path / "content")
    return tmp_path / "content"


def kept_file(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def finds_as(library: Library, other: Library) -> bool:
    """Whether both have the same topics and find the same for what members type."""
    one, two = library.lookups[library.default.id], other.lookups[other.default.id]
    texts = (
        "orm",
        "querysets",
        "middlewre",
        "foreign key",
        "class based views",
        "消息队列",
        "nothing of this sort",
        "",
    )
    same_search = all(
        [hit.topic.id for hit in one.search(text)] == [hit.topic.id for hit in two.search(text)] for text in texts
    )
    return (
        same_search
        and list(library.default) == list(other.default)
        and all(one.resolve(text) == two.resolve(text) and one.suggest(text) == two.suggest(text) for text in texts)
    )


def test_the_next_start_finds_what_the_first_one_did(tmp_path: Path) -> None:
    first, next_one = load_prepared(CONTENT, tmp_path), load_prepared(CONTENT, tmp_path)
    assert next_one.default is not first.default
    assert finds_as(first, next_one)
    assert next_one.default.retired == first.default.retired
    assert next_one.default.renamed == first.default.renamed


def test_it_is_read_and_not_made_again(content: Path, tmp_path: Path) -> None:
    load_prepared(content, tmp_path / "cache")
    written = kept_file(tmp_path / "cache").stat().st_mtime_ns
    load_prepared(content, tmp_path / "cache")
    assert kept_file(tmp_path / "cache").stat().st_mtime_ns == written


def test_an_edit_counts(content: Path, tmp_path: Path) -> None:
    load_prepared(content, tmp_path / "cache")
    topic = next(content.rglob("alpha.yaml"))
    topic.write_text(topic.read_text().replace("What it is.", "What it has become."))
    assert load_prepared(content, tmp_path / "cache").default.topics["alpha"].summary == "What it has become."
    assert load_prepared(content, tmp_path / "cache").default.topics["alpha"].summary == "What it has become."


def test_a_torn_file_is_made_anew(content: Path, tmp_path: Path) -> None:
    load_prepared(content, tmp_path / "cache")
    whole = kept_file(tmp_path / "cache").read_bytes()
    for size in (0, 10, 40, 64, 100, len(whole) - 1):
        kept_file(tmp_path / "cache").write_bytes(whole[:size])
        assert len(load_prepared(content, tmp_path / "cache").default) == 3
        assert kept_file(tmp_path / "cache").read_bytes() == whole


class Trap:
    """What a foreign file may hold: it makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_a_foreign_file_runs_nothing(content: Path, tmp_path: Path) -> None:
    load_prepared(content, tmp_path / "cache")
    path = kept_file(tmp_path / "cache")
    forged = pickle.dumps(Trap(tmp_path / "sprung"))
    path.write_bytes(path.read_bytes()[:32] + sha256(forged).digest() + forged)
    assert len(load_prepared(content, tmp_path / "cache").default) == 3
    assert not (tmp_path / "sprung").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_others_can_write_is_not_read(content: Path, tmp_path: Path) -> None:
    load_prepared(content, tmp_path / "cache")
    kept_file(tmp_path / "cache").chmod(0o666)
    load_prepared(content, tmp_path / "cache")
    assert kept_file(tmp_path / "cache").stat().st_mode & 0o777 == 0o600


def test_a_cache_that_cannot_be_written_is_done_without(content: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(load_prepared(content, tmp_path / "cache").default) == 3
