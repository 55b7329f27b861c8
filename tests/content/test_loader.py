"""Loading gives the roadmaps as they are written, and refuses a folder that has any mistake."""

from pathlib import Path

import pytest
from small_content import ANOTHER, RICH, ROADMAP, mistakes_in, topic, write

from bot.content.loader import load_library
from bot.core.roadmap import Example, NewsItem, Pitfall, Project, Prompt, Question, Resource, Retired


def test_a_roadmap_keeps_the_order_that_its_author_wrote(tmp_path: Path) -> None:
    small = load_library(write(tmp_path)).roadmaps["small"]
    assert [section.id for section in small.sections] == ["first", "second"]
    assert [each.id for each in small] == ["alpha", "beta", "gamma"]


def test_a_topic_carries_every_key_of_its_file(tmp_path: Path) -> None:
    alpha = load_library(write(tmp_path, alpha=topic("alpha", more=RICH))).default.topics["alpha"]
    assert (alpha.title, alpha.section, alpha.minutes) == ("Alpha", "first", 30)
    assert alpha.explanation == "Why and how."
    assert alpha.key_points == ("One fact.",)
    assert alpha.resources == (Resource("official", "Docs", "https://docs.python.org/3/"),)
    assert alpha.aliases == ("the first", "404")
    assert alpha.prerequisites == ("beta",)
    assert alpha.renamed_from == ("old-alpha",)
    assert alpha.example == Example("python", "if True:\n    print(1 + 1)", "It adds.", "2")
    assert alpha.pitfalls == (Pitfall("It breaks.", "Mend it."),)
    assert alpha.prompts == (Prompt("discuss", "What do you think?"), Prompt("predict", "What is printed?", "2"))
    assert alpha.quiz == (Question("which-one", "Which?", ("a", "b", "c", "d"), 3, "It is d.", "recall", "Django 6.1"),)
    assert alpha.news == (NewsItem("Django 6.1", "It is faster."),)
    assert alpha.project == Project("Build it.", ("Begin.", "End."), "It runs.", ("Fly.",))


def test_old_ids_lead_to_the_topics_of_today(tmp_path: Path) -> None:
    retired = "retired:\n  - {id: gone, title: Gone, reason: Nobody needs it., instead: beta}\n"
    more = "renamed_from: [old-alpha]\n"
    small = load_library(write(tmp_path, roadmap=ROADMAP + retired, alpha=topic("alpha", more=more))).default
    assert small.renamed == {"old-alpha": "alpha"}
    assert small.retired == {"gone": Retired("gone", "Gone", "Nobody needs it.", "beta")}


def test_versions_are_told_as_text(tmp_path: Path) -> None:
    small = load_library(write(tmp_path, roadmap=ROADMAP + 'versions: {python: "3.10"}\n')).default
    assert small.versions == {"python": "3.10"}


def test_a_folder_that_is_itself_a_roadmap_is_loaded(tmp_path: Path) -> None:
    assert list(load_library(write(tmp_path) / "small").roadmaps) == ["small"]


def test_the_first_roadmap_by_folder_name_is_the_default(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "another", roadmap=ANOTHER)
    assert load_library(tmp_path).default.id == "another"


def test_the_roadmap_that_says_so_is_the_default(tmp_path: Path) -> None:
    write(tmp_path, roadmap=ROADMAP + "default: true\n")
    write(tmp_path, "another", roadmap=ANOTHER)
    library = load_library(tmp_path)
    assert (library.default.id, set(library.roadmaps)) == ("small", {"small", "another"})


def test_two_defaults_are_one_too_many(tmp_path: Path) -> None:
    write(tmp_path, roadmap=ROADMAP + "default: true\n")
    write(tmp_path, "another", roadmap=ANOTHER + "default: true\n")
    first, second = tmp_path / "another" / "roadmap.yaml", tmp_path / "small" / "roadmap.yaml"
    assert mistakes_in(tmp_path) == [f"{second}:19: default: {first} says `default: true` already: one roadmap may"]


def test_two_roadmaps_of_one_id_are_one_too_many(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "again")
    assert mistakes_in(tmp_path) == [
        f"{tmp_path / 'small' / 'roadmap.yaml'}:1: id: `small` is the id of {tmp_path / 'again'} already"
    ]


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_a_roadmap_is_refused(name: str, tmp_path: Path) -> None:
    directory = tmp_path / name
    assert mistakes_in(directory) == [f"{directory}:1: holds no roadmap: there should be a folder with a roadmap.yaml"]


def test_topics_without_their_roadmap_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "small" / "roadmap.yaml").unlink()
    assert mistakes_in(tmp_path) == [
        f"{tmp_path / 'small' / 'roadmap.yaml'}:1: cannot be read: No such file or directory"
    ]


def test_all_mistakes_of_all_files_are_told_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        alpha=topic("alpha").replace("minutes: 30", "minutes: soon").replace("What it is.", "x" * 201),
        beta="a: b: c",
        gamma=topic("gamma", "second", "prerequisites: [alfa]\n"),
        roadmap=ROADMAP.replace("id: small", "id: Small"),
    )
    told = [mistake.removeprefix(f"{tmp_path}/small/").split(": ")[:2] for mistake in mistakes_in(tmp_path)]
    assert told == [
        ["roadmap.yaml:1", "id"],
        ["topics/alpha.yaml:4", "summary"],
        ["topics/alpha.yaml:10", "minutes"],
        ["topics/beta.yaml:1", "YAML cannot be read from here on"],
        ["topics/gamma.yaml:11", "prerequisites.0"],
    ]


def test_a_file_with_very_many_mistakes_shows_the_first_of_them(tmp_path: Path) -> None:
    more = "".join(f"bad{number}: 1\n" for number in range(300))
    mistakes = mistakes_in(write(tmp_path, alpha=topic("alpha", more=more)))
    assert len(mistakes) == 51
    assert mistakes[-1].endswith("alpha.yaml:61: and 250 more mistakes")
