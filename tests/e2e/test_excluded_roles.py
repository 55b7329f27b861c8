"""Roles that organisers keep off the boards: teachers, say."""

from discord_sandbox import Answer, Member
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.roles import Role

MENU = "Roles on no board (none)"


async def exclude(olga: Member, *roles: Role) -> Answer:
    offered = await (await olga.slash("setup")).press("Off the boards")
    return await offered.choose(MENU, *roles)


def give(member: Member, role: Role) -> None:
    assert member.membership is not None
    member.membership.roles.append(role)


def take(member: Member, role: Role) -> None:
    assert member.membership is not None
    member.membership.roles.remove(role)


async def test_a_teacher_is_on_no_board_and_told_why(olga: Member, ada: Member, grace: Member, guild: Guild) -> None:
    teachers = guild.add_role("Teachers")
    give(ada, teachers)
    await ada.slash("done", topic="csrf, xss")
    await grace.slash("done", topic="csrf")
    assert "ada · 20" in (await grace.slash("leaderboard")).text
    saved = await exclude(olga, teachers)
    assert "on no board" in saved.text
    assert f"Off the boards: <@&{teachers.id}>" in str(saved.embeds)
    board = await grace.slash("leaderboard")
    assert "ada" not in board.text
    assert "10 points by 1 member" in board.text
    own = await ada.slash("leaderboard")
    assert "A role of yours" in own.text
    assert "2 of 51" in (await ada.slash("progress")).text


async def test_who_gets_the_role_later_leaves_the_board_and_who_loses_it_is_back(
    olga: Member, ada: Member, grace: Member, guild: Guild
) -> None:
    teachers = guild.add_role("Teachers")
    await exclude(olga, teachers)
    await ada.slash("done", topic="csrf")
    assert "ada · 10" in (await grace.slash("leaderboard")).text
    give(ada, teachers)
    await ada.slash("progress")
    await ada.slash("done", topic="xss")
    assert "ada" not in (await grace.slash("leaderboard")).text
    take(ada, teachers)
    await ada.slash("done", topic="views")
    assert "ada · 30" in (await grace.slash("leaderboard")).text


async def test_without_the_setting_everybody_is_back_at_once(
    olga: Member, ada: Member, grace: Member, guild: Guild
) -> None:
    teachers = guild.add_role("Teachers")
    give(ada, teachers)
    await exclude(olga, teachers)
    await ada.slash("done", topic="csrf")
    assert "ada" not in (await grace.slash("leaderboard")).text
    saved = await exclude(olga)
    assert "members of all roles" in saved.text
    assert "Off the boards:" not in saved.text
    assert "ada · 10" in (await grace.slash("leaderboard")).text


async def test_a_role_that_was_deleted_harms_nobody_and_is_shown(
    olga: Member, ada: Member, grace: Member, guild: Guild
) -> None:
    teachers = guild.add_role("Teachers")
    give(ada, teachers)
    await exclude(olga, teachers)
    guild.remove_role(teachers)
    await ada.slash("done", topic="csrf")
    assert "ada · 10" in (await grace.slash("leaderboard")).text
    shown = await olga.slash("setup")
    assert "1 role that is gone" in shown.text
    assert "1 role that is gone" in (await shown.press("Off the boards")).text
    assert "1 role" not in (await exclude(olga)).text


async def test_everybody_cannot_be_excluded(olga: Member, guild: Guild) -> None:
    refused = await exclude(olga, guild.roles[guild.id])
    assert "Nothing was saved" in refused.text
    assert "no board would show anybody" in refused.text


async def test_only_organisers_may(olga: Member, ada: Member, guild: Guild) -> None:
    teachers = guild.add_role("Teachers")
    offered = await (await olga.slash("setup")).press("Off the boards")
    assert olga.membership is not None
    role = next(role for role in olga.membership.roles if role.permissions)
    olga.membership.roles.remove(role)
    refused = await offered.choose(MENU, teachers)
    assert "Manage Server" in refused.text
