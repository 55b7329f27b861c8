"""Where posts may go: channels and roles as the rules see them, and what is said when one will not do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import StudyError


class ChannelKind(StrEnum):
    """What a channel is for; only text channels and threads take posts."""

    TEXT = "text"
    THREAD = "thread"
    VOICE = "voice"
    CATEGORY = "category"
    FORUM = "forum"


class Permission(StrEnum):
    """What the bot needs where it posts, in the words of Discord's settings."""

    VIEW = "View Channel"
    SEND = "Send Messages"
    SEND_IN_THREADS = "Send Messages in Threads"
    EMBED = "Embed Links"
    HISTORY = "Read Message History"


NEEDED = {
    ChannelKind.TEXT: (Permission.VIEW, Permission.SEND, Permission.EMBED, Permission.HISTORY),
    ChannelKind.THREAD: (Permission.VIEW, Permission.SEND_IN_THREADS, Permission.EMBED, Permission.HISTORY),
}
"""What a post needs in each kind of channel that takes one; the history is for finding its own posts again."""

UNSUPPORTED_KINDS = {
    ChannelKind.VOICE: "is a voice channel. Pick a text channel or a thread.",
    ChannelKind.CATEGORY: "is a category, a heading over channels. Pick a text channel or a thread under it.",
    ChannelKind.FORUM: "is a forum. Pick one of its posts, or a text channel.",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or thread of a server, and what the bot may do in it.

    `mentions_all` tells whether the bot may mention there even what not everybody may mention. A `locked` thread takes
    no more messages.
    """

    id: int
    kind: ChannelKind
    permissions: frozenset[Permission]
    mentions_all: bool = False
    locked: bool = False

    @property
    def mention(self) -> str:
        """What links to it in a message."""
        return f"<#{self.id}>"

    @property
    def needed(self) -> tuple[Permission, ...]:
        """What a post needs here; nothing where none can go."""
        return NEEDED.get(self.kind, ())

    @property
    def missing(self) -> tuple[Permission, ...]:
        """What a post needs here and the bot lacks."""
        return tuple(permission for permission in self.needed if permission not in self.permissions)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a server: whether it is the one of everybody, who may mention it, and if it stands above the bot's."""

    id: int
    everyone: bool
    mentionable: bool
    above: bool

    @property
    def mention(self) -> str:
        """What links to it in a message."""
        return f"<@&{self.id}>"


def check_channel(channel: Channel | None) -> Channel:
    """Return a channel that takes posts; StudyError with what to do for any other, or for none that the bot can see."""
    if channel is None:
        raise StudyError(
            "I cannot see that channel. Pick one of this server, or let me in: open the channel's settings → "
            f"Permissions, add Waymark, and allow {Permission.VIEW}."
        )
    if channel.kind in UNSUPPORTED_KINDS:
        raise StudyError(f"{channel.mention} {UNSUPPORTED_KINDS[channel.kind]}")
    if channel.locked:
        raise StudyError(f"{channel.mention} is locked. Unlock the thread, or pick another one.")
    if channel.missing:
        raise StudyError(f"{missing_permissions_text(channel)}\nThen try again.")
    return channel


def missing_permissions_text(channel: Channel) -> str:
    """Say which permissions the bot lacks in a channel, one by one, and how to grant them."""
    lines = "\n".join(
        f"{'✅' if permission in channel.permissions else '❌'} {permission}" for permission in channel.needed
    )
    where = (
        "the settings of the channel that the thread is in" if channel.kind is ChannelKind.THREAD else "its settings"
    )
    what = "what has a ❌" if len(channel.missing) > 1 else channel.missing[0]
    return (
        f"I may not post in {channel.mention} yet:\n{lines}\nOpen {where} → Permissions, add Waymark, and allow {what}."
    )


def check_excludable(role: Role | None) -> Role:
    """Return a role whose members may be left out of boards; StudyError for @everyone, and for one that is gone."""
    if role is None:
        raise StudyError("That role is gone. Pick another, or none.")
    if role.everyone:
        raise StudyError("Everybody has @everyone: no board would show anybody. Pick other roles, or none.")
    return role


def check_role(role: Role | None) -> Role:
    """Return a role that posts may mention; StudyError with what to do for any other, or for one that is gone."""
    if role is None:
        raise StudyError("That role is gone. Pick another, or none.")
    if role.everyone:
        raise StudyError(
            "Mentioning @everyone would disturb people who did not ask for it. "
            "Make a role for those who want to study, and pick that."
        )
    if role.above and not role.mentionable:
        raise StudyError(
            f"{role.mention} is above Waymark's role, and not everyone may mention it. Open Server Settings → "
            "Roles, and either allow anyone to @mention it or drag Waymark's role above it. Then try again."
        )
    return role


def mention_warning(role: Role, channels: Iterable[Channel]) -> str:
    """Say that a role would be named but not notified in some of `channels`, and how to mend it; else nothing."""
    if role.mentionable or all(channel.mentions_all for channel in channels):
        return ""
    return (
        f"{role.mention} will be named but not notified. To change that, open Server Settings → Roles and allow "
        "anyone to @mention it."
    )
