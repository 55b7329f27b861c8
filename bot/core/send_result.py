"""What may become of a message that was given to Discord, and of looking for one that may have got there."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Sent:
    """It is in the channel; `message_id` is None when it was, and somebody has deleted it since."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """It cannot be sent, now or later, for a `reason` in an organiser's words.

    `lasting`: so it will be with every other message in this channel until an organiser mends it.
    """

    reason: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class NotSent:
    """It is certainly not in the channel, and may be tried again `after` a while.

    `everywhere`: until then it will be the same with every other message.
    """

    reason: str
    after: timedelta = timedelta(0)
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not be in the channel: the answer got lost, or was an error."""

    reason: str


SendResult = Sent | Rejected | NotSent | Unknown
"""What became of a try to send."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The channel can be read, and the message is not there."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The channel cannot be read, for a `reason` in an organiser's words, so nobody can tell."""

    reason: str


LookupResult = Sent | Missing | Unreadable | Unknown
"""What became of looking for a message in its channel; Unclear: Discord did not answer, looking again may help."""
