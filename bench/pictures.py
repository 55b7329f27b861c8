"""What a picture weighs and how long it takes, and whether others wait for it: `python -m bench.pictures`.

The weights are of the templates with the shipped roadmap and with one of 300 topics. Then the bot in a process of its
own: the time from `/map` to its answer with the picture, beside the same render bare in this process, in turns; and
`/topic` while maps are drawn one after another, beside `/topic` while nothing else happens, in turns. Each map is of
somebody else, so none is found among those that are kept.

It prints weights, which are the same on every machine with the same faces, and ratios from one run.
"""

import argparse
import asyncio
import random  # noqa: TID251 - a fixed seed for the states of each member
import statistics
import tempfile
import time
from collections.abc import Awaitable, Iterable
from contextlib import AsyncExitStack
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import MappingProxyType

from discord_sandbox import Member, Sandbox

from bench.interactions import waymark_bot
from bot.content.loader import load_library
from bot.core.leaderboard import Rank
from bot.core.mastery import Mastery, Shown
from bot.core.progress import TopicState
from bot.core.roadmap import Group, Roadmap, Section, Topic
from bot.ui.drawing import draw
from bot.ui.pictures import Picture, calendar_picture, map_picture, podium_picture, weeks_picture

MAX_WEIGHT = 60_000
TODAY = date(2026, 11, 30)
STRETCH = 25
"""Commands of a stretch."""


def roadmap_of(topics: int) -> Roadmap:
    """Return a roadmap of so many topics, ten to a section."""
    ids = [f"topic-{number}" for number in range(topics)]
    sections = tuple(
        Section(f"s{start}", f"Section {start // 10 + 1}", "", "", (Group("", tuple(ids[start : start + 10])),))
        for start in range(0, topics, 10)
    )
    known = {one: Topic(one, one.replace("-", " ").title(), "s", "", "", (), 0, ()) for one in ids}
    return Roadmap("large", "A large roadmap", "", sections, MappingProxyType(known))


def map_of(roadmap: Roadmap, name: str) -> Picture:
    """Return the map of somebody with all kinds of states, which differ from name to name."""
    generator = random.Random(name)
    states = {topic.id: generator.choice(list(TopicState)) for topic in roadmap}
    shown = {topic.id: Shown(Mastery(generator.randrange(5)), rusty=generator.random() < 0.2) for topic in roadmap}
    return map_picture(roadmap, states, shown, name)


def weigh(roadmap: Roadmap) -> None:
    """Print what each kind of picture weighs."""
    days = {TODAY - timedelta(days=number) for number in range(0, 400, 3)}
    board = [Rank(place, place, f"Member {place}", 1_000 - place, 3) for place in range(1, 11)]
    kinds = {
        f"map of {len(roadmap)} topics": map_of(roadmap, "Ada"),
        "map of 300 topics": map_of(roadmap_of(300), "Ada"),
        "calendar": calendar_picture(days, (), TODAY, "Ada"),
        "weeks": weeks_picture(days, TODAY, "Ada"),
        "podium of ten": podium_picture(board, "Last week", "23 to 29 November"),
    }
    for kind, picture in kinds.items():
        print(f"{kind:20}{len(draw(picture.job())) / 1000:7.1f} kB (aim {MAX_WEIGHT / 1000:g})")


async def timed(asked: Awaitable[object]) -> float:
    """Return the seconds that something took."""
    began = time.perf_counter()
    await asked
    return time.perf_counter() - began


def bare(picture: Picture) -> float:
    """Return the seconds of a render in this process, which has drawn before."""
    began = time.perf_counter()
    draw(picture.job())
    return time.perf_counter() - began


async def waits(roadmap: Roadmap, people: list[Member], rounds: int) -> None:
    """Print how long a map takes beside its render, and `/topic` while maps are drawn."""
    fresh = iter(people)
    bare(map_of(roadmap, "warm"))
    await next(fresh).slash("map")
    pairs = [(await timed(next(fresh).slash("map")), bare(map_of(roadmap, str(turn)))) for turn in range(rounds)]
    ratio = statistics.median(asked / alone for asked, alone in pairs)
    asked, alone = (1000 * statistics.median(values) for values in zip(*pairs, strict=True))
    print(f"\n/map to its picture: {asked:.0f} ms, the render bare: {alone:.0f} ms, ratio {ratio:.2f} (aim 2)")
    idle, busy, ratios = [], [], []
    for _ in range(rounds):
        quiet = await topics(people[0])
        drawing = asyncio.ensure_future(draw_on(fresh))
        loud = await topics(people[0])
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)
        idle += quiet
        busy += loud
        ratios.append(statistics.median(loud) / statistics.median(quiet))
    told = [1000 * statistics.median(values) for values in (idle, busy)]
    print(
        f"/topic p50: {told[0]:.2f} ms idle, {told[1]:.2f} ms while maps are drawn,"
        f" ratio {told[1] / told[0]:.2f}, median of rounds {statistics.median(ratios):.2f} (aim 1.2)"
    )


async def topics(member: Member) -> list[float]:
    """Return the seconds that each `/topic` of a stretch took."""
    return [await timed(member.slash("topic", name="middleware")) for _ in range(STRETCH)]


async def draw_on(fresh: Iterable[Member]) -> None:
    """Have one map drawn after another until cancelled."""
    for member in fresh:
        await member.slash("map")


async def main(rounds: int) -> None:
    """Measure and print."""
    roadmap = load_library(Path("content")).default
    weigh(roadmap)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-bench-")))
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        await stack.enter_async_context(waymark_bot(sandbox, folder / "waymark.db"))
        names = count(1)
        people = [sandbox.member(f"member {next(names)}") for _ in range(rounds * 20)]
        await waits(roadmap, people, rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=30, help="maps, and stretches of /topic (default: 30)")
    asyncio.run(main(parser.parse_args().rounds))
