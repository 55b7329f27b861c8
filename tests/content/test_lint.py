"""What could be better in sound content is told as a warning, with its line, and keeps nobody from starting."""

from pathlib import Path

import pytest
from small_content import ROADMAP, topic, write

from bot.content.lint import lint_roadmap
from bot.content.loader import load_library, read_roadmaps

LINKED = "prerequisites: [beta]\n"
LINKED_GAMMA = topic("gamma", "second", LINKED)
FAIR = "Code that wraps every request of a site."
QUIZ = """\
quiz:
  - question: Which?
    choices: [{choices}]
    answer: {answer}
    why: {why}
    level: recall
"""
CHOICES = "aaaa bb, aaaa cc, aaaa dd, aaaa ee"
HARD = (
    "Notwithstanding considerable organisational heterogeneity, authentication infrastructure necessarily "
    "presupposes comprehensive understanding regarding cryptographic primitives, administrative responsibilities "
    "and continuously evolving regulatory requirements."
)


def fair(topic_id: str, section: str = "first", more: str = LINKED) -> str:
    """Give a topic that nothing could be said about."""
    text = topic(topic_id, section, more)
    return text.replace("What it is.", FAIR).replace("/3/", f"/3/{topic_id}.html")


def warnings_of(tmp_path: Path, **files: str) -> list[str]:
    """Give the advice on a roadmap in which all but `files` is fair."""
    whole = {"alpha": fair("alpha", more=""), "beta": fair("beta", more="prerequisites: [alpha]\n")}
    write(tmp_path, **(whole | {"gamma": fair("gamma", "second")} | files))
    load_library(tmp_path)
    (loaded,), _ = read_roadmaps(tmp_path)
    return [str(each).replace(f"{tmp_path}/small/", "") for each in lint_roadmap(loaded)]


def test_sound_and_fair_content_gets_no_advice(tmp_path: Path) -> None:
    assert warnings_of(tmp_path) == []


def test_a_summary_that_repeats_the_title_is_told(tmp_path: Path) -> None:
    text = fair("gamma", "second").replace(FAIR, "Gamma is what you learn here.")
    assert warnings_of(tmp_path, gamma=text) == [
        "topics/gamma.yaml:4: summary: hardly says more than the title: say what it is for"
    ]


def test_a_key_point_said_twice_is_told(tmp_path: Path) -> None:
    points = f"[{FAIR}, Requests pass from top to bottom., The requests pass from bottom to top.]"
    assert warnings_of(tmp_path, gamma=fair("gamma", "second").replace("[One fact.]", points)) == [
        "topics/gamma.yaml:7: key_points.0: says again what summary says",
        "topics/gamma.yaml:7: key_points.2: says again what key_points.1 says",
    ]


def test_a_text_far_harder_than_the_rest_is_told(tmp_path: Path) -> None:
    (told,) = warnings_of(tmp_path, gamma=fair("gamma", "second").replace("Why and how.", HARD))
    assert told.startswith("topics/gamma.yaml:5: explanation: is far harder to read than the rest")


@pytest.mark.parametrize(
    ("choices", "answer", "told"),
    [
        (f"{CHOICES} and very much more", 3, "by far the longest"),
        ("aa, aaaa aaaa cc, aaaa aaaa dd, aaaa aaaa ee", 0, "by far the shortest"),
    ],
)
def test_a_right_choice_of_giveaway_length_is_told(choices: str, answer: int, told: str, tmp_path: Path) -> None:
    quiz = QUIZ.format(choices=choices, answer=answer, why="The code wraps every request.")
    assert warnings_of(tmp_path, gamma=fair("gamma", "second", LINKED + quiz)) == [
        f"topics/gamma.yaml:14: quiz.0.choices.{answer}: the right choice is {told}, which gives it away"
    ]


def test_a_question_whose_answer_is_not_in_the_topic_is_told(tmp_path: Path) -> None:
    quiz = QUIZ.format(choices=CHOICES, answer=0, why="Penguins swim under water.")
    assert warnings_of(tmp_path, gamma=fair("gamma", "second", LINKED + quiz)) == [
        "topics/gamma.yaml:13: quiz.0: the answer is not in the topic: teach it in the explanation or the key points"
    ]


def test_a_favourite_place_of_right_choices_is_told(tmp_path: Path) -> None:
    question = QUIZ.format(choices=CHOICES, answer=2, why="The code wraps every request.").removeprefix("quiz:\n")
    quiz = "quiz:\n" + "".join(question.replace("Which?", f"Which {number}?") for number in range(40))
    assert warnings_of(tmp_path, gamma=fair("gamma", "second", LINKED + quiz)) == [
        f"roadmap.yaml:1: of 40 quiz questions {count} have their right choice at {place}: spread them"
        for place, count in ((0, 0), (1, 0), (3, 0), (2, 40))
    ]


def test_a_topic_that_stands_alone_is_told(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, gamma=fair("gamma", "second", "")) == [
        "topics/gamma.yaml:1: needs no topic, and none needs it: tie it in with `prerequisites`"
    ]


def test_a_prerequisite_that_its_section_lists_later_is_told(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, roadmap=ROADMAP.replace("[alpha, beta]", "[beta, alpha]")) == [
        "topics/beta.yaml:11: prerequisites.0: `alpha` comes later in this section than this topic"
    ]


def test_a_prerequisite_in_a_later_section_is_no_fault(tmp_path: Path) -> None:
    files = {"alpha": fair("alpha", more="prerequisites: [gamma]\n"), "gamma": fair("gamma", "second", "")}
    assert warnings_of(tmp_path, **files) == []


def test_a_name_that_lookup_cannot_tell_from_another_is_told(tmp_path: Path) -> None:
    aliases = "aliases: [optimisation]\n"
    beta = fair("beta", more=f"prerequisites: [alpha]\n{aliases.replace('optimisation', 'optimizations')}")
    (told,) = warnings_of(tmp_path, beta=beta, gamma=fair("gamma", "second", LINKED + aliases))
    assert told.startswith("topics/gamma.yaml:12: aliases.0: `optimisation` is read as `optimizations` of beta: ")


def test_a_resource_of_many_topics_is_told(tmp_path: Path) -> None:
    names = ["alpha", "beta", "delta", "gamma"]
    files = {name: fair(name).replace(f"{name}.html", "") for name in ("alpha", "delta")}
    files |= {"alpha": fair("alpha", more="").replace("alpha.html", "")}
    files |= {"beta": fair("beta", more="prerequisites: [alpha]\n").replace("beta.html", "")}
    files |= {"gamma": fair("gamma", "second").replace("gamma.html", "")}
    assert warnings_of(tmp_path, roadmap=ROADMAP.replace("[alpha, beta]", "[alpha, beta, delta]"), **files) == [
        f"topics/gamma.yaml:9: resources.0: https://docs.python.org/3/ is given by 4 topics: {', '.join(names)}"
    ]


def test_resources_in_a_poor_order_are_told(tmp_path: Path) -> None:
    more = '  - {type: official, title: More, url: "https://www.python.org/more"}\nminutes: 30'
    behind = fair("gamma", "second").replace("type: official", "type: video").replace("minutes: 30", more)
    none = fair("beta", more="prerequisites: [alpha]\n").replace("type: official", "type: video")
    twice = fair("alpha", more="").replace(
        "minutes: 30", more.replace("www.python.org/more", "docs.python.org/3/alpha.html")
    )
    assert warnings_of(tmp_path, alpha=twice, beta=none, gamma=behind) == [
        "topics/alpha.yaml:10: resources.1: https://docs.python.org/3/alpha.html stands here twice",
        "topics/beta.yaml:8: resources: names nothing official: documentation comes first",
        "topics/gamma.yaml:10: resources.1: is official and stands behind others: put it first",
    ]
