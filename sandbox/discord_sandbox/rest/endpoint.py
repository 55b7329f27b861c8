"""What every route has in common: faults, rate limits, the token, errors and the journal."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from discord_sandbox.errors import UNAUTHORIZED, ApiError
from discord_sandbox.faults import Fault, FaultKind, Faults
from discord_sandbox.gateway.connection import abort
from discord_sandbox.journal import Journal, Request
from discord_sandbox.json_codec import encode
from discord_sandbox.ratelimits import Exceeded, RateLimits, refusal
from discord_sandbox.rest.bodies import read_body
from discord_sandbox.rest.call import Backend, Call, Upload
from discord_sandbox.rest.routes import Route

API = "/api/v10"
# Clients take a 429 without it for a ban by Cloudflare and give up.
_VIA = {"Via": "1.1 google"}


@dataclass(frozen=True, slots=True)
class AppServices:
    """What endpoints share. `keep_journal` is off in benches, where it would only grow."""

    backend: Backend
    token: str
    faults: Faults
    rate_limits: RateLimits
    journal: Journal
    keep_journal: bool


@dataclass(slots=True)
class RequestBody:
    """What a request brought along."""

    body: object = None
    files: list[Upload] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RestResponse:
    """What is answered; status 0 stands for no answer at all."""

    status: int
    payload: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Endpoint:
    """Serves one route over HTTP."""

    def __init__(self, services: AppServices, route: Route) -> None:
        self._services = services
        self._route = route

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, or suffer the fault that waits for it."""
        fault = self._services.faults.take(request.method, request.path.removeprefix(API))
        sent = RequestBody()
        try:
            sent.body, sent.files = await read_body(request)
            outcome = await self._before(request, sent, fault) if fault else None
            outcome = outcome or self._do(request, sent)
        except ApiError as error:
            outcome = RestResponse(error.status, error.to_json())
        if fault is not None:
            outcome = self._after(request, fault, outcome)
        self._note(request, sent, outcome.status)
        return respond(outcome)

    def _do(self, request: web.Request, sent: RequestBody) -> RestResponse:
        services, route = self._services, self._route
        headers, exceeded = services.rate_limits.spend(route.method, route.template, request.match_info)
        if exceeded is not None:
            return _limited(exceeded, headers)
        if route.needs_token and request.headers.get("Authorization") != f"Bot {services.token}":
            return RestResponse(401, ApiError(UNAUTHORIZED).to_json(), headers)
        call = Call(services.backend, request.match_info, request.query, sent.body, sent.files)
        try:
            payload = route.handler(call)
        except ApiError as error:
            return RestResponse(error.status, error.to_json(), headers)
        return RestResponse(call.status if payload is not None else 204, payload, headers)

    async def _before(self, request: web.Request, sent: RequestBody, fault: Fault) -> RestResponse | None:
        match fault.kind:
            case FaultKind.DROP_BEFORE:
                _drop(request, fault)
                return RestResponse(0)
            case FaultKind.STATUS:
                return RestResponse(fault.answer, fault.body)
            case FaultKind.RATE_LIMITED:
                return _limited(Exceeded(fault.seconds, fault.scope), {})
            case FaultKind.SLOW:
                await asyncio.sleep(fault.seconds)
            case FaultKind.HANG:
                self._note(request, sent, 0)
                await asyncio.Event().wait()
        return None

    def _after(self, request: web.Request, fault: Fault, outcome: RestResponse) -> RestResponse:
        if fault.kind is FaultKind.DROP_AFTER:
            _drop(request, fault)
            return RestResponse(0)
        return RestResponse(fault.answer, fault.body) if fault.kind is FaultKind.STATUS_AFTER else outcome

    def _note(self, request: web.Request, sent: RequestBody, status: int) -> None:
        if self._services.keep_journal:
            template = self._route.template
            self._services.journal.write(_noted(request, self._services, template, sent, status))


def respond(outcome: RestResponse) -> web.Response:
    """Return the HTTP answer. Its content type has no charset: clients compare it as a whole."""
    headers = {**_VIA, **outcome.headers}
    if outcome.payload is None:
        return web.Response(status=outcome.status or 500, headers=headers)
    headers["Content-Type"] = "application/json"
    return web.Response(body=encode(outcome.payload), status=outcome.status, headers=headers)


def note_unserved(services: AppServices, request: web.Request, status: int) -> None:
    """Write a request for a path that is not served into the journal."""
    if services.keep_journal:
        services.journal.write(_noted(request, services, None, RequestBody(), status))


def _noted(
    request: web.Request, services: AppServices, template: str | None, sent: RequestBody, status: int
) -> Request:
    return Request(
        method=request.method,
        template=template,
        path=request.path.removeprefix(API),
        query=dict(request.query),
        body=sent.body,
        status=status,
        at=services.backend.world.clock.now(),
        files=tuple(upload.filename for upload in sent.files),
    )


def _limited(exceeded: Exceeded, headers: Mapping[str, str]) -> RestResponse:
    limited, payload = refusal(exceeded)
    return RestResponse(429, payload, {**headers, **limited})


def _drop(request: web.Request, fault: Fault) -> None:
    if fault.reset:
        abort(request)
    elif request.transport is not None:
        request.transport.close()
