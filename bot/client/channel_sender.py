"""Putting posts into channels over Discord's API, and finding them there again."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.client.discordpy_rest import RestApi
from bot.client.errors import SHORT_PAUSE, UNKNOWN_MESSAGE, classify_send_error, is_from_discord, reason_of
from bot.context import Clock
from bot.core.message_draft import MessageDraft, has_token
from bot.core.post_reasons import PostReason, encode
from bot.core.send_result import LookupResult, Missing, NotSent, Rejected, SendResult, Sent, Unknown, Unreadable

log = logging.getLogger(__name__)

REQUEST_TIMEOUT = 20.0
"""Seconds for one try to send, discord.py's own retries included: well under the lease of whoever sends."""
PAGE_SIZE = 100
MAX_PAGES = 20
MAX_CLOCK_SKEW = timedelta(minutes=10)
"""How far Discord's clock and ours may be apart for a post to be found by the time at which we sent it."""

REQUEST_ERRORS = (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError)
"""What discord.py and aiohttp raise: RuntimeError is a session that was closed meanwhile."""


class DiscordChannelSender:
    """Posts over the REST API; `connect` it to a client that has logged in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._api: RestApi | None = None
        self._own_id = 0
        self._resting_until = clock()
        self._rest_length = timedelta(0)

    def connect(self, api: RestApi, own_id: int) -> None:
        """Post through this client, as the user `own_id`, from now on."""
        self._api = api
        self._own_id = own_id

    def disconnect(self) -> None:
        """Post nothing until there is a client again."""
        self._api = None

    @property
    def ready(self) -> bool:
        """Whether there is a connection to post through, and no reason to leave Discord alone for a while."""
        # A rest that ends later than it could was begun by a clock that was ahead.
        left = self._resting_until - self._clock()
        return self._api is not None and not timedelta(0) < left <= self._rest_length

    async def post(self, channel_id: int, post: MessageDraft, nonce: str) -> SendResult:
        """Send a post; the same `nonce` (≤ 25 characters) within a few minutes sends nothing more."""
        if self._api is None:
            return NotSent("not connected to Discord", SHORT_PAUSE)
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                message = await self._api.create_message(channel_id, create_message_body(post, nonce))
        except REQUEST_ERRORS as failure:
            outcome = classify_send_error(failure)
            if isinstance(outcome, NotSent) and outcome.everywhere:
                self._rest(outcome)
            return outcome
        if post.embeds and not message["embeds"]:
            return await self._take_back(self._api, channel_id, int(message["id"]))
        return Sent(int(message["id"]))

    async def edit(self, channel_id: int, message_id: int, post: MessageDraft) -> SendResult:
        """Change the embeds and buttons of a message of the bot's own, and tell what became of it."""
        if self._api is None:
            return NotSent("not connected to Discord", SHORT_PAUSE)
        # What stands above them may have been added on the way: a role, a note.
        shown = {"embeds": list(post.embeds), "components": list(post.components)}
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                await self._api.edit_message(channel_id, message_id, shown)
        except REQUEST_ERRORS as failure:
            log.info("a message could not be changed", extra={"reason": str(failure)})
            return classify_send_error(failure)
        return Sent(message_id)

    async def find(self, channel_id: int, mark: str, since: datetime, until: datetime) -> LookupResult:
        """Look for a post that was marked with `mark` and sent between two instants (aware)."""
        if self._api is None:
            return Unknown("not connected to Discord")
        first = discord.utils.time_snowflake(since - MAX_CLOCK_SKEW)
        last = discord.utils.time_snowflake(until + MAX_CLOCK_SKEW, high=True)
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                return await self._search(self._api, channel_id, mark, first, last)
        except (discord.Forbidden, discord.NotFound) as refusal:
            return Unreadable(reason_of(refusal)) if is_from_discord(refusal) else Unknown("Discord was not reached")
        except REQUEST_ERRORS:
            log.info("could not look for a post", exc_info=True)
            return Unknown("Discord did not answer")

    async def delete(self, channel_id: int, message_id: int, note: str) -> bool:
        """Delete a message of the bot's own whose text has `note`; False when there is none (any more)."""
        if self._api is None:
            return False
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                message = await self._api.message(channel_id, message_id)
                if int(message["author"]["id"]) != self._own_id or note not in message["content"]:
                    return False
                await self._api.delete_message(channel_id, message_id)
        except REQUEST_ERRORS:
            log.info("a post could not be taken away", exc_info=True)
            return False
        return True

    async def dm_channel(self, user_id: int) -> int | None:
        """Return the channel of the direct messages with somebody; None when Discord gives none now."""
        if self._api is None:
            return None
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                return int((await self._api.open_dm(user_id))["id"])
        except REQUEST_ERRORS:
            log.info("direct messages could not be opened", exc_info=True)
            return None

    async def is_in_guild(self, guild_id: int) -> bool:
        """Return whether the bot is in a server; True as well when Discord does not say."""
        if self._api is None:
            return True
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                await self._api.guild(guild_id)
        except (discord.Forbidden, discord.NotFound) as refusal:
            return not is_from_discord(refusal)
        except REQUEST_ERRORS:
            log.info("could not ask whether the bot is in a server", extra={"guild_id": guild_id}, exc_info=True)
        return True

    async def admin_channels(self, guild_id: int) -> tuple[int, ...]:
        """Return the channels that a server keeps for notices to its organisers, the fittest first."""
        if self._api is None:
            return ()
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                guild = await self._api.guild(guild_id)
        except REQUEST_ERRORS:
            log.info("could not ask where organisers are told", extra={"guild_id": guild_id}, exc_info=True)
            return ()
        channel_ids = (guild.get("public_updates_channel_id"), guild.get("system_channel_id"))
        return tuple(int(channel_id) for channel_id in channel_ids if channel_id)

    def _rest(self, outcome: NotSent) -> None:
        self._rest_length = outcome.after
        self._resting_until = self._clock() + outcome.after
        log.warning("no posts for a while", extra={"reason": outcome.reason, "seconds": outcome.after.total_seconds()})

    async def _search(self, api: RestApi, channel_id: int, mark: str, first: int, last: int) -> LookupResult:
        after = first
        for _ in range(MAX_PAGES):
            page = await api.messages_after(channel_id, after, PAGE_SIZE)
            for message in page:
                if int(message["author"]["id"]) == self._own_id and has_token(message.get("components"), mark):
                    return Sent(int(message["id"]))
            if after == first and not page:
                return await self._nothing_there(api, channel_id, first)
            after = max((int(message["id"]) for message in page), default=after)
            if len(page) < PAGE_SIZE or after > last:
                return Missing()
        return Unreadable(encode(PostReason.TOO_MUCH_WRITTEN))

    async def _nothing_there(self, api: RestApi, channel_id: int, message_id: int) -> LookupResult:
        # Without Read Message History a list of messages is empty; a single message, there or not, is refused.
        try:
            await api.message(channel_id, message_id)
        except discord.NotFound as refusal:
            if refusal.code != UNKNOWN_MESSAGE:
                raise
        except discord.Forbidden:
            return Unreadable(encode(PostReason.NO_HISTORY))
        return Missing()

    async def _take_back(self, api: RestApi, channel_id: int, message_id: int) -> Rejected:
        # Discord drops the embeds of whoever may not embed, and posts what is left: buttons under nothing.
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                await api.delete_message(channel_id, message_id)
        except REQUEST_ERRORS:
            log.warning("a post without its embed could not be taken back", exc_info=True)
        return Rejected(encode(PostReason.NO_EMBEDS), lasting=True)


def create_message_body(post: MessageDraft, nonce: str) -> dict[str, Any]:
    """Return a post as the body of Discord's request to create a message."""
    mention = f"<@&{post.role_id}>" if post.role_id else ""
    separator = "\n" if "\n" in post.content else " "
    mentions: Mapping[str, Any] = {"parse": [], "roles": [str(post.role_id)]} if post.role_id else {"parse": []}
    return {
        "content": f"{mention}{separator}{post.content}".strip(),
        "embeds": list(post.embeds),
        "components": list(post.components),
        "allowed_mentions": mentions,
        "flags": discord.MessageFlags(suppress_notifications=post.silent).value,
        "nonce": nonce,
        "enforce_nonce": True,
    }
