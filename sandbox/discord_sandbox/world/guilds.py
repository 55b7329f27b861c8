"""What can be done to a server; whatever is added, changed or removed is told to the bot at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from discord_sandbox.clock import Clock
from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import BOT_INVITE, NONE, Permission
from discord_sandbox.snowflakes import Snowflakes
from discord_sandbox.world.events import Events
from discord_sandbox.world.model import Channel, ChannelType, Event, GuildMember, GuildState
from discord_sandbox.world.payloads import channel_json, guild_create_json, member_json
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User


@dataclass(frozen=True, slots=True)
class Parts:
    """What servers share: the time, ids, listeners, and all channels by id."""

    clock: Clock
    snowflakes: Snowflakes
    events: Events
    channels: dict[int, Channel]


@dataclass(slots=True, kw_only=True)
class Guild(GuildState):
    """A server that can be changed."""

    parts: Parts = field(repr=False)

    def add_text_channel(self, name: str, *, category: Channel | None = None) -> Channel:
        """Add a text channel."""
        return self._add_channel(ChannelType.TEXT, name, category)

    def add_voice_channel(self, name: str, *, category: Channel | None = None) -> Channel:
        """Add a voice channel."""
        return self._add_channel(ChannelType.VOICE, name, category)

    def add_category(self, name: str) -> Channel:
        """Add a category."""
        return self._add_channel(ChannelType.CATEGORY, name, None)

    def add_thread(
        self,
        parent: Channel,
        name: str,
        *,
        owner: User | None = None,
        private: bool = False,
        members: Iterable[User] = (),
    ) -> Channel:
        """Open a thread in a text channel, with its owner and `members` in it; `private` hides it from the others."""
        owner_id = owner.id if owner else self.owner_id
        thread = Channel(
            id=self.parts.snowflakes.next(),
            type=ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD,
            name=name,
            guild=self,
            parent=parent,
            owner_id=owner_id,
            thread_members={owner_id, *(user.id for user in members)},
        )
        return self._keep(thread, "THREAD_CREATE")

    def add_to_thread(self, thread: Channel, user: User) -> None:
        """Add a user to a thread; a bot that is added to a private one learns of it as if it had just been opened."""
        thread.thread_members.add(user.id)
        if user is self.bot:
            self.parts.events.publish(Event("THREAD_CREATE", partial(channel_json, thread), guild=self, channel=thread))

    def remove_channel(self, channel: Channel) -> None:
        """Remove a channel and the threads in it."""
        for thread in [other for other in self.channels.values() if other.parent is channel and other.is_thread]:
            self.remove_channel(thread)
        del self.channels[channel.id]
        self.parts.channels.pop(channel.id, None)
        kind = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self.parts.events.publish(Event(kind, partial(channel_json, channel), guild=self, channel=channel))

    def channel_changed(self, channel: Channel) -> None:
        """Tell the bot that a channel is not what it was."""
        kind = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.parts.events.publish(Event(kind, partial(channel_json, channel), guild=self, channel=channel))

    def add_role(self, name: str, permissions: Permission = NONE, *, mentionable: bool = False) -> Role:
        """Add a role above the others."""
        role = Role(self.parts.snowflakes.next(), name, permissions, len(self.roles), mentionable)
        self.roles[role.id] = role
        self._tell_of_role("GUILD_ROLE_CREATE", role)
        return role

    def change_role(self, role: Role, permissions: Permission) -> None:
        """Return a role other permissions."""
        role.permissions = permissions
        self._tell_of_role("GUILD_ROLE_UPDATE", role)

    def remove_role(self, role: Role) -> None:
        """Delete a role, and take it from those who have it."""
        del self.roles[role.id]
        for member in self.members.values():
            if role in member.roles:
                member.roles.remove(role)
        payload = {"guild_id": str(self.id), "role_id": str(role.id)}
        self.parts.events.publish(Event("GUILD_ROLE_DELETE", lambda: payload, guild=self))

    def join(self, user: User, *roles: Role) -> GuildMember:
        """Let a user in, with these roles."""
        member = GuildMember(user, self, self.parts.clock.now(), list(roles))
        self.members[user.id] = member
        self.parts.events.publish(
            Event("GUILD_MEMBER_ADD", lambda: {**member_json(member), "guild_id": str(self.id)}, guild=self)
        )
        return member

    def leave(self, user: User) -> None:
        """Take a user out; KeyError when not in."""
        del self.members[user.id]
        payload = {"guild_id": str(self.id), "user": user.to_json()}
        self.parts.events.publish(Event("GUILD_MEMBER_REMOVE", lambda: payload, guild=self))

    def invite_bot(self, permissions: Permission = BOT_INVITE) -> GuildMember:
        """Let the bot in with a role of its own that has `permissions`."""
        bot = self.bot
        role = Role(self.parts.snowflakes.next(), bot.name, permissions, len(self.roles), bot_id=bot.id)
        self.roles[role.id] = role
        me = self.members[bot.id] = GuildMember(bot, self, self.parts.clock.now(), [role])
        self.parts.events.publish(Event("GUILD_CREATE", self._create_json, guild=self))
        return me

    def kick_bot(self) -> None:
        """Throw the bot out; KeyError when it is not in."""
        del self.members[self.bot.id]
        payload = {"id": str(self.id)}
        self.parts.events.publish(Event("GUILD_DELETE", lambda: payload, guild=self))

    def go_down(self) -> None:
        """Begin an outage: the guild is unavailable to the bot, which is still in it."""
        self.available = False
        payload = {"id": str(self.id), "unavailable": True}
        self.parts.events.publish(Event("GUILD_DELETE", lambda: payload, guild=self))

    def come_back(self) -> None:
        """End an outage."""
        self.available = True
        self.parts.events.publish(Event("GUILD_CREATE", self._create_json, guild=self))

    def _tell_of_role(self, name: str, role: Role) -> None:
        payload = {"guild_id": str(self.id), "role": role.to_json()}
        self.parts.events.publish(Event(name, lambda: payload, guild=self))

    def _create_json(self) -> Json:
        return guild_create_json(self)

    def _add_channel(self, kind: ChannelType, name: str, category: Channel | None) -> Channel:
        channel = Channel(
            id=self.parts.snowflakes.next(),
            type=kind,
            name=name,
            guild=self,
            position=len(self.channels),
            parent=category,
        )
        return self._keep(channel, "CHANNEL_CREATE")

    def _keep(self, channel: Channel, event: str) -> Channel:
        self.channels[channel.id] = channel
        self.parts.channels[channel.id] = channel
        self.parts.events.publish(Event(event, partial(channel_json, channel), guild=self, channel=channel))
        return channel
