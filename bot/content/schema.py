"""The content format: what each key of a topic file and of roadmap.yaml may hold, described for authors and editors.

The limits in characters are what Discord can show. `python -m bot schema` writes this as JSON Schema.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias  # a JSON Schema has any shape

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ONE_LINE = r"^[^\r\n]*$"
NO_FENCE = r"^(`{0,2}[^`])*`{0,2}$"
URL = r"^https://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:[0-9]+)?([/?#]\S*)?$"
LANGUAGE = r"^[a-z0-9+#-]+$"
VERSION = r"^[^\r\n]*[0-9][^\r\n]*$"
EMOJI = r"^[0-9#*]?[^\x00-\x7f]+$"

SHOULD_BE = {
    SLUG: "should be a slug: small letters and digits, parts joined by single hyphens, as in `drf-serializers`",
    ONE_LINE: "has several lines; one is shown",
    NO_FENCE: "holds ```, which would end the code block that it is shown in",
    URL: "should be a whole https address without spaces, as in `https://docs.djangoproject.com/en/stable/`",
    LANGUAGE: "should be a Discord code-block name, as in `python`",
    VERSION: "should be a name and a number, as in `Django 6.1`",
    EMOJI: "should be one emoji, as in 🧱",
}

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML allows nowhere but as an escape, and nobody means to write."""


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=ONE_LINE)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(min_length=1, pattern=NO_FENCE)]
Version = Annotated[str, StringConstraints(strip_whitespace=True, pattern=VERSION, max_length=40)]
Point = Annotated[Prose, StringConstraints(max_length=200)]


class Model(BaseModel):
    """What all parts of the format have in common: no unknown keys, no guessed types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ResourceModel(Model):
    """A place to learn more."""

    type: Literal["official", "article", "video", "course", "book", "tool"] = Field(description="what it is")
    title: Line = Field(max_length=80, description="its name, as it calls itself")
    url: Annotated[str, StringConstraints(pattern=URL, max_length=512)] = Field(description="its address, https only")


class ExampleModel(Model):
    """A short, complete piece of code; it runs or is parsed in the tests."""

    language: Annotated[str, StringConstraints(pattern=LANGUAGE, max_length=20)] = Field(
        description="a Discord code-block name: python, sql, bash, nginx, dockerfile, yaml, toml, html, …"
    )
    caption: Line = Field("", max_length=200, description="what it shows, in a sentence")
    code: Code = Field(max_length=1500, description="the code itself")
    output: Code = Field("", max_length=500, description="exactly what it prints")


class PitfallModel(Model):
    """A mistake that people really make."""

    mistake: Prose = Field(max_length=200, description="what goes wrong")
    cure: Prose = Field(max_length=300, description="what to do instead")


class PromptModel(Model):
    """A text for the daily post."""

    kind: Literal["discuss", "exercise", "predict"] = Field(description="what it asks for")
    text: Prose = Field(max_length=1000, description="the prompt itself")
    answer: Prose = Field("", max_length=600, description="shown as a spoiler")


class QuestionModel(Model):
    """A quiz question: one of its choices is right. Of more than four, that one and three others are shown."""

    id: Annotated[str, StringConstraints(pattern=SLUG, max_length=24)] = Field(
        "", description="the stable slug, unique in the roadmap, that members' answers hang on; see `python -m bot ids`"
    )
    question: Prose = Field(max_length=700, description="what is asked")
    choices: list[Annotated[Line, StringConstraints(max_length=100)]] = Field(
        min_length=2, max_length=10, description="the answers, one of them right; at most four are shown at once"
    )
    answer: int = Field(ge=0, le=9, description="the place of the right choice, counted from 0")
    why: Prose = Field("", max_length=500, description="why it is right and the others are not")
    level: Literal["recall", "apply", "debug"] = Field("recall", description="what it takes to answer")
    since: Version = Field("", description="the version from which on it holds, as in `Django 6.1`")


class NewsModel(Model):
    """What changed with a version."""

    version: Version = Field(description="the version that brought it, as in `Django 6.1`")
    text: Prose = Field(max_length=300, description="what changed, and what to do about it")


class ProjectModel(Model):
    """What a topic of the last section asks to be built."""

    brief: Prose = Field(max_length=1000, description="what to build, and for whom")
    milestones: list[Point] = Field(min_length=1, max_length=12, description="steps that one can tick")
    done_when: Prose = Field(max_length=500, description="how one knows that it is finished")
    stretch: list[Point] = Field([], max_length=6, description="goals beyond that")


def _prompt(value: object) -> object:
    """Take a plain text for a prompt to discuss."""
    return {"kind": "discuss", "text": value} if isinstance(value, str) else value


PromptEntry = Annotated[PromptModel, BeforeValidator(_prompt, json_schema_input_type=Prose | PromptModel)]


class TopicModel(Model):
    """One thing to study: topics/<id>.yaml."""

    id: Slug = Field(description="the stable slug, equal to the file's name; members' progress hangs on it")
    title: Line = Field(max_length=60, description="the name that members see")
    section: Slug = Field(description="the id of the section in roadmap.yaml that lists this topic")
    aliases: list[Annotated[Line, StringConstraints(max_length=60)]] = Field(
        [], max_length=20, description="other names and abbreviations that people really type"
    )
    summary: Line = Field("", max_length=200, description="what it is, in one sentence")
    explanation: Prose = Field("", max_length=2000, description="what it is, why it matters and how it works")
    key_points: list[Point] = Field([], max_length=7, description="facts to remember")
    example: ExampleModel | None = Field(None, description="a piece of code that shows the point")
    pitfalls: list[PitfallModel] = Field([], max_length=6, description="mistakes that people really make")
    resources: list[ResourceModel] = Field([], max_length=8, description="places to learn more")
    prerequisites: list[Slug] = Field([], description="ids of the topics to know before this one")
    minutes: int = Field(0, ge=5, le=6000, description="how long studying it takes, in minutes")
    prompts: list[PromptEntry] = Field([], description="texts for the daily post; a plain text is one to discuss")
    quiz: list[QuestionModel] = Field([], description="questions with two to ten choices")
    news: list[NewsModel] = Field([], max_length=8, description="what changed, by version, the latest first")
    renamed_from: list[Slug] = Field([], description="ids that this topic had before")
    project: ProjectModel | None = Field(None, description="what to build, in the section of projects")


class GroupModel(Model):
    """Topics of a section that belong together."""

    title: Line = Field(max_length=60, description="the name that members see")
    topics: list[Slug] = Field(min_length=1, description="topic ids, in the order to study them")


class SectionModel(Model):
    """A chapter of the roadmap."""

    id: Slug = Field(description="the stable slug that topics name in `section`")
    title: Line = Field(max_length=60, description="the name that members see")
    emoji: Annotated[str, StringConstraints(pattern=EMOJI, max_length=16)] = Field(
        "", description="one emoji that stands before the title"
    )
    summary: Line = Field("", max_length=200, description="what the chapter is about, in one sentence")
    groups: list[GroupModel] = Field(min_length=1, description="its topics, in groups")


class RetiredModel(Model):
    """A topic that was taken out; members keep what they did and read why it went."""

    id: Slug = Field(description="the id that it had")
    title: Line = Field(max_length=60, description="the title that it had")
    reason: Prose = Field(max_length=300, description="why it went")
    instead: Slug = Field("", description="the id of the topic to read now")


class RoadmapModel(Model):
    """A whole roadmap: roadmap.yaml."""

    id: Slug = Field(description="the stable slug that members' progress hangs on")
    title: Line = Field(max_length=100, description="the name that members see")
    summary: Prose = Field("", max_length=500, description="what it leads to, in one or two sentences")
    default: bool = Field(default=False, description="true for the one roadmap that is meant when nobody says which")
    versions: dict[
        Annotated[Line, StringConstraints(max_length=40)], Annotated[Line, StringConstraints(max_length=100)]
    ] = Field({}, max_length=7, description="which releases it speaks of: name and text")
    sections: list[SectionModel] = Field(min_length=1, max_length=30, description="its chapters, in order")
    retired: list[RetiredModel] = Field([], description="topics that were taken out")


Schema: TypeAlias = Mapping[str, Any]
"""A JSON Schema."""

SCHEMAS = {"topic.schema.json": TopicModel, "roadmap.schema.json": RoadmapModel}
"""The files in content/schema -> what they describe."""


@cache
def json_schema(model: type[Model]) -> Schema:
    """Return the JSON Schema of `model`; making it takes longer than loading a topic."""
    return model.model_json_schema()


def schema_files(content: Path) -> Iterator[tuple[Path, str]]:
    """Return the path below `content` and the text of each schema file."""
    for name, model in SCHEMAS.items():
        document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(model)}
        yield content / "schema" / name, json.dumps(document, indent=2, ensure_ascii=False) + "\n"
