"""Chat: a mention or a direct message in plain words, answered by the same handlers as the commands."""

import asyncio
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord

from bot.client.acts import context_from, guild_id_of
from bot.client.chat_reply import ChatReply
from bot.client.error_handler import error_response
from bot.client.feature import Handler
from bot.core.member import RequestContext
from bot.core.phrases import Verb, parse
from bot.ui.response import Response

if TYPE_CHECKING:
    from bot.client.gateway_client import GatewayClient

MEMBER_MESSAGE_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""The types of messages that somebody wrote; the others tell of pins, calls, joins and the like."""


class Chat:
    """Hears messages and answers those addressed to Waymark."""

    def __init__(self, client: "GatewayClient", phrases: Mapping[Verb, Handler]) -> None:
        self._client = client
        self._phrases = phrases

    async def hear(self, message: discord.Message) -> None:
        """Answer `message` if it is a direct message or mentions Waymark, and is somebody's own."""
        text = self._addressed(message)
        if text is None:
            return
        started = asyncio.get_running_loop().time()
        phrase = parse(text)
        request = context_from(message, self._client.app.clock())
        answer = await self._answer(self._phrases[phrase.verb], request, phrase.rest)
        outcome = await ChatReply(message).send(answer)
        seconds = asyncio.get_running_loop().time() - started
        self._client.note(request, f"chat {phrase.verb.value}", outcome, seconds)

    async def _answer(self, handler: Handler, request: RequestContext, text: str) -> Response:
        try:
            return await handler(self._client.app, request, text)
        except Exception as failure:  # noqa: BLE001 - as for interactions, every failure becomes an answer
            return error_response(failure)

    def _addressed(self, message: discord.Message) -> str | None:
        me = self._client.user
        if (
            me is None
            or message.author.bot
            or message.webhook_id is not None
            or message.type not in MEMBER_MESSAGE_TYPES
        ):
            return None
        if guild_id_of(message) is not None and me not in message.mentions:
            return None
        return re.sub(rf"<@!?{me.id}>", " ", message.content).strip()
