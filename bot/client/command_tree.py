"""The command tree: what discord.py itself refuses gets an answer too, and Discord hears of commands that changed."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import discord
import orjson
from discord import app_commands

from bot.client.discordpy_patches import GuardedCommandTree
from bot.client.dispatch import BotClient
from bot.client.errors import CONNECTION_ERRORS
from bot.client.feature import Feature
from bot.client.requests import clean_text, data_of
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.store import coordination
from bot.store.database import Database
from bot.ui.response import Response

log = logging.getLogger(__name__)

OUTDATED = "This command has changed with an update. Wait a minute, restart Discord and try again."
UNREADABLE = "Discord sent something this command cannot read. Check what you typed and try again."

ID_OPTION_TYPES = frozenset({6, 7, 8, 9, 11})
"""The types of options whose value is an id: user, channel, role, either of them, attachment."""

Options = Iterable[dict[str, Any]]


class BotCommandTree(GuardedCommandTree[BotClient]):
    """The commands of `features`, usable in servers and direct messages, installed to a server or to a user."""

    def __init__(self, client: BotClient, features: Sequence[Feature]) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for feature in features:
            for command in feature.commands:
                self.add_command(command)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let through what discord.py can read; it would leave the rest without any answer."""
        _complete_threads(data_of(interaction).get("resolved") or {})
        options = data_of(interaction).get("options") or ()
        _clean_texts(options)
        is_readable = _have_values(options)
        if interaction.type is discord.InteractionType.autocomplete:
            if is_readable and _completes(interaction.command, options):
                return True
            await _offer_nothing(interaction)
        elif is_readable:
            return True
        else:
            await interaction.client.dispatcher.dispatch(interaction, partial(_refuse, UNREADABLE), "")
        return False

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer an interaction that never reached its command; failures inside one are answered where they happen."""
        match error:
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                words = OUTDATED
            case app_commands.TransformerError():
                words = UNREADABLE
            case _:
                log.error("command failed outside its answer", exc_info=error)
                words = "Something went wrong on our side. Try again in a minute."
        if interaction.type is discord.InteractionType.autocomplete:
            await _offer_nothing(interaction)
        else:
            await interaction.client.dispatcher.dispatch(interaction, partial(_refuse, words), "")


async def _offer_nothing(interaction: discord.Interaction[Any]) -> None:
    try:
        await interaction.response.autocomplete([])
    except (discord.HTTPException, *CONNECTION_ERRORS):
        log.info("the member typed on before nothing could be offered")


async def _refuse(words: str, _app: AppContext, _request: RequestContext, _text: str) -> Response:
    raise StudyError(words)


def _complete_threads(resolved: Mapping[str, Any]) -> None:
    """Add to threads that were picked what Discord does not promise to send of them, and discord.py insists on."""
    for channel in (resolved.get("channels") or {}).values():
        if "thread_metadata" in channel:
            for count in ("owner_id", "member_count", "message_count"):
                channel.setdefault(count, 0)


def _clean_texts(options: Options) -> None:
    """Cut and clean what was typed, before discord.py or a handler looks at it."""
    for option in options:
        if isinstance(option.get("value"), str):
            option["value"] = clean_text(option["value"])
        _clean_texts(option.get("options") or ())


def _have_values(options: Options) -> bool:
    """Return whether each option has a value that its type can have, or options of its own."""
    return all(_have_values(option["options"]) if "options" in option else _has_value(option) for option in options)


def _has_value(option: dict[str, Any]) -> bool:
    value = option.get("value", "0")
    return str(value).isdecimal() if option.get("type") in ID_OPTION_TYPES else isinstance(value, str | int | float)


def _completes(command: object, options: Options) -> bool:
    """Return whether a command offers something for the option that is being typed."""
    if not isinstance(command, app_commands.Command):
        return False
    focused = _focused_name(options)
    return any(parameter.autocomplete for parameter in command.parameters if parameter.display_name == focused)


def _focused_name(options: Options) -> str:
    for option in options:
        if option.get("focused"):
            return str(option["name"])
        if name := _focused_name(option.get("options") or ()):
            return name
    return ""


async def sync_commands(tree: app_commands.CommandTree[Any], database: Database, now: datetime) -> None:
    """Register the tree's commands if their description is not the registered one, or Discord has lost some of them."""
    application_id = tree.client.application_id
    if application_id is None:
        raise RuntimeError("commands are registered after login, which tells the application's id")
    digest = digest_of(tree)
    async with database.reading() as connection:
        known = await coordination.registered_digest(connection, application_id)
    if known == digest and await _are_there(tree):
        log.info("commands unchanged", extra={"digest": digest[:12]})
        return
    try:
        await tree.sync()
    except (discord.HTTPException, discord.RateLimited) as refusal:
        if isinstance(refusal, discord.HTTPException) and (refusal.status == 401 or refusal.status >= 500):
            raise
        # Members are better served by yesterday's commands than by none; the next start tries again.
        log.exception("Discord refused the commands, going on with those it knows")
        return
    async with database.writing() as connection:
        await coordination.record_registration(connection, application_id, digest, now)
    log.info("commands registered", extra={"digest": digest[:12]})


def digest_of(tree: app_commands.CommandTree[Any]) -> str:
    """Return the digest of everything that Discord is told about the commands, whatever their order."""
    described = sorted(
        (command.to_dict(tree) for command in tree.get_commands()), key=lambda description: str(description["name"])
    )
    return hashlib.sha256(orjson.dumps(described, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def _are_there(tree: app_commands.CommandTree[Any]) -> bool:
    try:
        there = {command.name for command in await tree.fetch_commands()}
    except discord.HTTPException:
        return False
    return {command.name for command in tree.get_commands()} <= there
