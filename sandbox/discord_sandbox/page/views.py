"""The world as one person sees it, in the shapes that the page reads."""

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.member.permissions import may_use
from discord_sandbox.permissions import Permission
from discord_sandbox.world import World
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.commands import CHAT_INPUT, Command
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel, GuildMember, Message
from discord_sandbox.world.payloads import message_event_json
from discord_sandbox.world.users import User


def world_json(world: World, user: User) -> Json:
    """Return everything but the messages: servers, channels and people that this user can see."""
    guilds = [guild for guild in world.guilds.values() if user.id in guild.members]
    return {
        "me": user.to_json(),
        "bot": world.bot.to_json(),
        "dm": {"id": str(world.dm_with(user).id)},
        "guilds": [_guild_json(guild, user) for guild in guilds],
        "users": {str(account.id): account.display_name for account in world.users.values()},
    }


def message_json(message: Message) -> Json:
    """Return a message as its reader gets it."""
    return {**message_event_json(message), "private": message.private_to is not None}


def can_see(user: User, channel: Channel) -> bool:
    """Return whether a user can read a channel."""
    if channel.guild is None:
        return channel.recipient is user
    return Permission.VIEW_CHANNEL in permissions_in(channel.guild.members.get(user.id), channel)


def commands_for(world: World, user: User, channel: Channel) -> list[Json]:
    """Return the slash commands that Discord would offer this user here, by name."""
    guild_id = channel.guild.id if channel.guild else None
    scopes = [None] if guild_id is None else [None, guild_id]
    # The server's own come last, and so take the place of a global one of the same name.
    commands = [command for scope in scopes for command in world.commands.all(scope) if command.type == CHAT_INPUT]
    by_name = {command.name: command for command in commands}
    offered = [command for command in by_name.values() if _is_offered(user, channel, command)]
    return [command.to_json(world.application.id) for command in sorted(offered, key=lambda command: command.name)]


def _is_offered(user: User, channel: Channel, command: Command) -> bool:
    try:
        may_use(user, channel, command)
    except NotPossible:
        return False
    return True


def _guild_json(guild: Guild, user: User) -> Json:
    channels = sorted(guild.channels.values(), key=lambda channel: channel.position)
    me = guild.members[user.id]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "roles": [{"id": str(role.id), "name": role.name} for role in guild.roles.values()],
        "my_roles": [str(role.id) for role in me.roles],
        "channels": [_channel_json(channel, me) for channel in channels if can_see(user, channel)],
        "members": [_member_json(member) for member in guild.members.values()],
    }


def _channel_json(channel: Channel, me: GuildMember) -> Json:
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return {
        "id": str(channel.id),
        "name": channel.name,
        "type": int(channel.type),
        "parent": str(channel.parent.id) if channel.parent else None,
        "writable": needed in permissions_in(me, channel),
    }


def _member_json(member: GuildMember) -> Json:
    top = max((role for role in member.roles if role.bot_id is None), key=lambda role: role.position, default=None)
    return {
        "id": str(member.user.id),
        "name": member.display_name,
        "username": member.user.name,
        "bot": member.user.bot,
        "role": top.name if top else None,
    }
