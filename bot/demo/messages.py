"""What the demo's people say to each other in the weeks before it opens; the words are in messages.yaml."""

from dataclasses import dataclass
from datetime import time
from pathlib import Path

import yaml

WORDS = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Line:
    """Something said `ago` days before today at a local time; `{Name}` and `{#channel}` in it stand for mentions."""

    ago: int
    at: time
    name: str
    channel: str
    text: str


def lines() -> tuple[Line, ...]:
    """Return everything that is said, the oldest first."""
    read = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return tuple(Line(**{**fields, "at": time.fromisoformat(fields["at"])}) for fields in read)
