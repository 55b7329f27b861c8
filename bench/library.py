"""What bringing a roadmap costs: 256 kB of Markdown to its preview, `/topic` meanwhile, and 300 topics live.

    python -m bench.library

Idle figures are of the same run, so read the ratios: whatever else the machine does hits both alike.
"""

import asyncio
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from discord_sandbox import Member, Permission, Sandbox, Upload

from bench.cost import Cost, chunk, resident_mib
from bench.interactions import waymark_bot

TOPICS, SECTIONS = 300, 30
SIZE = 256_000
BROUGHT = 4
CHUNK = 50
IN_FLIGHT = 16
ROUNDS = 5
WORDS = "the thing that everybody should know of it before anything else is done with it or said about it "


def roadmap(name: str, size: int) -> bytes:
    """Return Markdown of 300 topics in 30 sections, about `size` bytes long."""
    text = (WORDS * 20)[: max(size // TOPICS - 40, 20)]
    parts = [f"# {name}\n"]
    for section in range(SECTIONS):
        parts.append(f"\n## Part {section} of {name}\n\n")
        parts += [f"- Topic {section} {step} of {name}: {text}\n" for step in range(TOPICS // SECTIONS)]
    return "".join(parts).encode()


async def asked_in(member: Member, name: str, seconds: float, until: "asyncio.Future[float] | None") -> list[float]:
    """Ask `/topic` one by one for so long, or until something is done; return the latencies in seconds."""
    latencies: list[float] = []
    began = time.perf_counter()
    while not until.done() if until else time.perf_counter() - began < seconds:
        started = time.perf_counter()
        await member.slash("topic", name=name)
        latencies.append(time.perf_counter() - started)
    return latencies


def described(latencies: list[float]) -> str:
    """Return the median and the 99th percentile in words."""
    p99 = statistics.quantiles(latencies, n=100)[98] if len(latencies) > 1 else latencies[0]
    return f"p50 {statistics.median(latencies) * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms ({len(latencies)} asked)"


async def bring(organiser: Member, name: str, size: int) -> float:
    """Bring a roadmap, and return how many seconds the preview took."""
    began = time.perf_counter()
    shown = await organiser.slash("library bring", file=Upload("README.md", roadmap(name, size)))
    took = time.perf_counter() - began
    await shown.press("Take it")
    return took


async def main() -> None:
    """Measure and print."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-bench-")))
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        reader = sandbox.member("reader")
        own = sandbox.add_guild("Own")
        own.add_text_channel("study")
        organiser = sandbox.member("organiser", guild=own, permissions=Permission.MANAGE_GUILD)
        bot = await stack.enter_async_context(waymark_bot(sandbox, folder / "waymark.db"))
        await asked_in(reader, "middleware", 2, None)
        first = asyncio.ensure_future(bring(organiser, "Wood 0", SIZE))
        await first
        idle = await asked_in(reader, "middleware", 5, None)
        second = asyncio.ensure_future(bring(organiser, "Wood 1", SIZE))
        busy = await asked_in(reader, "middleware", 0, second)
        ratio = statistics.median(busy) / statistics.median(idle)
        print(f"256 kB to its preview: {first.result():.2f} s with a new worker, {second.result():.2f} s with the same")
        print(f"/topic idle:      {described(idle)}")
        print(f"/topic meanwhile: {described(busy)}, p50 {ratio:.2f} x idle")
        await measure_live(bot.pid, reader, organiser)


async def _ask(member: Member, name: str, _number: int) -> None:
    await member.slash("topic", name=name)


async def measure_live(pid: int, reader: Member, organiser: Member) -> None:
    """Measure `/topic` with 300 topics live beside the shipped 51, and what a roadmap takes of memory."""
    await organiser.slash("library use", roadmap="Wood 1")
    small, large = Cost(), Cost()
    for turn in range(ROUNDS + 1):
        for cost, member, name in ((small, reader, "middleware"), (large, organiser, "topic 20 5 of wood 1")):
            await chunk(cost if turn else Cost(), pid, partial(_ask, member, name), 0, CHUNK, IN_FLIGHT)
    print(f"/topic of 51: p50 {small.p50:.2f} ms, {small.cpu_ms:.2f} ms of processor")
    times, processor = large.p50 / small.p50, large.cpu_against(small)
    print(f"/topic of 300: p50 {large.p50:.2f} ms ({times:.2f} x), processor {processor:.2f} x")
    before = resident_mib(pid)
    for number in range(2, BROUGHT):
        await bring(organiser, f"Wood {number}", 60_000)
    print(f"memory: {(resident_mib(pid) - before) / (BROUGHT - 2):.1f} MiB for each further roadmap of 300 topics")


if __name__ == "__main__":
    asyncio.run(main())
