"""What organisers are told of their group with `/insights`, and what they have done about it."""

import asyncio
from datetime import timedelta

import pytest
from discord_sandbox import Member, Permission, Sandbox
from discord_sandbox.world.guilds import Guild
from posting import Desk
from waiting import LONGEST

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import DIGEST
from bot.core.schedule import Schedule
from bot.core.user import Visibility
from bot.store.users import set_visibility

DAY = timedelta(days=1)


@pytest.fixture
def olga(desk: Desk, discord: Sandbox, guild: Guild) -> Member:
    """An organiser of a server whose bot has the test's own clock."""
    return discord.member("olga", guild=guild, permissions=Permission.MANAGE_GUILD)


@pytest.fixture
def guild(desk: Desk, discord: Sandbox) -> Guild:
    made = discord.add_guild("Stuck")
    made.add_text_channel("study")
    return made


async def stick(discord: Sandbox, guild: Guild, people: int) -> list[Member]:
    """Let so many members start a topic that they do not finish within a week."""
    members = [discord.member(f"member{number}", guild=guild) for number in range(people)]
    for member in members:
        await member.slash("start", topic="migrations")
    discord.clock.jump(discord.clock.now() + 8 * DAY)
    return members


async def until_forgotten(desk: Desk, guild: Guild, plan: Schedule) -> None:
    """Wait until a schedule that had its day is gone; raises TimeoutError when it stays."""
    async with asyncio.timeout(LONGEST):
        while plan.id in [one.id for one in await desk.all(guild)]:  # noqa: ASYNC110 - rows tell nobody when they go
            await asyncio.sleep(0.05)


async def test_five_who_are_stuck_are_told_of_as_a_figure(discord: Sandbox, olga: Member, guild: Guild) -> None:
    await stick(discord, guild, 5)
    shown = await olga.slash("insights")
    assert shown.private
    assert "Migrations: 5 stuck" in shown.text.replace("**", "")
    assert "member0" not in shown.text


async def test_of_four_nothing_is_told(discord: Sandbox, desk: Desk, olga: Member, guild: Guild) -> None:
    members = await stick(discord, guild, 5)
    async with desk.database.writing() as connection:
        await set_visibility(connection, members[0].id, Visibility.NOBODY, discord.clock.now())
    shown = await olga.slash("insights")
    assert "stuck" not in shown.text
    assert "Migrations" not in shown.text


async def test_four_members_are_too_few_for_any_figure(discord: Sandbox, olga: Member, guild: Guild) -> None:
    await stick(discord, guild, 3)
    assert "Fewer than 5 members" in (await olga.slash("insights")).text


async def test_only_organisers_see_insights_by_whatever_way(discord: Sandbox, olga: Member, guild: Guild) -> None:
    ada = discord.member("ada", guild=guild)
    for verb in ("insights", "insights-ask:csrf", "insights-prompt:csrf", "insights-weekly", "insights-quiet"):
        answer = await discord.forge_component(f"v1:{verb}", by=ada)
        assert answer is not None
        assert "Only organisers can do this" in answer.text


async def test_a_question_on_the_stuck_topic_is_posted_soon_and_once(
    discord: Sandbox, desk: Desk, olga: Member, guild: Guild
) -> None:
    await stick(discord, guild, 5)
    shown = await olga.slash("insights")
    asked = await shown.press("Ask: Migrations")
    assert "A question on Migrations" in asked.text.replace("*", "")
    again = await shown.press("Ask: Migrations")
    assert "planned already" in again.text
    (plan,) = await desk.all(guild)
    assert "once, on" in (await olga.slash("schedule list")).text
    desk.reach(plan)
    run = await desk.ended(plan)
    study = guild.channel("study")
    (posted,) = [message for message in study.messages if message.id == run.message_id]
    assert "migration" in str(posted.embeds)
    await until_forgotten(desk, guild, plan)


async def test_a_prompt_on_the_stuck_topic_goes_where_prompts_go(
    discord: Sandbox, desk: Desk, olga: Member, guild: Guild
) -> None:
    await stick(discord, guild, 5)
    prompts = guild.add_text_channel("prompts")
    await desk.plan(prompts)
    planned = await (await olga.slash("insights")).press("Prompt: Migrations")
    assert f"<#{prompts.id}>" in str(planned.message.content)
    plan = (await desk.all(guild))[-1]
    discord.clock.jump(plan.next_run_at or discord.clock.now())
    assert (await desk.ended(plan)).topic_id == "migrations"


async def test_a_weekly_digest_is_posted_if_asked_for(discord: Sandbox, desk: Desk, olga: Member, guild: Guild) -> None:
    await stick(discord, guild, 6)
    asked = await (await olga.slash("insights")).press("Weekly digest")
    assert "The digest comes in" in asked.text
    (plan,) = await desk.all(guild)
    assert plan.kind == DIGEST
    desk.reach(plan)
    run = await desk.ended(plan)
    assert run.state is OccurrenceState.SENT
    (posted,) = [one for one in guild.channel("study").messages if one.id == run.message_id]
    text = str(posted.embeds[0]["description"])
    assert "Migrations" in text
    assert len(text.splitlines()) <= 12
    assert "No more digests" in (await (await olga.slash("insights")).press("No weekly digest")).text
    assert await desk.all(guild) == ()


async def test_a_digest_of_too_few_is_not_posted(discord: Sandbox, desk: Desk, olga: Member, guild: Guild) -> None:
    await stick(discord, guild, 3)
    plan = await desk.plan(guild.channel("study"), kind=DIGEST)
    desk.reach(plan)
    assert (await desk.ended(plan)).state is OccurrenceState.SKIPPED
