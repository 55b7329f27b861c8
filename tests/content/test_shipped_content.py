"""What ships in content/ is whole: every point of the roadmap's plan, without mistakes, and in the editors' schema."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from shipped import CONTENT, shipped_library

from bot.content.lint import lint_roadmap
from bot.content.loader import read_roadmaps
from bot.content.quiz_lint import measure_quizzes
from bot.content.schema import schema_files
from bot.core.library import Library
from bot.core.progress import TopicState, up_next

PLAN = {
    "basic-skills": {
        "Python Fundamentals": {
            "syntax-variables": "Syntax & Variables",
            "control-flow": "Control Flow",
            "functions": "Functions",
            "data-structures": "Data Structures",
            "oop": "OOP",
            "error-handling": "Error Handling",
        },
        "Development Tools": {"version-control": "Version Control", "text-editors": "Text Editors"},
    },
    "web-basics": {
        "": {
            "http": "HTTP",
            "request-response-cycle": "Request & Response Cycle",
            "rest-api-design": "RESTful API Design",
        },
    },
    "databases-orm": {
        "Relational Databases": {"sql-basics": "SQL Basics", "database-design": "Database Design"},
        "Django ORM": {"models": "Models", "migrations": "Migrations", "querysets": "QuerySets"},
    },
    "django-basics": {
        "Django Setup": {"install-django": "Install Django", "project-structure": "Project Structure"},
        "Core Django Concepts": {
            "url-routing": "URL Routing",
            "views": "Views",
            "templates": "Templates",
            "forms": "Forms",
        },
    },
    "django-advanced": {
        "Authentication & Authorization": {
            "user-authentication": "User Authentication",
            "permissions": "Permissions",
        },
        "Django Rest Framework (DRF)": {
            "drf-serializers": "DRF Serializers",
            "drf-viewsets": "DRF Views & ViewSets",
            "drf-authentication": "DRF Authentication",
            "drf-permissions": "DRF Permissions & Throttling",
        },
        "Middleware": {"middleware": "Middleware"},
    },
    "advanced-python": {
        "": {
            "generators-iterators": "Generators & Iterators",
            "decorators": "Decorators",
            "concurrency": "Concurrency",
            "testing": "Testing",
        },
    },
    "deployment": {
        "Deployment Tools": {"docker": "Docker", "web-servers": "Web Servers", "gunicorn": "Gunicorn"},
        "Cloud Hosting & Continuous Deployment": {"heroku": "Heroku", "aws": "AWS", "ci-cd": "CI/CD"},
    },
    "performance": {
        "Caching": {"caching": "Caching", "database-optimization": "Database Optimization"},
        "Load Balancing & Horizontal Scaling": {
            "horizontal-scaling": "Horizontal Scaling",
            "database-sharding": "Database Sharding",
        },
    },
    "security": {
        "": {
            "sql-injection": "SQL Injection",
            "xss": "XSS",
            "csrf": "CSRF",
            "jwt-oauth": "JWT & OAuth",
        },
    },
    "projects": {
        "Real-World Projects": {
            "build-rest-apis": "Build REST APIs",
            "ecommerce-app": "E-commerce App",
            "blog-platform": "Blog Platform",
        },
        "Contribute to Open Source": {"open-source": "Open Source"},
    },
}
"""Section -> group -> topic id -> what its title says; a group without a name has the name that its author chose."""


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


def test_the_shipped_roadmap_has_every_point_of_its_plan_in_order(library: Library) -> None:
    roadmap = library.roadmaps["python-django"]
    assert roadmap.title == "Backend Developer: Python/Django"
    planned = {section: [list(topics) for topics in groups.values()] for section, groups in PLAN.items()}
    assert {each.id: [list(group.topic_ids) for group in each.groups] for each in roadmap.sections} == planned
    assert len(roadmap) == 51


def test_the_shipped_groups_and_topics_are_called_as_planned(library: Library) -> None:
    roadmap = library.roadmaps["python-django"]
    for section in roadmap.sections:
        for group, (name, topics) in zip(section.groups, PLAN[section.id].items(), strict=True):
            assert group.title == name or not name
            assert {each: topics[each] in roadmap.topics[each].title for each in topics} == dict.fromkeys(topics, True)


def test_next_leads_a_beginner_from_the_first_topic_to_the_last(library: Library) -> None:
    states: dict[str, TopicState] = {}
    while up := up_next(library.default, states):
        assert up.missing == (), f"{up.topic.id} is offered too early"
        states[up.topic.id] = TopicState.DONE
    order, walk = [topic.id for topic in library.default], list(states)
    assert sorted(walk) == sorted(order)
    assert (walk[0], walk[-1]) == (order[0], order[-1])
    moved = [topic_id for topic_id in walk if walk.index(topic_id) > order.index(topic_id)]
    assert moved == ["models", "migrations", "querysets"], "only what needs a project waits for one"


def test_every_shipped_topic_teaches_in_depth(library: Library) -> None:
    for topic in library.default:
        assert len(topic.key_points) >= 4, topic.id
        assert topic.example, topic.id
        assert 2 <= len(topic.pitfalls) <= 4, topic.id
        assert len(topic.resources) >= 3, topic.id
        assert {"discuss", "exercise", "predict"} <= {prompt.kind for prompt in topic.prompts}, topic.id
        assert {question.level for question in topic.quiz} == {"recall", "apply", "debug"}, topic.id
        assert len(topic.quiz) >= 6, topic.id
        assert bool(topic.project) == (topic.section == "projects"), topic.id


def test_the_shipped_questions_are_many_and_the_news_are_told(library: Library) -> None:
    measure = measure_quizzes(library.default)
    assert measure.questions >= 400
    assert measure.without_id == 0
    told = {topic.id for topic in library.default if topic.news}
    asked = {topic.id for topic in library.default if any(question.since for question in topic.quiz)}
    assert len(told) >= 25
    assert len(told & asked) >= 25


def test_nothing_in_the_shipped_content_could_be_better() -> None:
    loaded_roadmaps, mistakes = read_roadmaps(CONTENT)
    assert mistakes == []
    assert [str(advice) for loaded in loaded_roadmaps for advice in lint_roadmap(loaded)] == []


def test_the_editors_schema_is_current() -> None:
    for path, text in schema_files(CONTENT):
        assert path.read_text(encoding="utf-8") == text, "run: python -m bot schema"


@pytest.mark.parametrize("path", sorted((CONTENT / "python-django").rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_file_fits_the_editors_schema(path: Path) -> None:
    kind = "roadmap" if path.stem == "roadmap" else "topic"
    schema = json.loads((CONTENT / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)
