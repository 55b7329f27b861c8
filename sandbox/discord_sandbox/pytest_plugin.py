"""The sandbox for pytest: the fixture `discord`, and the check of requests against Discord's own description."""

import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from discord_sandbox.sandbox import Sandbox

if TYPE_CHECKING:
    from discord_sandbox.openapi import OpenApiCheck

try:
    from pytest_asyncio import fixture as async_fixture
except ImportError:  # pytest says itself what is missing, and only to those who ask for the fixture
    async_fixture = pytest.fixture  # type: ignore[assignment] # the same to call


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names Discord's OpenAPI document."""
    parser.getgroup("discord-sandbox").addoption(
        "--discord-openapi",
        metavar="FILE",
        help="check every request against Discord's OpenAPI document (else where DISCORD_OPENAPI says)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Hand the option on to `document_path`, here and in processes that tests start."""
    if named := config.getoption("--discord-openapi"):
        os.environ["DISCORD_OPENAPI"] = str(named)


@pytest.fixture(scope="session")
def discord_api() -> "OpenApiCheck | None":
    """Return the check of requests against Discord's description; None where nobody has named the document."""
    from discord_sandbox.openapi import OpenApiCheck, document_path  # noqa: PLC0415 - it needs jsonschema

    path = document_path()
    return OpenApiCheck.load(path) if path else None


@async_fixture
async def discord(discord_api: "OpenApiCheck | None") -> AsyncIterator[Sandbox]:
    """Yield a Discord of the test's own, with no bot in it yet; requests that Discord would not know fail the test."""
    async with Sandbox() as sandbox:
        if discord_api is not None:
            sandbox.on_request(discord_api.judge)
        yield sandbox
