"""Files that members hand over: kept at an address of their own for a while, as Discord's CDN keeps them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.world.model import StoredFile

if TYPE_CHECKING:
    from discord_sandbox.member.driver import Driver

MAX_UPLOAD = 10 * 1024 * 1024
"""What members without Nitro may upload, in bytes."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on a member's own disk: `await ada.slash("read", file=Upload("notes.md", b"# Notes"))`."""

    filename: str
    data: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was handed over with an interaction, as the interaction tells of it."""

    id: int
    payload: Json


def handed_over(driver: "Driver", value: object) -> object:
    """Return a value with the files in it kept, alone or in a list; raises NotPossible for one that is too large."""
    if isinstance(value, list | tuple):
        return [handed_over(driver, each) for each in value]
    return uploaded(driver, value) if isinstance(value, Upload) else value


def uploaded(driver: "Driver", upload: Upload) -> Uploaded:
    """Keep a file and return what an interaction says of it; raises NotPossible for one that is too large."""
    if len(upload.data) > MAX_UPLOAD:
        raise NotPossible(f"{upload.filename!r} has {len(upload.data)} bytes; members upload at most {MAX_UPLOAD}")
    world = driver.world
    file_id = world.snowflakes.next()
    world.files[file_id] = StoredFile(upload.filename, upload.content_type, upload.data)
    address = f"{driver.site}/ephemeral-attachments/{world.application.id}/{file_id}/{upload.filename}"
    payload: Json = {
        "id": str(file_id),
        "filename": upload.filename,
        "size": len(upload.data),
        "url": f"{address}?ex={file_id:x}&is=0&hm={file_id:x}&",
        "proxy_url": f"{address}?ex={file_id:x}&is=0&hm={file_id:x}&",
        "content_type": upload.content_type,
        "ephemeral": True,
    }
    return Uploaded(file_id, payload)
