"""What `/insights` finds in simulated groups, and what it costs: `python -m bench.insights`.

    A member knows a question with a probability that rises with what they know in general and falls with how hard it
    is. Who knows slips in 10 of 100; who does not presses "I don't know" in 60 and guesses one of four in 40. A wrong
    key is planted by taking another choice for right. A topic is planted as stuck: 4 of 10 who start it stay in it,
    and of every other topic 4 of 100 do. Figures come from a database, as in the bot. A false alarm is a question that
    is told of and was not planted, as a share of all others. In tempting worlds one wrong choice of each question draws
    70 of 100 slips and 56 of 100 guesses before the rest are spread.
    Then the bot in a process of its own: one `/insights` of a server of 1,000 members beside ten `/leaderboard`.

It prints counts and shares, which are the same on every machine, and ratios from one run.
"""

import argparse
import asyncio
import math
import random  # noqa: TID251 - a fixed seed for each world
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from discord_sandbox import Permission, Sandbox

from bench import crowd
from bench.cost import cpu_seconds
from bench.interactions import contender
from bot.content.loader import load_library
from bot.core.insights import Figures, doubtful_questions, stuck_topics
from bot.store.database import Database
from bot.store.insights_queries import group_figures
from bot.store.migrate import upgrade

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ROADMAP = "python-django"
MEMBERS, TOPICS, QUESTIONS = 60, 25, 100
SLIP, ADMITS = 0.10, 0.60
SLIPS_DRAWN, GUESSES_DRAWN = 0.70, 0.56
STUCK, LAGGING = 0.4, 0.04
PLANTED = 7
"""The number of the topic, or of the question, that is planted."""

Row = tuple[object, ...]
ANSWER = (
    "INSERT INTO answers (user_id, asking_id, roadmap_id, topic_id, question_id, answer_key, level, kind, chosen,"
    " is_right, lucky, local_date, at, guild_id, action_id)"
    " VALUES (?, ?, 'python-django', ?, ?, 'k', 'recall', 'quiz', ?, ?, 0, ?, ?, NULL, ?)"
)
STATE = (
    "INSERT INTO topic_states (user_id, roadmap_id, topic_id, state, changed_at, action_id)"
    " VALUES (?, 'python-django', ?, ?, ?, ?)"
)
MEMBER = "INSERT INTO members (guild_id, user_id, display_name, hidden, last_seen_at) VALUES (?, ?, 'm', 0, ?)"


def text_of(at: datetime) -> str:
    """Return an instant as the database has it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def answers_of(world: int, tries: int, *, tempting: bool = False) -> Iterator[Row]:
    """Yield the answers of a world with a wrong key, so many first tries at each question."""
    generator = random.Random(world * 1_000 + tries)
    knowing = [generator.gauss(0.9, 0.9) for _ in range(MEMBERS)]
    hardness = [generator.gauss(-0.6, 0.6) for _ in range(QUESTIONS)]
    number = 0
    for question in range(QUESTIONS):
        for member in generator.sample(range(MEMBERS), tries):
            number += 1
            knows = generator.random() < 1 / (1 + math.exp(hardness[question] - knowing[member]))
            chosen = choice(generator, knows=knows, tempting=tempting)
            is_right = chosen == (1 if question == PLANTED else 0)
            day = text_of(NOW)[:10]
            user_id = world * 1_000 + member
            topic = f"topic-{question % TOPICS}"
            yield user_id, number, topic, f"q-{question}", chosen, is_right, day, text_of(NOW), number


def choice(generator: random.Random, *, knows: bool, tempting: bool) -> int | None:
    """Return what a member chooses where 0 is truly right, and 1 what tempts; None for "I don't know"."""
    if knows and generator.random() >= SLIP:
        return 0
    if not knows and generator.random() < ADMITS:
        return None
    if tempting and generator.random() < (SLIPS_DRAWN if knows else GUESSES_DRAWN):
        return 1
    return generator.randrange(1, 4) if knows else generator.randrange(4)


def states_of(world: int) -> Iterator[Row]:
    """Yield the states of a world in which members get stuck at one topic."""
    generator = random.Random(world)
    long_ago = text_of(NOW - timedelta(days=10))
    for member in range(MEMBERS):
        for topic in range(generator.randrange(5, TOPICS)):
            stays = generator.random() < (STUCK if topic == PLANTED % 5 else LAGGING)
            yield world * 1_000 + member, f"topic-{topic}", "started" if stays else "done", long_ago, topic + 1


async def figures_of(url: str, guild_id: int) -> Figures:
    """Return the figures of a world."""
    database = Database(url)
    try:
        async with database.reading() as connection:
            return await group_figures(connection, guild_id, ROADMAP, NOW)
    finally:
        await database.close()


def fill(path: Path, worlds: int, tries: int | None, *, tempting: bool = False) -> None:
    """Make a database of so many worlds: with answers when `tries` are told, and else with states."""
    upgrade(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for world in range(1, worlds + 1):
            people = [(world, world * 1_000 + member, text_of(NOW)) for member in range(MEMBERS)]
            connection.executemany(MEMBER, people)
            if tries is None:
                connection.executemany(STATE, states_of(world))
            else:
                connection.executemany(ANSWER, answers_of(world, tries, tempting=tempting))
    connection.close()


async def find_stuck(folder: Path, worlds: int = 10) -> None:
    """Print in how many worlds the planted topic is the first that is told of."""
    fill(folder / "stuck.db", worlds, None)
    url = f"sqlite+aiosqlite:///{folder}/stuck.db"
    told = [stuck_topics((await figures_of(url, world)).topics) for world in range(1, worlds + 1)]
    first = sum(bool(found) and found[0].topic_id == f"topic-{PLANTED % 5}" for found in told)
    others = sum(len(found) - 1 for found in told)
    print(
        f"a planted stuck topic is told of first in {first} of {worlds} worlds (aim {worlds}), {others} others are told"
    )


async def find_wrong(folder: Path, tries: int, worlds: int, *, tempting: bool = False) -> None:
    """Print in how many worlds the wrong key is found, and how many questions are told of wrongly."""
    name = f"wrong-{tries}-{'tempting' if tempting else 'plain'}.db"
    fill(folder / name, worlds, tries, tempting=tempting)
    url = f"sqlite+aiosqlite:///{folder}/{name}"
    hits = alarms = judged = 0
    for world in range(1, worlds + 1):
        figures = await figures_of(url, world)
        told = {question.question_id for question in doubtful_questions(figures.questions)}
        hits += f"q-{PLANTED}" in told
        alarms += len(told - {f"q-{PLANTED}"})
        judged += len(figures.questions) - 1
    share = 100 * alarms / judged
    found = f"wrong key found in {hits} of {worlds} (aim {worlds})"
    where = f"{tries} first tries{' in tempting worlds' if tempting else ''}"
    print(f"{where}: {found}, false alarms {share:.2f} % (aim 1.1)")


async def cost(folder: Path, members: int, rounds: int) -> None:
    """Print what one `/insights` costs beside ten `/leaderboard`."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        people = [sandbox.member(f"member {number}") for number in range(members)]
        olga = sandbox.member("olga", permissions=Permission.MANAGE_GUILD)
        library = load_library(Path("content"))
        path = folder / "crowd.db"
        crowd.fill(path, sandbox.guild.id, [one.id for one in people], library.default.order, sandbox.clock.now())
        add_answers(path, [one.id for one in people], list(library.default.questions))
        environment = {"DISCORD_TOKEN": sandbox.token, "DISCORD_API_URL": sandbox.api_url, "LOG_FORMAT": "json"}
        database = f"sqlite+aiosqlite:///{path}"
        bot = await stack.enter_async_context(
            contender("insights", sandbox, ["-m", "bot", "run"], DATABASE_URL=database, **environment)
        )
        ratios: list[tuple[float, float]] = []
        for turn in range(rounds + 1):
            board = await spent(bot.pid, [people[(turn * 10 + n) % members].slash("leaderboard") for n in range(10)])
            own = await spent(bot.pid, [olga.slash("insights")])
            ratios += [(own[0] / board[0], own[1] / board[1])] if turn else []
    waits, cpu = (statistics.median(values) for values in zip(*ratios, strict=True))
    print(f"{members:,} members: /insights takes {waits:.2f} of ten /leaderboard in time, {cpu:.2f} in CPU (aim 1)")


async def spent(pid: int, asked: list[Awaitable[object]]) -> tuple[float, float]:
    """Return the seconds that interactions took one after another, and the bot's processor time."""
    used, began = cpu_seconds(pid), time.perf_counter()
    for one in asked:
        await one
    return time.perf_counter() - began, cpu_seconds(pid) - used


def add_answers(path: Path, user_ids: list[int], question_ids: list[str]) -> None:
    """Let each member have answered 60 questions."""
    generator = random.Random(1)
    rows: list[Row] = []
    for user_id in user_ids:
        for number, question in enumerate(generator.sample(question_ids, 60), start=1):
            is_right = generator.random() < 0.7
            topic = question.rpartition("-")[0]
            rows.append((user_id, number, topic, question, 0, is_right, "2026-11-29", text_of(NOW), number))
    with sqlite3.connect(path) as connection:
        connection.executemany(ANSWER, rows)
    connection.close()


async def main(members: int, rounds: int, worlds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as name:
        folder = Path(name)
        await find_stuck(folder)
        for tries in (15, 20, 30):
            await find_wrong(folder, tries, worlds)
            await find_wrong(folder, tries, worlds, tempting=True)
        if rounds:
            await cost(folder, members, rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--members", type=int, default=1_000, help="members of the server (default: 1,000)")
    parser.add_argument("--rounds", type=int, default=10, help="rounds of ten boards and one look (default: 10)")
    parser.add_argument("--worlds", type=int, default=40, help="seeds of worlds with a wrong key, from 1 (default: 40)")
    asked_for = parser.parse_args()
    asyncio.run(main(asked_for.members, asked_for.rounds, asked_for.worlds))
