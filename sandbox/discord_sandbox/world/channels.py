"""Channels of every kind: text, voice, category, thread and direct messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import NONE, Permission
from discord_sandbox.snowflakes import instant_of
from discord_sandbox.world.members import GuildMember
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

if TYPE_CHECKING:
    from discord_sandbox.world.guilds import Guild
    from discord_sandbox.world.messages import Message


class ChannelType(IntEnum):
    """Discord's numbers for the kinds that the sandbox has."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    FORUM = 15


THREADS = frozenset({ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD})
_SPOKEN: Json = {"bitrate": 64000, "user_limit": 0, "rtc_region": None, "video_quality_mode": 1}
_OF_TYPE: dict[ChannelType, Json] = {
    ChannelType.VOICE: _SPOKEN,
    ChannelType.STAGE: _SPOKEN,
    ChannelType.FORUM: {"available_tags": [], "default_reaction_emoji": None, "default_forum_layout": 0},
}
WITHOUT_MESSAGES = frozenset({ChannelType.CATEGORY, ChannelType.FORUM})


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies to one role or member."""

    target_id: int
    is_role: bool
    allow: Permission = NONE
    deny: Permission = NONE

    def to_json(self) -> Json:
        """Return Discord's overwrite object."""
        return {
            "id": str(self.target_id),
            "type": 0 if self.is_role else 1,
            "allow": str(int(self.allow)),
            "deny": str(int(self.deny)),
        }


@dataclass(slots=True)
class Channel:
    """A place for messages (or a category); `history` holds them by id, oldest first.

    `guild` is None in direct messages, where `recipient` is the person on the other side of the bot.
    """

    id: int
    type: ChannelType
    name: str = ""
    guild: "Guild | None" = None
    position: int = 0
    parent: "Channel | None" = None
    recipient: User | None = None
    owner_id: int | None = None
    archived: bool = False
    locked: bool = False
    thread_members: set[int] = field(default_factory=set)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    history: "dict[int, Message]" = field(default_factory=dict, repr=False)
    last_message_id: int | None = None

    @property
    def mention(self) -> str:
        """The text that links to this channel."""
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.type in THREADS

    @property
    def is_private_thread(self) -> bool:
        """Whether only those see this thread who were added to it, or who manage threads."""
        return self.type is ChannelType.PRIVATE_THREAD

    @property
    def messages(self) -> "list[Message]":
        """The messages here, oldest first, private answers among them."""
        return list(self.history.values())

    def allow(self, target: "Role | GuildMember", permissions: Permission) -> None:
        """Allow `permissions` here to a role or member."""
        overwrite = self._overwrite(target)
        overwrite.allow |= permissions
        overwrite.deny &= ~permissions
        self._changed()

    def deny(self, target: "Role | GuildMember", permissions: Permission) -> None:
        """Deny `permissions` here to a role or member."""
        overwrite = self._overwrite(target)
        overwrite.deny |= permissions
        overwrite.allow &= ~permissions
        self._changed()

    def visible_to(self, user_id: int) -> "list[Message]":
        """Return the messages that one user can read here, oldest first: others' private answers are left out."""
        return [message for message in self.history.values() if message.private_to in (None, user_id)]

    def delete(self) -> None:
        """Remove the channel, with its threads and messages."""
        if self.guild is None:
            raise ValueError("direct messages cannot be deleted")
        self.guild.remove_channel(self)

    def _overwrite(self, target: "Role | GuildMember") -> Overwrite:
        is_role = isinstance(target, Role)
        target_id = target.id if isinstance(target, Role) else target.user.id
        return self.overwrites.setdefault(target_id, Overwrite(target_id, is_role))

    def _changed(self) -> None:
        if self.guild is not None:
            self.guild.channel_changed(self)

    def to_json(self) -> Json:
        """Return Discord's channel object."""
        if self.guild is None:
            return self._dm_json()
        return self._thread_json(self.guild) if self.is_thread else self._guild_json(self.guild)

    def _base_json(self) -> Json:
        return {
            "id": str(self.id),
            "type": int(self.type),
            "last_message_id": str(self.last_message_id) if self.last_message_id else None,
            "flags": 0,
        }

    def _dm_json(self) -> Json:
        recipients: Iterable[User] = [self.recipient] if self.recipient else []
        return {**self._base_json(), "recipients": [user.to_json() for user in recipients]}

    def _guild_json(self, guild: "Guild") -> Json:
        return {
            **self._base_json(),
            "guild_id": str(guild.id),
            "name": self.name,
            "position": self.position,
            "parent_id": str(self.parent.id) if self.parent else None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "permission_overwrites": [overwrite.to_json() for overwrite in self.overwrites.values()],
            **_OF_TYPE.get(self.type, {}),
        }

    def _thread_json(self, guild: "Guild") -> Json:
        created = instant_of(self.id).isoformat(timespec="microseconds")
        return {
            **self._base_json(),
            "guild_id": str(guild.id),
            "name": self.name,
            "parent_id": str(self.parent.id) if self.parent else None,
            "owner_id": str(self.owner_id),
            "rate_limit_per_user": 0,
            "message_count": len(self.history),
            "member_count": min(len(self.thread_members), 50),
            "total_message_sent": len(self.history),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": created,
                "auto_archive_duration": 1440,
                "locked": self.locked,
                "create_timestamp": created,
            },
        }
