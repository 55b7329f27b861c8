"""YAML is read strictly: plain words stay text, every value knows its line, and no bytes whatever get further."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_content import topic, write

from bot.content.loader import load_library
from bot.content.yaml_reader import read_yaml
from bot.core.errors import ContentError

TEXTS = ["no", "yes", "on", "Off", "12:30", "017", "2026-11-24", "1_000", "0x1F", "5.2.1", "9" * 19, "<<", "=", "1e"]
NUMBERS = [("0", 0), ("45", 45), ("-3", -3), ("+3", 3), ("5.2", 5.2), (".5", 0.5), ("1e3", 1000.0), ("2.", 2.0)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_plain_word_stays_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"key: {text}\n{text}: value\n")
    source, mistakes = read_yaml(path)
    assert (source and source.value, mistakes) == ({"key": text, text: "value"}, [])


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_plain_number_is_a_number_and_a_quoted_one_is_text(text: str, number: float, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"plain: {text}\nquoted: '{text}'\n")
    source, _ = read_yaml(path)
    assert source
    assert source.value == {"plain": number, "quoted": text}


def test_truth_and_emptiness_are_what_they_look_like(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: true\nb: False\nc:\nd: null\ne: ~\nf: nil\n")
    source, _ = read_yaml(path)
    assert source
    assert source.value == {"a": True, "b": False, "c": None, "d": None, "e": None, "f": "nil"}


def test_every_key_and_entry_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("# first\na: |\n  text\n\n  more\nb:\n  - x\n  -\n    c: 1\n    d: {e: 2,\n        f: 3}\n")
    source, _ = read_yaml(path)
    places = [("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "c"), ("b", 1, "d", "e"), ("b", 1, "d", "f")]
    assert source
    assert [source.line(place) for place in places] == [2, 6, 7, 9, 9, 10, 11]
    assert source.line(("b", 1, "missing")) == 9


@pytest.mark.parametrize("text", ["a: |\n  all:\n  \techo\nb: 1\n", "a: 'x\n\ty'\nb: 1\n", "a:\tx\nb: 1\t\n"])
def test_a_tab_that_does_not_indent_is_let_be(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    source, mistakes = read_yaml(path)
    assert source
    assert mistakes == []


@pytest.mark.parametrize(
    "text", ["a:\n\tb: 1\n", "a:\n  b: 1\n\tc: 2\n", "a: x\n\ty\n", "a: |\n\tx\n", "a:\n  \t- b\n"]
)
def test_a_tab_that_indents_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "\t" in each)
    assert [str(mistake) for mistake in read_yaml(path)[1]] == [f"{path}:{line}: a tab indents this line: use spaces"]


def load(directory: Path, data: bytes) -> None:
    """Load a roadmap of which one file holds `data`; it may be refused, and nothing else may happen."""
    for files in ({"roadmap": data}, {"alpha": data}):
        write(directory, "small", **files)
        with contextlib.suppress(ContentError):
            load_library(directory)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_content_error(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    load(tmp_path_factory.getbasetemp() / "bytes", data)


SIGNS = st.sampled_from(
    [*"[]{}'\"|>?#,x1\n\t\\\u2028\x85", "a: ", "id: ", "- ", "  ", "&a ", "*a", "!x ", ": ", "---\n", "null", "%Y 1\n"]
)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(SIGNS, max_size=25))
def test_no_heap_of_yaml_signs_raises_anything_but_a_content_error(
    pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    load(tmp_path_factory.getbasetemp() / "signs", "".join(pieces).encode())


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "aliases",
        "example",
        "quiz",
        "prompts",
        "project",
        "prerequisites",
        "renamed_from",
        "sections",
        "retired",
        "versions",
    ]
)


@settings(max_examples=200, deadline=None)
@given(key=KEYS, value=JUNK)
def test_no_value_of_any_key_raises_anything_but_a_content_error(
    key: str, value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    load(tmp_path_factory.getbasetemp() / "junk", topic("alpha", more=f"{key}: {json.dumps(value)}\n").encode())
