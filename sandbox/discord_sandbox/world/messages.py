"""Messages: what is said, by whom, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag

from discord_sandbox.json_codec import Json
from discord_sandbox.snowflakes import instant_of
from discord_sandbox.world.channels import Channel
from discord_sandbox.world.mentions import NOBODY, Mentions
from discord_sandbox.world.users import User


class MessageFlag(IntFlag):
    """Discord's bits on a message."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


DEFAULT = 0
REPLY = 19
CHAT_INPUT_COMMAND = 20
CONTEXT_MENU_COMMAND = 23


@dataclass(slots=True)
class Message:
    """A message; `private_to` is the only user who sees an ephemeral one. Edits change it in place."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    type: int = DEFAULT
    tts: bool = False
    mentions: Mentions = NOBODY
    nonce: str | int | None = None
    private_to: int | None = None
    interaction: Json | None = None
    application_id: int | None = None
    replies_to: "Message | None" = None
    edited_at: datetime | None = None
    deleted: bool = False

    @property
    def sent_at(self) -> datetime:
        """The instant of its making, aware UTC."""
        return instant_of(self.id)

    @property
    def loading(self) -> bool:
        """Whether it still says "thinking"."""
        return bool(self.flags & MessageFlag.LOADING)

    def to_json(self) -> Json:
        """Return Discord's message object, without the guild that only the gateway adds."""
        payload: Json = {
            "id": str(self.id),
            "type": self.type,
            "channel_id": str(self.channel.id),
            "author": self.author.to_json(),
            "content": self.content,
            "timestamp": self.sent_at.isoformat(timespec="microseconds"),
            "edited_timestamp": self.edited_at.isoformat(timespec="microseconds") if self.edited_at else None,
            "tts": self.tts,
            "mention_everyone": self.mentions.everyone,
            "mentions": [user.to_json() for user in self.mentions.users],
            "mention_roles": [str(role_id) for role_id in self.mentions.role_ids],
            "attachments": self.attachments,
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "flags": self.flags,
        }
        if self.interaction is not None:
            payload["interaction_metadata"] = self.interaction
            payload["webhook_id"] = str(self.application_id)
        if self.application_id is not None:
            payload["application_id"] = str(self.application_id)
        if self.replies_to is not None:
            payload.update(self._reference(self.replies_to))
        return payload

    def _reference(self, original: "Message") -> Json:
        reference: Json = {"type": 0, "channel_id": str(original.channel.id), "message_id": str(original.id)}
        if original.channel.guild is not None:
            reference["guild_id"] = str(original.channel.guild.id)
        # One level deep, as Discord does: the original's own reference stays out.
        shown = {key: value for key, value in original.to_json().items() if key != "referenced_message"}
        return {"message_reference": reference, "referenced_message": None if original.deleted else shown}

    def to_sent_json(self) -> Json:
        """Return the message as its sender gets it back: with the nonce, which no history keeps."""
        payload = self.to_json()
        if self.nonce is not None:
            payload["nonce"] = self.nonce
        return payload

    def to_event(self) -> Json:
        """Return the payload of MESSAGE_CREATE and MESSAGE_UPDATE: with the guild and the author's membership."""
        payload = self.to_sent_json()
        payload["channel_type"] = int(self.channel.type)
        guild = self.channel.guild
        if guild is not None:
            payload["guild_id"] = str(guild.id)
            member = guild.members.get(self.author.id)
            if member is not None:
                payload["member"] = member.to_json(with_user=False)
        return payload
