"""What a tab names by id, found in the world as far as its reader can see it."""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.member.actor import Member
from discord_sandbox.member.modals import Modal
from discord_sandbox.member.resolving import Picked
from discord_sandbox.member.uploads import Upload
from discord_sandbox.page.request import NO_SUCH_THING, TabRequest, snowflake
from discord_sandbox.world.commands import CHAT_INPUT
from discord_sandbox.world.model import Channel, Message
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

ATTACHMENT, FILE_UPLOAD = 11, 19
SUBCOMMAND_TYPES = frozenset({1, 2})


def find_message(channel: Channel, request: TabRequest, name: str) -> Message:
    """Return the message that a field names."""
    message = channel.history.get(request.id(name))
    if message is None:
        raise NotPossible("That message is gone.")
    return message


def options_of(member: Member, command: str, typed: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a command's options: people, channels and roles for the ids that name them."""
    kinds = {option["name"]: option["type"] for option in _option_bodies(member, command)}
    return {name: _value(kinds.get(name, 0), value, member) for name, value in typed.items()}


def picks_of(member: Member, select: Json, values: list[str]) -> list[str | Picked]:
    """Return what was picked from a select, which carries ids where Discord fills it in."""
    read = OF_SELECTS.get(select["type"])
    return [read(snowflake(value), member) for value in values] if read else list(values)


def form_values_of(member: Member, modal: Modal, values: Mapping[str, object]) -> dict[str, object]:
    """Return what was filled into a form: users, roles and channels for the ids that name them."""
    kinds = {field.custom_id: field.component for field in modal.fields}
    of_entities = {name for name, component in kinds.items() if component["type"] in OF_SELECTS and name in values}
    read: dict[str, object] = {
        name: [_upload(file) for file in _list(values[name])] for name in values if _is_files(kinds.get(name))
    }
    read |= {name: picks_of(member, kinds[name], _texts(values[name])) for name in of_entities}
    return {**values, **read}


def _is_files(component: Json | None) -> bool:
    return component is not None and component["type"] == FILE_UPLOAD


def _upload(value: object) -> Upload:
    """Return a file as a tab sends it: its name, its kind, and its bytes in base64."""
    if not isinstance(value, dict):
        raise NotPossible(NO_SUCH_THING)
    file = TabRequest(value)
    try:
        data = b64decode(file.text("data"), validate=True)
    except ValueError as error:
        raise NotPossible(NO_SUCH_THING) from error
    name = re.sub(r"[^\w.-]", "_", PurePosixPath(file.text("name")).name) or "file"
    return Upload(name, data, file.text("type") or "application/octet-stream")


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise NotPossible(NO_SUCH_THING)
    return value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise NotPossible(NO_SUCH_THING)
    return value


def _option_bodies(member: Member, command: str) -> list[Json]:
    name, *path = command.split()
    guild = member.channel.guild
    registered = member.driver.world.commands.usable(guild.id if guild else None, CHAT_INPUT, name)
    options: list[Json] = (registered.body.get("options") or []) if registered else []
    for step in path:
        nested = (option for option in options if option["type"] in SUBCOMMAND_TYPES and option["name"] == step)
        options = next(nested, {}).get("options") or []
    return options


def _value(kind: int, value: object, member: Member) -> object:
    if kind == ATTACHMENT:
        return _upload(value)
    read = OF_OPTIONS.get(kind)
    return read(snowflake(value), member) if read else value


def _user(user_id: int, member: Member) -> User:
    user = member.driver.world.users.get(user_id)
    if user is None:
        raise NotPossible(NO_SUCH_THING)
    return user


def _channel(channel_id: int, member: Member) -> Channel:
    channel = member.driver.world.channels.get(channel_id)
    if channel is None:
        raise NotPossible(NO_SUCH_THING)
    return channel


def _role(role_id: int, member: Member) -> Role:
    guild = member.channel.guild
    if guild is None or role_id not in guild.roles:
        raise NotPossible(NO_SUCH_THING)
    return guild.roles[role_id]


def _user_or_role(thing_id: int, member: Member) -> User | Role:
    return _user(thing_id, member) if thing_id in member.driver.world.users else _role(thing_id, member)


Read = Callable[[int, Member], Picked]
OF_OPTIONS: Mapping[int, Read] = {6: _user, 7: _channel, 8: _role, 9: _user_or_role}
OF_SELECTS: Mapping[int, Read] = {5: _user, 6: _role, 7: _user_or_role, 8: _channel}
