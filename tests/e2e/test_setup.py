"""Setting a server up: one panel, everything checked before it is kept."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from posting import Desk, discord_elsewhere
from whole_bot import CONTENT, serving

from bot.core.post import OccurrenceState
from bot.sandbox import Answer, Member, NotPossible, Permission, Sandbox
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.sandbox.world.messages import Message

NUMBERS = count(1)
PROMPTS, BOARDS = "Channel for study prompts", "Channel for the leaderboard"
ROLE = "Role to mention (nobody)"
FORM = "Time, days and zone"


@pytest.fixture
def olga(sandbox: Sandbox, guild: Guild) -> Member:
    """An organiser of the test's server."""
    return sandbox.member(f"olga-{next(NUMBERS)}", guild=guild, permissions=Permission.MANAGE_GUILD)


@pytest.fixture
def study(guild: Guild) -> Channel:
    return guild.channel("study")


def shown(answer: Answer) -> str:
    """Give what an answer says, its lines joined."""
    return " ".join(answer.text.replace("│", " ").split())


def instants_in(answer: Answer) -> list[str]:
    return re.findall(r"<t:\d+:f>", str(answer.embeds))


def public(channel: Channel) -> list[Message]:
    return [message for message in channel.messages if message.private_to is None]


async def test_everything_has_a_default_before_anything_is_set(olga: Member) -> None:
    panel = await olga.slash("setup")
    assert panel.private
    for part in (
        "UTC, now",
        "Weeks begin on Monday",
        "Backend Developer",
        "Nobody is mentioned",
        "saved as you pick it",
    ):
        assert part in shown(panel)
    assert [select.placeholder for select in panel.selects] == [PROMPTS, BOARDS]
    assert panel.buttons == [FORM, "Check again"]


async def test_picking_channels_is_all_it_takes(olga: Member, study: Channel, guild: Guild) -> None:
    board = guild.add_text_channel("board")
    panel = await olga.slash("setup")
    picked = await panel.choose(PROMPTS, study)
    assert picked.edited
    assert f"Study prompts go to {study.mention}" in picked.content
    assert len(instants_in(picked)) == 3
    picked = await picked.choose(BOARDS, board)
    assert "09:00 daily" in picked.text
    assert "09:00 on Monday" in picked.text
    assert len(instants_in(picked)) == 6
    assert [select.placeholder for select in picked.selects] == [PROMPTS, BOARDS, ROLE]
    listed = await olga.slash("schedule list")
    assert "2 schedules" in listed.text
    assert instants_in(listed) == instants_in(picked)


async def test_picking_another_channel_moves_the_post(olga: Member, study: Channel, guild: Guild) -> None:
    board = guild.add_text_channel("board")
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(PROMPTS, board)
    listed = await olga.slash("schedule list")
    assert "1 schedule" in listed.text
    assert board.mention in str(listed.embeds)


async def test_each_missing_permission_is_told_and_checked_again(olga: Member, study: Channel, guild: Guild) -> None:
    assert guild.me
    study.deny(guild.me, Permission.VIEW_CHANNEL | Permission.EMBED_LINKS)
    office = guild.add_text_channel("office")
    panel = await olga.in_channel(office).slash("setup")
    refused = await panel.choose(PROMPTS, study)
    for part in (
        "Nothing was saved",
        "❌ View Channel",
        "✅ Send Messages",
        "❌ Embed Links",
        "✅ Read Message History",
    ):
        assert part in refused.content
    assert "Nothing is scheduled" in (await olga.slash("schedule list")).text
    study.allow(guild.me, Permission.VIEW_CHANNEL | Permission.EMBED_LINKS)
    assert "Study prompts go to" in (await refused.press("Check again")).content


async def test_a_permission_that_was_lost_is_shown(olga: Member, study: Channel, guild: Guild) -> None:
    assert guild.me
    panel = await olga.slash("setup")
    assert "I have all that I need" in (await panel.choose(PROMPTS, study)).text
    study.deny(guild.me, Permission.EMBED_LINKS)
    assert "❌ Embed Links" in (await panel.press("Check again")).text
    study.delete()
    olga = olga.in_channel(guild.add_text_channel("office"))
    assert "I cannot see" in (await olga.slash("setup")).text


async def test_the_form_sets_time_days_zone_and_week(olga: Member, study: Channel, sandbox: Sandbox) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(BOARDS, study)
    form = await panel.press(FORM)
    assert form.modal
    assert [field.label for field in form.modal.fields] == [
        "Time of the posts",
        "Days of study prompts",
        "Day of the leaderboard",
        "Time zone of this server",
        "First day of the week",
    ]
    saved = await form.submit(
        time="18:30", zone="kathmandu", first_weekday=["sunday"], prompt_days=["monday", "friday"]
    )
    assert "Saved" in saved.content
    for part in ("Asia/Kathmandu", "Weeks begin on Sunday", "18:30 on Monday and Friday", "18:30 on Sunday"):
        assert part in shown(saved)
    local = sandbox.clock.now().astimezone(ZoneInfo("Asia/Kathmandu"))
    assert f"now {local:%H:}" in shown(saved)


async def test_the_form_asks_only_for_what_there_is(olga: Member) -> None:
    form = await (await olga.slash("setup")).press(FORM)
    assert form.modal
    assert [field.label for field in form.modal.fields] == ["Time zone of this server", "First day of the week"]


async def test_everything_wrong_in_the_form_is_said_and_nothing_is_saved(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    form = await panel.press(FORM)
    refused = await form.submit(time="25:00", zone="CET", first_weekday=["sunday"])
    for part in ("Nothing was saved", "00:00 to 23:59", "abbreviation"):
        assert part in refused.content
    for part in ("UTC, now", "Weeks begin on Monday", "09:00 daily"):
        assert part in shown(refused)


async def test_the_zone_is_an_option_too(olga: Member, sandbox: Sandbox) -> None:
    offered = await olga.autocomplete("setup", zone="new yo")
    local = sandbox.clock.now().astimezone(ZoneInfo("America/New_York"))
    assert offered[0][1] == "America/New_York"
    assert f"{local:%H:}" in offered[0][0]
    assert "America/New_York, now" in (await olga.slash("setup", zone="America/New_York")).text
    refused = await olga.slash("setup", zone="Atlantis")
    assert "Nothing was saved" in refused.content
    assert "America/New_York, now" in refused.text


async def test_boards_count_in_the_new_zone_at_once(olga: Member) -> None:
    before = instants_in(await olga.slash("leaderboard"))
    await olga.slash("setup", zone="Asia/Kathmandu")
    after = instants_in(await olga.slash("leaderboard"))
    assert len(before) == len(after) == 1
    assert before != after


async def test_schedules_move_with_the_zone_unless_they_have_their_own(olga: Member, study: Channel) -> None:
    await olga.slash("schedule add", kind="prompt", channel=study, time="10:00")
    await olga.slash("schedule add", kind="prompt", channel=study, time="11:00", zone="Asia/Tokyo")
    before = instants_in(await olga.slash("schedule list"))
    await olga.slash("setup", zone="Asia/Kathmandu")
    after = instants_in(await olga.slash("schedule list"))
    assert before[:3] != after[:3]
    assert before[3:] == after[3:]


async def test_the_board_follows_the_first_day_of_the_week(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(BOARDS, study)
    saved = await (await panel.press(FORM)).submit(first_weekday=["saturday"])
    assert "09:00 on Saturday" in saved.text


async def test_a_role_is_mentioned_by_all_posts_or_nobody(olga: Member, study: Channel, guild: Guild) -> None:
    role = guild.add_role("learners", mentionable=True)
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    picked = await panel.choose(ROLE, role)
    assert role.mention in str(picked.embeds)
    await panel.choose(BOARDS, study)
    for menu_place in (0, 1):
        listed = await olga.slash("schedule list")
        number = list(listed.selects[0].options.values())[menu_place]
        assert role.mention in str((await listed.choose("Open one", number)).embeds)
    assert "Nobody is mentioned" in (await panel.choose(ROLE)).text


async def test_roles_that_should_not_be_mentioned_are_refused(olga: Member, study: Channel, guild: Guild) -> None:
    staff = guild.add_role("staff")
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    refused = await panel.choose(ROLE, staff)
    assert "stands above Waymark" in refused.content
    assert "did not ask" in (await panel.choose(ROLE, guild.everyone)).content
    assert "Nobody is mentioned" in refused.text


async def test_a_role_that_is_gone_is_told(olga: Member, study: Channel, guild: Guild) -> None:
    role = guild.add_role("learners", mentionable=True)
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(ROLE, role)
    guild.remove_role(role)
    assert "role to mention is gone" in (await panel.press("Check again")).text


async def test_posts_are_tested_where_they_go(olga: Member, study: Channel, guild: Guild) -> None:
    board = guild.add_text_channel("board")
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(BOARDS, board)
    tested = await panel.press("Post a test now")
    assert tested.content.count("Posted in") == 2
    assert "Topic of the day" in public(study)[0].content
    assert "test" in public(board)[0].content


async def test_two_tests_in_one_channel_are_two_posts(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(BOARDS, study)
    await panel.press("Post a test now")
    assert len(public(study)) == 2


async def test_what_is_announced_can_rest_and_go_on(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    paused = await panel.press("Pause prompts")
    assert "Paused by an organiser" in paused.text
    assert instants_in(paused) == []
    assert len(instants_in(await panel.press("Resume prompts"))) == 3


async def test_further_schedules_are_one_press_away(olga: Member, study: Channel) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await olga.slash("schedule add", kind="prompt", channel=study, time="10:00")
    again = await panel.press("Check again")
    assert "1 more under All schedules" in shown(again)
    assert "2 schedules" in (await again.press("All schedules")).text


async def test_members_without_the_permission_are_refused(
    olga: Member, ada: Member, study: Channel, sandbox: Sandbox
) -> None:
    with pytest.raises(NotPossible, match="MANAGE_GUILD"):
        await ada.slash("setup")
    await (await olga.slash("setup")).choose(PROMPTS, study)
    for custom_id in (
        "setup",
        f"setup-study:{study.id}",
        "setup-when",
        "setup-role",
        "setup-stop:prompt",
        "setup-test",
    ):
        answer = await sandbox.forge_component(f"v1:{custom_id}", by=ada)
        assert answer.private
        assert "Manage Server" in answer.text
    assert len(instants_in(await olga.slash("setup"))) == 3
    assert public(study) == []


async def test_help_tells_organisers_where_to_begin(ada: Member) -> None:
    assert "/setup" in (await ada.slash("help")).text


async def test_it_belongs_to_servers(olga: Member, sandbox: Sandbox) -> None:
    with pytest.raises(NotPossible, match="direct messages"):
        await olga.dm.slash("setup")
    assert "belong to a server" in (await sandbox.forge_component("v1:setup", by=olga.dm)).text


@pytest.mark.parametrize(
    "custom_id", ["setup-study:x", "setup-stop:poem", "setup-roadmap:rust", "setup-role:-1", "setup-test"]
)
async def test_made_up_presses_are_answered(olga: Member, sandbox: Sandbox, custom_id: str) -> None:
    answer = await sandbox.forge_component(f"v1:{custom_id}", by=olga)
    assert answer.private
    assert any(words in answer.text for words in ("Pick", "another version"))


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    async with made.bot():
        await discord.gateway.connected()
        yield made
    await made.database.close()


async def test_a_paused_post_is_shown_with_its_reason_and_goes_on_after_the_fix(discord: Sandbox, desk: Desk) -> None:
    study, office = discord.guild.add_text_channel("study"), discord.guild.add_text_channel("office")
    assert discord.guild.me
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD).in_channel(office)
    schedule = await desk.plan(study)
    study.deny(discord.guild.me, Permission.SEND_MESSAGES)
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is OccurrenceState.FAILED
    panel = await olga.slash("setup")
    assert "Paused: Waymark may not write there" in shown(panel)
    assert "❌ Send Messages" in panel.text
    assert "may not write there" in shown(await olga.slash("schedule list"))
    assert "Nothing was saved" in (await panel.press("Resume prompts")).content
    study.allow(discord.guild.me, Permission.SEND_MESSAGES)
    assert len(instants_in(await panel.press("Resume prompts"))) == 3
    history = await olga.slash("schedule history", schedule=str(schedule.id))
    assert "failed" in history.text
    desk.reach(await desk.now(schedule))
    assert (await desk.ended(schedule, 2)).state is OccurrenceState.SENT


async def test_a_post_that_could_not_be_posted_goes_on_elsewhere(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    schedule = await desk.plan(discord.guild.add_text_channel("study"))
    discord.guild.channel("study").delete()
    desk.reach(schedule)
    assert (await desk.ended(schedule)).state is OccurrenceState.FAILED
    assert "The channel is gone" in shown(await olga.slash("setup"))
    picked = await (await olga.slash("setup")).choose(PROMPTS, discord.general)
    assert len(instants_in(picked)) == 3
    desk.reach(await desk.now(schedule))
    assert (await desk.ended(schedule, 2)).state is OccurrenceState.SENT


async def test_a_broken_schedule_that_is_moved_goes_on(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    schedule = await desk.plan(discord.guild.add_text_channel("study"))
    discord.guild.channel("study").delete()
    desk.reach(schedule)
    await desk.ended(schedule)
    number = str(schedule.id)
    assert "The channel is gone" in shown(await olga.slash("schedule edit", schedule=number, time="09:00"))
    assert len(instants_in(await olga.slash("schedule edit", schedule=number, channel=discord.general))) == 3


async def test_a_server_may_study_another_roadmap(discord: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    small_roadmap(folder / "versions")
    shutil.copytree(CONTENT / "python-django", folder / "python-django")
    with discord_elsewhere():
        async with serving(discord, tmp_path / "waymark.db", folder):
            olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
            assert "0 of 51" in (await discord.member("ada").slash("roadmap")).text
            offered = await (await olga.slash("setup")).press("Roadmap")
            assert offered.selects[0].options == {
                "Backend Developer: Python/Django": "python-django",
                "Versions": "versions",
            }
            picked = await offered.choose("Pick a roadmap", "versions")
            assert "Roadmap saved" in picked.content
            assert "🗺️ Versions" in picked.text
            assert "0 of 1" in (await discord.member("ada").slash("roadmap")).text


def small_roadmap(folder: Path) -> None:
    """Write a roadmap of one topic."""
    (folder / "topics").mkdir(parents=True)
    (folder / "roadmap.yaml").write_text(
        "id: versions\ntitle: Versions\nsummary: How to keep versions.\n"
        "sections: [{id: start, title: Start, emoji: 🌱, summary: First steps., "
        "groups: [{title: First, topics: [commits]}]}]\n",
        encoding="utf-8",
    )
    (folder / "topics" / "commits.yaml").write_text(
        "id: commits\ntitle: Commits\nsection: start\nsummary: A version of your work.\n"
        "explanation: A commit is a snapshot.\nkey_points: [A commit is a snapshot.]\nminutes: 30\n"
        "resources: [{type: official, title: Git, url: 'https://git-scm.com/docs'}]\n",
        encoding="utf-8",
    )


async def test_history_tells_on_time_late_and_skipped(discord: Sandbox, desk: Desk) -> None:
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    schedule = await desk.plan(discord.general)
    for runs, late in enumerate((timedelta(0), timedelta(minutes=90), timedelta(hours=7)), start=1):
        desk.reach(await desk.now(schedule), plus=late)
        await desk.ended(schedule, runs)
    history = await olga.slash("schedule history", schedule=str(schedule.id))
    for part in ("on time", "1 h 30 min late", "skipped"):
        assert part in history.text
    assert f"/{discord.guild.id}/{discord.general.id}/" in str(history.embeds)
