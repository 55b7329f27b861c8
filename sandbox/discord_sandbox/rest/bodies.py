"""Reading the body of a request: JSON, or a form with files."""

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.multipart import MultipartResponseWrapper

from discord_sandbox.errors import INVALID_JSON, TOO_LARGE, ApiError
from discord_sandbox.json_codec import decode
from discord_sandbox.rest.call import Upload

MAX_REQUEST = 25 * 1024 * 1024
_BODILESS = frozenset({"GET", "DELETE", "HEAD"})


async def read_body(request: web.Request) -> tuple[object, list[Upload]]:
    """Return the parsed JSON and the uploaded files; raises 50109 for what is no JSON."""
    if request.method in _BODILESS or not request.can_read_body:
        return None, []
    if request.content_type.startswith("multipart/"):
        return await _read_form(request)
    try:
        return _parsed(await request.read()), []
    except web.HTTPRequestEntityTooLarge as error:
        raise ApiError(TOO_LARGE) from error


async def _read_form(request: web.Request) -> tuple[object, list[Upload]]:
    if (request.content_length or 0) > MAX_REQUEST:
        raise ApiError(TOO_LARGE)
    return await read_parts(await request.multipart())


async def read_parts(parts: MultipartReader | MultipartResponseWrapper) -> tuple[object, list[Upload]]:
    """Return the parsed `payload_json` and the files of a form; raises 50109 where the former is no JSON."""
    body: object = {}
    files: list[Upload] = []
    async for part in parts:
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
