"""Whether a member could use a command, button or channel at all, as Discord's own client would let them."""

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.permissions import Permission
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.commands import Command
from discord_sandbox.world.model import WITHOUT_MESSAGES, Channel, Message
from discord_sandbox.world.users import User

_BOT_DM = 1


def may_use(user: User, channel: Channel, command: Command) -> None:
    """Raise NotPossible unless Discord would show this command to this user here."""
    may_see(user, channel)
    if channel.guild is None:
        contexts = command.body.get("contexts")
        in_dms = command.body.get("dm_permission", True) if contexts is None else _BOT_DM in contexts
        if command.guild_id is not None or not in_dms:
            raise NotPossible(f"/{command.name} cannot be used in direct messages")
        return
    may = _permissions(user, channel)
    if Permission.USE_APPLICATION_COMMANDS not in may:
        raise NotPossible(f"{user.name} may not use commands in #{channel.name}")
    _not_locked(user, channel)
    wanted = command.body.get("default_member_permissions")
    if wanted is None or Permission.ADMINISTRATOR in may:
        return
    needed = Permission(int(wanted))
    if needed == Permission(0) or needed not in may:
        raise NotPossible(f"{user.name} does not see /{command.name}: it needs {needed.name or 'an administrator'}")


def may_see(user: User, channel: Channel, message: Message | None = None) -> None:
    """Raise NotPossible unless this user can see the channel, and the message in it."""
    if channel.guild is None:
        if channel.recipient is not user:
            raise NotPossible(f"{user.name} cannot see somebody else's direct messages")
    elif Permission.VIEW_CHANNEL not in _permissions(user, channel):
        raise NotPossible(f"{user.name} cannot see #{channel.name}")
    if message is not None and (message.deleted or message.private_to not in (None, user.id)):
        raise NotPossible(f"{user.name} cannot see that message: it is {'gone' if message.deleted else 'private'}")


def may_write(user: User, channel: Channel) -> None:
    """Raise NotPossible unless this user can send messages here."""
    may_see(user, channel)
    if channel.guild is None:
        return
    if channel.type in WITHOUT_MESSAGES:
        raise NotPossible(f"#{channel.name} holds no messages")
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if needed not in _permissions(user, channel):
        raise NotPossible(f"{user.name} may not write in #{channel.name}")
    _not_locked(user, channel)


def _not_locked(user: User, channel: Channel) -> None:
    if channel.locked and Permission.MANAGE_THREADS not in _permissions(user, channel):
        raise NotPossible(f"{user.name} may not write in #{channel.name}: the thread is locked")


def _permissions(user: User, channel: Channel) -> Permission:
    return permissions_in(channel.guild.members.get(user.id) if channel.guild else None, channel)
