"""What comes in from Discord, as plain values: who asks, with which words, how late, and whether it came before."""

import asyncio
from collections import OrderedDict
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from typing import Any

import discord
from discord import InteractionType

from bot.client.discordpy_patches import role_ids_of
from bot.core.member import RequestContext
from bot.ui import custom_id
from bot.ui.custom_id import CustomId
from bot.ui.forms import SEPARATOR

MAX_BUDGET = 1.5
"""Seconds that the work may take before Discord is told to wait."""
LATEST_DEFERRAL = 2.0
"""Seconds after a member's press at which Discord is told to wait at the latest; it gives up after 3."""
MAX_CREDIBLE_AGE = 15 * 60.0
"""An age (in seconds) beyond the life of an interaction says only that Discord's clock and ours differ."""

MAX_TEXT = 2_000
"""Characters of a text that somebody typed; what nobody would type by hand is not read."""

SUBCOMMAND_TYPES = frozenset({1, 2})
"""The types of options that have options instead of a value: a command below a command, and a group of them."""

ROUTED_TYPES = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})
"""The interactions that are answered by what their custom_id says."""


class SeenInteractions:
    """Remembers the ids of the last `capacity` arrivals: Discord may deliver one twice after a reconnect."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._seen: OrderedDict[int, None] = OrderedDict()

    def is_first(self, snowflake: int) -> bool:
        """Return whether this is the first time that `snowflake` comes in, and remember it."""
        if snowflake in self._seen:
            return False
        self._seen[snowflake] = None
        if len(self._seen) > self._capacity:
            self._seen.popitem(last=False)
        return True


class InFlightRequests:
    """Counts the answers under way; once draining, `draining` tells that nothing new should begin."""

    def __init__(self) -> None:
        self.draining = False
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        """Count one answer for as long as the block runs."""
        self._count += 1
        self._idle.clear()

    def __exit__(self, *_: object) -> None:
        """Count one answer less."""
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def drain(self, seconds: float) -> int:
        """Stop new answers, wait up to `seconds` for those under way, and return how many did not finish."""
        self.draining = True
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            pass
        return self._count


def time_budget(snowflake: int, now: datetime) -> float:
    """Return the seconds that the work may take; none are left (0 or less) for a replay after a reconnect."""
    age = (now - discord.utils.snowflake_time(snowflake)).total_seconds()
    return min(MAX_BUDGET, LATEST_DEFERRAL - age) if age < MAX_CREDIBLE_AGE else MAX_BUDGET


def context_from(source: discord.Interaction[Any] | discord.Message, now: datetime) -> RequestContext:
    """Return the context of an interaction or a message; `now` is aware UTC."""
    if isinstance(source, discord.Interaction):
        permissions = source.permissions
        manages = source.guild_id is not None and (permissions.manage_guild or permissions.administrator)
        return RequestContext(
            source.id,
            source.user.id,
            source.user.display_name,
            source.guild_id,
            now,
            manages,
            channel_id=source.channel_id,
            message_id=source.message.id if source.message else None,
            is_bot=source.user.bot,
            role_ids=role_ids_of(source.user),
        )
    author = source.author
    roles = role_ids_of(author)
    return RequestContext(source.id, author.id, author.display_name, guild_id_of(source), now, role_ids=roles)


def guild_id_of(message: discord.Message) -> int | None:
    """Return the server that a message was written in; None for a direct message."""
    # The gateway may tell of messages in a server or thread before it tells of the server or thread.
    if isinstance(message.channel, discord.PartialMessageable):
        return message.channel.guild_id
    return message.guild.id if message.guild else None


def shard_of(guild_id: int | None, shard_count: int | None) -> int:
    """Return the shard that a server belongs to, by Discord's rule; direct messages belong to the first."""
    return ((guild_id or 0) >> 22) % (shard_count or 1)


def clean_text(text: str) -> str:
    """Return what somebody typed, cut to MAX_TEXT characters, with one blank for many and one empty line for many.

    Done before anything looks for a pattern in it, with none itself: a text of a hundred thousand blanks costs nothing.
    """
    lines: list[str] = []
    for line in text[: 2 * MAX_TEXT].splitlines():
        words = " ".join(line.split())
        if words or (lines and lines[-1]):
            lines.append(words)
    return "\n".join(lines)[:MAX_TEXT].strip()


def check_payload(payload: Any) -> None:
    """Raise an error for an interaction that lacks what Discord promises, over which discord.py would trip."""
    data = payload["data"]
    if not isinstance(data, Mapping):
        raise TypeError("an interaction without data")
    if payload["type"] in (InteractionType.application_command.value, InteractionType.autocomplete.value):
        if not isinstance(data["name"], str) or not isinstance(data.get("type", 1), int):
            raise TypeError("a command without its name and type")
        _check_options(data.get("options", []))
    elif not isinstance(data["custom_id"], str):
        raise TypeError("a press without its custom_id")
    elif payload["type"] == InteractionType.modal_submit.value:
        list(_form_lines(data["components"]))


def _check_options(options: Any) -> None:
    if not isinstance(options, list):
        raise TypeError("options that are no list")
    for option in options:
        if not isinstance(option["name"], str) or not isinstance(option["type"], int):
            raise TypeError("an option without its name and type")
        if "options" in option or option["type"] in SUBCOMMAND_TYPES:
            _check_options(option.get("options", []))
        else:
            option["value"]


def data_of(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """Return what came with an interaction, as plain keys and values."""
    return dict(interaction.data or {})


def parse_custom_id(interaction: discord.Interaction[Any]) -> CustomId | None:
    """Return what the custom_id of an interaction says; None when another version wrote it."""
    return custom_id.read(str(data_of(interaction).get("custom_id", "")))


def submitted_values(data: Mapping[str, Any], argument: str) -> str:
    """Return a custom_id's `argument` with what was picked or filled in behind it, from an interaction's `data`.

    Values picked from a menu follow a colon, separated by commas. The fields of a form follow as lines `name=value`.
    """
    if "components" in data:
        return "\n".join(filter(None, [argument, *_form_lines(data["components"])]))
    return ":".join(filter(None, [argument, ",".join(map(str, data.get("values") or ()))]))


def submitted_texts(data: Mapping[str, Any], argument: str) -> str:
    """Return a custom_id's `argument` and what was typed into a form, with its lines and blanks as they are.

    SEPARATOR stands between them and before each further field.
    """
    texts = (text.replace(SEPARATOR, " ") for text in _form_texts(data.get("components") or ()))
    return SEPARATOR.join([argument, *texts])


def _form_texts(components: Any) -> Iterator[str]:
    for component in components:
        if isinstance(component.get("value"), str):
            yield component["value"]
        yield from _form_texts(
            [component["component"]] if "component" in component else component.get("components") or ()
        )


def _form_lines(components: Any) -> Iterator[str]:
    for component in components:
        if "custom_id" in component:
            # A field holds one line: a break that somebody pasted must not look like the next field.
            values = component.get("values") or ()
            value = component.get("value") if "value" in component else ",".join(map(str, values))
            yield f"{component['custom_id']}={' '.join(str(value or '').split())}"
        yield from _form_lines(
            [component["component"]] if "component" in component else component.get("components") or ()
        )


def is_own_message(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the message whose button was pressed is the member's alone, so that it may be replaced."""
    message = interaction.message
    if message is None:
        return False
    if interaction.context.dm_channel:
        return True
    cause = message.interaction_metadata
    return message.flags.ephemeral and (cause is None or cause.user.id == interaction.user.id)


def describe_interaction(interaction: discord.Interaction[Any], verbs: Container[str]) -> str:
    """Return a name for the log: the command, or which of our `verbs`; no ids and no words of the member's."""
    if interaction.type not in ROUTED_TYPES:
        command = interaction.command
        return f"/{command.qualified_name}" if command else "unknown command"
    pressed = parse_custom_id(interaction)
    if pressed is None:
        return "button of another version"
    return f"button {pressed.verb}" if pressed.verb in verbs else "unknown button"
