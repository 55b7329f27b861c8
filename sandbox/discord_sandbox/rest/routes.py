"""The table of routes: method and path template to function."""

from collections.abc import Callable
from dataclasses import dataclass

from discord_sandbox.json_codec import Json
from discord_sandbox.rest.call import Call

# A route gives what goes into the answer; None is 204.
Answer = Json | list[Json] | None
Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One route; `template` is below the API's address, with the names of Discord's OpenAPI document."""

    method: str
    template: str
    handler: Handler
    needs_token: bool = True


class Routes:
    """Collects a module's routes: `@routes.get("/channels/{channel_id}")`."""

    def __init__(self, *, need_token: bool = True) -> None:
        self.all: list[Route] = []
        self._need_token = need_token

    def get(self, template: str) -> Callable[[Handler], Handler]:
        """Route GET."""
        return self._add("GET", template)

    def post(self, template: str) -> Callable[[Handler], Handler]:
        """Route POST."""
        return self._add("POST", template)

    def put(self, template: str) -> Callable[[Handler], Handler]:
        """Route PUT."""
        return self._add("PUT", template)

    def patch(self, template: str) -> Callable[[Handler], Handler]:
        """Route PATCH."""
        return self._add("PATCH", template)

    def delete(self, template: str) -> Callable[[Handler], Handler]:
        """Route DELETE."""
        return self._add("DELETE", template)

    def _add(self, method: str, template: str) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self.all.append(Route(method, template, handler, self._need_token))
            return handler

        return keep
