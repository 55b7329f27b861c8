"""Checks a request against Discord's own description of its API, an OpenAPI 3.1 document, where that lies at hand."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from jsonschema import Draft202012Validator
from openapi_amendments import amend
from openapi_routes import Route
from openapi_unions import union_validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DOCUMENT = "urn:discord:openapi"
API_PREFIX = "/api/v10"


def document_path() -> Path | None:
    """Find the document: where DISCORD_OPENAPI says, else beside the repository; None when it is not there.

    Raises FileNotFoundError when DISCORD_OPENAPI names no file.
    """
    if named := os.environ.get("DISCORD_OPENAPI"):
        if not Path(named).is_file():
            raise FileNotFoundError(f"DISCORD_OPENAPI is {named}, which is no file")
        return Path(named)
    beside = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
    return beside if beside.is_file() else None


class OpenApiCheck:
    """Discord's description, compiled route by route as they are asked for."""

    def __init__(self, document: dict[str, Any]) -> None:
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

    def violations(self, method: str, path: str, query: Mapping[str, str], body: object = None) -> list[str]:
        """Give what is wrong with a request, a readable line for each thing; empty when all is fine.

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
