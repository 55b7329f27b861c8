"""What topics and roadmap.yaml say of each other must agree; where they do not, the line is told."""
# ruff: noqa: E501 - the messages are quoted whole, so that they can be found

import json
from pathlib import Path

import pytest
from small_content import ROADMAP, mistakes_in, topic, write

from bot.content.loader import load_library

RETIRED = "retired:\n  - {{id: {id}, title: Gone, reason: Nobody needs it., instead: {instead}}}\n"


def told_of(tmp_path: Path, **files: str) -> list[str]:
    """Give the mistakes in the small roadmap with `files`, without the folder's name."""
    write(tmp_path, **files)
    return [mistake.replace(f"{tmp_path}/small/", "") for mistake in mistakes_in(tmp_path)]


@pytest.mark.parametrize("alias", ["BETA", "be ta", "be-ta", "Be_Ta"])
def test_an_alias_that_means_another_topic_is_told(alias: str, tmp_path: Path) -> None:
    assert told_of(tmp_path, alpha=topic("alpha", more=f"aliases: [{alias}]\n")) == [
        f"topics/alpha.yaml:11: aliases.0: `{alias}` is taken: topics/beta.yaml:1 says `beta`, and a name means one topic"
    ]


def test_an_alias_of_two_topics_is_told(tmp_path: Path) -> None:
    aliases = "aliases: [one more, the-same]\n"
    assert told_of(tmp_path, alpha=topic("alpha", more=aliases), gamma=topic("gamma", "second", "aliases: [The Same]\n")) == [
        "topics/gamma.yaml:11: aliases.0: `The Same` is taken: topics/alpha.yaml:11 says `the-same`, and a name means one topic"
    ]  # fmt: skip


def test_an_alias_said_twice_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, alpha=topic("alpha", more="aliases: [query set, QuerySet]\n")) == [
        "topics/alpha.yaml:11: aliases.1: `QuerySet` repeats `query set`: case, spaces and hyphens make no difference"
    ]


def test_two_topics_of_one_title_are_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, gamma=topic("gamma", "second").replace("Gamma", "Alpha")) == [
        "topics/gamma.yaml:2: title: `Alpha` is taken: topics/alpha.yaml:1 says `alpha`, and a name means one topic"
    ]


def test_a_twin_title_in_another_section_is_told_with_a_way_out(tmp_path: Path) -> None:
    alpha = topic("alpha").replace("Alpha", "Setting up")
    gamma = topic("gamma", "second").replace("Gamma", "Setting up")
    assert told_of(tmp_path, alpha=alpha, gamma=gamma) == [
        "topics/gamma.yaml:2: title: `Setting up` is taken: topics/alpha.yaml:2 says `Setting up`, and a name means one topic; say which in the title, as in `Setting up (Second)`"
    ]


def test_titles_that_lookup_reads_alike_are_told(tmp_path: Path) -> None:
    alpha = topic("alpha").replace("Alpha", "Serialising a model")
    gamma = topic("gamma", "second").replace("Gamma", "Serializing the Models")
    assert told_of(tmp_path, alpha=alpha, gamma=gamma) == [
        "topics/gamma.yaml:2: title: `Serializing the Models` is read as `Serialising a model` of topics/alpha.yaml:2: look-up cannot tell them apart; say which in the title, as in `Serializing the Models (Second)`"
    ]
    beta = topic("beta").replace("Beta", "Serializing the Models")
    assert told_of(tmp_path, alpha=alpha, beta=beta, gamma=topic("gamma", "second")) == [
        "topics/beta.yaml:2: title: `Serializing the Models` is read as `Serialising a model` of topics/alpha.yaml:2: look-up cannot tell them apart; say in one of them what sets it apart, as in `Serializing the Models (Advanced)`"
    ]


@pytest.mark.parametrize("title", ["***", "🧱", "?!"])
def test_a_title_that_nobody_could_look_up_is_told(title: str, tmp_path: Path) -> None:
    assert told_of(tmp_path, alpha=topic("alpha").replace("title: Alpha", f'title: "{title}"')) == [
        f"topics/alpha.yaml:2: title: `{title}` holds no letter or digit, so that nobody could look it up"
    ]


@pytest.mark.parametrize("title", ["消息队列", "लूप्स", "Привет", "ตัวแปร", "C++", "می‌خواهم"])
def test_a_title_in_any_script_is_taken(title: str, tmp_path: Path) -> None:
    write(tmp_path, alpha=topic("alpha").replace("title: Alpha", f'title: "{title}"'))
    assert load_library(tmp_path).default.topics["alpha"].title == title


def test_an_id_in_two_files_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, gamma=topic("beta", "second").replace("Beta", "Gamma")) == [
        "topics/gamma.yaml:1: id: `beta` is taken: topics/beta.yaml:1 says `beta`, and a name means one topic",
        "topics/gamma.yaml:1: id: is `beta`, but the file is called gamma.yaml: both should be the same",
    ]


def test_an_unknown_prerequisite_is_told_with_the_nearest_id(tmp_path: Path) -> None:
    assert told_of(tmp_path, alpha=topic("alpha", more="prerequisites:\n  - beta\n  - gama\n  - xyz\n  - beta\n")) == [
        "topics/alpha.yaml:13: prerequisites.1: there is no topic `gama`; did you mean `gamma`?",
        "topics/alpha.yaml:14: prerequisites.2: there is no topic `xyz`",
        "topics/alpha.yaml:15: prerequisites.3: `beta` stands here twice",
    ]


def test_every_circle_of_prerequisites_is_spelled_out_once(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        alpha=topic("alpha", more="prerequisites: [beta, alpha]\n"),
        beta=topic("beta", more="prerequisites:\n  - gamma\n"),
        gamma=topic("gamma", "second", "prerequisites: [alpha]\n"),
    )
    assert told == [
        "topics/alpha.yaml:11: prerequisites.0: prerequisites go round in a circle: alpha → beta → gamma → alpha",
        "topics/alpha.yaml:11: prerequisites.1: prerequisites go round in a circle: alpha → alpha",
    ]


def test_a_topic_that_no_group_lists_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, delta=topic("delta")) == [
        "topics/delta.yaml:1: roadmap.yaml lists `delta` nowhere: add it to a group there"
    ]


def test_a_listed_topic_without_a_file_is_told_once_with_the_file_that_nobody_lists(tmp_path: Path) -> None:
    roadmap = ROADMAP.replace("[gamma]", "[gama]")
    assert told_of(tmp_path, roadmap=roadmap, alpha=topic("alpha", more="prerequisites: [gama]\n")) == [
        "roadmap.yaml:18: sections.1.groups.0.topics.0: there is no file topics/gama.yaml; did you mean `gamma`?",
        "topics/gamma.yaml:1: roadmap.yaml lists `gamma` nowhere: add it to a group there",
    ]


def test_a_topic_listed_twice_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, roadmap=ROADMAP.replace("[gamma]", "[gamma, beta]")) == [
        "roadmap.yaml:18: sections.1.groups.0.topics.1: `beta` stands in line 11 already"
    ]


def test_two_sections_of_one_id_are_told(tmp_path: Path) -> None:
    told = told_of(tmp_path, roadmap=ROADMAP.replace("id: second", "id: first"), gamma=topic("gamma", "first"))
    assert told == ["roadmap.yaml:12: sections.1.id: `first` stands in line 5 already"]


def test_a_topic_of_another_section_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, alpha=topic("alpha", "second"), beta=topic("beta", "frist")) == [
        "topics/alpha.yaml:3: section: is `second`, but roadmap.yaml lists this topic under `first`",
        "topics/beta.yaml:3: section: there is no section `frist`; did you mean `first`?",
    ]


def test_a_section_with_more_topics_than_menus_show_is_told(tmp_path: Path) -> None:
    names = [f"more-{number}" for number in range(99)]
    roadmap = ROADMAP.replace("[alpha, beta]", f"[alpha, beta, {', '.join(names)}]")
    assert told_of(tmp_path, roadmap=roadmap, **{name: topic(name) for name in names}) == [
        "roadmap.yaml:5: sections.0: has 101 topics; at most 100 fit into menus: make two sections"
    ]


def test_an_old_id_that_is_in_use_is_told(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        roadmap=ROADMAP + RETIRED.format(id="gamma", instead="beta"),
        alpha=topic("alpha", more="renamed_from: [older, beta]\n"),
    )
    assert told == [
        "roadmap.yaml:20: retired.0.id: `gamma` is the id of a topic: an old id is one that no topic has any more",
        "topics/alpha.yaml:11: renamed_from.1: `beta` is the id of a topic: an old id is one that no topic has any more",
    ]


def test_an_old_id_that_two_claim_is_told(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        roadmap=ROADMAP + RETIRED.format(id="older", instead="beta"),
        alpha=topic("alpha", more="renamed_from: [old]\n"),
        beta=topic("beta", more="renamed_from: [older, old]\n"),
    )
    assert told == [
        "topics/beta.yaml:11: renamed_from.0: `older` is claimed by roadmap.yaml:20 already: an old id leads to one topic",
        "topics/beta.yaml:11: renamed_from.1: `old` is claimed by topics/alpha.yaml:11 already: an old id leads to one topic",
    ]


def test_a_retired_topic_that_points_nowhere_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, roadmap=ROADMAP + RETIRED.format(id="gone", instead="bta")) == [
        "roadmap.yaml:20: retired.0.instead: there is no topic `bta`; did you mean `beta`?"
    ]


@pytest.mark.parametrize("emoji", ["ab", "[]", '":bricks:"', "①", "★", "✓", "→", "第一", "🧱🧱", "🇽🇽", "é"])
def test_an_emoji_that_discord_would_refuse_is_told(emoji: str, tmp_path: Path) -> None:
    (told,) = told_of(tmp_path, roadmap=ROADMAP.replace("🧱", emoji))
    assert told.startswith(
        ("roadmap.yaml:7: sections.0.emoji: should be ", f"roadmap.yaml:7: sections.0.emoji: `{emoji}` is no emoji")
    )


@pytest.mark.parametrize("emoji", ["🧱", "🗄️", "🗄", "⭐", "☑️", "©️", "1️⃣", "🇩🇪", "👩🏽‍💻"])
def test_an_emoji_that_discord_takes_is_taken(emoji: str, tmp_path: Path) -> None:
    write(tmp_path, roadmap=ROADMAP.replace("🧱", emoji))
    assert load_library(tmp_path).default.sections[0].emoji == emoji


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("title: First", '"title": "Fir\u200bst"', "roadmap.yaml:6: sections.0.title: holds the invisible sign U+200B: take it out"),
        ("title: Small", 'title: "\u200b"', "roadmap.yaml:2: title: holds nothing that one can see: write the text or take the key out"),
        ("summary: The end.", 'summary: "\u2800"', "roadmap.yaml:15: sections.1.summary: holds nothing that one can see: write the text or take the key out"),
    ],
)  # fmt: skip
def test_a_roadmap_hides_nothing(right: str, wrong: str, told: str, tmp_path: Path) -> None:
    assert told_of(tmp_path, roadmap=ROADMAP.replace(right, wrong, 1)) == [told]


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ({f"name {number}": "1" for number in range(8)}, "roadmap.yaml:19: versions: has 8 entries; at most 7 fit"),
        ({"x" * 41: "1"}, "roadmap.yaml:19: versions." + "x" * 41 + ".[key]: has 41 characters; at most 40 fit"),
        ({"Python": "x" * 101}, "roadmap.yaml:19: versions.Python: has 101 characters; at most 100 fit"),
    ],
)
def test_versions_that_do_not_fit_are_told(versions: dict[str, str], told: str, tmp_path: Path) -> None:
    assert told_of(tmp_path, roadmap=f"{ROADMAP}versions: {json.dumps(versions)}\n") == [told]


def test_an_unreadable_roadmap_is_told_without_blaming_its_topics(tmp_path: Path) -> None:
    assert told_of(tmp_path, roadmap="") == ["roadmap.yaml:1: is empty: it should hold keys and values"]


def test_an_unreadable_topic_is_told_without_blaming_those_who_name_it(tmp_path: Path) -> None:
    assert told_of(tmp_path, alpha="", beta=topic("beta", more="prerequisites: [alpha]\n")) == [
        "topics/alpha.yaml:1: is empty: it should hold keys and values"
    ]
