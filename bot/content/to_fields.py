"""The nouns of bot.core.roadmap -> the content format, with what is empty left out: `to_domain` the other way round."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.content.importers.build import Content, Fields
from bot.core.roadmap import Question, Roadmap, Section, Topic


def content_of(roadmap: Roadmap) -> Content:
    """Return a roadmap in the content format: what it would be loaded from."""
    fields: Fields = {
        "id": roadmap.id,
        "title": roadmap.title,
        "summary": roadmap.summary,
        "versions": dict(roadmap.versions),
        "sections": [_section_fields(section) for section in roadmap.sections],
        "retired": [_filled(asdict(retired)) for retired in roadmap.retired.values()],
    }
    return Content(_filled(fields), tuple(_topic_fields(topic) for topic in roadmap))


def _section_fields(section: Section) -> Fields:
    groups = [{"title": group.title, "topics": list(group.topic_ids)} for group in section.groups]
    fields: Fields = {"id": section.id, "title": section.title, "emoji": section.emoji, "summary": section.summary}
    return _filled(fields) | {"groups": groups}


def _topic_fields(topic: Topic) -> Fields:
    fields = asdict(topic)
    fields["resources"] = [
        {"type": resource.kind, "title": resource.title, "url": resource.url} for resource in topic.resources
    ]
    fields["quiz"] = [_question_fields(question) for question in topic.quiz]
    for key in ("pitfalls", "prompts", "news"):
        fields[key] = [_filled(entry) for entry in fields[key]]
    for key in ("example", "project"):
        fields[key] = _filled(fields[key] or {})
    return _filled(fields)


def _question_fields(question: Question) -> Fields:
    fields: Fields = {"id": question.id, "question": question.question, "choices": list(question.choices)}
    level = question.level if question.level != "recall" else ""
    return (
        fields | {"answer": question.answer} | _filled({"why": question.why, "level": level, "since": question.since})
    )


def _filled(fields: Mapping[str, object]) -> Fields:
    """Return the fields that say something, lists as JSON and YAML have them."""
    filled = {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}
    return {key: value for key, value in filled.items() if value}
