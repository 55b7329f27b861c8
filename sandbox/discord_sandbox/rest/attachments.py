"""Uploaded files: stored, and described as Discord describes attachments."""

import mimetypes
import re
import struct
from collections.abc import Iterator

from discord_sandbox.errors import invalid_field
from discord_sandbox.json_codec import Json
from discord_sandbox.limits.component_tree import walk
from discord_sandbox.limits.form_errors import FormErrors, at, merged, refusal
from discord_sandbox.rest.call import Call, Upload
from discord_sandbox.world.model import Channel, StoredFile

SCHEME = "attachment://"
OCTETS = "application/octet-stream"
PNG_HEAD = struct.Struct(">8s4x4sII")
_MAX_FILE = 10 * 1024 * 1024
_NUMBERED = re.compile(r"files?\[([0-9]+)\]")
_UNSAFE = re.compile(r"[^\w.\-]")
_PICTURES = {"image": "url", "thumbnail": "url", "footer": "icon_url", "author": "icon_url"}


def attachments_of(call: Call, channel: Channel, body: Json, kept: list[Json], *, private: bool) -> list[Json]:
    """Store what was uploaded and return a message's attachments: those kept, then the new ones.

    `attachments` in the body describes uploads by their number and names, by id, which old ones stay; without
    it all of them stay.
    """
    listed = _listed(body)
    stored = [_store(call, channel, upload, listed, private=private) for upload in call.files]
    return [*_staying(body, kept), *stored]


def missing_files(call: Call, body: Json, kept: list[Json]) -> FormErrors:
    """Return what Discord refuses where a well-shaped body names files: what was neither kept nor uploaded.

    Discord replaces blanks and such in the names of files: only the name that comes of it leads to the file.
    """
    listed = _listed(body)
    names = {old["filename"] for old in _staying(body, kept)}
    names |= {_filename(upload, _description(upload, listed)) for upload in call.files}
    known = {old["id"] for old in kept} | {_number(upload) for upload in call.files}
    unknown = refusal("ATTACHMENT_NOT_FOUND", "Attachment data not found")
    strangers = [at("attachments", place, errors=unknown) for place, id_ in enumerate(listed) if id_ not in known]
    dead = [at(*place, errors=unknown) for place, url in _references(body) if url.removeprefix(SCHEME) not in names]
    return merged(*strangers, *dead)


def _references(body: Json) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for place, holder, name in _holders(body):
        url = holder.get(name)
        if isinstance(url, str) and url.startswith(SCHEME):
            yield (*place, name), url


def _holders(body: Json) -> Iterator[tuple[tuple[str | int, ...], Json, str]]:
    for index, embed in enumerate(body.get("embeds") or ()):
        for part, name in _PICTURES.items():
            yield ("embeds", index, part), embed.get(part) or {}, name
    for place, component in walk(body.get("components") or ()):
        here = ("components", *place)
        for part in ("media", "file"):
            yield (*here, part), component.get(part) or {}, "url"
        for index, item in enumerate(component.get("items") or ()):
            yield (*here, "items", index, "media"), item["media"], "url"


def _listed(body: Json) -> dict[str, Json]:
    return {str(part.get("id")): part for part in body.get("attachments") or []}


def _staying(body: Json, kept: list[Json]) -> list[Json]:
    listed = _listed(body)
    if body.get("attachments") is None:
        return kept
    return [{**old, **_described(listed[old["id"]])} for old in kept if old["id"] in listed]


def _number(upload: Upload) -> str:
    number = _NUMBERED.fullmatch(upload.field)
    return number[1] if number else "0"


def _description(upload: Upload, listed: dict[str, Json]) -> Json:
    return listed.get(_number(upload), {})


def _filename(upload: Upload, described: Json) -> str:
    return _UNSAFE.sub("_", str(described.get("filename") or upload.filename))


def _store(call: Call, channel: Channel, upload: Upload, listed: dict[str, Json], *, private: bool) -> Json:
    if len(upload.data) > _MAX_FILE:
        raise invalid_field(upload.field, "BASE_TYPE_MAX_LENGTH", "File cannot be larger than 10.0 MB.")
    described = _description(upload, listed)
    filename = _filename(upload, described)
    file_id = call.world.snowflakes.next()
    content_type = _content_type(upload.content_type, filename)
    call.world.files[file_id] = StoredFile(filename, content_type, upload.data)
    url = f"{call.backend.site}/attachments/{channel.id}/{file_id}/{filename}"
    attachment: Json = {
        "id": str(file_id),
        "filename": filename,
        "size": len(upload.data),
        "url": url,
        "proxy_url": url,
        "content_type": content_type,
        **_measured(upload.data),
        **_described(described),
    }
    if private:
        attachment["ephemeral"] = True
    return attachment


def _content_type(said: str, filename: str) -> str:
    """Return what Discord calls a file: by its name where whoever sent it did not say, as discord.py does not."""
    return said if said != OCTETS else mimetypes.guess_type(filename)[0] or OCTETS


def _measured(data: bytes) -> Json:
    """Return the width and height of a PNG; nothing for other files."""
    if len(data) < PNG_HEAD.size:
        return {}
    signature, head, width, height = PNG_HEAD.unpack_from(data)
    return {"width": width, "height": height} if (signature, head) == (b"\x89PNG\r\n\x1a\n", b"IHDR") else {}


def _described(part: Json) -> Json:
    return {name: part[name] for name in ("description", "title") if part.get(name)}
