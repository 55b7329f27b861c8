"""The life of an interaction: three seconds to a first answer, fifteen minutes of follow-ups."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from discord_sandbox.clock import Timer
from discord_sandbox.json_codec import Json
from discord_sandbox.world.model import Channel, GuildMember, Message, MessageFlag
from discord_sandbox.world.users import User

FIRST_ANSWER = timedelta(seconds=3)
TOKEN_LIFE = timedelta(minutes=15)


class InteractionType(IntEnum):
    """Discord's numbers for what a member did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class ReplyType(IntEnum):
    """Discord's numbers for how an application answers first."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


DEFERRALS = frozenset({ReplyType.DEFERRED_MESSAGE, ReplyType.DEFERRED_UPDATE})


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing that a member did, and everything that the application made of it.

    `message` is the message whose component was used; `original` the message that @original names.
    `settled` is done when there is something to see, or nothing will come any more.
    """

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    member: GuildMember | None
    data: Json
    made_at: datetime
    settled: "asyncio.Future[None]"
    message: Message | None = None
    came_from: "Interaction | None" = None
    payload: Json = field(default_factory=dict)
    reply: ReplyType | None = None
    original: Message | None = None
    edited: bool = False
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    modal_answered: bool = False
    followups: list[Message] = field(default_factory=list)
    timer: Timer | None = None

    def settle(self) -> None:
        """Wake the member who waits: the answer is there, or time is up."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        if not self.settled.done():
            self.settled.set_result(None)

    @property
    def private(self) -> bool:
        """Whether the first answer went to this member alone."""
        return self.original is not None and self.original.private_to is not None

    @property
    def waits_for_edit(self) -> bool:
        """Whether a deferred answer is still to come."""
        return self.original is not None and bool(self.original.flags & MessageFlag.LOADING)
