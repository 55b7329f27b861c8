"""From a run that was taken to its end, with composers of every temper, over the wire to a sandbox."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import discord as discord_py
import pytest
import pytest_asyncio
from posting import MINUTE, Desk, discord_elsewhere, until
from whole_bot import CONTENT

from bot.client.channels import DiscordChannels
from bot.client.endpoint import use_api
from bot.client.poster import DiscordPoster
from bot.client.presence import DiscordPresence
from bot.content.load import load_library
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.library import Library
from bot.core.post import Occurrence, OccurrenceState, Post
from bot.core.schedule import Schedule, ScheduleKind
from bot.jobs.jobs import Jobs
from bot.jobs.pace import MOST_TRIES_TO_MAKE
from bot.sandbox import Fault, Sandbox
from bot.store import migrate
from bot.study import Composer, Study

SENT, FAILED, UNKNOWN = OccurrenceState.SENT, OccurrenceState.FAILED, OccurrenceState.UNKNOWN
POST = ("POST", "/channels/*/messages")
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Done", "custom_id": "v1:done:csrf"}]}

Start = Callable[[Composer], Jobs]
"""Starts the ticks with a composer for prompts; the test may stop them itself."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(CONTENT)


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    migrate.upgrade(f"sqlite:///{tmp_path}/waymark.db")
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    yield made
    await made.database.close()


@pytest_asyncio.fixture
async def start(discord: Sandbox, desk: Desk, library: Library) -> AsyncIterator[Start]:
    """Starts ticks that post without a gateway; the last ones are stopped in the end."""
    running: list[Jobs] = []
    clock = discord.clock.now
    poster = DiscordPoster(clock)

    def start(compose: Composer) -> Jobs:
        composers = {ScheduleKind.PROMPT: compose}
        study = Study(desk.database, library, clock, DiscordPresence(clock), DiscordChannels(), poster, composers)
        jobs = Jobs(study, 0.05)
        jobs.start()
        running.append(jobs)
        return jobs

    with discord_elsewhere():
        use_api(discord.api_url)
        async with discord_py.Client(intents=discord_py.Intents.none()) as client:
            await client.login(discord.token)
            poster.connect(client)
            yield start
            for jobs in running[-1:]:
                await jobs.stop(5)


async def test_what_was_frozen_is_sent_again_as_it_was(discord: Sandbox, desk: Desk, start: Start) -> None:
    made: list[int] = []

    async def compose(_study: Study, _schedule: Schedule, occurrence: Occurrence) -> Post:
        made.append(occurrence.id)
        return Post(f"Take {len(made)}", components=(BUTTON,), topic_id=f"topic-{len(made)}")

    start(compose)
    discord.faults.next(*POST, Fault.drop_before(), times=2)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    run = await desk.outlast(schedule)
    assert (run.state, run.topic_id) == (SENT, "topic-1")
    assert [message.content for message in discord.general.messages] == ["Take 1"]
    assert len(made) == 1


async def test_what_is_pressed_names_the_run(discord: Sandbox, desk: Desk, start: Start) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        return Post("Study", components=(BUTTON,))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    await desk.ended(schedule)
    (message,) = discord.general.messages
    pressed = message.components[0]["components"][0]["custom_id"]
    assert pressed.startswith("v1:done:csrf:o1-")
    assert message.nonce == pressed.rpartition(":")[2]


async def test_a_mistake_in_making_it_is_tried_again(discord: Sandbox, desk: Desk, start: Start) -> None:
    tries: list[int] = []

    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        tries.append(1)
        if len(tries) < 3:
            raise KeyError("a mistake")
        return Post("Study", components=(BUTTON,))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is SENT
    assert len(discord.general.messages) == 1


async def test_a_mistake_that_stays_fails_and_others_come(discord: Sandbox, desk: Desk, start: Start) -> None:
    study = discord.guild.add_text_channel("study")
    tries: list[int] = []

    async def compose(_study: Study, schedule: Schedule, _occurrence: Occurrence) -> Post:
        if schedule.channel_id == study.id:
            tries.append(1)
            raise KeyError("a mistake")
        return Post("Study", components=(BUTTON,))

    start(compose)
    broken, sound = await desk.plan(study), await desk.plan(discord.general)
    desk.reach(broken, sound)
    assert (await desk.ended(sound)).state is SENT
    run = await desk.outlast(broken)
    assert run.state is FAILED
    assert "could not make the post" in run.reason
    assert len(tries) == MOST_TRIES_TO_MAKE
    assert not (await desk.now(broken)).paused


async def test_a_reason_in_words_is_the_run_s(discord: Sandbox, desk: Desk, start: Start) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        raise StudyError("The roadmap is empty.")

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    run = await desk.ended(schedule)
    assert (run.state, run.reason) == (FAILED, "The roadmap is empty.")


async def test_a_button_without_room_for_the_mark_fails_before_it_is_sent(
    discord: Sandbox, desk: Desk, start: Start
) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        return Post("Study", components=({"type": 2, "custom_id": "x" * 100},))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is FAILED
    assert discord.journal.matching(*POST) == []


async def test_a_database_that_is_away_while_it_is_made_costs_no_try(
    discord: Sandbox, desk: Desk, start: Start
) -> None:
    tries: list[int] = []

    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        tries.append(1)
        if len(tries) <= MOST_TRIES_TO_MAKE + 1:
            raise DatabaseUnavailableError("away")
        return Post("Study", components=(BUTTON,))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    while len(tries) <= MOST_TRIES_TO_MAKE + 1:
        seen = len(tries)
        discord.clock.advance(MINUTE)
        await until(lambda seen=seen: len(tries) > seen)  # type: ignore[misc]  # the default binds this number
    assert (await desk.ended(schedule)).state is SENT


async def test_a_post_without_buttons_is_never_sent_twice(discord: Sandbox, desk: Desk, start: Start) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        return Post("Nothing to press")

    start(compose)
    lost = discord.faults.next(*POST, Fault.drop_after())
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    await until(lambda: lost.struck == 1)
    discord.clock.advance(10 * MINUTE)
    run = await desk.outlast(schedule)
    assert (run.state, run.reason) == (UNKNOWN, "The connection broke while it was sent.")
    assert len(discord.general.messages) == 1


async def test_many_of_one_minute_stay_under_discord_s_limit(discord: Sandbox, desk: Desk, start: Start) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        return Post("Study", components=(BUTTON,))

    discord.rate_limits.global_per_second = 50
    channels = [discord.add_guild(f"Server {number}").add_text_channel("study") for number in range(110)]
    plans = [await desk.plan(channel) for channel in channels]
    start(compose)
    desk.reach(*plans)
    for plan in plans:
        assert (await desk.ended(plan, within=30)).state is SENT
    assert {request.status for request in discord.journal.matching(*POST)} == {200}
    assert [len(channel.messages) for channel in channels] == [1] * 110


async def test_what_was_not_begun_at_a_stop_is_free_for_others_at_once(
    discord: Sandbox, desk: Desk, start: Start
) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        return Post("Study", components=(BUTTON,))

    channels = [discord.add_guild(f"Server {number}").add_text_channel("study") for number in range(60)]
    plans = [await desk.plan(channel) for channel in channels]
    first = start(compose)
    desk.reach(*plans)
    await until(lambda: any(channel.messages for channel in channels))
    await first.stop(5)
    assert any(not channel.messages for channel in channels)
    start(compose)
    for plan in plans:
        assert (await desk.ended(plan)).state is SENT
    assert [len(channel.messages) for channel in channels] == [1] * 60


async def test_the_log_says_how_far_behind_posts_are(
    discord: Sandbox, desk: Desk, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async def compose(_study: Study, _schedule: Schedule, _occurrence: Occurrence) -> Post:
        return Post("Study", components=(BUTTON,))

    discord.faults.next(*POST, Fault.rate_limited(retry_after=70), times=1_000)
    schedule = await desk.plan(discord.general)
    start(compose)
    desk.reach(schedule, plus=20 * MINUTE)
    await until(lambda: "posts are behind" in caplog.text)
    (record, *_) = [record for record in caplog.records if record.getMessage() == "posts are behind"]
    assert record.__dict__["minutes"] == 20
