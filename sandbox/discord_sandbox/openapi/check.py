"""Checks a request against Discord's own description of its API, an OpenAPI 3.1 document, where that lies at hand."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from discord_sandbox.journal import Request
from discord_sandbox.openapi.routes import Route, Schema
from discord_sandbox.openapi.unions import union_validator

DOCUMENT = "urn:discord:openapi"
API_PREFIX = "/api/v10"


def document_path() -> Path | None:
    """Return where the environment's DISCORD_OPENAPI says that the document lies, None when it says nothing.

    Raises FileNotFoundError when there is no such file.
    """
    named = os.environ.get("DISCORD_OPENAPI")
    if not named:
        return None
    if not Path(named).is_file():
        raise FileNotFoundError(f"DISCORD_OPENAPI is {named}, which is no file")
    return Path(named)


class OpenApiCheck:
    """Discord's description, compiled route by route as they are asked for."""

    def __init__(self, document: Schema) -> None:
        self._kind = union_validator(document["components"]["schemas"])
        self._registry = Registry().with_resource(DOCUMENT, DRAFT202012.create_resource(document))
        routes = [Route(template, item, self._compile) for template, item in document["paths"].items()]
        # Of two that match, the one with the earlier fixed step is meant: /users/@me before /users/{user_id}.
        self._routes = sorted(routes, key=lambda route: route.open)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the document from `path`, widened where it is known to be too narrow."""
        document = json.loads(path.read_bytes())
        amend(document)
        return cls(document)

    def judge(self, request: Request) -> None:
        """Raise AssertionError when a request is not as Discord describes it: an observer for `Sandbox.on_request`."""
        found = self.violations(request.method, request.path, request.query, request.body)
        if found:
            raise AssertionError("; ".join(found))

    def violations(self, method: str, path: str, query: Mapping[str, str], body: object = None) -> list[str]:
        """Return what is wrong with a request, a readable line for each thing; empty when all is fine.

        `path` is decoded, with or without the API's prefix; `body` is the JSON (in a multipart request its
        `payload_json`), and None when the request has none.
        """
        steps = path.removeprefix(API_PREFIX).strip("/").split("/")
        route = next((route for route in self._routes if route.matches(steps)), None)
        if route is None:
            return [f"{method} {path}: Discord has no such path"]
        operation = route.operations.get(method.lower())
        if operation is None:
            return [f"{method} {path}: {route.template} takes only {', '.join(sorted(route.operations)).upper()}"]
        place = f"{method.upper()} {route.template}"
        return [f"{place} {wrong}" for wrong in operation.violations(route.values(steps), query, body)]

    def _compile(self, pointer: str) -> Draft202012Validator:
        return self._kind({"$ref": f"{DOCUMENT}#{pointer}"}, registry=self._registry)


def amend(document: Schema) -> None:
    """Widen the document in place where it, a preview, is narrower than what Discord documents and takes.

    Two more differences are dealt with where they show: booleans in a query and `payload_json` (routes.py).
    Nonces need no line: the description takes numbers and texts, as Discord does.
    """
    schemas = document["components"]["schemas"]
    # Ids: written as texts, but numbers have always been taken; discord.py sends them in `allowed_mentions`,
    # `message_reference` and for new `attachments`.
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    # Permissions: the reference documents a bit set in a text; the description knows the number only.
    for name in ("ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest"):
        schemas[name]["properties"]["default_member_permissions"]["type"] = ["integer", "string", "null"]
    # Forwarding a message (type 1) is documented, and left out of the description.
    schemas["MessageReferenceType"]["oneOf"].append({"title": "FORWARD", "const": 1})
    # Media channels (type 16) are documented, and left out as well.
    schemas["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": 16})
