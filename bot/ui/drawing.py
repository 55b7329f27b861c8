"""Draws a picture: SVG and its texts to PNG. It runs in the worker process, since resvg holds the interpreter."""

import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

COLOURS = 64
"""Colours of a picture: flat shapes need no more, and it is a third of the size."""
SHIPPED_FACES = ("Roboto", "RobotoBold")
FONT_SUFFIXES = {".ttf", ".otf", ".ttc"}
SYSTEM_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
)
WINDOWS_FOLDER = "Fonts"
PREFERRED = "noto"
"""Families in which most scripts look alike come first."""
UNDRAWN = frozenset(map(chr, (0x200C, 0x200D, 0x200E, 0x200F, *range(0x2066, 0x206A), *range(0xFE00, 0xFE10))))
"""Signs that join, direct or vary their neighbours: they need no face of their own."""


def draw(job: bytes) -> bytes:
    """Return the PNG of a job: JSON of an `svg` with `$t0`, `$t1`, … and its `texts`, pairs of (text, fallback).

    A text that no face has all letters of gives way to its fallback, so that no box is drawn and nothing left out.
    """
    # Only the worker process loads these.
    from resvg_py import svg_to_bytes  # noqa: PLC0415

    job_fields = json.loads(job)
    chosen, faces = _choose(job_fields["texts"])
    svg = Template(job_fields["svg"]).substitute({f"t{place}": escape(text) for place, text in enumerate(chosen)})
    # Its own limit on faces: system fonts are loaded anew for each picture otherwise, all of them.
    drawn = svg_to_bytes(
        svg_string=svg, skip_system_fonts=True, font_files=faces, sans_serif_family="Roboto", serif_family="Roboto"
    )
    return _with_few_colours(drawn)


def _choose(texts: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    faces = shipped_faces()
    chosen = []
    for text, fallback in texts:
        wanted = _faces_for(text)
        chosen.append(fallback if wanted is None else text)
        faces += [face for face in wanted or () if face not in faces]
    return chosen, faces


def _faces_for(text: str) -> list[str] | None:
    """Return the faces beyond the shipped ones that a text needs, None when some sign of it is in none."""
    missing = {char for char in text if not char.isspace() and char not in UNDRAWN}
    for face in shipped_faces()[:1]:
        missing -= signs_of(face)
    needed = []
    for face in system_faces() if missing else ():
        if covered := missing & signs_of(face):
            needed.append(face)
            missing -= covered
        if not missing:
            break
    return None if missing else needed


@cache
def _shipped_faces() -> tuple[str, ...]:
    import font_roboto  # noqa: PLC0415

    return tuple(str(getattr(font_roboto, face)) for face in SHIPPED_FACES)


def shipped_faces() -> list[str]:
    """Return the files of the faces that come with the bot: Latin, Greek and Cyrillic."""
    return list(_shipped_faces())


@cache
def system_faces() -> tuple[str, ...]:
    """Return the files of the machine's own faces, those of one look for all scripts first."""
    return tuple(sorted(map(str, _font_files()), key=lambda file: (PREFERRED not in file.casefold(), len(file), file)))


def _font_files() -> Iterator[Path]:
    folders = [Path(folder).expanduser() for folder in SYSTEM_FOLDERS]
    if windows := os.environ.get("WINDIR"):
        folders.append(Path(windows) / WINDOWS_FOLDER)
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.suffix.lower() in FONT_SUFFIXES)


@cache
def signs_of(face: str) -> frozenset[str]:
    """Return the signs that a face has; none for a file that cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        with TTFont(face, fontNumber=0, lazy=True) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except (OSError, TTLibError, AssertionError):
        return frozenset()


def _with_few_colours(png: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415

    small = BytesIO()
    with Image.open(BytesIO(png)) as image:
        # A third of the time of what Pillow does unasked, at the same size: flat shapes have few colours.
        image.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(small, "PNG")
    return small.getvalue()
