"""The sandbox for pytest: the fixture `discord`, a check against Discord's own description, a transcript on failure."""

import os
import time
from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING

import pytest

from discord_sandbox.sandbox import Sandbox

if TYPE_CHECKING:
    from discord_sandbox.openapi import OpenApiCheck

try:
    from pytest_asyncio import fixture as async_fixture
except ImportError:  # pytest says itself what is missing, and only to those who ask for the fixture
    async_fixture = pytest.fixture  # type: ignore[assignment] # the same to call


SHOWN = 30
"""How many of the last things that crossed the wire the report of a failed test shows."""
BEGAN = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names Discord's OpenAPI document, and the setting for the bot's name."""
    parser.addini("discord_bot_name", "the bot's name in the fixture discord", default="Bot")
    parser.getgroup("discord-sandbox").addoption(
        "--discord-openapi",
        metavar="FILE",
        help="check every request against Discord's OpenAPI document (else where DISCORD_OPENAPI says)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Hand the option on to `document_path`, here and in processes that tests start."""
    if named := config.getoption("--discord-openapi"):
        os.environ["DISCORD_OPENAPI"] = str(named)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember when a test began: what crossed the wire of a shared sandbox before it is none of its business."""
    item.stash[BEGAN] = time.monotonic()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the last things that crossed the wire to the report of a test that failed, a line each."""
    report = yield
    if report.failed and BEGAN in item.stash:
        for sandbox in list(Sandbox.alive):
            if lines := sandbox.wire_log.lines(SHOWN, since=item.stash[BEGAN]):
                report.sections.append((f"what crossed the wire of {sandbox.site}", "\n".join(lines)))
    return report


@pytest.fixture(scope="session")
def discord_api() -> "OpenApiCheck | None":
    """Return the check of requests against Discord's description; None where nobody has named the document."""
    from discord_sandbox.openapi import OpenApiCheck, document_path  # noqa: PLC0415 - it needs jsonschema

    path = document_path()
    return OpenApiCheck.load(path) if path else None


@async_fixture
async def discord(pytestconfig: pytest.Config, discord_api: "OpenApiCheck | None") -> AsyncIterator[Sandbox]:
    """Yield a Discord of the test's own, with no bot in it yet; requests that Discord would not know fail the test."""
    async with Sandbox(bot_name=pytestconfig.getini("discord_bot_name")) as sandbox:
        if discord_api is not None:
            sandbox.on_request(discord_api.judge)
        yield sandbox
