"""Whom a message pings: its text, what the sender allowed, and what the sender may."""

import re
from collections.abc import Iterable

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import Permission
from discord_sandbox.world.model import NOBODY, Channel, Mentions
from discord_sandbox.world.users import User

_USER = re.compile(r"<@!?([0-9]{1,20})>")
_ROLE = re.compile(r"<@&([0-9]{1,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


def mentions_in(
    text: str, allowed: Json | None, channel: Channel, sender_may: Permission, users: dict[int, User]
) -> Mentions:
    """Read the pings out of `text`; without `allowed` (the `allowed_mentions` of a body) all of them count."""
    if "@" not in text:
        return NOBODY
    may_ping_all = Permission.MENTION_EVERYONE in sender_may
    return Mentions(
        users=tuple(
            users[user_id] for user_id in _ids(_USER, text) if user_id in users and _allows(allowed, "users", user_id)
        ),
        role_ids=tuple(
            role_id
            for role_id in _ids(_ROLE, text)
            if _allows(allowed, "roles", role_id) and _pingable(role_id, channel, may_ping_all=may_ping_all)
        ),
        everyone=may_ping_all and _allows(allowed, "everyone", None) and _EVERYONE.search(text) is not None,
    )


def _ids(pattern: re.Pattern[str], text: str) -> Iterable[int]:
    return dict.fromkeys(int(digits) for digits in pattern.findall(text))


def _allows(allowed: Json | None, kind: str, subject_id: int | None) -> bool:
    if allowed is None or kind in (allowed.get("parse") or ()):
        return True
    return subject_id is not None and str(subject_id) in {str(listed) for listed in allowed.get(kind) or ()}


def _pingable(role_id: int, channel: Channel, *, may_ping_all: bool) -> bool:
    role = channel.guild.roles.get(role_id) if channel.guild else None
    return role is not None and (may_ping_all or role.mentionable)
