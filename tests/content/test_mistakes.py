"""Every kind of mistake in a topic file is told with its line, what is wrong, and what would be right."""
# ruff: noqa: E501 - the messages are quoted whole, so that they can be found

from pathlib import Path
from typing import Any

import pytest
from small_content import RICH, mistakes_in, topic, write

from bot.content.cli import check

ALPHA = topic("alpha", more=RICH)

CHANGED = [
    # what stands in alpha.yaml, what stands there instead, and the mistake without the file's name
    ("title: Alpha\n", "", "1: title: is missing; it should be text: the name that members see"),
    ("summary:", "sumary:", "4: sumary: is not a key of this format; did you mean `summary`?"),
    ("cure:", "remedy:", "23: pitfalls.0.remedy: is not a key of this format; there are mistake, cure"),
    ("minutes: 30", "minutes: soon", "10: minutes: should be a whole number; this is text"),
    ("minutes: 30", "minutes: 30.5", "10: minutes: should be a whole number; 30.5 is a number"),
    ("minutes: 30", "minutes: true", "10: minutes: should be a whole number; true is a truth value"),
    ("minutes: 30", "minutes:", "10: minutes: is empty: it should be a whole number"),
    ("minutes: 30", "minutes: 4", "10: minutes: is 4; it should be at least 5"),
    ("minutes: 30", "minutes: 6001", "10: minutes: is 6001; it should be at most 6000"),
    ("What it is.", "404", "4: summary: should be text; 404 is a number: put it in quotes"),
    ("What it is.", "[a]", "4: summary: should be text; this is a list"),
    ("What it is.", "{a: b}", "4: summary: should be text; this is a group of keys and values"),
    ("What it is.", '""', "4: summary: is empty: write the text or take the key out"),
    ("What it is.", "' '", "4: summary: is empty: write the text or take the key out"),
    ("What it is.", "x" * 240, "4: summary: has 240 characters; at most 200 fit"),
    ("What it is.", '"a\\nb"', "4: summary: has several lines; one is shown"),
    ("[One fact.]", "One fact.", "7: key_points: should be a list of texts; this is text"),
    ("[One fact.]", "5", "7: key_points: should be a list of texts; 5 is a number"),
    ("[One fact.]", "[a, b, c, d, e, f, g, h]", "7: key_points: has 8 entries; at most 7 fit"),
    ("[One fact.]", "[yes, true]", "7: key_points.1: should be text; true is a truth value: put it in quotes"),
    ("type: official", "type: oficial", "9: resources.0.type: should be one of official, article, video, course, book or tool; did you mean `official`?"),
    ("{mistake: It breaks., cure: Mend it.}", "It breaks.", "23: pitfalls.0: should be a group of keys and values; this is text"),
    ("What do you think?", "7", "25: prompts.0: should be a group of keys and values; 7 is a number"),
    ("What do you think?", "x" * 1001, "25: prompts.0.text: has 1001 characters; at most 1000 fit"),
    ("answer: 3", "answer: 4", "30: quiz.0.answer: is 4; it should be at most 3, counted from 0"),
    ("[a, b, c, d]", "[a, b, c]", "30: quiz.0.answer: is 3; it should be at most 2, counted from 0"),
    ("[a, b, c, d]", "[a]", "29: quiz.0.choices: has 1 entries; it needs at least 2"),
    ("[a, b, c, d]", "[a, b, c, a]", "29: quiz.0.choices.3: `a` is a choice already: all should differ"),
    ("language: python", "language: Python 3", "15: example.language: should be a Discord code-block name, as in `python`"),
    ("since: Django 6.1", "since: 6.1", "33: quiz.0.since: should be text; 6.1 is a number: put it in quotes"),
    ("since: Django 6.1", "since: lately", "33: quiz.0.since: should be a name and a number, as in `Django 6.1`"),
    ("{version: Django 6.1, text", "{text", "36: news.0.version: is missing; it should be text: the version that brought it, as in `Django 6.1`"),
    ("It is faster.", "x" * 301, "36: news.0.text: has 301 characters; at most 300 fit"),
    ("        print(1 + 1)", "        ```", "17: example.code: holds ```, which would end the code block that it is shown in"),
    ("  Why and how.", "  ```python", "5: explanation: opens a code block and does not close it: ``` comes in pairs"),
    ("id: alpha", "id: Alpha Two", "1: id: should be a slug: small letters and digits, parts joined by single hyphens, as in `drf-serializers`"),
    ("minutes: 30", "minutes: 30\nminutes: 40", "11: minutes: stands here twice; the first is in line 10"),
    ("minutes: 30", "example:\nminutes: 30", "15: example: stands here twice; the first is in line 10"),
    ("What it is.", "a: b", "4: YAML cannot be read from here on: a text that holds `: ` must stand in quotes, or after `|` on lines of its own"),
    ("What it is.", "`a` is b", "4: YAML cannot be read from here on: a text that begins with a sign such as ` @ % must stand in quotes"),
    ("What it is.", "'it is", "4: YAML cannot be read from here on: the quotes that open here are not closed"),
    ("What it is.", "*args", "4: summary: `*args` is YAML's sign for a repetition: write it out, or in quotes"),
    ("What it is.", "*args and more", "4: summary: `*args` is YAML's sign for a repetition: write it out, or in quotes"),
    ("What it is.", "&once it", "4: summary: `&once` is YAML's sign for something repeated: put the text in quotes"),
    ("What it is.", "!important it", "4: summary: `!important` is a YAML tag, which is not used here: put the text in quotes"),
    ("  language", "\tlanguage", "15: a tab indents this line: use spaces"),
    ("minutes: 30", "minutes: 30\n---\nid: next", "11: a second document begins here: a file holds one"),
    ("minutes: 30", "minutes: 30\n? [a]\n: b", "11: a key should be one word"),
    ("What it is.", '"it\\ais"', "4: summary: holds the unprintable character U+0007: take it out"),
    ("title: Alpha", 'title: "Al\u202epha"', "2: title: holds the invisible sign U+202E: take it out"),
    ("title: Alpha", 'title: "Al\u3164pha"', "2: title: holds the invisible sign U+3164: take it out"),
    ("[the first, ", '["the\u200b first", ', "11: aliases.0: holds the invisible sign U+200B: take it out"),
    ("What it is.", '"\u200b \ufe0f"', "4: summary: holds nothing that one can see: write the text or take the key out"),
    ("summary:", '"a\\nb":', "4: a b: is not a key of this format; there are id, title, section, aliases, summary, explanation, key_points, example, pitfalls, resources, prerequisites, minutes, prompts, quiz, news, renamed_from, project"),
    ("What it is.", "it\x07is", "4: holds the unprintable character U+0007: take it out"),
]  # fmt: skip

WHOLE_FILES = [
    (b"", "1: is empty: it should hold keys and values"),
    (b"# nothing yet\n", "1: is empty: it should hold keys and values"),
    (b"- id: alpha\n", "1: should hold keys and values, as in `id: middleware`"),
    (b"id: alpha\ntitle: Caf\xe9\n", "2: is not UTF-8: save the file with that encoding"),
    ("id: alpha\n".encode("utf-16"), "1: is not UTF-8: save the file with that encoding"),
    (b"#" * 1_000_001, "1: has 1,000,001 bytes; at most 1,000,000 are read"),
    (b"[" * 5_000, "1: is nested more than 20 levels deep"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), CHANGED)
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, told: str, tmp_path: Path) -> None:
    assert ALPHA.count(right) == 1
    write(tmp_path, alpha=ALPHA.replace(right, wrong))
    assert f"{tmp_path}/small/topics/alpha.yaml:{told}" in mistakes_in(tmp_path)


@pytest.mark.parametrize(("data", "told"), WHOLE_FILES)
def test_an_unreadable_file_is_told_once(data: bytes, told: str, tmp_path: Path) -> None:
    write(tmp_path, alpha=data)
    assert mistakes_in(tmp_path) == [f"{tmp_path}/small/topics/alpha.yaml:{told}"]


@pytest.mark.parametrize(
    "url",
    ["http://docs.python.org/3/", "docs.python.org", "https://localhost/x", "https://a.org/a b", "https://", "https://a@b.org/", "ftp://a.org/", "https://a..org/", 'https://a.org\\"/'],
)  # fmt: skip
def test_a_bad_address_is_told(url: str, tmp_path: Path) -> None:
    write(tmp_path, alpha=ALPHA.replace("https://docs.python.org/3/", url))
    assert mistakes_in(tmp_path) == [
        f"{tmp_path}/small/topics/alpha.yaml:9: resources.0.url: should be a whole https address without spaces, as in `https://docs.djangoproject.com/en/stable/`"
    ]


def test_an_anchor_bomb_is_refused(tmp_path: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for letter, before in zip("bcdefghi", "abcdefgh", strict=True):
        bomb += f"{letter}: &{letter} [{', '.join(['*' + before] * 9)}]\n"
    mistakes = mistakes_in(write(tmp_path, alpha=bomb))
    assert any("alpha.yaml:2: b.0: `*a` is YAML's sign for a repetition" in mistake for mistake in mistakes)
    assert len(mistakes) < 60


def test_a_mistake_is_one_line_however_much_it_quotes(tmp_path: Path) -> None:
    mistakes = mistakes_in(write(tmp_path, alpha=ALPHA.replace("[beta]", '["' + "x\\n" * 2_000 + '"]')))
    assert any("prerequisites.0: there is no topic `x x x" in mistake for mistake in mistakes)
    assert max(len(mistake) for mistake in mistakes) < 800
    assert "\n" not in "".join(mistakes)


def test_a_file_with_another_ending_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "small" / "topics" / "delta.yml"
    path.write_text(topic("delta"))
    assert mistakes_in(tmp_path) == [f"{path}:1: is not read: call it delta.yaml"]


@pytest.mark.parametrize("name", ["._alpha", ".#beta", "._roadmap"])
def test_what_systems_leave_behind_is_passed_over_with_a_word(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files: dict[str, Any] = {name: b"\x00\x05\x16\x07"}
    write(tmp_path, **files)
    (tmp_path / "__MACOSX" / "topics").mkdir(parents=True)
    (tmp_path / ".trash" / "topics").mkdir(parents=True)
    assert check(tmp_path) == 0
    path = tmp_path / "small" / "topics" / f"{name}.yaml"
    first, *_ = capsys.readouterr().out.splitlines()
    assert first == f"warning: {path}:1: is passed over, since its name begins with a dot: delete it"


@pytest.mark.parametrize("text", ["\ufeff" + ALPHA, ALPHA.replace("\n", "\r\n")], ids=["byte order mark", "Windows"])
def test_what_editors_on_windows_write_is_read(text: str, tmp_path: Path) -> None:
    assert mistakes_in(write(tmp_path, alpha=text, beta="")) == [
        f"{tmp_path}/small/topics/beta.yaml:1: is empty: it should hold keys and values"
    ]
