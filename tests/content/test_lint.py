"""What could be better in sound content is told as a warning, with its line, and keeps nobody from starting."""

from pathlib import Path

import pytest
from small_content import ROADMAP, topic, write

from bot.content.lint import lint_roadmap
from bot.content.loader import load_library, read_roadmaps

LINKED = "prerequisites: [beta]\n"
LINKED_GAMMA = topic("gamma", "second", LINKED)
FAIR = "Code that wraps every request of a site."
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


TAUGHT = "The code wraps every request."
LEVELS = ("recall", "apply", "debug")


def quizzed(*questions: tuple[str, int], why: str = TAUGHT) -> str:
    """Return `gamma` with questions of choices and the place of the right one; the first is explained by `why`."""
    entries = [
        f"  - {{question: Which {number}?, id: q-{number}, level: {LEVELS[number % 3]}, answer: {answer},\n"
        f"     choices: [{choices}], why: {TAUGHT if number else why}}}\n"
        for number, (choices, answer) in enumerate(questions)
    ]
    return fair("gamma", "second", LINKED + "quiz:\n" + "".join(entries))


def even(count: int, choices: str = CHOICES) -> list[tuple[str, int]]:
    """Return questions of the same choices, with the right ones in all places."""
    return [(choices, number % 4) for number in range(count)]


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


def test_words_of_a_script_without_blanks_are_counted(tmp_path: Path) -> None:
    text = fair("gamma", "second").replace("Gamma", "消息队列", 1)
    assert warnings_of(tmp_path, gamma=text.replace(FAIR, "消息队列让服务之间异步传递数据。")) == []
    assert warnings_of(tmp_path, gamma=text.replace(FAIR, "消息队列。")) == [
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
    assert warnings_of(tmp_path, gamma=quizzed((choices, answer), *even(5))) == [
        f"topics/gamma.yaml:14: quiz.0.choices.{answer}: the right choice is {told}, which gives it away"
    ]


def test_a_question_whose_answer_is_not_in_the_topic_is_told(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, gamma=quizzed(*even(6), why="Penguins swim under water.")) == [
        "topics/gamma.yaml:13: quiz.0: the answer is not in the topic: teach it in the explanation or the key points"
    ]


def test_a_favourite_place_of_right_choices_is_told(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, gamma=quizzed(*[(CHOICES, 2)] * 40)) == [
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


def test_questions_that_give_nothing_away_get_no_advice(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, gamma=quizzed(*even(40, "aaaa only, aaaa cc, aaaa dd, aaaa eee"))) == []


@pytest.mark.parametrize("percent", [0, 100])
def test_a_right_choice_that_is_never_or_always_the_longest_is_told(percent: int, tmp_path: Path) -> None:
    choices = ["aaaa bb", "aaaa cc", "aaaa dd"]
    questions = []
    for number in range(40):
        right = number % 4
        longest = right if percent else (right + 1) % 4
        texts = [*choices[:longest], "aaaa eeee", *choices[longest:]]
        questions.append((", ".join(texts), right))
    (found,) = warnings_of(tmp_path, gamma=quizzed(*questions))
    assert found.startswith(f"roadmap.yaml:1: the right choice is the longest in {percent}% of the questions: ")


@pytest.mark.parametrize("word", ["only", "must", "all", "never", "always", "Only", '"only:"'])
def test_absolute_words_in_wrong_choices_are_told(word: str, tmp_path: Path) -> None:
    questions = []
    for number in range(40):
        texts = ["aaaaaaaa bb", "aaaaaaaa cc", "aaaaaaaa dd", "aaaaaaaa ee"]
        texts[(number + 1) % 4] = f'"aaaa {word.strip(chr(34))} e"'
        questions.append((", ".join(texts), number % 4))
    found = [text for text in warnings_of(tmp_path, gamma=quizzed(*questions)) if "striking out" in text]
    assert [text.partition(" lets ")[2].partition(":")[0] for text in found] == ["33% be guessed"]


def test_absolute_words_in_code_tell_nothing(tmp_path: Path) -> None:
    choices = "aaaaaaaa `all()`, aaaa bbbbbbbbbb, aaaa cccccccccc, aaaa dddddddddd"
    assert warnings_of(tmp_path, gamma=quizzed(*[(choices, 1 + number % 3) for number in range(39)])) == []


def test_a_level_that_is_asked_once_is_told(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, gamma=quizzed(*even(5))) == [
        "topics/gamma.yaml:12: quiz: has 1 of debug: 2 of each level let one ask anew"
    ]


def test_questions_without_an_id_are_told_once(tmp_path: Path) -> None:
    text = quizzed(*even(6)).replace("id: q-1, ", "").replace("id: q-2, ", "")
    assert warnings_of(tmp_path, gamma=text) == [
        "roadmap.yaml:1: no `id` in 2 of 6 questions: `python -m bot ids` writes them"
    ]
