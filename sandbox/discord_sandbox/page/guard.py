"""Who may speak to the page: browsers on this machine that were pointed at it, and no other site through them."""

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self' ws://{host}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def is_ours(request: web.Request, port: int) -> bool:
    """Return whether a request names this machine: another name that leads here is DNS rebinding."""
    return request.host in {f"127.0.0.1:{port}", f"localhost:{port}"}


def is_same_origin(request: web.Request) -> bool:
    """Return whether a WebSocket is opened by the page itself; browsers let every site try."""
    return request.headers.get("Origin") == f"http://{request.host}"


def guard(port: Callable[[], int]) -> Middleware:
    """Return the middleware that turns others away."""

    @web.middleware
    async def only_ours(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_ours(request, port()):
            raise web.HTTPMisdirectedRequest(text=f"This page is at http://127.0.0.1:{port()}\n")
        return await handler(request)

    return only_ours


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on that keep everything out which does not come from here."""
    response.headers.update(HEADERS)
    # What was uploaded carries a stricter policy of its own.
    response.headers.setdefault("Content-Security-Policy", POLICY.format(host=request.host))
