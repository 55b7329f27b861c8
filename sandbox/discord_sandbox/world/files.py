"""Files that were attached to messages, kept for whoever opens their address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment's bytes."""

    filename: str
    content_type: str
    data: bytes
