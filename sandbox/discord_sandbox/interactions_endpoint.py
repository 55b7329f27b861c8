"""The application's interactions endpoint: signed requests go to its address, and the responses are the first answers.

Discord's rules: "Setting Up an Endpoint" and "Security and Authorization" in its documentation of interactions.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import aiohttp

from discord_sandbox.errors import ApiError
from discord_sandbox.exceptions import EndpointRefused
from discord_sandbox.interactions.model import Interaction
from discord_sandbox.journal import Journal, Request
from discord_sandbox.json_codec import Json, decode, encode
from discord_sandbox.rest.bodies import read_parts
from discord_sandbox.rest.call import Backend, Call, Upload
from discord_sandbox.rest.callbacks import create_interaction_response

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_log = logging.getLogger(__name__)

ANSWER_SECONDS = 3.0
"""Real seconds that an endpoint has for its response."""
PING: Json = {"type": 1}
ANSWERED, ACCEPTED = 200, 202
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


class InteractionsEndpoint:
    """Sends interactions to `url` once one is set, which is refused unless what is there checks signatures."""

    def __init__(self) -> None:
        self.url: str | None = None
        self._backend: Backend | None = None
        self._journal: Journal | None = None
        self._session: aiohttp.ClientSession | None = None
        self._sending: set[asyncio.Task[None]] = set()

    def connect(self, backend: Backend, journal: Journal | None) -> None:
        """Let answers act on this backend, and write them into `journal` if there is one."""
        self._backend, self._journal = backend, journal

    @cached_property
    def _key(self) -> "SigningKey":
        from nacl.signing import SigningKey  # noqa: PLC0415 - only for who receives interactions by HTTP

        return SigningKey.generate()

    @property
    def public_key(self) -> str:
        """The application's public key in hexadecimal, as the developer portal shows it."""
        return bytes(self._key.verify_key).hex()

    async def register(self, url: str) -> None:
        """Send interactions to `url` from now on; EndpointRefused unless it answers a PING and refuses a forgery."""
        ping = encode(PING)
        async with self._post(url, ping, self.headers(ping)) as response:
            if response.status != ANSWERED or (await _json_of(response)).get("type") != 1:
                raise EndpointRefused(f"{url} did not answer a PING with a PONG: {response.status}")
        forged = self.headers(ping) | {"X-Signature-Ed25519": "0" * 128}
        async with self._post(url, ping, forged) as response:
            if response.status != 401:
                raise EndpointRefused(f"{url} did not refuse a wrong signature with 401: {response.status}")
        self.url = url

    def headers(self, body: bytes, *, age: float = 0.0) -> dict[str, str]:
        """Return the headers of a request with `body` that was signed `age` seconds ago."""
        now = self._backend.world.clock.now().timestamp() if self._backend else 0.0
        timestamp = str(int(now - age))
        return {
            "Content-Type": "application/json",
            "User-Agent": "Discord-Interactions/1.0 (+https://discord.com)",
            "X-Signature-Timestamp": timestamp,
            "X-Signature-Ed25519": self._key.sign(timestamp.encode() + body).signature.hex(),
        }

    def send(self, interaction: Interaction) -> None:
        """Send an interaction; what the response says becomes its first answer."""
        task = asyncio.ensure_future(self._deliver(interaction))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def caught_up(self) -> None:
        """Wait until every interaction that was sent has its response."""
        while self._sending:
            await asyncio.wait(set(self._sending))

    async def close(self) -> None:
        """Give up what has no response yet."""
        for task in self._sending:
            task.cancel()
        if self._session:
            await self._session.close()

    async def _deliver(self, interaction: Interaction) -> None:
        body = encode(interaction.payload)
        try:
            async with self._post(str(self.url), body, self.headers(body)) as response:
                if response.status == ANSWERED:
                    self._accept(interaction, *await _answer_of(response))
                elif response.status != ACCEPTED:
                    _log.info("the endpoint answered %s to an interaction", response.status)
                    interaction.settle()
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            _log.info("the endpoint gave no answer: %s", failure)
            interaction.settle()

    def _accept(self, interaction: Interaction, body: object, files: Sequence[Upload]) -> None:
        """Do what the body of a response says, as if it had come to the callback; what Discord refuses is lost."""
        if self._backend is None:
            return
        ids = {"interaction_id": str(interaction.id), "interaction_token": interaction.token}
        status = 204
        try:
            create_interaction_response(Call(self._backend, ids, {}, body, files))
        except ApiError as refusal:
            status = refusal.status
            _log.info("Discord would refuse a response: %s", refusal.to_json())
            interaction.settle()
        if self._journal:
            names = tuple(upload.filename for upload in files)
            at = self._backend.world.clock.now()
            path = CALLBACK.format(**ids)
            self._journal.write(Request("POST", CALLBACK, path, {}, body, status, at, names))

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> "aiohttp.client._RequestContextManager":
        if self._session is None:
            # A new connection for each: one that is kept may be closed by a balancer just when it is used.
            connector = aiohttp.TCPConnector(limit=0, force_close=True)
            timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        return self._session.post(url, data=body, headers=headers)


async def _json_of(response: aiohttp.ClientResponse) -> Json:
    try:
        body = decode(await response.read())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


async def _answer_of(response: aiohttp.ClientResponse) -> tuple[object, list[Upload]]:
    if response.content_type.startswith("multipart/"):
        return await read_parts(aiohttp.MultipartReader.from_response(response))
    return decode(await response.read()), []
