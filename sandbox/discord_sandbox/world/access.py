"""Who may do what where: roles, channel overwrites and threads, by Discord's own rule."""

from discord_sandbox.permissions import ALL, EVERYONE, NONE, Permission
from discord_sandbox.world.model import Channel, GuildMember

# What Discord grants both sides of a direct message.
IN_DMS = (EVERYONE | Permission.SEND_TTS_MESSAGES | Permission.PIN_MESSAGES) & ~Permission.MENTION_EVERYONE


def permissions_in(member: GuildMember | None, channel: Channel) -> Permission:
    """Return what a member may do in a channel; None stands for a user in a DM.

    Threads follow their parent, and private ones are for those who were added and those who manage threads.
    """
    if channel.guild is None:
        return IN_DMS
    if member is None:
        return NONE
    allowed = member.permissions
    if Permission.ADMINISTRATOR in allowed:
        return ALL
    place = channel.parent if channel.is_thread and channel.parent else channel
    allowed = _with_overwrites(allowed, member, place)
    hidden = channel.is_private_thread and member.user.id not in channel.thread_members
    if hidden and Permission.MANAGE_THREADS not in allowed:
        return NONE
    return allowed if Permission.VIEW_CHANNEL in allowed else NONE


def _with_overwrites(allowed: Permission, member: GuildMember, channel: Channel) -> Permission:
    everyone = channel.overwrites.get(member.guild.id)
    if everyone:
        allowed = allowed & ~everyone.deny | everyone.allow
    of_roles = [channel.overwrites[role.id] for role in member.roles if role.id in channel.overwrites]
    for overwrite in of_roles:
        allowed &= ~overwrite.deny
    for overwrite in of_roles:
        allowed |= overwrite.allow
    own = channel.overwrites.get(member.user.id)
    if own:
        allowed = allowed & ~own.deny | own.allow
    return allowed
