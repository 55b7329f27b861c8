"""Reading the body of a request: JSON, or a form with files."""

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import INVALID_JSON, ApiError
from bot.sandbox.rest.call import Upload
from bot.sandbox.wire import decode

_BODILESS = frozenset({"GET", "DELETE", "HEAD"})


async def read_body(request: web.Request) -> tuple[object, list[Upload]]:
    """Give the parsed JSON and the uploaded files; raises 50109 for what is no JSON."""
    if request.method in _BODILESS or not request.can_read_body:
        return None, []
    if request.content_type.startswith("multipart/"):
        return await _read_form(request)
    return _parsed(await request.read()), []


async def _read_form(request: web.Request) -> tuple[object, list[Upload]]:
    body: object = {}
    files: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parsed(data)
        elif part.filename:
            content_type = part.headers.get("Content-Type", "application/octet-stream")
            files.append(Upload(part.name or "", part.filename, content_type, data))
    return body, files


def _parsed(data: bytes) -> object:
    if not data:
        return None
    try:
        return decode(data)
    except ValueError as error:
        raise ApiError(INVALID_JSON) from error
