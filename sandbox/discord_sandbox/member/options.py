"""From what a member typed to the options of a slash command."""

from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.member.resolving import Resolved
from discord_sandbox.member.uploads import Uploaded
from discord_sandbox.world.model import Channel, GuildMember
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

if TYPE_CHECKING:
    from discord_sandbox.world.commands import Command


class OptionType(IntEnum):
    """Discord's numbers for the kinds of options."""

    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


_NESTING = frozenset({OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP})
_ACCEPTED: dict[int, tuple[type, ...]] = {
    OptionType.STRING: (str,),
    OptionType.INTEGER: (int,),
    OptionType.BOOLEAN: (bool,),
    OptionType.USER: (User, GuildMember),
    OptionType.CHANNEL: (Channel,),
    OptionType.ROLE: (Role,),
    OptionType.MENTIONABLE: (User, GuildMember, Role),
    OptionType.NUMBER: (int, float),
    OptionType.ATTACHMENT: (Uploaded,),
}
MAX_TEXT = 6000
MAX_NUMBER = 2**53
_PICKED = (User, GuildMember, Role, Channel)


class SlashOptions:
    """What a member typed: the command's path and the options, to be put into Discord's shape.

    `focused` is the option that is being typed in an autocomplete, when the rest may be missing. With `validate`
    off anything goes: unknown options, values of any type, none of the required ones.
    """

    def __init__(self, given: Mapping[str, object], resolved: Resolved, *, focused: str | None, validate: bool) -> None:
        self._given = given
        self._resolved = resolved
        self._focused = focused
        self._validate = validate

    def data(self, command: "Command", path: list[str]) -> Json:
        """Return the `data` of the interaction; raises NotPossible for what Discord's client would not send."""
        data: Json = {"id": str(command.id), "name": command.name, "type": command.type}
        if command.guild_id is not None:
            data["guild_id"] = str(command.guild_id)
        options = self._nested(command.body, path)
        if options:
            data["options"] = options
        resolved = self._resolved.to_json()
        if resolved:
            data["resolved"] = resolved
        return data

    def _nested(self, node: Json, path: list[str]) -> list[Json]:
        known: dict[str, Json] = {option["name"]: option for option in node.get("options") or []}
        nested = [name for name, option in known.items() if option["type"] in _NESTING]
        if not path:
            if nested:
                raise NotPossible(f"{node['name']!r} needs one of its subcommands: {', '.join(nested)}")
            return self._filled(known)
        if path[0] not in nested:
            raise NotPossible(f"{node['name']!r} has no subcommand {path[0]!r}; it has {', '.join(nested) or 'none'}")
        child = known[path[0]]
        return [{"name": child["name"], "type": child["type"], "options": self._nested(child, path[1:])}]

    def _filled(self, known: dict[str, Json]) -> list[Json]:
        if self._validate:
            self._check_names(known)
        filled = []
        for name, value in self._given.items():
            option = known.get(name) or {"name": name, "type": _guessed(value)}
            shown: Json = {"name": name, "type": option["type"], "value": self._value(option, value)}
            if name == self._focused:
                shown["focused"] = True
            filled.append(shown)
        return filled

    def _check_names(self, known: dict[str, Json]) -> None:
        for name in self._given:
            if name not in known:
                raise NotPossible(f"there is no option {name!r}; there are {', '.join(known) or 'none'}")
        missing = [name for name, option in known.items() if option.get("required") and name not in self._given]
        if missing and self._focused is None:
            raise NotPossible(f"required options are missing: {', '.join(missing)}")
        if self._focused is not None and not known[self._focused].get("autocomplete"):
            raise NotPossible(f"the option {self._focused!r} has no autocomplete")

    def _value(self, option: Json, value: object) -> object:
        if isinstance(value, Uploaded):
            self._check_type(option, value)
            return self._resolved.add(value)
        if isinstance(value, _PICKED):
            self._check_type(option, value)
            self._check_offer(option, value)
            return self._resolved.add(value)
        if not self._validate or option["name"] == self._focused:
            return value
        choices: dict[object, object] = {choice["name"]: choice["value"] for choice in option.get("choices") or []}
        value = choices.get(value, value)
        self._check_type(option, value)
        if choices and value not in choices.values():
            raise NotPossible(f"{value!r} is no choice of {option['name']!r}: {', '.join(map(str, choices))}")
        _check_range(option, value)
        return value

    def _check_offer(self, option: Json, value: User | GuildMember | Role | Channel) -> None:
        # A user can be named by id wherever they are; roles and channels are those of the server.
        if self._validate and not isinstance(value, User | GuildMember) and not self._resolved.offers(value):
            raise NotPossible(f"{option['name']!r} does not offer {value.name!r}: the member does not see it here")

    def _check_type(self, option: Json, value: object) -> None:
        accepted = _ACCEPTED.get(option["type"], (object,))
        is_bool = isinstance(value, bool) and bool not in accepted
        if self._validate and (is_bool or not isinstance(value, accepted)):
            names = " or ".join(kind.__name__ for kind in accepted)
            raise NotPossible(f"{option['name']!r} takes {names}, not {value!r}")
        wanted = option.get("channel_types")
        if self._validate and wanted and isinstance(value, Channel) and int(value.type) not in wanted:
            raise NotPossible(f"{option['name']!r} does not take a channel of type {value.type.name}")


def _check_range(option: Json, value: object) -> None:
    is_text = isinstance(value, str)
    size = len(value) if isinstance(value, str) else value
    if not isinstance(size, int | float) or isinstance(size, bool):
        return
    low, high = ("min_length", "max_length") if is_text else ("min_value", "max_value")
    # An empty option is none, and a browser counts exactly up to 2^53.
    least, most = (1, MAX_TEXT) if is_text else (-MAX_NUMBER, MAX_NUMBER)
    for name, bound in ((low, least), (high, most)):
        limit = bound if option.get(name) is None else option[name]
        limit = max(limit, bound) if name == low else min(limit, bound)
        if not (size >= limit if name == low else size <= limit):
            shown = repr(value) if len(str(value)) < 50 else f"{len(str(value))} characters"
            raise NotPossible(f"{option['name']!r} has {name} {limit}, got {shown}")


def _guessed(value: object) -> OptionType:
    for kind in (OptionType.BOOLEAN, OptionType.INTEGER, OptionType.NUMBER):
        if isinstance(value, _ACCEPTED[kind]):
            return kind
    return OptionType.STRING
