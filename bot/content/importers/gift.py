"""Moodle's GIFT -> questions with 2 to 4 choices, under topics that its categories name."""

import re
from collections.abc import Iterator

from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import bare_title, clean, shortened
from bot.core.outline import Outline, OutlineQuestion, OutlineSection, OutlineTopic, Reading, Remark

COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.+?)\s*$", re.MULTILINE)
ANSWERS = re.compile(r"(?<!\\)\{(.*?)(?<!\\)\}", re.DOTALL)
NAME = re.compile(r"^\s*::(.*?)(?<!\\)::", re.DOTALL)
MARKUP = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]\s*")
CHOICE = re.compile(r"(?<!\\)([=~])((?:\\.|[^=~\\])*)", re.DOTALL)
WEIGHT = re.compile(r"^\s*%-?\d+(?:\.\d+)?%")
FEEDBACK = re.compile(r"(?<!\\)#")
TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?:#|$)", re.IGNORECASE)
ESCAPE = re.compile(r"\\([~=#{}:\\])")
TAG = re.compile(r"<[^>]+>")
FORMAT = "Moodle GIFT"
MAX_QUESTION = 700
MAX_CHOICE = 100
MAX_WHY = 500
MAX_CHOICES = 10


def looks_like_gift(text: str) -> bool:
    """Tell whether a text holds questions in GIFT: answers in braces with `=` before the right one."""
    bare = COMMENT.sub("", text).strip()
    if bare.startswith(("#", "{", "<", "- ", "* ")):
        return False
    answers = ANSWERS.findall(bare)
    answered = sum(bool("=" in block and CHOICE.search(block)) or bool(TRUTH.match(block)) for block in answers)
    return answered > len(answers) / 2


def read_gift(text: str, fallback_title: str) -> Reading:
    """Return an outline whose topics are the categories, with the questions that have choices.

    Raises UnreadableFileError where there is none.
    """
    topics: dict[str, list[OutlineQuestion]] = {}
    lines: dict[str, int] = {}
    remarks: list[Remark] = []
    for category, line, block in _blocks(COMMENT.sub("", text)):
        name = shortened(bare_title(category.rstrip("/").rpartition("/")[2])) or fallback_title
        question = _question(block)
        if isinstance(question, str):
            remarks.append(Remark(line, f"a question is left out: {question}"))
        else:
            lines.setdefault(name, line)
            topics.setdefault(name, []).append(question)
    if not topics:
        raise UnreadableFileError("I find no question with choices in this GIFT file: `{ =right ~wrong ~wrong }`.")
    made = tuple(
        OutlineTopic(name, questions=tuple(questions_of_topic), line=lines[name])
        for name, questions_of_topic in topics.items()
    )
    return Reading(FORMAT, Outline(fallback_title, (OutlineSection(fallback_title, made),)), tuple(remarks))


def _blocks(text: str) -> Iterator[tuple[str, int, str]]:
    """Walk the questions, which blank lines part, with their category and line."""
    category, line = "", 1
    for block in re.split(r"(\n[ \t]*\n)", text):
        start = line + (len(block) - len(block.lstrip("\n")))
        line += block.count("\n")
        if match := CATEGORY.search(block):
            category = match[1]
        if question := CATEGORY.sub("", block).strip():
            yield category, start, question


def _question(block: str) -> OutlineQuestion | str:
    """Return the question of a block, or why it is none that can be asked here."""
    match = ANSWERS.search(block)
    if not match:
        return "it has no answers"
    wording = block[: match.start()] + ("_____" if block[match.end() :].strip() else "") + block[match.end() :]
    question = _plain(MARKUP.sub("", NAME.sub("", wording)))
    inside, _, general = re.sub(r"(?<!\\)####", "\x00", match[1]).partition("\x00")
    why = _plain(general)
    if truth := TRUTH.match(inside):
        said = _plain(FEEDBACK.split(inside)[-1]) if "#" in inside else ""
        is_true = truth[1].upper().startswith("T")
        return OutlineQuestion(question[:MAX_QUESTION], ("True", "False"), int(not is_true), (why or said)[:MAX_WHY])
    return _with_choices(question, inside, why)


def _with_choices(question: str, inside: str, why: str) -> OutlineQuestion | str:
    right: list[str] = []
    wrong: list[str] = []
    for sign, text in CHOICE.findall(inside):
        choice, *feedback = FEEDBACK.split(text)
        full = re.match(r"\s*%100(?:\.0+)?%", choice)
        is_right = sign == "=" or bool(full)
        (right if is_right else wrong).append(_plain(WEIGHT.sub("", choice)))
        if is_right and feedback and not why:
            why = _plain(feedback[0])
    if "->" in inside:
        return "it asks to match"
    if len(right) != 1 or not wrong:
        return "it has several right answers" if len(right) > 1 else "it has no choices"
    choices = tuple(dict.fromkeys([right[0], *wrong]))[:MAX_CHOICES]
    if not 0 < len(question) <= MAX_QUESTION or any(not 0 < len(choice) <= MAX_CHOICE for choice in choices):
        return f"a choice has more than {MAX_CHOICE} characters, or the text more than {MAX_QUESTION}"
    if len(choices) < 2:
        return "its choices are all the same"
    return OutlineQuestion(question, choices, 0, why[:MAX_WHY])


def _plain(text: str) -> str:
    return clean(ESCAPE.sub(r"\1", TAG.sub(" ", text).replace("\\n", " ")))
