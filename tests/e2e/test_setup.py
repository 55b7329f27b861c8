"""Setting a server up: one panel, everything checked before it is kept."""

from datetime import timedelta

import pytest
from discord_sandbox import Member, NotPossible, Permission, Sandbox
from discord_sandbox.terminal import TerminalChat
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel, Message
from scheduling import instants_in
from setup_panel import BOARDS, FORM, PROMPTS, ROLE, shown


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
    assert panel.buttons == [FORM, "Check again", "Off the boards"]


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


async def test_each_of_the_lists_can_be_picked_from_in_a_terminal(
    sandbox: Sandbox, olga: Member, study: Channel, guild: Guild
) -> None:
    guild.add_role("Students", mentionable=True)
    written: list[str] = []
    terminal = TerminalChat(sandbox, olga, written.append)
    for line in ("/setup", "choose study", f"choose leaderboard: {study.name}", "choose role: Students"):
        assert await terminal.enter(line), written[-1]
    for part in ("Posts mention it", "🔔 @Students", "09:00 daily", "09:00 on Monday"):
        assert part in written[-1]


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
    assert "I have everything I need" in (await panel.choose(PROMPTS, study)).text
    study.deny(guild.me, Permission.EMBED_LINKS)
    assert "❌ Embed Links" in (await panel.press("Check again")).text
    study.delete()
    olga = olga.in_channel(guild.add_text_channel("office"))
    assert "I cannot see" in (await olga.slash("setup")).text


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
    assert "is above Waymark" in refused.content
    assert "did not ask" in (await panel.choose(ROLE, guild.everyone)).content
    assert "Nobody is mentioned" in refused.text


async def test_a_role_that_is_gone_is_told(sandbox: Sandbox, olga: Member, study: Channel, guild: Guild) -> None:
    role = guild.add_role("learners", mentionable=True)
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(ROLE, role)
    guild.remove_role(role)
    sandbox.clock.advance(timedelta(seconds=2))  # what Discord was just asked holds for a moment
    assert "role to mention is gone" in (await panel.press("Check again")).text


async def test_posts_are_tested_one_by_one_where_they_go(olga: Member, study: Channel, guild: Guild) -> None:
    board = guild.add_text_channel("board")
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    await panel.choose(BOARDS, board)
    tested = await panel.press("Test the prompts")
    assert "Posted in" in tested.content
    assert "Topic of the day" in public(study)[0].content
    assert public(board) == []
    await (await olga.slash("setup")).press("Test the leaderboard")
    assert "test" in public(board)[0].content


async def test_a_test_can_be_taken_away_again_and_nothing_else_can(
    olga: Member, ada: Member, study: Channel, sandbox: Sandbox
) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    tested = await panel.press("Test the prompts")
    assert len(public(study)) == 1
    assert "is gone" in (await tested.press("Take the test away")).content
    assert public(study) == []
    await ada.in_channel(study).say("A test post: nobody was notified.", within=0.1)
    (other,) = public(study)
    for where in (f"{study.id}-{other.id}", f"{study.id}-1", "1-2", "x", ""):
        answer = await sandbox.forge_component(f"v1:schedule-untest:{where}", by=olga)
        assert "test" in answer.text
        assert answer.private
    assert "Manage Server" in (await sandbox.forge_component(f"v1:schedule-untest:{study.id}-1", by=ada)).text
    assert [message.id for message in public(study)] == [other.id]


async def test_a_panel_from_before_says_where_tests_are_now(olga: Member, study: Channel, sandbox: Sandbox) -> None:
    panel = await olga.slash("setup")
    await panel.choose(PROMPTS, study)
    assert "Pick below" in (await sandbox.forge_component("v1:setup-test", by=olga)).content
    assert public(study) == []


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
    assert "go to a server" in (await sandbox.forge_component("v1:setup", by=olga.dm)).text


@pytest.mark.parametrize(
    "custom_id", ["setup-study:x", "setup-stop:poem", "setup-roadmap:rust", "setup-role:-1", "setup-test"]
)
async def test_made_up_presses_are_answered(olga: Member, sandbox: Sandbox, custom_id: str) -> None:
    answer = await sandbox.forge_component(f"v1:{custom_id}", by=olga)
    assert answer.private
    assert any(words in answer.text for words in ("Pick", "another version"))
