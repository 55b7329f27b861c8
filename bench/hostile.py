"""What hostile files cost the process that reads them: processor seconds, and memory above the idle process.

    python -m bench.hostile

Each is read by a fresh worker process. The aims: at most 5 s of processor time and 100 MiB each.
"""

import asyncio
import io
import os
import zipfile
from pathlib import Path

from bot.content.brought import read_in_worker
from bot.core.errors import StudyError
from bot.worker_process import WorkerProcess

MIB = 1 << 20
LARGEST = MIB
"""Bytes of the largest file that is read."""


def filled(unit: bytes) -> bytes:
    """Return the unit again and again, as often as the largest file holds it."""
    return b"# A\n\n## One\n\n- a\n- b\n\n" + unit * ((LARGEST - 100) // len(unit))


def zipped(files: dict[str, bytes]) -> bytes:
    """Return the files in an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def corpus() -> dict[str, bytes]:
    """Return twenty files, by what is wrong with them."""
    page = b"".join(b"- [Topic %d](https://example.org/%d) of *some* **kind** `code`\n" % (n, n) for n in range(4_900))
    return {
        "brackets": filled(b"["),
        "stars": filled(b"*a **a "),
        "back quotes": filled(b"` `` ``` "),
        "quotes": filled(b">"),
        "nested lists": filled(b"- "),
        "deep lists": b"".join(b" " * depth + b"- level\n" for depth in range(1_400)),
        "tags": filled(b"<a "),
        "comments": filled(b"<!--"),
        "entities": filled(b"&amp"),
        "underscores": filled(b"_"),
        "link ends": filled(b"]("),
        "brackets in lines": filled(b"[" * 60 + b"\n"),
        "stars in paragraphs": filled(b"*a **a " * 700 + b"\n\n"),
        "brackets in paragraphs": filled(b"[" * 4_900 + b"\n\n"),
        "more brackets": filled(b"[" * 900 + b"\n\n"),
        "brackets and stars": filled(b"[" * 190 + b"*a" * 2_300 + b"\n\n"),
        "fewer columns": filled(b"|a|b\n|-|-\n" + b"|a|b\n" * 5 + b"\n"),
        "table": filled(b"|"),
        "wide table": filled(b"|a" * 199 + b"\n" + b"|-" * 199 + b"\n" + b"|b" * 150 + b"\n"),
        "headings": filled(b"# a\n"),
        "entries": filled(b"- a\n"),
        "links": page,
        "one line": filled(b"word "),
        "rows": b"title,section\n" + b"a,b\n" * 250_000,
        "deep YAML": b"id: a\nsections: " + b"[" * 200_000,
        "deep OPML": b"<opml><body>" + b'<outline text="a">' * 20_000,
        "bomb": zipped({"README.md": b"- a\n" * 12_500_000}),
        "many files": zipped({f"{number}.md": b"# a\n" for number in range(3_000)}),
        "GIFT": b"::a:: b {=c ~d}\n\n" * 60_000,
    }


def processor_seconds(pid: int) -> float:
    """Return the seconds of processor time that a process has taken, by Linux' own count."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(pid: int) -> float:
    """Return the most memory that a process has had resident."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


async def read(data: bytes) -> tuple[float, float, str]:
    """Return what reading took above an idle process in seconds and MiB, and how it ended."""
    reader = WorkerProcess()
    try:
        await read_in_worker(reader, "README.md", b"# A\n\n## One\n- a\n- b\n", "")
        if reader.pid is None:
            raise RuntimeError("the worker has no process")
        seconds, memory, pid = processor_seconds(reader.pid), peak_mib(reader.pid), reader.pid
        try:
            brought = await read_in_worker(reader, "README.md", data, "")
            end = f"{len(brought.content.topics)} topics"
        except StudyError as error:
            end = str(error)
        if reader.pid != pid:
            return float("inf"), float("inf"), f"killed: {end}"
        return processor_seconds(pid) - seconds, peak_mib(pid) - memory, end
    finally:
        await reader.close()


async def main() -> None:
    """Print a line a file, and the worst of each."""
    worst = [0.0, 0.0]
    for name, data in corpus().items():
        seconds, memory, end = await read(data)
        worst = [max(worst[0], seconds), max(worst[1], memory)]
        print(f"{name:14}{len(data):>10,} bytes {seconds:6.2f} s {memory:7.1f} MiB  {end[:80]}", flush=True)
    print(f"the worst: {worst[0]:.2f} s of processor time (aim 5), {worst[1]:.1f} MiB (aim 100)")


if __name__ == "__main__":
    asyncio.run(main())
