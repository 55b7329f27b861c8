"""The bytes of somebody's file -> text, or one line that says why not and what to do; archives without their traps."""

import codecs
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from bot.core.errors import StudyError

MAX_FILE = 1_048_576
MAX_UNPACKED = 2 * 1_048_576
MAX_ENTRIES = 2_000

PICTURES = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a database",
}
"""How files begin that hold no text."""
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OFFICE = ("word/", "xl/", "ppt/", "[Content_Types].xml")


class UnreadableFileError(StudyError):
    """A file that no roadmap can be made of: `str(error)` is one line that says why, and what to do."""


def check_size(data: bytes) -> None:
    """Raise UnreadableFileError for a file that is empty or too long."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFileError("The file is empty: bring one with headings and a list of topics.")
    if len(data) > MAX_FILE:
        raise UnreadableFileError(f"The file has {len(data):,} bytes; at most {MAX_FILE:,} are read: split it.")


def is_zip(data: bytes) -> bool:
    """Tell whether the bytes are a zip archive."""
    return data.startswith((ZIP, EMPTY_ZIP))


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text of a file and, where its encoding had to be guessed, a word on it.

    Raises UnreadableFileError for what is no text.
    """
    for start, name in PICTURES.items():
        if data.startswith(start):
            raise UnreadableFileError(f"This is {name}, not text: bring Markdown, a table (CSV), OPML, YAML or a zip.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _shown(data.decode("utf-16", errors="replace")), ""
    try:
        return _shown(data.decode("utf-8-sig")), ""
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 4:
            return _shown(data[: error.start].decode("utf-8-sig")), "the file ends in the middle of a letter"
    if b"\x00" in data:
        raise UnreadableFileError("This is not text: bring Markdown, a table (CSV), OPML, YAML or a zip.")
    return _shown(
        data.decode("cp1252", errors="replace")
    ), "read as Windows-1252: save it as UTF-8 if letters are wrong"


def _shown(text: str) -> str:
    if text.count("\x00") or text.count("\ufffd") > len(text) / 20:
        raise UnreadableFileError("This is not text: bring Markdown, a table (CSV), OPML, YAML or a zip.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unpack(data: bytes) -> Mapping[str, bytes]:
    """Return the files of a zip by their names; what systems leave behind is passed over.

    Nothing is written anywhere. Raises UnreadableFileError for an archive that is broken, locked, holds names that
    leave its folder, or unpacks to more than MAX_UNPACKED, whatever it says of itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFileError(
            "The zip cannot be opened: pack it anew, as a plain zip without a password."
        ) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise UnreadableFileError("The zip has a password: pack it without one.") from error


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFileError(f"The zip holds {len(entries):,} files; at most {MAX_ENTRIES:,} are read.")
    files: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for entry in entries:
        path = _inner_path(entry)
        if any(part.startswith((".", "__MACOSX")) for part in path.parts):
            continue
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise NotImplementedError(entry.compress_type)  # others may ask for memory without bound
        with archive.open(entry) as file:
            unpacked = file.read(left + 1)  # never what the archive says of its sizes
        left -= len(unpacked)
        if left < 0:
            raise UnreadableFileError(
                f"The zip unpacks to more than {MAX_UNPACKED:,} bytes: leave out what is no topic."
            )
        files[str(path)] = unpacked
    if any(name.startswith(OFFICE) for name in files):
        raise UnreadableFileError("This is an Office file: save it as CSV (a table) or as text, and bring that.")
    if not files:
        raise UnreadableFileError("The zip is empty: pack the folder with the topics in it.")
    return files


def _inner_path(entry: zipfile.ZipInfo) -> PurePosixPath:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise UnreadableFileError("The zip holds a path that leaves its folder: pack the folder itself, anew.")
    return path
