"""Things that members pick - users, roles, channels, files - as an interaction carries them."""

from discord_sandbox.json_codec import Json
from discord_sandbox.member.uploads import Uploaded
from discord_sandbox.permissions import Permission
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.model import Channel, GuildMember, GuildState, Message
from discord_sandbox.world.payloads import channel_json, member_json, message_json
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

Picked = User | GuildMember | Role | Channel


class Resolved:
    """Collects the `resolved` part of an interaction's data."""

    def __init__(self, guild: GuildState | None, member: GuildMember | None) -> None:
        self._guild = guild
        self._member = member
        self._found: dict[str, Json] = {}

    def offers(self, thing: Picked) -> bool:
        """Return whether Discord would list a user, role or channel for the member who picks."""
        match thing:
            case Role():
                return self._guild is not None and self._guild.roles.get(thing.id) is thing
            case Channel():
                visible = Permission.VIEW_CHANNEL in permissions_in(self._member, thing)
                return thing.guild is self._guild is not None and visible
            case GuildMember():
                return thing.guild is self._guild
            case User():
                # In direct messages one sees oneself and the bot; who else is there is known to neither.
                return self._guild is None or thing.id in self._guild.members

    def add(self, thing: Picked | Message | Uploaded) -> str:
        """Take a thing in and return its id, as the values of options and selects carry it."""
        match thing:
            case GuildMember():
                return self._add_user(thing.user)
            case User():
                return self._add_user(thing)
            case Role():
                self._put("roles", thing.id, thing.to_json())
            case Channel():
                self._put("channels", thing.id, self._channel_json(thing))
            case Message():
                self._put("messages", thing.id, message_json(thing))
            case Uploaded():
                self._put("attachments", thing.id, thing.payload)
        return str(thing.id)

    def to_json(self) -> Json:
        """Return what was taken in, by kind and id."""
        return dict(self._found)

    def _add_user(self, user: User) -> str:
        self._put("users", user.id, user.to_json())
        member = self._guild.members.get(user.id) if self._guild else None
        if member is not None:
            payload = member_json(member, with_user=False)
            del payload["deaf"], payload["mute"]
            self._put("members", user.id, {**payload, "permissions": str(int(member.permissions))})
        return str(user.id)

    def _channel_json(self, channel: Channel) -> Json:
        whole = channel_json(channel)
        fields = ("id", "name", "type", "parent_id", "thread_metadata", "position", "flags", "last_message_id", "topic")
        part = {key: whole[key] for key in fields if key in whole}
        return {**part, "permissions": str(int(permissions_in(self._member, channel)))}

    def _put(self, kind: str, thing_id: int, payload: Json) -> None:
        self._found.setdefault(kind, {})[str(thing_id)] = payload
