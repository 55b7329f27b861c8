"""One request as a route sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord_sandbox.digits import whole_number
from discord_sandbox.errors import INVALID_FORM, ApiError, invalid_field
from discord_sandbox.gateway import Gateway
from discord_sandbox.interactions.registry import Interactions
from discord_sandbox.json_codec import Json
from discord_sandbox.limits import FormErrors
from discord_sandbox.world import World

_MAX_SNOWFLAKE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request; `field` is its name in the form, such as `files[0]`."""

    field: str
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Backend:
    """What routes work on. `strict` turns the checks of documented limits on; `site` is the address of the server."""

    world: World
    interactions: Interactions
    gateway: Gateway
    strict: bool
    site: str


@dataclass(slots=True)
class Call:
    """A request: its parameters, its parsed body and what was uploaded. A route may set `status`."""

    backend: Backend
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: object = None
    files: Sequence[Upload] = ()
    status: int = 200

    @property
    def world(self) -> World:
        """The world."""
        return self.backend.world

    def id(self, name: str) -> int:
        """Return the snowflake of a path parameter; raises 50035 when it is none."""
        return snowflake(self.params[name], name)

    def asked_id(self, name: str) -> int | None:
        """Return a snowflake of the query, None when it is not there; raises 50035 when it is none."""
        return snowflake(self.query[name], name) if name in self.query else None

    def limit(self, default: int, most: int) -> int:
        """Return how many things the query asks for; raises 50035 unless that is 1 to `most`."""
        number = whole_number(self.query.get("limit", default), most)
        if not number:
            raise invalid_field("limit", "NUMBER_TYPE_MAX", f"int value should be between 1 and {most}.")
        return number

    def form(self) -> Json:
        """Return the body as a JSON object; raises 50035 when it is none."""
        if not isinstance(self.body, dict):
            message = "Only dictionaries may be used in a DictType"
            raise ApiError(INVALID_FORM, {"_errors": [{"code": "DICT_TYPE_CONVERT", "message": message}]})
        return self.body

    def refuse(self, errors: FormErrors) -> None:
        """Raise 50035 when a check found something."""
        if errors:
            raise ApiError(INVALID_FORM, errors)


def snowflake(text: object, name: str) -> int:
    """Read a snowflake; raises 50035 naming the field."""
    number = whole_number(text, _MAX_SNOWFLAKE)
    if number is None:
        raise invalid_field(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return number
