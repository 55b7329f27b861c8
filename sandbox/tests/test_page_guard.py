"""Who may speak to the page, and where it listens."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from discord_sandbox import Sandbox
from discord_sandbox.page.page import STATIC, Page
from discord_sandbox.page.scene import Scene
from discord_sandbox.server import listen


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with Sandbox() as sandbox, Page(sandbox, port=0) as page:
        yield page


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


async def test_every_answer_keeps_out_what_does_not_come_from_here(page: Page, http: aiohttp.ClientSession) -> None:
    for path in ("", "js/main.js", "css/theme.css", "nothing"):
        async with http.get(page.address + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1.evil.example"])
async def test_another_name_that_leads_here_is_turned_away(page: Page, http: aiohttp.ClientSession, host: str) -> None:
    async with http.get(page.address, headers={"Host": host}) as answer:
        assert answer.status == 421


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
async def test_only_the_page_itself_opens_its_socket(
    page: Page, http: aiohttp.ClientSession, origin: str | None
) -> None:
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(page.address + "live", headers=headers)
    assert refused.value.status == 403


async def test_nothing_but_the_pages_own_files_is_served(page: Page, http: aiohttp.ClientSession) -> None:
    for path in ("..%2fpage.py", "js/..%2f..%2fpage.py", "%2e%2e/page.py", "css/"):
        async with http.get(page.address + path) as answer:
            assert answer.status in (403, 404)


async def test_a_port_that_is_taken_makes_it_take_another() -> None:
    with listen() as taken:
        port = taken.getsockname()[1]
        async with Sandbox() as sandbox, Page(sandbox, port=port) as page:
            assert page.moved
            assert str(port) not in page.address
            async with aiohttp.ClientSession() as http, http.get(page.address) as answer:
                assert answer.status == 200


async def test_a_bare_sandbox_offers_the_page_too(http: aiohttp.ClientSession) -> None:
    command = [sys.executable, "-m", "discord_sandbox", "--page", "0"]
    started = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert started.stdout is not None
    try:
        lines = [(await asyncio.wait_for(started.stdout.readline(), 30)).decode() for _ in range(3)]
        address = lines[-1].split()[-1]
        async with http.get(address) as answer:
            assert "<title>" in await answer.text()
    finally:
        started.terminate()
        assert await asyncio.wait_for(started.wait(), 30) == 0


async def test_the_bots_picture_is_served_where_there_is_one(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    picture = tmp_path / "bot.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    async with Sandbox() as sandbox:
        async with (
            Page(sandbox, Scene(picture=picture), port=0) as page,
            http.get(page.address + "picture.svg") as answer,
        ):
            assert answer.content_type == "image/svg+xml"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        async with Page(sandbox, port=0) as page, http.get(page.address + "picture.svg") as answer:
            assert answer.status == 404


def test_nothing_is_loaded_from_elsewhere_nor_written_as_markup() -> None:
    for path in STATIC.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "<script>", " style="):
            assert word not in text, f"{path.name} has {word}"
        if path.suffix in {".html", ".css"}:
            assert "//" not in text.replace("http://www.w3.org/2000/svg", ""), f"{path.name} names another site"
