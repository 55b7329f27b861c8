"""Fetches the files that members hand over, from the address that Discord gives, and no more than is wanted."""

import asyncio
import logging

import aiohttp

from bot.core.errors import StudyError

log = logging.getLogger(__name__)

SECONDS = 10.0
"""How long a file may take to come."""
CHUNK = 65_536


class HttpFileFetcher:
    """Fetches files over HTTP, with limits on size and time, and without following anybody elsewhere."""

    async def fetch(self, url: str, limit: int) -> bytes:
        """Return what is at an address, at most `limit` bytes and one more; StudyError when it cannot be had."""
        if not url.startswith(("https://", "http://")):
            raise StudyError("Discord did not hand over that file. Upload it again.")
        try:
            async with (
                asyncio.timeout(SECONDS),
                aiohttp.ClientSession(trust_env=True) as session,
                session.get(url, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise StudyError("That file is no longer there. Upload it again.")
                return await _at_most(response, limit)
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            log.info("a file could not be fetched", extra={"error": type(error).__name__})
            raise StudyError("The file cannot be fetched from Discord right now. Try again in a minute.") from error


async def _at_most(response: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > limit:
            break
    return bytes(data[: limit + 1])
