"""A roadmap of three topics in the smallest form that is right, to break in tests."""

from pathlib import Path

import pytest

from bot.content.loader import load_library
from bot.core.errors import ContentError

ROADMAP = """\
id: small
title: Small
summary: Three topics.
sections:
  - id: first
    title: First
    emoji: 🧱
    summary: The beginning.
    groups:
      - title: Group
        topics: [alpha, beta]
  - id: second
    title: Second
    emoji: 🌐
    summary: The end.
    groups:
      - title: Group
        topics: [gamma]
"""

TOPIC = """\
id: {id}
title: {title}
section: {section}
summary: What it is.
explanation: |
  Why and how.
key_points: [One fact.]
resources:
  - {{type: official, title: Docs, url: "https://docs.python.org/3/"}}
minutes: 30
"""

RICH = """\
aliases: [the first, "404"]
prerequisites: [beta]
renamed_from: [old-alpha]
example:
  language: python
  caption: It adds.
  code: |
    if True:
        print(1 + 1)
  output: |
    2
pitfalls:
  - {mistake: It breaks., cure: Mend it.}
prompts:
  - What do you think?
  - {kind: predict, text: What is printed?, answer: "2"}
quiz:
  - question: Which?
    choices: [a, b, c, d]
    answer: 3
    why: It is d.
    level: recall
    since: Django 6.1
    id: which-one
news:
  - {version: Django 6.1, text: It is faster.}
project:
  brief: Build it.
  milestones: [Begin., End.]
  done_when: It runs.
  stretch: [Fly.]
"""
"""Every optional key, to follow after TOPIC; the first stands in line 11."""

ANOTHER = ROADMAP.replace("id: small", "id: another")


def topic(topic_id: str, section: str = "first", more: str = "") -> str:
    """Give the text of a topic file, with `more` lines at its end."""
    return TOPIC.format(id=topic_id, title=topic_id.title(), section=section) + more


def write(directory: Path, folder: str = "small", **files: str | bytes) -> Path:
    """Write the small roadmap into `folder`, with `files` (alpha, beta, gamma, roadmap, …) instead of its own."""
    home = directory / folder
    whole: dict[str, str | bytes] = {
        "roadmap": ROADMAP,
        "alpha": topic("alpha"),
        "beta": topic("beta"),
        "gamma": topic("gamma", "second"),
    }
    for name, text in (whole | files).items():
        path = home / "roadmap.yaml" if name == "roadmap" else home / "topics" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return directory


def mistakes_in(directory: Path) -> list[str]:
    """Give the mistakes that loading `directory` ends with."""
    with pytest.raises(ContentError) as caught:
        load_library(directory)
    return caught.value.mistakes
