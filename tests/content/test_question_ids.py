"""Questions have ids that are unique in their roadmap; a command writes those that are missing and nothing else."""

from pathlib import Path

import pytest
from small_content import mistakes_in, topic, write

from bot.content.cli import write_ids
from bot.content.loader import load_library
from bot.core.roadmap import fallback_question_id

QUIZ = """\
# before the questions
quiz:
  # the first
  - question: |   # asked often
      What does `SECRET_KEY` protect?
    choices: [a, 'b', "c", d]   # four of them
    answer: 3
    why: It is d.
    level: recall
  - {question: "Why is 消息队列 here?", choices: [a, b, c, d], answer: 0, why: It is a., level: debug}
  -   level: apply
      id: own-one
      question: Which?
      choices: [a, b, c, d]
      answer: 1
      why: It is b.
minutes: 45  # after them
"""
WITH_IDS = QUIZ.replace("- question", "- id: secret-key-protect\n    question").replace(
    '- {question: "Why', '- {id: xiaoxiduilie-alpha, question: "Why'
)


def alpha(quiz: str) -> str:
    return topic("alpha").replace("minutes: 30\n", quiz)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_missing_ids_are_written_and_nothing_else_is_touched(newline: str, mark: str, tmp_path: Path) -> None:
    write(tmp_path, alpha=mark + alpha(QUIZ).replace("\n", newline))
    path = tmp_path / "small" / "topics" / "alpha.yaml"
    assert write_ids(tmp_path) == 0
    assert path.read_bytes().decode() == mark + alpha(WITH_IDS).replace("\n", newline)
    assert [question.id for question in load_library(tmp_path).default.topics["alpha"].quiz] == [
        "secret-key-protect", "xiaoxiduilie-alpha", "own-one",
    ]  # fmt: skip
    assert write_ids(tmp_path) == 0
    assert path.read_bytes().decode() == mark + alpha(WITH_IDS).replace("\n", newline)


def test_new_ids_are_unique_in_the_roadmap_and_short(tmp_path: Path) -> None:
    asked = "  - {{question: Which extraordinarily long words are here {number}?, choices: [a, b, c, d], answer: 0, why: a, level: debug}}\n"  # noqa: E501
    quizzes = {
        name: topic(name, section, "quiz:\n" + "".join(asked.format(number=f"{name} {n}") for n in range(12)))
        for name, section in (("alpha", "first"), ("gamma", "second"))
    }
    write(tmp_path, **quizzes)
    assert write_ids(tmp_path) == 0
    ids = [question.id for each in load_library(tmp_path).default for question in each.quiz]
    assert len(set(ids)) == 24
    assert max(map(len, ids)) <= 24


def test_broken_content_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, alpha=alpha(QUIZ), beta="")
    assert write_ids(tmp_path) == 1
    assert "beta.yaml:1: is empty" in capsys.readouterr().out
    assert (tmp_path / "small" / "topics" / "alpha.yaml").read_text() == alpha(QUIZ)


def test_an_id_of_two_questions_is_told(tmp_path: Path) -> None:
    again = QUIZ.replace("own-one", "secret-key-protect")
    write(tmp_path, alpha=alpha(WITH_IDS), gamma=topic("gamma", "second").replace("minutes: 30\n", again))
    home = tmp_path / "small" / "topics"
    (told,) = mistakes_in(tmp_path)
    assert told.startswith(f"{home}/gamma.yaml:21: quiz.2.id: `secret-key-protect` is the id of a question in {home}/")


@pytest.mark.parametrize("wrong", ["Secret", "a_b", "x" * 25, ""])
def test_an_id_of_another_shape_is_told(wrong: str, tmp_path: Path) -> None:
    write(tmp_path, alpha=alpha(QUIZ.replace("own-one", f'"{wrong}"')))
    assert [mistake.split(": ")[1] for mistake in mistakes_in(tmp_path)] == ["quiz.2.id"]


def test_a_question_that_stands_twice_without_an_id_is_told(tmp_path: Path) -> None:
    again = QUIZ[QUIZ.index("  - {") : QUIZ.index("  -   level")]
    write(tmp_path, alpha=alpha(QUIZ.replace("  -   level", f"{again}  -   level")))
    (told,) = mistakes_in(tmp_path)
    assert told.endswith("alpha.yaml:20: quiz.2.question: is the same question as "
                         f"{tmp_path}/small/topics/alpha.yaml:19: change one, or give both an `id`")  # fmt: skip


def test_a_stand_in_survives_what_does_not_change_the_question(tmp_path: Path) -> None:
    def stand_in(quiz: str) -> str:
        return load_library(write(tmp_path, alpha=alpha(quiz))).default.topics["alpha"].quiz[1].id

    first = stand_in(QUIZ)
    assert first == stand_in(QUIZ.replace("[a, b, c, d], answer: 0", "[d, c, b, a], answer: 3"))
    assert first == stand_in(QUIZ.replace('"Why is', '"Why  is'))
    assert first != stand_in(QUIZ.replace("Why is", "Why was"))
    assert first == fallback_question_id("Why is 消息队列 here?", "abcd")
    assert len(first) <= 24
