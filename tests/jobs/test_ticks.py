"""What the ticks do about many runs, about claims that take their time, and about being stopped."""

from datetime import UTC, datetime, timedelta

import pytest
from discord_sandbox import Fault, Sandbox
from posting import MINUTE, SECOND, Desk
from sqlalchemy import text
from ticking import POST, Start, study_post
from waiting import until

from bot.core.message_draft import OccurrenceState
from bot.jobs.jobs import on_the_minute

SENT = OccurrenceState.SENT
_UNCLAIMABLE = """
    CREATE TRIGGER unclaimable BEFORE UPDATE ON schedules WHEN NEW.id = {}
    BEGIN SELECT RAISE(ABORT, 'this one cannot be claimed'); END
"""


async def test_many_of_one_minute_stay_under_discord_s_limit(discord: Sandbox, desk: Desk, start: Start) -> None:
    discord.rate_limits.global_per_second = 50
    channels = [discord.add_guild(f"Server {number}").add_text_channel("study") for number in range(110)]
    plans = [await desk.plan(channel) for channel in channels]
    start(study_post)
    desk.reach(*plans)
    for plan in plans:
        assert (await desk.ended(plan)).state is SENT
    assert {request.status for request in discord.journal.matching(*POST)} == {200}
    assert [len(channel.messages) for channel in channels] == [1] * 110


async def test_what_one_process_cannot_send_soon_is_left_to_others(discord: Sandbox, desk: Desk, start: Start) -> None:
    channels = [discord.add_guild(f"Server {number}").add_text_channel("study") for number in range(100)]
    plans = [await desk.plan(channel) for channel in channels]
    start(study_post)
    desk.reach(*plans)
    await until(lambda: sum(bool(channel.messages) for channel in channels) >= 8)
    async with desk.database.reading() as connection:
        held = (await connection.execute(text("SELECT count(lease_until) FROM occurrences"))).scalar_one()
    assert 0 < held <= 60


async def test_what_was_not_begun_at_a_stop_is_free_for_others_at_once(
    discord: Sandbox, desk: Desk, start: Start
) -> None:
    channels = [discord.add_guild(f"Server {number}").add_text_channel("study") for number in range(60)]
    plans = [await desk.plan(channel) for channel in channels]
    first = start(study_post)
    desk.reach(*plans)
    await until(lambda: any(channel.messages for channel in channels))
    await first.stop(5)
    assert any(not channel.messages for channel in channels)
    start(study_post)
    for plan in plans:
        assert (await desk.ended(plan)).state is SENT
    assert [len(channel.messages) for channel in channels] == [1] * 60


async def test_the_log_says_how_far_behind_posts_are(
    discord: Sandbox, desk: Desk, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    discord.faults.next(*POST, Fault.rate_limited(retry_after=70), times=1_000)
    schedule = await desk.plan(discord.general)
    start(study_post)
    desk.reach(schedule, plus=20 * MINUTE)
    await until(lambda: "posts are behind" in caplog.text)
    (record, *_) = [record for record in caplog.records if record.getMessage() == "posts are behind"]
    assert record.__dict__["minutes"] == 20


async def test_posts_wait_for_claims_and_not_for_ever(
    discord: Sandbox, desk: Desk, start: Start, caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> None:
    expected_errors.append("a tick failed")
    busy = discord.faults.next(*POST, Fault.status(503))
    start(study_post)
    waiting, broken = await desk.plan(discord.general), await desk.plan(discord.general, after=6 * MINUTE)
    async with desk.database.writing() as connection:
        await connection.execute(text(_UNCLAIMABLE.format(broken.id)))
    desk.reach(waiting)
    await until(lambda: busy.struck > 0)
    desk.reach(broken)
    failures = caplog.text.count("a tick failed")
    await until(lambda: caplog.text.count("a tick failed") >= failures + 3)
    assert discord.general.messages == []
    discord.clock.advance(10 * SECOND)
    assert (await desk.ended(waiting)).state is SENT
    assert await desk.runs(broken) == ()


def test_posts_are_looked_for_the_moment_that_they_are_due() -> None:
    due = datetime(2026, 11, 24, 9, 17, tzinfo=UTC)
    for before in (0.0, 0.001, 1.0, 59.999):
        now = due - timedelta(seconds=before)
        assert on_the_minute().get_next_fire_time(None, now) == due
