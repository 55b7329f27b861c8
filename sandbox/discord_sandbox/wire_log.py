"""What crossed the wire of late, a line each: what the report of a failed test shows."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from discord_sandbox.clock import Clock
from discord_sandbox.journal import Request
from discord_sandbox.json_codec import Json, encode

KEPT = 200
MAX_LINE = 200
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
"""What putting into words raises for what a test has forged, or a bot has sent that Discord would refuse."""
_SECRETS = frozenset({"token", "session_id", "resume_gateway_url"})
_COMMAND, _COMPONENT, _AUTOCOMPLETE, _FORM = 2, 3, 4, 5
_VERBS = {_COMPONENT: "uses", _AUTOCOMPLETE: "types", _FORM: "submits"}


@dataclass(frozen=True, slots=True)
class Crossing:
    """One thing that crossed; `at` by the sandbox's clock, `real` in real seconds, `line` says what it was."""

    at: datetime
    real: float
    line: Callable[[], str]


class WireLog:
    """Keeps the last things that went over REST and gateway. They are put into words only when somebody asks."""

    def __init__(self, clock: Clock, *, kept: int = KEPT) -> None:
        self._clock = clock
        self._crossings: deque[Crossing] = deque(maxlen=kept)

    def lines(self, count: int, *, since: float = 0.0) -> list[str]:
        """Return the last things that crossed after a moment in real seconds, oldest first, a line each."""
        recent = [crossing for crossing in self._crossings if crossing.real >= since][-count:]
        return [shortened(f"{crossing.at:%H:%M:%S.%f}"[:-3] + f" {crossing.line()}") for crossing in recent]

    def request(self, request: Request) -> None:
        """Note a REST request with the status that it got; 0 stands for none."""
        self._add(lambda: f"bot → {request.method} {request.path} {request.status} {brief(request.body)}")

    def event(self, name: str, data: Json, shard_id: int) -> None:
        """Note an event that a shard was sent."""
        self._add(lambda: f"bot ← {name} {_told(name, data)} (shard {shard_id})")

    def sent(self, what: str, data: object = None) -> None:
        """Note what the gateway sent that was no event."""
        self._add(lambda: f"bot ← {what} {brief(data)}")

    def received(self, what: str, data: object = None) -> None:
        """Note what the bot said on its gateway connection."""
        self._add(lambda: f"bot → {what} {brief(data)}")

    def _add(self, line: Callable[[], str]) -> None:
        if self._crossings.maxlen:
            self._crossings.append(Crossing(self._clock.now(), self._clock.monotonic(), line))


def shortened(line: str) -> str:
    """Return a line without line breaks, cut where it gets too long to read."""
    flat = " ".join(line.split())
    return flat if len(flat) <= MAX_LINE else f"{flat[: MAX_LINE - 1]}…"


def brief(body: object) -> str:
    """Return what matters in a body, in a few words; one that is not as it should be, as it is."""
    try:
        return _in_words(body)
    except MALFORMED:
        return repr(body)


def _in_words(body: object) -> str:
    if body is None:
        return ""
    if not isinstance(body, dict):
        return encode(body).decode()
    if isinstance(body.get("data"), dict) and "type" in body:
        return f"type {body['type']}: {brief(body['data'])}"
    if body.keys() & {"content", "embeds", "components"}:
        return " ".join(_parts_of(body))
    return encode({name: value for name, value in body.items() if name not in _SECRETS}).decode()


def _told(name: str, data: Json) -> str:
    try:
        if name == "INTERACTION_CREATE":
            return _interaction(data)
        if "author" in data:
            return f"{data['author']['username']}: {brief(data)}"
        return brief(data)
    except MALFORMED:
        return repr(data)


def _interaction(payload: Json) -> str:
    user = payload.get("user") or payload.get("member", {}).get("user", {})
    data: Json = payload.get("data") or {}
    if payload["type"] in {_COMMAND, _AUTOCOMPLETE}:
        options = " ".join(_options(data.get("options") or []))
        return f"{user.get('username')} {_VERBS.get(payload['type'], 'uses')} /{data.get('name')} {options}"
    picked = f" {data['values']}" if data.get("values") else ""
    return f"{user.get('username')} {_VERBS.get(payload['type'])} {data.get('custom_id')}{picked}"


def _options(options: list[Json]) -> Iterator[str]:
    for option in options:
        if "value" in option:
            yield f"{option['name']}={option['value']!r}"
        else:
            yield str(option["name"])
            yield from _options(option.get("options") or [])


def _parts_of(message: Json) -> Iterator[str]:
    if message.get("content"):
        yield repr(message["content"])
    for embed in message.get("embeds") or ():
        yield f"[{embed.get('title') or embed.get('description')}]"
    for row in message.get("components") or ():
        for component in row.get("components") or [row]:
            yield f"({component.get('label') or component.get('placeholder') or component.get('content') or '…'})"
    if message.get("flags"):
        yield f"flags {message['flags']}"
