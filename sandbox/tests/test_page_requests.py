"""What a tab may ask for and hear, over its socket alone."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from company import Company
from discord_sandbox import Member, Permission


class Socket:
    """The page's side of a tab's socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []  # the page's own JSON
        self._count = 0

    async def ask(self, verb: str, **fields: object) -> dict[str, Any]:  # the page's own JSON
        """Ask for something and return the whole reply; what is heard meanwhile is kept."""
        self._count += 1
        await self.socket.send_str(json.dumps({"id": self._count, "do": verb, **fields}))
        while True:
            message: dict[str, Any] = await self.socket.receive_json(timeout=10)
            if message.get("reply") == self._count:
                return message
            self.events.append(message)


@asynccontextmanager
async def connected(company: Company, member: Member) -> AsyncIterator[Socket]:
    address = company.page.address
    headers = {"Origin": address.rstrip("/")}
    async with aiohttp.ClientSession() as http, http.ws_connect(address + "live", headers=headers) as opened:
        socket = Socket(opened)
        reply = await socket.ask("become", name=member.user.name)
        assert reply["ok"]["world"]["me"]["id"] == str(member.id)
        yield socket


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"channel": 7},
        {"channel": "x"},
        {"channel": "9" * 40},
        {"channel": "12345"},
        {"channel": None, "text": None},
        {"channel": ["1"], "command": {}, "options": []},
    ],
)
async def test_malformed_requests_are_refused_and_the_socket_lives(trial: Company, fields: dict[str, object]) -> None:
    ada = trial.join("Ada")
    async with connected(trial, ada) as socket:
        for verb in (
            "history",
            "commands",
            "say",
            "slash",
            "autocomplete",
            "press",
            "choose",
            "submit",
            "travel",
            "strike",
        ):
            reply = await socket.ask(verb, **fields)
            assert reply["failed"]
            assert "stumbled" not in reply["failed"], verb
        assert "ok" in await socket.ask("history", channel=str(ada.channel.id))


async def test_what_is_no_request_at_all_is_passed_over(trial: Company) -> None:
    ada = trial.join("Ada")
    async with connected(trial, ada) as socket:
        for frame in ("", "{", "[]", "7", '{"do": "unheard"}', '{"do": ["say"]}'):
            await socket.socket.send_str(frame)
        assert "ok" in await socket.ask("commands", channel=str(ada.channel.id))


async def test_private_answers_and_hidden_channels_are_not_told_to_others(trial: Company) -> None:
    ada, grace = trial.join("Ada"), trial.join("Grace")
    hidden = trial.guild.add_text_channel("organisers")
    hidden.deny(trial.guild.everyone, Permission.VIEW_CHANNEL)
    async with connected(trial, grace) as socket:
        answer = await ada.slash("topic", name="secret")
        seen_by_bot = trial.sandbox.world.owner
        await Member(ada.driver, seen_by_bot, hidden).say("psst", within=0)
        channel = str(ada.channel.id)
        history = (await socket.ask("history", channel=channel))["ok"]["messages"]
        assert history == []
        assert "secret" not in str(socket.events)
        assert "psst" not in str(socket.events)
        assert (await socket.ask("history", channel=str(hidden.id)))["failed"]
        pressed = await socket.ask("press", channel=channel, message=str(answer.message.id), custom_id="new")
        assert "cannot see" in pressed["failed"]


async def test_somebody_elses_direct_messages_are_closed(trial: Company) -> None:
    ada, grace = trial.join("Ada"), trial.join("Grace")
    async with connected(trial, grace) as socket:
        dm = str(ada.dm.channel.id)
        assert (await socket.ask("history", channel=dm))["failed"]
        assert (await socket.ask("say", channel=dm, text="hello"))["failed"]


async def test_messages_have_discords_length(trial: Company) -> None:
    ada = trial.join("Ada")
    async with connected(trial, ada) as socket:
        channel = str(ada.channel.id)
        assert "ok" in await socket.ask("say", channel=channel, text="x" * 2000)
        assert "2001" in (await socket.ask("say", channel=channel, text="x" * 2001))["failed"]
        assert (await socket.ask("say", channel=channel, text="  \n "))["failed"]


async def test_a_form_can_be_sent_by_who_opened_it_only(trial: Company) -> None:
    ada, grace = trial.join("Ada"), trial.join("Grace")
    async with connected(trial, ada) as adas, connected(trial, grace) as graces:
        answer = await ada.slash("topic", name="x")
        place = {"channel": str(ada.channel.id), "message": str(answer.message.id)}
        form = (await adas.ask("press", custom_id="ask", **place))["ok"]["form"]
        values = {"name": "Ada", "words": "w"}
        assert (await graces.ask("submit", form=form["id"], values=values))["failed"]
        assert "ok" in await adas.ask("submit", form=form["id"], values=values)
        assert "no longer open" in (await adas.ask("submit", form=form["id"], values=values))["failed"]


async def test_the_clock_moves_forward_and_a_year_at_most(trial: Company) -> None:
    async with connected(trial, trial.join("Ada")) as socket:
        for wrong in (
            {"seconds": -1},
            {"seconds": 1e12},
            {"to": "2020-01-01T00:00:00+00:00"},
        ):
            assert "forward only" in (await socket.ask("travel", **wrong))["failed"], wrong
        assert "without a zone" in (await socket.ask("travel", to="2030-01-01T00:00"))["failed"]
        before = trial.sandbox.clock.now()
        assert "ok" in await socket.ask("travel", seconds=3600)
        assert (trial.sandbox.clock.now() - before).total_seconds() >= 3600
        assert [event for event in socket.events if event["event"] == "CLOCK"]
        assert "Nothing is scheduled" in (await socket.ask("travel to next post"))["failed"]


async def test_only_what_is_on_offer_can_be_broken(trial: Company) -> None:
    async with connected(trial, trial.join("Ada")) as socket:
        assert (await socket.ask("strike", name="the bank"))["failed"]
        assert (await socket.ask("strike", name="take"))["failed"]
