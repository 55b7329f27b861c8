"""Code in the texts of topics: where it stands, what runs before it, and what a text says that it prints."""

import re
from pathlib import Path
from typing import Any  # a parsed topic has any shape

import yaml
from example_runner import text_of

TOPICS = Path(__file__).parents[2] / "content" / "python-django" / "topics"
CHECKS = Path(__file__).with_name("examples")
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
FAMILY = {"py": "python", "html": "python", "django": "python"}
"""Languages of examples whose `<id>.before.py` suits Python code too."""


def topic_of(path: Path) -> Any:
    """Read one topic file."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def runnable_block(text: str) -> tuple[str, str]:
    """Give language and code of the first block of a Markdown text that prints or selects something, or nothing."""
    for language, code in BLOCK.findall(text):
        if (language == "python" and "print(" in code) or (language == "sql" and "SELECT" in code):
            return language, code
    return "", ""


def before_of(path: Path, topic: Any, language: str) -> str:
    """Give what runs before code in `language` of this topic: the `before` file, if it is made for that language."""
    spoken = topic["example"]["language"]
    return text_of(CHECKS / f"{path.stem}.before.py") if FAMILY.get(spoken, spoken) == language else ""


def shown(text: str) -> list[str]:
    """Give what a Markdown text shows as `code` or in **bold**, in order."""
    return [code or bold for code, bold in SPAN.findall(text)]


def tells(answer: str, printed: str) -> bool:
    """Tell whether an answer shows what is printed: as its first block, or line by line as code or bold, in order."""
    if block := BLOCK.search(answer):
        return block[2].rstrip() == printed
    spans = iter(shown(answer))
    return all(line in spans for line in printed.splitlines())
