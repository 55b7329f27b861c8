"""From a run that was taken to its end, with composers of every temper, over the wire to a sandbox."""

from discord_sandbox import Fault, Sandbox
from posting import MINUTE, SECOND, Desk
from sqlalchemy import update
from ticking import BUTTON, POST, Start, study_post
from waiting import until

from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError, StudyError
from bot.core.message_draft import MessageDraft, Occurrence, OccurrenceState
from bot.core.schedule import Schedule
from bot.guild_context import GuildContext
from bot.jobs.config import MAX_BUILD_ATTEMPTS
from bot.store.post_tables import occurrences
from bot.ui.schedules import reason_text

SENT, FAILED, UNKNOWN = OccurrenceState.SENT, OccurrenceState.FAILED, OccurrenceState.UNKNOWN


async def test_what_was_frozen_is_sent_again_as_it_was(discord: Sandbox, desk: Desk, start: Start) -> None:
    made: list[int] = []

    async def compose(
        _study: AppContext, _place: GuildContext, _schedule: Schedule, occurrence: Occurrence
    ) -> MessageDraft:
        made.append(occurrence.id)
        return MessageDraft(f"Take {len(made)}", components=(BUTTON,), topic_id=f"topic-{len(made)}")

    start(compose)
    discord.faults.next(*POST, Fault.drop_before(), times=2)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    run = await desk.outlast(schedule)
    assert (run.state, run.topic_id) == (SENT, "topic-1")
    assert [message.content for message in discord.general.messages] == ["Take 1"]
    assert len(made) == 1


async def test_what_is_pressed_names_the_run(discord: Sandbox, desk: Desk, start: Start) -> None:
    start(study_post)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    await desk.ended(schedule)
    (message,) = discord.general.messages
    pressed = message.components[0]["components"][0]["custom_id"]
    assert pressed.startswith("v2:1:done:csrf:o1-")
    assert message.nonce == pressed.rpartition(":")[2]


async def test_a_mistake_in_making_it_is_tried_again(
    discord: Sandbox, desk: Desk, start: Start, expected_errors: list[str]
) -> None:
    expected_errors.append("a post could not be made")
    tries: list[int] = []

    async def compose(
        _study: AppContext, _place: GuildContext, _schedule: Schedule, _occurrence: Occurrence
    ) -> MessageDraft:
        tries.append(1)
        if len(tries) < 3:
            raise KeyError("a mistake")
        return MessageDraft("Study", components=(BUTTON,))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is SENT
    assert len(discord.general.messages) == 1


async def test_a_mistake_that_stays_fails_and_others_come(
    discord: Sandbox, desk: Desk, start: Start, expected_errors: list[str]
) -> None:
    expected_errors.append("a post could not be made")
    study = discord.guild.add_text_channel("study")
    tries: list[int] = []

    async def compose(
        _study: AppContext, _place: GuildContext, schedule: Schedule, _occurrence: Occurrence
    ) -> MessageDraft:
        if schedule.channel_id == study.id:
            tries.append(1)
            raise KeyError("a mistake")
        return MessageDraft("Study", components=(BUTTON,))

    start(compose)
    broken, sound = await desk.plan(study), await desk.plan(discord.general)
    desk.reach(broken, sound)
    assert (await desk.ended(sound)).state is SENT
    run = await desk.outlast(broken)
    assert run.state is FAILED
    assert "could not make the post" in reason_text(run.reason)
    assert len(tries) == MAX_BUILD_ATTEMPTS
    assert not (await desk.now(broken)).paused


async def test_a_reason_in_words_is_the_run_s(discord: Sandbox, desk: Desk, start: Start) -> None:
    async def compose(
        _study: AppContext, _place: GuildContext, _schedule: Schedule, _occurrence: Occurrence
    ) -> MessageDraft:
        raise StudyError("The roadmap is empty.")

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    run = await desk.ended(schedule)
    assert (run.state, reason_text(run.reason)) == (FAILED, "The roadmap is empty.")


async def test_a_button_without_room_for_the_mark_fails_before_it_is_sent(
    discord: Sandbox, desk: Desk, start: Start, expected_errors: list[str]
) -> None:
    expected_errors.append("a post could not be made")

    async def compose(
        _study: AppContext, _place: GuildContext, _schedule: Schedule, _occurrence: Occurrence
    ) -> MessageDraft:
        return MessageDraft("Study", components=({"type": 2, "custom_id": "x" * 100},))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    assert (await desk.outlast(schedule)).state is FAILED
    assert discord.journal.matching(*POST) == []


async def test_a_database_that_is_away_while_it_is_made_costs_no_try(
    discord: Sandbox, desk: Desk, start: Start
) -> None:
    tries: list[int] = []

    async def compose(
        _study: AppContext, _place: GuildContext, _schedule: Schedule, _occurrence: Occurrence
    ) -> MessageDraft:
        tries.append(1)
        if len(tries) <= MAX_BUILD_ATTEMPTS + 1:
            raise DatabaseUnavailableError("away")
        return MessageDraft("Study", components=(BUTTON,))

    start(compose)
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    while len(tries) <= MAX_BUILD_ATTEMPTS + 1:
        seen = len(tries)
        discord.clock.advance(MINUTE)
        await until(lambda seen=seen: len(tries) > seen)  # type: ignore[misc]  # the default binds this number
    assert (await desk.ended(schedule)).state is SENT


async def test_a_post_without_buttons_is_never_sent_twice(discord: Sandbox, desk: Desk, start: Start) -> None:
    async def compose(
        _study: AppContext, _place: GuildContext, _schedule: Schedule, _occurrence: Occurrence
    ) -> MessageDraft:
        return MessageDraft("Nothing to press")

    start(compose)
    lost = discord.faults.next(*POST, Fault.drop_after())
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    await until(lambda: lost.struck == 1)
    discord.clock.advance(10 * MINUTE)
    run = await desk.outlast(schedule)
    assert (run.state, reason_text(run.reason)) == (UNKNOWN, "The connection broke while it was sent.")
    assert len(discord.general.messages) == 1


async def test_a_post_sent_while_the_clock_was_ahead_is_looked_for_and_not_sent_twice(
    discord: Sandbox, desk: Desk, start: Start
) -> None:
    jobs = start(study_post)
    discord.faults.next(*POST, Fault.drop_after())
    schedule = await desk.plan(discord.general)
    desk.reach(schedule)
    await until(lambda: len(discord.general.messages) == 1)
    await jobs.stop(5)
    now = discord.clock.jump(discord.clock.now() + 4 * MINUTE)
    async with desk.database.writing() as connection:
        ahead = update(occurrences).values(first_try_at=now + MINUTE, lease_until=now - SECOND)
        assert (await connection.execute(ahead)).rowcount == 1
    start(study_post)
    run = await desk.ended(schedule)
    assert (run.state, run.message_id) == (SENT, discord.general.messages[0].id)
    assert len(discord.general.messages) == 1
