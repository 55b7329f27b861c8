"""`new` writes roadmaps and topics that are right from the start, and changes nothing else."""

from pathlib import Path

import pytest
from small_content import ROADMAP, topic, write

from bot.content.cli import check
from bot.content.ids import new_topic_id
from bot.content.loader import load_library
from bot.content.new import new_roadmap, new_topic
from bot.core.errors import StartError

TITLES = ["Go", 'Go: "from zero" #1', "消息队列", "Привет, мир", "__init__ and *args", "@home", "yes", "1"]


@pytest.mark.parametrize("title", TITLES)
def test_a_new_roadmap_has_no_mistakes_and_says_what_is_to_be_written(
    title: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    roadmap_file, *_ = new_roadmap(content, title)
    assert check(content) == 0
    assert load_library(content).default.title == title
    assert roadmap_file.parent.name == load_library(content).default.id
    assert "first-topic.yaml:6: summary: is still to be written: it begins with TODO" in capsys.readouterr().out
    assert (content / "schema" / "topic.schema.json").exists()


@pytest.mark.parametrize("title", TITLES)
def test_a_new_topic_is_listed_at_the_end(title: str, tmp_path: Path) -> None:
    write(tmp_path)
    new_topic(tmp_path, title)
    small = load_library(tmp_path).default
    *_, last = small
    assert (last.title, last.section) == (title, "second")
    assert [each.id for each in small][:3] == ["alpha", "beta", "gamma"]


def test_a_new_topic_goes_into_the_section_that_is_named(tmp_path: Path) -> None:
    listing = write(tmp_path) / "small" / "roadmap.yaml"
    new_topic(tmp_path, "Delta", section_id="first")
    assert listing.read_text() == ROADMAP.replace("[alpha, beta]", "[alpha, beta, delta]")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_list_keeps_its_style_and_its_comments(newline: str, mark: str, tmp_path: Path) -> None:
    block = "topics:  # in order\n        - gamma   # the last\n"
    text = mark + ROADMAP.replace("topics: [gamma]\n", block).replace("\n", newline) + f"# the end{newline}"
    listing = write(tmp_path, roadmap=text) / "small" / "roadmap.yaml"
    new_topic(tmp_path, "Delta")
    added = f"        - gamma   # the last{newline}        - delta{newline}"
    assert listing.read_bytes().decode() == text.replace(f"        - gamma   # the last{newline}", added)


def test_a_list_may_end_with_the_file(tmp_path: Path) -> None:
    text = ROADMAP.replace("topics: [gamma]\n", "topics:\n          - gamma")
    listing = write(tmp_path, roadmap=text) / "small" / "roadmap.yaml"
    new_topic(tmp_path, "Delta")
    assert listing.read_text() == f"{text}\n          - delta"


@pytest.mark.parametrize(
    ("title", "section", "says"),
    [
        ("Alpha", "", "title: `Alpha` is taken"),
        ("x" * 61, "", "title: has 61 characters; at most 60 fit"),
        ("?!", "", "title: `?!` holds no letter or digit"),
        ("Delta", "third", "there is no section third; there are first, second"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_no_trace(title: str, section: str, says: str, tmp_path: Path) -> None:
    write(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(StartError, match=says.replace("?", r"\?")):
        new_topic(tmp_path, title, section_id=section)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    with pytest.raises(StartError):
        new_roadmap(tmp_path / "new", "x" * 101)
    assert not list((tmp_path / "new").rglob("*.yaml"))


def test_broken_content_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, beta="")
    with pytest.raises(StartError, match="mend them first"):
        new_topic(tmp_path, "Delta")


def test_of_several_roadmaps_one_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    new_roadmap(tmp_path, "Other")
    with pytest.raises(StartError, match="--roadmap: other, small"):
        new_topic(tmp_path, "Delta")
    new_topic(tmp_path, "Delta", roadmap_id="small")
    assert "delta" in load_library(tmp_path).roadmaps["small"].topics


def test_check_asks_for_a_default_among_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    new_roadmap(tmp_path, "Other")
    check(tmp_path)
    assert f"warning: {tmp_path}/other/roadmap.yaml:2: is what a server gets" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("title", "topic_id"),
    [
        ("Generators & Iterators", "generators-iterators"),
        ("Don't repeat yourself", "dont-repeat-yourself"),
        ("消息队列", "xiaoxiduilie"),
        ("Größe messen", "grosse-messen"),
        ("Çalışma ışığı", "calisma-isigi"),
        ("!?", "topic"),
        ("404", "topic-404"),
        ("Yes", "topic-yes"),
        ("An extraordinarily long title of a topic", "an-extraordinarily-long"),
        ("Donaudampfschifffahrtsgesellschaft", "donaudampfschifffahrtsge"),
    ],
)
def test_an_id_is_made_of_the_title(title: str, topic_id: str) -> None:
    assert new_topic_id(title, ()) == topic_id
    assert new_topic_id(title, {topic_id}).endswith("-2")
    assert len(new_topic_id(title, {topic_id})) <= 24


def test_no_id_that_a_topic_had_is_used_again(tmp_path: Path) -> None:
    write(tmp_path, alpha=topic("alpha", more="renamed_from: [delta]\n"))
    new_topic(tmp_path, "Delta")
    assert "delta-2" in load_library(tmp_path).default.topics
