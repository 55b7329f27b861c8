"""Uploaded files: stored, and described as Discord describes attachments."""

import re

from discord_sandbox.errors import invalid_field
from discord_sandbox.json_codec import Json
from discord_sandbox.rest.call import Call, Upload
from discord_sandbox.world.channels import Channel
from discord_sandbox.world.files import StoredFile

_MAX_FILE = 10 * 1024 * 1024
_NUMBERED = re.compile(r"files?\[(\d+)\]")


def attachments_of(call: Call, channel: Channel, body: Json, kept: list[Json], *, private: bool) -> list[Json]:
    """Store what was uploaded and return a message's attachments: those kept, then the new ones.

    `attachments` in the body describes uploads by their number and names, by id, which old ones stay; without
    it all of them stay.
    """
    listed: dict[str, Json] = {str(part.get("id")): part for part in body.get("attachments") or []}
    if body.get("attachments") is not None:
        kept = [{**old, **_described(listed[old["id"]])} for old in kept if old["id"] in listed]
    return [*kept, *(_store(call, channel, upload, listed, private=private) for upload in call.files)]


def _store(call: Call, channel: Channel, upload: Upload, listed: dict[str, Json], *, private: bool) -> Json:
    if len(upload.data) > _MAX_FILE:
        raise invalid_field(upload.field, "BASE_TYPE_MAX_LENGTH", "File cannot be larger than 10.0 MB.")
    number = _NUMBERED.fullmatch(upload.field)
    described = listed.get(number[1] if number else upload.field, {})
    filename = re.sub(r"[^\w.\-]", "_", str(described.get("filename") or upload.filename))
    file_id = call.world.snowflakes.next()
    call.world.files[file_id] = StoredFile(filename, upload.content_type, upload.data)
    url = f"{call.backend.site}/attachments/{channel.id}/{file_id}/{filename}"
    attachment: Json = {
        "id": str(file_id),
        "filename": filename,
        "size": len(upload.data),
        "url": url,
        "proxy_url": url,
        "content_type": upload.content_type,
        **_described(described),
    }
    if private:
        attachment["ephemeral"] = True
    return attachment


def _described(part: Json) -> Json:
    return {name: part[name] for name in ("description", "title") if part.get(name)}
