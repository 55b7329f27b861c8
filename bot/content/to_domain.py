"""Checked models -> the nouns of bot.core.roadmap."""

from collections.abc import Iterable
from types import MappingProxyType

from bot.content.schema import ExampleModel, ProjectModel, QuestionModel, RoadmapModel, SectionModel, TopicModel
from bot.core.roadmap import (
    Example,
    Group,
    NewsItem,
    Pitfall,
    Project,
    Prompt,
    Question,
    Resource,
    Retired,
    Roadmap,
    Section,
    Topic,
    fallback_question_id,
)


def to_topic(model: TopicModel) -> Topic:
    """Return the topic that a topic file describes."""
    return Topic(
        id=model.id,
        title=model.title,
        section=model.section,
        summary=model.summary,
        explanation=model.explanation,
        key_points=tuple(model.key_points),
        minutes=model.minutes,
        resources=tuple(Resource(entry.type, entry.title, entry.url) for entry in model.resources),
        aliases=tuple(model.aliases),
        prerequisites=tuple(model.prerequisites),
        renamed_from=tuple(model.renamed_from),
        example=_example(model.example) if model.example else None,
        pitfalls=tuple(Pitfall(entry.mistake, entry.cure) for entry in model.pitfalls),
        prompts=tuple(Prompt(entry.kind, entry.text, entry.answer) for entry in model.prompts),
        quiz=tuple(_question(entry) for entry in model.quiz),
        news=tuple(NewsItem(entry.version, entry.text) for entry in model.news),
        project=_project(model.project) if model.project else None,
    )


def _example(model: ExampleModel) -> Example:
    return Example(model.language, model.code.rstrip(), model.caption, model.output.rstrip())


def _project(model: ProjectModel) -> Project:
    return Project(model.brief, tuple(model.milestones), model.done_when, tuple(model.stretch))


def _question(model: QuestionModel) -> Question:
    return Question(
        id=model.id or fallback_question_id(model.question, model.choices),
        question=model.question,
        choices=tuple(model.choices),
        answer=model.answer,
        why=model.why,
        level=model.level,
        since=model.since,
    )


def to_roadmap(model: RoadmapModel, topics: Iterable[TopicModel]) -> Roadmap:
    """Return the roadmap that roadmap.yaml and its topic files describe."""
    return Roadmap(
        id=model.id,
        title=model.title,
        summary=model.summary,
        sections=tuple(_section(entry) for entry in model.sections),
        topics=MappingProxyType({entry.id: to_topic(entry) for entry in topics}),
        retired=MappingProxyType(
            {entry.id: Retired(entry.id, entry.title, entry.reason, entry.instead) for entry in model.retired}
        ),
        versions=MappingProxyType(model.versions),
    )


def _section(model: SectionModel) -> Section:
    groups = tuple(Group(entry.title, tuple(entry.topics)) for entry in model.groups)
    return Section(model.id, model.title, model.emoji, model.summary, groups)
