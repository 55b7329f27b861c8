"""Telling Discord about the commands, only when what it would be told has changed."""

import hashlib
import logging
from datetime import datetime
from typing import Any

import discord
import orjson
from discord import app_commands

from bot.store import coordination
from bot.store.database import Database

log = logging.getLogger(__name__)


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
