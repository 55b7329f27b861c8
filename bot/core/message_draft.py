"""What a schedule posts: the message as it is kept until it was sent, and the run of the schedule that it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.recurrence import ScheduledRun

JsonObject = Mapping[str, object]
"""An object as Discord's API has it: an embed, a row of buttons."""

CONTENT = 1_800
"""The longest content of a post, in characters: the role and a note on lateness go beside it."""
CUSTOM_ID = 100
"""The longest custom_id that Discord takes, in characters."""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message for a channel, in Discord's own terms, so that it can be kept and sent again as it was.

    `content` (≤ CONTENT characters) stands above the `embeds`; `components` are rows as Discord's API has them. A role
    is mentioned ahead of the content, and nobody is notified beside it; a `silent` post makes no sound. Both come from
    the schedule: whoever composes leaves them alone. `topic_id` is what the post is about, for the walk through the
    topics. A post should have a button: by what its buttons carry it is known again in the channel after an accident.
    """

    content: str = ""
    embeds: tuple[JsonObject, ...] = ()
    components: tuple[JsonObject, ...] = ()
    role_id: int | None = None
    silent: bool = False
    topic_id: str | None = None

    def __post_init__(self) -> None:
        if len(self.content) > CONTENT:
            raise ValueError(f"the content of a post has {len(self.content)} characters, more than {CONTENT}")

    @property
    def recognisable(self) -> bool:
        """Whether there is something on it to be known again by."""
        return has_token(self.with_token("here").components, "here")

    def noted(self, note: str) -> "MessageDraft":
        """Return the same post with a line of small print under its content, which is cut if there is no room."""
        line = f"\n-# {note}"
        return replace(self, content=f"{self.content[: CONTENT - len(line)]}{line}".lstrip())

    def with_token(self, token: str) -> "MessageDraft":
        """Return the same draft with `token` as the last part of every custom_id; handlers ignore that part."""
        return replace(self, components=tuple(_object(_with_token(part, token)) for part in self.components))

    def to_json(self) -> dict[str, object]:
        """Return what `from_json` reads."""
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "components": list(self.components),
            "role_id": self.role_id,
            "silent": self.silent,
            "topic_id": self.topic_id,
        }

    @classmethod
    def from_json(cls, fields: JsonObject) -> "MessageDraft":
        """Read what `to_json` gave; TypeError for anything else."""
        content, role_id, topic_id = fields.get("content"), fields.get("role_id"), fields.get("topic_id")
        if not isinstance(content, str):
            raise TypeError("a kept post has its content as text")
        return cls(
            content,
            _objects(fields.get("embeds")),
            _objects(fields.get("components")),
            role_id if isinstance(role_id, int) else None,
            bool(fields.get("silent")),
            topic_id if isinstance(topic_id, str) else None,
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One run of a schedule that is to be posted."""

    id: int
    run: ScheduledRun

    @property
    def run_token(self) -> str:
        """What names this run on Discord: its message's nonce (≤ 25), and the last part of what is pressed on it."""
        # The instant tells it from a run that had the same id in another database, or before a backup came back.
        return f"o{self.id:x}-{int(self.run.at.timestamp()):x}"


class OccurrenceState(StrEnum):
    """How far a run has come; it ends as SENT, SKIPPED, FAILED or, when nobody can know, UNKNOWN."""

    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as the history of its schedule has it.

    `reason` says in an organiser's words why it was skipped, failed or is unknown. `finished_at` (aware UTC) is when it
    came to its end: for a sent one, when it was posted. `channel_id` is where it was sent, if it was; `message_id` may
    be missing of a sent one that was deleted at once.
    """

    run: ScheduledRun
    state: OccurrenceState
    reason: str
    finished_at: datetime | None
    channel_id: int | None
    message_id: int | None
    topic_id: str | None


def late_note(run_at: datetime) -> str:
    """Say on a late post when it was due, in the reader's own time."""
    return f"Late: this was due <t:{int(run_at.timestamp())}:f>."


def has_token(component: object, token: str) -> bool:
    """Tell whether something pressed in `component` (as Discord gives it) has `run_token` as its last part."""
    if isinstance(component, Mapping):
        if str(component.get("custom_id", "")).rpartition(":")[2] == token:
            return True
        return any(has_token(part, token) for part in component.values())
    return isinstance(component, list | tuple) and any(has_token(part, token) for part in component)


def _with_token(part: object, token: str) -> object:
    if isinstance(part, Mapping):
        return {
            key: _custom_id(value, token) if key == "custom_id" else _with_token(value, token)
            for key, value in part.items()
        }
    return [_with_token(item, token) for item in part] if isinstance(part, list | tuple) else part


def _custom_id(custom_id: object, token: str) -> str:
    text = f"{custom_id}:{token}"
    if len(text) > CUSTOM_ID:
        raise ValueError(f"custom_id of {len(text)} characters: {text}")
    return text


def _objects(value: object) -> tuple[JsonObject, ...]:
    return tuple(_object(part) for part in value) if isinstance(value, list | tuple) else ()


def _object(value: object) -> JsonObject:
    if not isinstance(value, Mapping):
        raise TypeError(f"an object of Discord's was expected, not {value!r}")
    return value
