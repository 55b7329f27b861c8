"""Copies of a SQLite file, made beside it before it is changed."""

import glob
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

MAX_COPIES = 5
"""How many copies stay; older ones are deleted."""


def back_up(file: Path, now: datetime) -> Path:
    """Copy a database, also one in use, to `<name>-2026-11-24T0915.db.bak` beside it, and give that path."""
    copy = file.with_name(f"{file.stem}-{now:%Y-%m-%dT%H%M}{file.suffix}.bak")
    part = copy.with_name(copy.name + ".part")  # a copy that was cut short never looks like a whole one
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(copy)
    for old in copies(file)[:-MAX_COPIES]:
        old.unlink()
    return copy


def copies(file: Path) -> list[Path]:
    """Return the copies of a database that were made by `back_up`, oldest first."""
    digits = "[0-9]" * 2
    stamp = f"{digits * 2}-{digits}-{digits}T{digits * 2}"
    return sorted(file.parent.glob(f"{glob.escape(file.stem)}-{stamp}{glob.escape(file.suffix)}.bak"))
