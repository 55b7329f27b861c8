"""Checks the line in English, and in German with a catalogue as `compilemessages` makes it."""

import struct
from pathlib import Path

from django.test import override_settings
from django.utils import translation

GERMAN = {
    "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n",
    "%(n)s copy left\0%(n)s copies left": "noch %(n)s Stück\0noch %(n)s Stück",
    "sold out": "ausverkauft",
}


def write_mo(path):
    """Write GERMAN in the binary format that gettext reads."""
    path.parent.mkdir(parents=True)
    pairs = [(key.encode(), text.encode()) for key, text in sorted(GERMAN.items())]
    at = 28 + 16 * len(pairs)
    tables, texts = ([], []), b""
    for column in (0, 1):
        for pair in pairs:
            tables[column].append(struct.pack("<2I", len(pair[column]), at + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    path.write_bytes(head + b"".join(tables[0]) + b"".join(tables[1]) + texts)


write_mo(Path("locale/de/LC_MESSAGES/django.mo"))
with translation.override("en"):
    assert [stock_text(n).strip() for n in (0, 1, 3)] == ["sold out", "1 copy left", "3 copies left"]
with override_settings(LOCALE_PATHS=[Path("locale").resolve()]), translation.override("de"):
    assert [stock_text(n).strip() for n in (0, 1, 3)] == ["ausverkauft", "noch 1 Stück", "noch 3 Stück"]
