"""A remark: something in a sound topic that could be better."""

from dataclasses import dataclass

from bot.content.source import Place


@dataclass(frozen=True, slots=True)
class Remark:
    """What could be better at `place` of a topic's file; `topic_id` is empty when it concerns the whole roadmap."""

    topic_id: str
    place: Place
    text: str
