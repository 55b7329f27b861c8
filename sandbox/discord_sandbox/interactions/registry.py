"""All interactions that an application may still answer."""

import asyncio
import base64
from dataclasses import dataclass
from datetime import timedelta

from discord_sandbox.errors import (
    ALREADY_ACKNOWLEDGED,
    INVALID_WEBHOOK_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_WEBHOOK,
    ApiError,
)
from discord_sandbox.interactions.model import (
    DEFERRALS,
    FIRST_ANSWER,
    TOKEN_LIFE,
    Interaction,
    InteractionType,
    ReplyType,
)
from discord_sandbox.interactions.payload import interaction_json
from discord_sandbox.json_codec import Json
from discord_sandbox.world import World
from discord_sandbox.world.model import Channel, Message
from discord_sandbox.world.users import User

# Enough for every test and demo; a bench that makes more loses the oldest, and their private answers.
_MAX_OPEN = 20_000


@dataclass(frozen=True, slots=True)
class UserAction:
    """What a member does: everything of an interaction that is theirs to choose."""

    type: InteractionType
    user: User
    channel: Channel
    data: Json
    message: Message | None = None
    came_from: Interaction | None = None


class Interactions:
    """Opens interactions, guards their first answer and finds them by token."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def open(self, action: UserAction) -> Interaction:
        """Make an interaction; its three seconds begin now."""
        world = self._world
        interaction_id = world.snowflakes.next()
        guild = action.channel.guild
        interaction = Interaction(
            id=interaction_id,
            token=base64.urlsafe_b64encode(f"interaction:{interaction_id}:sandbox".encode()).decode().rstrip("="),
            type=action.type,
            user=action.user,
            channel=action.channel,
            member=guild.members.get(action.user.id) if guild else None,
            data=action.data,
            made_at=world.clock.now(),
            settled=asyncio.get_running_loop().create_future(),
            message=action.message,
            came_from=action.came_from,
        )
        interaction.payload = interaction_json(world, interaction)
        interaction.timer = world.clock.call_at(interaction.made_at + FIRST_ANSWER, interaction.settle)
        self._by_id[interaction_id] = self._by_token[interaction.token] = interaction
        self._forget_oldest()
        return interaction

    def to_acknowledge(self, interaction_id: int, token: str) -> Interaction:
        """Return an interaction that may still get its first answer; raises 10062 and 40060."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise ApiError(UNKNOWN_INTERACTION)
        if interaction.reply is not None:
            raise ApiError(ALREADY_ACKNOWLEDGED)
        if self._age(interaction) > FIRST_ANSWER:
            raise ApiError(UNKNOWN_INTERACTION)
        return interaction

    def acknowledge(self, interaction: Interaction, reply: ReplyType) -> None:
        """Record the first answer. What was only deferred stays unsettled while the token lives."""
        interaction.reply = reply
        if reply not in DEFERRALS:
            interaction.settle()
            return
        if interaction.timer is not None:
            interaction.timer.cancel()
        interaction.timer = self._world.clock.call_at(interaction.made_at + TOKEN_LIFE, interaction.settle)

    def by_token(self, token: str) -> Interaction:
        """Return an acknowledged interaction for a follow-up; raises 10015 and 50027."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.reply is None:
            raise ApiError(UNKNOWN_WEBHOOK)
        if self._age(interaction) > TOKEN_LIFE:
            raise ApiError(INVALID_WEBHOOK_TOKEN)
        return interaction

    def _age(self, interaction: Interaction) -> timedelta:
        return self._world.clock.now() - interaction.made_at

    def _forget_oldest(self) -> None:
        if len(self._by_id) <= _MAX_OPEN:
            return
        oldest = self._by_id.pop(next(iter(self._by_id)))
        del self._by_token[oldest.token]
        oldest.settle()
        for message in (oldest.original, *oldest.followups):
            if message is not None and message.private_to is not None:
                message.channel.history.pop(message.id, None)
