"""Every request that a bot made, for tests to look at and for observers to judge."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from discord_sandbox.signals import Signal


@dataclass(frozen=True, slots=True)
class Request:
    """One request and the status that it got (0: the connection was dropped or never answered).

    `template` is the path as Discord's OpenAPI document writes it, None for a path that is not served; `body` the
    parsed JSON (of a multipart form, its `payload_json`); `files` the names of what was uploaded with it.
    """

    method: str
    template: str | None
    path: str
    query: Mapping[str, str]
    body: object
    status: int
    at: datetime
    files: tuple[str, ...] = ()


Observer = Callable[[Request], None]


class Journal:
    """Keeps the requests in order. What an observer raises is kept in `violations`, for the test to fail on."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self._observers: list[Observer] = []
        self._signal = Signal()

    def observe(self, observer: Observer) -> None:
        """Show every request from now on to `observer`, which raises to object."""
        self._observers.append(observer)

    def write(self, request: Request) -> None:
        """Add a request and let the observers judge it."""
        self.requests.append(request)
        for observer in self._observers:
            try:
                observer(request)
            except Exception as objection:  # noqa: BLE001 - whatever an observer raises is its verdict
                verdict = f"{request.method} {request.path}: {str(objection) or type(objection).__name__}"
                self.violations.append(verdict)
        self._signal.fire()

    def matching(self, method: str, path: str) -> list[Request]:
        """Return the requests of a method whose path fits: `matching("POST", "/channels/*/messages")`."""
        return [seen for seen in self.requests if seen.method == method and fnmatchcase(seen.path, path)]

    async def wait_for(self, method: str, path: str, *, count: int = 1, within: float = 5.0) -> list[Request]:
        """Wait until so many requests fit and return them; TimeoutError after so many real seconds."""
        async with asyncio.timeout(within):
            await self._signal.wait_until(lambda: len(self.matching(method, path)) >= count)
        return self.matching(method, path)
