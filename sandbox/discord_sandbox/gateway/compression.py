"""How the gateway packs its frames: plain text, or one compressed stream for the whole connection."""

import zlib
from typing import Protocol

import zstandard


class Packer(Protocol):
    """Turns one payload into one frame: text when it stays as it is, bytes when compressed."""

    def pack(self, payload: bytes) -> str | bytes:
        """Return the frame."""
        ...


class Plain:
    """No compression."""

    def pack(self, payload: bytes) -> str:
        """Return the payload as text."""
        return payload.decode()


class ZlibStream:
    """`compress=zlib-stream`: one deflate stream, flushed after each payload."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(1)

    def pack(self, payload: bytes) -> bytes:
        """Return the next piece of the stream, which ends with 00 00 FF FF."""
        return self._stream.compress(payload) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdStream:
    """`compress=zstd-stream`: one zstandard frame, flushed after each payload."""

    def __init__(self) -> None:
        self._stream = zstandard.ZstdCompressor(level=1).compressobj()

    def pack(self, payload: bytes) -> bytes:
        """Return the next block of the stream."""
        return self._stream.compress(payload) + self._stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


def packer_for(compress: str | None) -> Packer:
    """Return the packer that the `compress` of a gateway address asks for; KeyError when it is unknown."""
    packers: dict[str | None, type[Packer]] = {None: Plain, "zlib-stream": ZlibStream, "zstd-stream": ZstdStream}
    return packers[compress]()
