"""A quiz that is brought to a roadmap: its questions go to the topics that its categories name."""

from dataclasses import replace

from bot.content.brought import Brought, faces
from bot.content.ids import new_question_id
from bot.content.importers.build import Content, Fields
from bot.content.importers.gift import FORMAT


def with_questions(brought: Brought, live: Content) -> Brought | None:
    """Return the live content with a quiz's questions in the topics of the same names.

    None where what was brought is no quiz, or none of its categories is a topic. What has no topic, and questions that
    are there already, are told in the remarks.
    """
    if brought.format != FORMAT:
        return None
    places = {face.key: place for place, face in enumerate(faces(live))}
    topics = [{**topic, "quiz": _quiz(topic)} for topic in live.topics]
    used_ids = {str(question.get("id")) for topic in topics for question in _quiz(topic)}
    texts = {question["question"] for topic in topics for question in _quiz(topic)}
    remarks: list[str] = list(brought.remarks)
    for face, quiz in zip(faces(brought.content), map(_quiz, brought.content.topics), strict=True):
        fresh = [question for question in quiz if question["question"] not in texts]
        if face.key not in places:
            remarks.append(f"“{face.title}” is no topic of this roadmap: {len(quiz)} questions are left out")
            continue
        if len(fresh) < len(quiz):
            remarks.append(f"{len(quiz) - len(fresh)} questions of “{face.title}” are there already")
        topic = topics[places[face.key]]
        for question in fresh:
            new_id = new_question_id(str(topic["id"]), str(question["question"]), used_ids)
            used_ids.add(new_id)
            topic["quiz"] = [*_quiz(topic), {**question, "id": new_id}]
    if not any(face.key in places for face in faces(brought.content)):
        return None
    content = Content(live.roadmap, tuple(topic if topic["quiz"] else _without_quiz(topic) for topic in topics))
    return replace(brought, content=content, remarks=tuple(remarks), given=tuple(face.id for face in faces(live)))


def _quiz(topic: Fields) -> list[Fields]:
    quiz = topic.get("quiz")
    return list(quiz) if isinstance(quiz, list) else []


def _without_quiz(topic: Fields) -> Fields:
    return {key: value for key, value in topic.items() if key != "quiz"}
