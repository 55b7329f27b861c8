"""From what was typed for an option to what the option takes: a number, a member, a channel."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.member.actor import Member
from discord_sandbox.terminal.slash_line import Body
from discord_sandbox.world.model import Channel
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 4, 5, 6, 7, 8, 9, 10
Thing = TypeVar("Thing")

YES_AND_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def value_of(option: Body, text: str, member: Member) -> object:
    """Return what `text` means for an option; raises NotPossible when it means nothing."""
    if option.get("choices") and text in {choice["name"] for choice in option["choices"]}:
        return text
    return READERS.get(option["type"], plain)(text, member)


def plain(text: str, _: Member) -> str:
    """Take the text as it is."""
    return text


def whole(text: str, _: Member) -> int:
    """Read a whole number."""
    try:
        return int(text)
    except ValueError as error:
        raise NotPossible(f"{text!r} is no whole number") from error


def number(text: str, _: Member) -> float:
    """Read a number."""
    try:
        return float(text)
    except ValueError as error:
        raise NotPossible(f"{text!r} is no number") from error


def yes_or_no(text: str, _: Member) -> bool:
    """Read true or false."""
    if text.lower() not in YES_AND_NO:
        raise NotPossible(f"{text!r} is neither true nor false")
    return YES_AND_NO[text.lower()]


def user(text: str, member: Member) -> User:
    """Find somebody by name, with or without @."""
    guild = member.channel.guild
    everybody = member.driver.world.users.values()
    people = [membership.user for membership in guild.members.values()] if guild else list(everybody)
    return named("member", text.removeprefix("@"), ((person, {person.name, person.display_name}) for person in people))


def channel(text: str, member: Member) -> Channel:
    """Find a channel by name, with or without #."""
    guild = member.channel.guild
    channels = guild.channels.values() if guild else ()
    return named("channel", text.removeprefix("#"), ((channel, {channel.name}) for channel in channels))


def role(text: str, member: Member) -> Role:
    """Find a role by name, with or without @."""
    guild = member.channel.guild
    roles = guild.roles.values() if guild else ()
    return named("role", text.removeprefix("@"), ((role, {role.name, role.name.removeprefix("@")}) for role in roles))


def user_or_role(text: str, member: Member) -> User | Role:
    """Find somebody, or a role, by name."""
    try:
        return user(text, member)
    except NotPossible:
        return role(text, member)


def named(kind: str, name: str, things: Iterable[tuple[Thing, set[str]]]) -> Thing:
    """Return the thing of that name, in any case."""
    for thing, names in things:
        if name.casefold() in {known.casefold() for known in names}:
            return thing
    raise NotPossible(f"there is no {kind} {name!r} here")


READERS: dict[int, Callable[[str, Member], object]] = {
    INTEGER: whole,
    NUMBER: number,
    BOOLEAN: yes_or_no,
    USER: user,
    CHANNEL: channel,
    ROLE: role,
    MENTIONABLE: user_or_role,
}
