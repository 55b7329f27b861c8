"""The other resources over REST: accounts, guilds, members, roles, the application and its commands."""

from datetime import timedelta
from typing import Any

import pytest
from discord_sandbox import Sandbox
from raw_client import RawRest


@pytest.fixture
def commands(quiet: Sandbox) -> str:
    return f"/applications/{quiet.application_id}/commands"


async def test_answers_look_like_discords(rest: RawRest) -> None:
    reply = await rest("GET", "/users/@me")
    assert reply.headers["Content-Type"] == "application/json", "with a charset, clients take it for text"
    assert reply.headers["Via"]
    assert {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Reset-After"} <= set(
        reply.headers
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, 0),
        ("POST", "/users/@me", 405, 0),
        ("GET", "/users/1", 404, 10013),
        ("GET", "/guilds/1", 404, 10004),
        ("GET", "/channels/1", 404, 10003),
        ("GET", "/guilds/{guild}/members/1", 404, 10013),
        ("GET", "/guilds/{guild}/members/{stranger}", 404, 10007),
        ("GET", "/guilds/{guild}/members?limit=1", 403, 50001),
        ("GET", "/guilds/{guild}/roles/1", 404, 10011),
        ("GET", "/guilds/{foreign}", 403, 50001),
        ("GET", "/applications/1/commands", 404, 10002),
        ("GET", "/applications/{app}/commands/1", 404, 10063),
        ("GET", "/applications/{app}/guilds/{foreign}/commands", 403, 50001),
    ],
)
async def test_what_is_not_there_is_said_in_discords_codes(
    quiet: Sandbox, rest: RawRest, method: str, path: str, status: int, code: int
) -> None:
    foreign = quiet.add_guild("Foreign", bot_permissions=None)
    stranger = quiet.world.add_user("stranger")
    names = {"guild": quiet.guild.id, "foreign": foreign.id, "stranger": stranger.id, "app": quiet.application_id}
    reply = await rest(method, path.format(**names))
    assert (reply.status, reply.code) == (status, code)


async def test_a_wrong_token_is_unauthorized(rest: RawRest) -> None:
    reply = await rest("GET", "/users/@me", token="wrong")
    assert (reply.status, reply.body) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_the_server_can_be_read(quiet: Sandbox, rest: RawRest) -> None:
    ada = quiet.member("ada")
    guild = f"/guilds/{quiet.guild.id}"
    assert (await rest("GET", f"{guild}?with_counts=true")).body["approximate_member_count"] == 3
    assert [channel["name"] for channel in (await rest("GET", f"{guild}/channels")).body] == ["general"]
    assert [role["name"] for role in (await rest("GET", f"{guild}/roles")).body] == ["@everyone", "Bot"]
    assert (await rest("GET", f"{guild}/members/{ada.id}")).body["user"]["global_name"] == "ada"
    assert (await rest("GET", f"/users/{ada.id}")).body["username"] == "ada"
    assert len((await rest("GET", f"{guild}/members/search?query=AD")).body) == 1
    assert [one["name"] for one in (await rest("GET", "/users/@me/guilds")).body] == ["Server"]


async def test_members_are_listed_with_the_privileged_intent(quiet: Sandbox, rest: RawRest) -> None:
    quiet.allow_privileged_intents()
    quiet.member("ada")
    path = f"/guilds/{quiet.guild.id}/members?limit=1000"
    members = (await rest("GET", path)).body
    ids = [int(member["user"]["id"]) for member in members]
    assert ids == sorted(ids)
    assert len((await rest("GET", f"{path}&after={ids[0]}")).body) == len(ids) - 1


async def test_the_bot_can_leave(quiet: Sandbox, rest: RawRest) -> None:
    assert (await rest("DELETE", f"/users/@me/guilds/{quiet.guild.id}")).status == 204
    assert quiet.guild.me is None
    assert (await rest("GET", f"/channels/{quiet.general.id}")).code == 50001


async def test_the_application_names_its_owner(quiet: Sandbox, rest: RawRest) -> None:
    for path in ("/applications/@me", "/oauth2/applications/@me"):
        body = (await rest("GET", path)).body
        assert (body["id"], body["name"], body["owner"]["username"]) == (str(quiet.application_id), "Bot", "owner")


PING: dict[str, Any] = {"name": "ping", "description": "answers"}


async def test_a_command_keeps_its_id_while_its_name_stays(rest: RawRest, commands: str) -> None:
    first = (await rest("PUT", commands, [PING, {"name": "other", "description": "x"}])).body
    again = (await rest("PUT", commands, [{**PING, "description": "changed"}])).body
    assert [command["name"] for command in again] == ["ping"]
    assert again[0]["id"] == first[0]["id"]
    assert again[0]["version"] != first[0]["version"]
    same = (await rest("PUT", commands, [{**PING, "description": "changed"}])).body
    assert same == again


async def test_commands_are_made_changed_and_removed_one_by_one(rest: RawRest, commands: str) -> None:
    made = await rest("POST", commands, PING)
    over = await rest("POST", commands, PING)
    assert (made.status, over.status, over.body["id"]) == (201, 200, made.body["id"])
    path = f"{commands}/{made.body['id']}"
    assert (await rest("PATCH", path, {"description": "new"})).body["description"] == "new"
    assert (await rest("GET", path)).body["description"] == "new"
    assert (await rest("DELETE", path)).status == 204
    assert (await rest("GET", commands)).body == []


async def test_a_bad_command_is_refused_in_its_place(rest: RawRest, commands: str) -> None:
    reply = await rest("PUT", commands, [PING, {"name": "Not Good", "description": "x"}])
    assert (reply.status, reply.code) == (400, 50035)
    assert list(reply.body["errors"]) == ["1"]


async def test_a_servers_own_command_comes_before_the_global_one(quiet: Sandbox, rest: RawRest, commands: str) -> None:
    await rest("POST", commands, PING)
    own = await rest("POST", f"/applications/{quiet.application_id}/guilds/{quiet.guild.id}/commands", PING)
    assert quiet.member("ada").prepare_slash("ping").data["id"] == own.body["id"]


async def test_two_hundred_creates_a_day_are_the_most(quiet: Sandbox, rest: RawRest, commands: str) -> None:
    for number in range(3):
        batch = [{"name": f"c{number}x{one}", "description": "x"} for one in range(66)]
        assert (await rest("PUT", commands, batch)).status == 200
    last = [{"name": f"last{one}", "description": "x"} for one in range(3)]
    assert (await rest("PUT", commands, last)).code == 30034
    quiet.clock.advance(timedelta(days=1, seconds=1))
    assert (await rest("PUT", commands, last)).status == 200


async def test_a_typing_sign_needs_the_right_to_write(quiet: Sandbox, rest: RawRest) -> None:
    path = f"/channels/{quiet.general.id}/typing"
    assert (await rest("POST", path)).status == 204
    assert quiet.guild.me is not None
    quiet.general.deny(quiet.guild.me, quiet.guild.everyone.permissions)
    assert (await rest("POST", path)).code == 50001
