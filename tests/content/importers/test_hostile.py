"""Whatever somebody brings, the answer is a roadmap or one line that says what to do."""

import io
import signal
import struct
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.importers.build import build
from bot.content.importers.registry import UnreadableFileError, read_file


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def lying_zip() -> bytes:
    """Return an archive that says its one file has ten bytes, and unpacks to fifty million."""
    data = bytearray(zipped({"README.md": b"- a\n" * 12_500_000}))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(sign) + offset, 10)
    return bytes(data)


SEED = b"# A\n\n## One\n\n" + b"".join(b"- Topic %d: text\n" % number for number in range(40))

REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b"\n \n\t\n", "is empty"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(1_000), "a picture"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "noise": (bytes(range(256)) * 40, "not text"),
    "too long": (b"- a\n" * 300_000, "at most 1,048,576"),
    "web page": (b"<!DOCTYPE html>\n<html><body><ul><li>a</li></ul></body></html>", "web page"),
    "prose": (b"There is nothing here but one sentence.", "no topics"),
    "ten thousand bullets": (b"# A\n\n" + b"".join(b"- Topic %d\n" % n for n in range(10_000)), "10,000 entries"),
    "sixty sections": (b"".join(b"## Part %d\n- a%d\n- b%d\n" % (n, n, n) for n in range(60)), "60 sections"),
    "zip in zip": (zipped({"inner.zip": zipped({"README.md": SEED})}), "another zip"),
    "zip bomb": (zipped({"README.md": b"- a\n" * 12_500_000}), "unpacks to more"),
    "lying zip": (lying_zip(), "zip"),
    "path out": (zipped({"../../etc/README.md": SEED}), "leaves its folder"),
    "absolute path": (zipped({"/etc/README.md": SEED}), "leaves its folder"),
    "windows path": (zipped({"..\\..\\README.md": SEED}), "leaves its folder"),
    "cut zip": (zipped({"README.md": SEED})[:-30], "cannot be opened"),
    "spreadsheet": (zipped({"xl/workbook.xml": b"<a/>"}), "Office file"),
    "empty zip": (zipped({}), "zip is empty"),
    "entities": (b'<!DOCTYPE a [<!ENTITY b "c">]><opml><body><outline text="&b;"/></body></opml>', "DOCTYPE"),
    "deep opml": (b"<opml><body>" + b'<outline text="a">' * 200 + b"</outline>" * 200 + b"</body></opml>", "deep"),
    "cut opml": (b'<opml version="2.0"><body><outline text="a">', "broken"),
    "yaml aliases": (b"id: a\nsections: &s [*s]\ntopics: [1]\n", "repeated"),
    "deep yaml": (b"id: a\nsections: " + b"[" * 3_000, "nested"),
    "long line": (b"# A\n\n- one\n- two\n- " + b"word " * 5_000 + b"\n", "Line 5 is too long"),
    "wide table": (b"# A\n\n" + b"|a" * 300 + b"\n" + b"|-" * 300 + b"\n" + b"|b" * 300 + b"\n", "Line 3 is too long"),
    "long yaml": (b"id: a\ntitle: a\nsections: []\n" + b"# " + b"a" * 260_000 + b"\n", "256,000"),
}

TAKEN = {
    "deep nesting": b"# A\n\n" + b"".join(b"  " * depth + b"- level %d\n" % depth for depth in range(300)),
    "deep quotes": b"# A\n\n- one\n- two\n\n" + b">" * 5_000 + b" x\n",
    "brackets": b"# A\n\n- one\n- two\n- " + b"[" * 15_000 + b"\n",
    "stars": b"# A\n\n- one\n- two\n- " + b"*a **a " * 2_500 + b"\n",
    "ticks": b"# A\n\n- one\n- two\n- " + b"".join(b"`" * (n % 60 + 1) + b" " for n in range(600)) + b"\n",
    "one line": b"# A\n\n- one\n- two\n- " + b"word " * 3_900 + b"\n",
    "cut in a letter": "# A\n\n## One\n- Größe\n- Maß\n- ende \N{GRINNING FACE}".encode()[:-2],
    "cut in a link": b"# A\n\n## One\n- [a](https://example.org/a)\n- [b](https://exam",
    "latin-1": "# A\n\n## One\n- Größe\n- Maß\n".encode("cp1252"),
    "utf-16": "# A\n\n## One\n- Größe\n- Maß\n".encode("utf-16"),
    "signs nobody sees": "# A\n\n## One\n- a\u200bb\u202e c\n- \u2800\n- d\x07\n".encode(),
    "same names": b"# A\n\n" + b"- Topic\n" * 200,
    "only signs": "# A\n\n- 🎉\n- ***\n- real\n".encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_line_that_says_what_to_do(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(UnreadableFileError) as refused:
        build(read_file("README.md", data))[0].as_roadmap()
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 700


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_odd_becomes_a_sound_roadmap_all_the_same(name: str) -> None:
    roadmap = build(read_file("README.md", TAKEN[name]))[0].as_roadmap()
    assert len(roadmap) >= 1
    assert all(topic.title.strip() for topic in roadmap)


@given(
    end=st.integers(1, len(SEED)),
    changes=st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), max_size=4),
)
def test_a_cut_and_damaged_file_is_a_roadmap_or_one_line(end: int, changes: list[tuple[int, int]]) -> None:
    data = bytearray(SEED)
    for place, byte in changes:
        data[place] = byte
    with suppress(UnreadableFileError):
        roadmap = build(read_file("README.md", bytes(data[:end])))[0].as_roadmap()
        assert len(roadmap) >= 1


def test_the_system_ends_a_reading_that_takes_too_much_of_the_processor() -> None:
    program = (
        "from bot.content import brought\nbrought.PROCESSOR_TIME = 1\nbrought.spare_others()\nwhile True:\n    pass\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGXCPU
