"""What an organiser changes of a topic in Discord's forms: texts and questions, as they were typed -> the content."""

from collections.abc import Mapping

from bot.content.ids import new_question_id
from bot.content.importers.build import Content, Fields
from bot.content.importers.links import link
from bot.content.invites import without_invites
from bot.core.errors import StudyError
from bot.core.outline import MAX_QUESTIONS
from bot.core.roadmap import Question

MAX_CHOICES, MAX_CHOICE = 10, 100
RIGHT = "*"
"""What stands before the right choice."""
TAKEN_OUT = "This topic was taken out meanwhile."
NO_QUESTION = "This question was taken out meanwhile."
HOW_TO_WRITE = f"Write 2 to {MAX_CHOICES} choices, one to a line, and a {RIGHT} before the right one."


def with_texts(content: Content, topic_id: str, title: str, summary: str, explanation: str, links: str) -> Content:
    """Return content in which a topic has other texts; what is empty is left out. `links` has one to a line.

    StudyError where there is no such topic, or what was written does not fit.
    """
    named_urls = [
        (line.rpartition(" ")[0] or "", line.rpartition(" ")[2]) for line in map(str.strip, links.splitlines())
    ]
    resources = [made for name, url in named_urls if url and (made := link(name, url))]
    if len(resources) < sum(bool(url) for _, url in named_urls):
        raise StudyError("Write a link to a line: its name, a blank, and an address with https.")
    fields: Fields = {
        "title": " ".join(title.split()),
        "summary": " ".join(summary.split()),
        "explanation": explanation.strip(),
        "resources": [{"type": resource.kind, "title": resource.title, "url": resource.url} for resource in resources],
    }
    return _with_fields(content, topic_id, fields)


def choices_text(question: Question) -> str:
    """Return the choices of a question as `with_question` reads them."""
    lines = [f"\\{choice}" if choice.startswith((RIGHT, "\\")) else choice for choice in question.choices]
    lines[question.answer] = f"{RIGHT} {lines[question.answer]}"
    return "\n".join(lines)


def with_question(content: Content, topic_id: str, question_id: str, text: str, choices: str, why: str) -> Content:
    """Return content in which a topic's question is another one, or with an empty `question_id` has one more.

    A question keeps its id, so that answers to it stay. StudyError for choices that are not as HOW_TO_WRITE says, a
    topic or question that there is not, and more questions than fit.
    """
    written, answer = _read_choices(choices)
    quiz = _quiz_of(content, topic_id)
    fields: Fields = {"question": text.strip(), "choices": written, "answer": answer, "why": why.strip()}
    if question_id:
        if question_id not in {question.get("id") for question in quiz}:
            raise StudyError(NO_QUESTION)
        quiz = [question | fields if question.get("id") == question_id else question for question in quiz]
    else:
        used_ids = {str(question.get("id")) for topic in content.topics for question in _questions(topic)}
        if len(used_ids) >= MAX_QUESTIONS:
            raise StudyError(f"A roadmap holds at most {MAX_QUESTIONS:,} questions: remove one first.")
        quiz = [*quiz, {"id": new_question_id(topic_id, text, used_ids), **fields}]
    return _with_fields(content, topic_id, {"quiz": [_without_empty(question) for question in quiz]})


def without_question(content: Content, topic_id: str, question_id: str) -> Content:
    """Return content without a question; StudyError where it is not there any more."""
    quiz = _quiz_of(content, topic_id)
    left = [question for question in quiz if question.get("id") != question_id]
    if len(left) == len(quiz):
        raise StudyError(NO_QUESTION)
    return _with_fields(content, topic_id, {"quiz": left})


def _read_choices(text: str) -> tuple[list[str], int]:
    """Return the choices of a form and the 0-based place of the right one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    right = [place for place, line in enumerate(lines) if line.startswith(RIGHT)]
    choices = [line.removeprefix(RIGHT).strip().removeprefix("\\") for line in lines]
    if len(right) != 1 or not 2 <= len(choices) <= MAX_CHOICES or not all(choices):
        raise StudyError(HOW_TO_WRITE)
    if len(set(choices)) < len(choices):
        raise StudyError("Two of the choices are the same.")
    if longest := next((choice for choice in choices if len(choice) > MAX_CHOICE), None):
        raise StudyError(f"A choice has up to {MAX_CHOICE} characters; this one has {len(longest)}: {longest[:40]}…")
    return choices, right[0]


def _quiz_of(content: Content, topic_id: str) -> list[Fields]:
    topic = next((topic for topic in content.topics if topic["id"] == topic_id), None)
    if topic is None:
        raise StudyError(TAKEN_OUT)
    return _questions(topic)


def _questions(topic: Fields) -> list[Fields]:
    quiz = topic.get("quiz")
    return [question for question in quiz if isinstance(question, dict)] if isinstance(quiz, list | tuple) else []


def _without_empty(question: Fields) -> Fields:
    return {key: value for key, value in question.items() if value != ""}


def _with_fields(content: Content, topic_id: str, fields: Mapping[str, object]) -> Content:
    """Return content in which a topic has other fields, without the empty ones; StudyError where they do not fit."""
    if topic_id not in {topic["id"] for topic in content.topics}:
        raise StudyError(TAKEN_OUT)
    topics = []
    for topic in content.topics:
        changed = topic | dict(fields) if topic["id"] == topic_id else topic
        topics.append({key: value for key, value in changed.items() if value})
    edited, _ = without_invites(Content(content.roadmap, tuple(topics)))
    edited.as_roadmap(is_settled=True)
    return edited
