"""What a host may get wrong with interactions by HTTP: each ends with one line that says what to change."""

import asyncio
import logging
import socket
from pathlib import Path

import pytest
from by_http import address_of, serving_by_http
from discord_sandbox import Sandbox
from whole_bot import serving, settings_for

from bot.app import App
from bot.core.errors import StartError
from bot.settings import load_settings

NO_POINT = "0" * 64
"""Sixty-four digits that are no public key of anybody's."""


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PUBLIC_KEY": "no key"}, "PUBLIC_KEY: should be the 64 digits"),
        ({"INTERACTIONS_PORT": "8080"}, "INTERACTIONS_PORT needs the PUBLIC_KEY"),
        ({"INTERACTIONS_PORT": "http"}, "INTERACTIONS_PORT"),
        ({"INTERACTIONS_PORT": "8080", "HEALTH_PORT": "8080", "PUBLIC_KEY": "a" * 64}, "should be two ports"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StartError, match=words) as refusal:
        load_settings()
    assert "\n" not in str(refusal.value)
    assert refusal.value.exit_code == 2


async def start(discord: Sandbox, folder: Path, public_key: str, port: int) -> None:
    settings = settings_for(discord, f"sqlite+aiosqlite:///{folder}/waymark.db")
    by_http = {"public_key": public_key, "interactions_port": port}
    await App(settings.model_copy(update=by_http), discord.clock.now).run(asyncio.Event())


async def test_a_key_that_is_no_key_ends_the_start(discord: Sandbox, tmp_path: Path, unused_tcp_port: int) -> None:
    with pytest.raises(StartError, match="PUBLIC_KEY is no public key"):
        await start(discord, tmp_path, NO_POINT, unused_tcp_port)


async def test_the_key_of_another_application_ends_the_start(
    discord: Sandbox, tmp_path: Path, unused_tcp_port: int
) -> None:
    discord.make_public_key()
    others = Sandbox().make_public_key()
    with pytest.raises(StartError, match="PUBLIC_KEY is not the key of the application"):
        await start(discord, tmp_path, others, unused_tcp_port)


async def test_a_port_that_is_taken_ends_the_start(discord: Sandbox, tmp_path: Path, unused_tcp_port: int) -> None:
    with (
        socket.create_server(("127.0.0.1", unused_tcp_port)),
        pytest.raises(StartError, match=f"INTERACTIONS_PORT {unused_tcp_port} is in use"),
    ):
        await start(discord, tmp_path, discord.make_public_key(), unused_tcp_port)


async def test_both_ways_at_once_are_told_in_a_line_by_who_gets_nothing(
    discord: Sandbox, tmp_path: Path, unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    by_http, at_gateway = tmp_path / "http.db", tmp_path / "gateway.db"
    with caplog.at_level(logging.WARNING):
        async with serving_by_http(discord, by_http, unused_tcp_port):
            assert [line for line in caplog.messages if line.startswith("interactions still come by the gateway")]
            caplog.clear()
            async with serving(discord, at_gateway):
                ada = discord.member("ada")
                assert "XSS" in (await ada.slash("topic", name="xss")).text
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    told = [record for record in warnings if record.getMessage().startswith("commands and buttons go to a web address")]
    assert [record.__dict__["endpoint"] for record in told] == [address_of(unused_tcp_port)]
    assert not [record for record in warnings if "endpoint URL set" in record.getMessage()]
