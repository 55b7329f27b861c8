"""From what a member does at the keyboard to the interaction or message that it makes."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.interactions.model import InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.json_codec import Json
from discord_sandbox.member.options import SlashOptions
from discord_sandbox.member.permissions import may_see, may_use, may_write
from discord_sandbox.member.resolving import Resolved
from discord_sandbox.member.uploads import handed_over
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.commands import CHAT_INPUT, Command
from discord_sandbox.world.mentions import mentions_in
from discord_sandbox.world.model import REPLY, Message
from discord_sandbox.world.users import User

MAX_MESSAGE = 2000

if TYPE_CHECKING:
    from discord_sandbox.member.actor import Member


def slash_action(
    member: "Member",
    command: str,
    options: Mapping[str, object],
    *,
    focused: str | None = None,
    validate: bool = True,
) -> UserAction:
    """Make a slash command, or with `focused` the typing of one of its options; raises NotPossible."""
    name, *path = command.removeprefix("/").split()
    registered = _command(member, CHAT_INPUT, name)
    # A member that acts in the sandbox stands for its user when picked; a file is handed over.
    given = {key: handed_over(member.driver, getattr(value, "user", value)) for key, value in options.items()}
    resolved = Resolved(member.channel.guild, member.membership)
    data = SlashOptions(given, resolved, focused=focused, validate=validate).data(registered, path)
    kind = InteractionType.COMMAND if focused is None else InteractionType.AUTOCOMPLETE
    return UserAction(kind, member.user, member.channel, data)


def menu_action(member: "Member", kind: int, name: str, target: Message | User) -> UserAction:
    """Make the use of a command from the menu of a message or user; raises NotPossible."""
    command = _command(member, kind, name)
    resolved = Resolved(member.channel.guild, member.membership)
    data: Json = {"id": str(command.id), "name": command.name, "type": kind, "target_id": resolved.add(target)}
    data["resolved"] = resolved.to_json()
    return UserAction(InteractionType.COMMAND, member.user, member.channel, data)


def build_message(member: "Member", text: str, reply_to: Message | None) -> Message:
    """Make a message, not yet posted; `@` before the bot's name mentions it. Raises NotPossible."""
    channel = member.channel
    may_write(member.user, channel)
    if not text.strip() or len(text) > MAX_MESSAGE:
        raise NotPossible(f"a message has 1 to {MAX_MESSAGE} characters, not {len(text.strip())}")
    if reply_to is not None:
        may_see(member.user, reply_to.channel, reply_to)
    world = member.driver.world
    content = re.sub(rf"@{re.escape(world.bot.name)}\b", world.bot.mention, text, flags=re.IGNORECASE)
    may = permissions_in(member.membership, channel)
    mentions = mentions_in(content, None, channel, may, world.users)
    message = Message(world.snowflakes.next(), channel, member.user, content, mentions=mentions)
    if reply_to is not None:
        message.type, message.replies_to = REPLY, reply_to
        message.mentions = mentions.also(reply_to.author)
    return message


def _command(member: "Member", kind: int, name: str) -> Command:
    commands = member.driver.world.commands
    guild = member.channel.guild
    command = commands.usable(guild.id if guild else None, kind, name)
    if command is None:
        known = [known.name for known in commands.all(None) if known.type == kind]
        raise NotPossible(f"there is no command {name!r}; registered are {', '.join(known) or 'none'}")
    may_use(member.user, member.channel, command)
    return command
