"""The nouns of the world, which all name each other: channels, messages, members, servers, and what happens to them."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, IntFlag

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import ALL, EVERYONE, NONE, Permission
from discord_sandbox.snowflakes import instant_of
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User


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
WITHOUT_MESSAGES = frozenset({ChannelType.CATEGORY, ChannelType.FORUM})


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who is pinged."""

    users: tuple[User, ...] = ()
    role_ids: tuple[int, ...] = ()
    everyone: bool = False

    def also(self, user: User) -> "Mentions":
        """Return these mentions with one more user."""
        return self if user in self.users else replace(self, users=(*self.users, user))


NOBODY = Mentions()


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


DEFAULT = 0
REPLY = 19
CHAT_INPUT_COMMAND = 20
CONTEXT_MENU_COMMAND = 23


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies to one role or member."""

    target_id: int
    is_role: bool
    allow: Permission = NONE
    deny: Permission = NONE


@dataclass(slots=True)
class Channel:
    """A place for messages (or a category); `history` holds them by id, oldest first.

    `guild` is None in direct messages, where `recipient` is the person on the other side of the bot.
    """

    id: int
    type: ChannelType
    name: str = ""
    guild: "GuildState | None" = None
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


@dataclass(slots=True)
class GuildMember:
    """A user's membership of one guild; `joined_at` is aware UTC."""

    user: User
    guild: "GuildState"
    joined_at: datetime
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    @property
    def display_name(self) -> str:
        """The name that others read here."""
        return self.nick or self.user.display_name

    @property
    def permissions(self) -> Permission:
        """What the roles allow in the guild as a whole."""
        if self.user.id == self.guild.owner_id:
            return ALL
        allowed = self.guild.everyone.permissions
        for role in self.roles:
            allowed |= role.permissions
        return ALL if Permission.ADMINISTRATOR in allowed else allowed


@dataclass(slots=True)
class GuildState(ABC):
    """What a server is; what can be done to it stands in guilds.py."""

    id: int
    name: str
    owner_id: int
    bot: User = field(repr=False)
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, GuildMember] = field(default_factory=dict)
    preferred_locale: str = "en-US"
    available: bool = True

    def __post_init__(self) -> None:
        self.roles[self.id] = Role(self.id, "@everyone", EVERYONE)

    @property
    def everyone(self) -> Role:
        """The role that every member has."""
        return self.roles[self.id]

    @property
    def me(self) -> GuildMember | None:
        """The bot's membership, None when it is not in the server."""
        return self.members.get(self.bot.id)

    def channel(self, name: str) -> Channel:
        """Return the channel of that name; KeyError when there is none."""
        for channel in self.channels.values():
            if channel.name == name:
                return channel
        raise KeyError(f"{self.name} has no channel {name!r}")

    @abstractmethod
    def channel_changed(self, channel: Channel) -> None:
        """Tell the bot that a channel is not what it was."""

    @abstractmethod
    def kick_bot(self) -> None:
        """Throw the bot out; KeyError when it is not in."""

    @abstractmethod
    def remove_channel(self, channel: Channel) -> None:
        """Remove a channel and the threads in it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change, under Discord's own name for it.

    `data` makes Discord's payload when somebody wants it. `private_to` names the one user who may learn of it.
    """

    name: str
    data: Callable[[], Json]
    guild: "GuildState | None" = None
    channel: "Channel | None" = None
    message: "Message | None" = None
    private_to: int | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment's bytes."""

    filename: str
    content_type: str
    data: bytes
