"""Keeps the host's roadmaps and their lookups ready between starts: reading and indexing them is a sixth of one."""

import hashlib
import logging
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import regex

from bot.core import inverted_index, lookup, name_index, query_matcher, roadmap
from bot.core.library import Library
from bot.core.lookup import Lookup

log = logging.getLogger(__name__)

CODE = Path(__file__).parents[1]
CLASSES = {
    (kind.__module__, kind.__qualname__): kind
    for module in (roadmap, lookup, query_matcher, name_index, inverted_index)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
}
"""All that a kept file may name: what roadmaps and their lookups are made of."""
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def load_prepared(directory: Path, cache: Path) -> Library:
    """Return all roadmaps in `directory` with their lookups, from what an earlier start left in `cache` if it fits.

    What does not fit (another content, code or Python; torn, or somebody else's) is made anew and left for the next
    start, where `cache` can be written. Raises ContentError as `loader.load_library` does.
    """
    key = _key(directory)
    path = cache / f"roadmaps-{hashlib.sha256(str(directory.resolve()).encode()).hexdigest()[:16]}"
    try:
        return _read(path, key)
    except OSError:
        pass  # nothing was left, or not for us
    except Exception as error:  # noqa: BLE001 - whatever is in it, the content itself is at hand
        log.info("prepared roadmaps do not fit and are made anew", extra={"why": str(error)})
    from bot.content.loader import load_library  # noqa: PLC0415 - a start that finds all ready needs no YAML

    library = load_library(directory)
    _write(path, key, library)
    return library


def _key(directory: Path) -> bytes:
    """Return a hash of the content, of the code that reads it, and of what else its index depends on."""
    digest = hashlib.sha256(f"{sys.version} {regex.__version__}".encode())
    for path in _sources(directory):
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


def _sources(directory: Path) -> Iterator[Path]:
    for pattern in ("*.py", "importers/*.py"):
        yield from sorted((CODE / "content").glob(pattern))
    yield from sorted((CODE / "core").glob("*.py"))
    for pattern in ("roadmap.yaml", "topics", "topics/*.y*ml"):
        yield from sorted((*directory.glob(pattern), *directory.glob(f"*/{pattern}")))


class _Unpickler(pickle.Unpickler):
    """Makes roadmaps and lookups, and nothing else that a foreign file might name."""

    def find_class(self, module: str, name: str) -> object:
        return CLASSES[module, name]


def _read(path: Path, key: bytes) -> Library:
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & OTHERS_WRITE):
            raise PermissionError(f"{path} may be somebody else's")
        content = file.read()
    head, digest, kept = content[:32], content[32:64], content[64:]
    if head != key:
        raise ValueError("of other content or code")
    if digest != hashlib.sha256(kept).digest():
        raise ValueError("torn")
    default, lookups = _Unpickler(BytesIO(kept)).load()
    prepared: dict[str, Lookup] = lookups
    roadmaps = {roadmap_id: prepared[roadmap_id].roadmap for roadmap_id in prepared}
    return Library(roadmaps, roadmaps[default], prepared)


def _write(path: Path, key: bytes, library: Library) -> None:
    kept = pickle.dumps((library.default.id, dict(library.lookups)), protocol=5)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(key + hashlib.sha256(kept).digest() + kept)
        Path(file.name).replace(path)
    except OSError as error:
        log.info("prepared roadmaps cannot be kept for the next start", extra={"why": str(error)})
