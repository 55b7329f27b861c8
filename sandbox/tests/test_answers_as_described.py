"""What the sandbox answers, held against Discord's own description of its API where that lies at hand."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from discord_sandbox import Sandbox
from discord_sandbox.openapi import document_path
from jsonschema import Draft202012Validator
from raw_client import RawGateway, RawRest, raw_gateway, raw_rest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DOCUMENT = "urn:discord:answers"
MESSAGE: dict[str, Any] = {
    "content": "<@{ada}> hello",
    "embeds": [
        {
            "title": "t",
            "description": "d",
            "fields": [{"name": "n", "value": "v"}],
            "footer": {"text": "f"},
            "author": {"name": "a"},
            "image": {"url": "https://example.org/a.png"},
        }
    ],
    "components": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": "b"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": "l", "value": "v"}]}]},
        {"type": 1, "components": [{"type": 5, "custom_id": "u"}]},
    ],
}
LAYOUT: dict[str, Any] = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 17,
            "components": [
                {"type": 10, "content": "text"},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "x"}],
                    "accessory": {"type": 2, "style": 1, "label": "b", "custom_id": "c"},
                },
                {"type": 14},
                {"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}]},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "y"}],
                    "accessory": {"type": 11, "media": {"url": "https://example.org/b.png"}},
                },
            ],
        }
    ],
}
COMMAND = {
    "name": "topic",
    "description": "d",
    "default_member_permissions": "32",
    "contexts": [0, 1],
    "options": [{"type": 3, "name": "name", "description": "d", "autocomplete": True, "required": True}],
}


class Described:
    """Makes requests and fails when an answer is not what Discord describes."""

    def __init__(self, rest: RawRest, document: dict[str, Any]) -> None:
        self._rest = rest
        self._document = document
        self._registry = Registry().with_resource(DOCUMENT, DRAFT202012.create_resource(document))

    async def __call__(self, method: str, template: str, body: object = None, **params: int | str) -> Any:
        path = template.format(**params)
        if template.endswith("/callback"):
            path += "?with_response=true"
        reply = await self._rest(method, path, body)
        responses = self._document["paths"][template][method.lower()]["responses"]
        assert str(reply.status) in responses, f"{method} {path} answered {reply.status}: {reply.body}"
        described = responses[str(reply.status)].get("content")
        if described is None:
            assert reply.body is None
            return None
        pointer = "/".join(
            ("paths", template.replace("/", "~1"), method.lower(), "responses", str(reply.status), "content")
        )
        schema = {"$ref": f"{DOCUMENT}#/{pointer}/application~1json/schema"}
        errors = Draft202012Validator(schema, registry=self._registry).iter_errors(reply.body)
        found = [f"{error.json_path}: {error.message[:300]}" for error in errors]
        assert not found, f"{method} {path}: {found}"
        return reply.body


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    path = document_path()
    if path is None:
        pytest.skip("Discord's OpenAPI document is not at hand: set DISCORD_OPENAPI to check the answers")
    return dict(json.loads(path.read_bytes()))


@pytest.fixture
async def described(quiet: Sandbox, document: dict[str, Any]) -> AsyncIterator[Described]:
    async with raw_rest(quiet) as rest:
        yield Described(rest, document)


@pytest.mark.parametrize(
    "template",
    [
        "/users/@me",
        "/users/@me/guilds",
        "/users/{user}",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/gateway",
        "/gateway/bot",
        "/guilds/{guild}",
        "/guilds/{guild}/channels",
        "/guilds/{guild}/roles",
        "/guilds/{guild}/threads/active",
        "/guilds/{guild}/members/{user}",
        "/channels/{channel}",
        "/channels/{thread}",
        "/channels/{dm}",
    ],
)
async def test_what_is_read_is_as_described(quiet: Sandbox, described: Described, template: str) -> None:
    ada = quiet.member("ada")
    names = {"user": "user_id", "guild": "guild_id"}
    for short in ("channel", "thread", "dm"):
        names[short] = "channel_id"
    ids = {
        "user_id": ada.id,
        "guild_id": quiet.guild.id,
        "channel_id": {
            "/channels/{thread}": quiet.guild.add_thread(quiet.general, "thread").id,
            "/channels/{dm}": ada.dm.channel.id,
        }.get(template, quiet.general.id),
    }
    for short, name in names.items():
        template = template.replace(f"{{{short}}}", f"{{{name}}}")
    await described("GET", template, **ids)


@pytest.mark.parametrize("body", [MESSAGE, LAYOUT])
async def test_messages_are_as_described(quiet: Sandbox, described: Described, body: dict[str, Any]) -> None:
    ada = quiet.member("ada")
    await ada.say("@Bot hi", within=0)
    body = json.loads(json.dumps(body).replace("{ada}", str(ada.id)))
    channel_id = quiet.general.id
    path = "/channels/{channel_id}/messages"
    reply_to = {"message_reference": {"message_id": str(ada.see()[-1].id)}}
    sent = await described("POST", path, {**body, **reply_to, "nonce": "n"}, channel_id=channel_id)
    ids = {"channel_id": channel_id, "message_id": sent["id"]}
    await described("GET", path, channel_id=channel_id)
    await described("GET", path + "/{message_id}", **ids)
    await described("PATCH", path + "/{message_id}", {"components": body["components"]}, **ids)
    await described("DELETE", path + "/{message_id}", **ids)


async def test_commands_are_as_described(quiet: Sandbox, described: Described) -> None:
    path = "/applications/{application_id}/commands"
    app = {"application_id": quiet.application_id}
    await described("PUT", path, [COMMAND, {"name": "Quote", "type": 3}], **app)
    await described("GET", path, **app)
    made = await described("POST", path, {**COMMAND, "name": "other"}, **app)
    await described("PATCH", path + "/{command_id}", {"description": "new"}, command_id=made["id"], **app)
    await described("DELETE", path + "/{command_id}", command_id=made["id"], **app)
    in_guild = {**app, "guild_id": quiet.guild.id}
    await described("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", [COMMAND], **in_guild)


async def interact(gateway: RawGateway, described: Described, body: object) -> dict[str, Any]:
    interaction = await gateway.event("INTERACTION_CREATE")
    ids = {"interaction_id": interaction["id"], "interaction_token": interaction["token"]}
    template = "/interactions/{interaction_id}/{interaction_token}/callback"
    await described("POST", template, body, **ids)
    return interaction


async def test_answers_to_interactions_are_as_described(quiet: Sandbox, described: Described) -> None:
    app = {"application_id": quiet.application_id}
    await described("PUT", "/applications/{application_id}/commands", [{"name": "go", "description": "d"}], **app)
    ada = quiet.member("ada")
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("GUILD_CREATE")
        for kind, data in ((4, {"content": "x"}), (4, LAYOUT), (5, {"flags": 64}), (9, MODAL)):
            quiet.driver.send(ada.prepare_slash("go"))
            interaction = await interact(gateway, described, {"type": kind, "data": data})
    hook = {"webhook_id": quiet.application_id, "webhook_token": interaction["token"]}
    path = "/webhooks/{webhook_id}/{webhook_token}"
    sent = await described("POST", path, {"content": "more", "flags": 64}, **hook)
    ids = {**hook, "message_id": sent["id"]}
    await described("PATCH", path + "/messages/{message_id}", {"content": "again"}, **ids)
    await described("GET", path + "/messages/{message_id}", **ids)
    await described("DELETE", path + "/messages/{message_id}", **ids)


MODAL = {
    "custom_id": "m",
    "title": "t",
    "components": [{"type": 18, "label": "l", "component": {"type": 4, "custom_id": "i", "style": 1}}],
}
