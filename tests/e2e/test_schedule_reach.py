"""Whose schedules are within whose reach, and by what they are named."""

from typing import Any

import pytest
from discord_sandbox import Member, NotPossible, Permission, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel
from scheduling import number_of, planned


@pytest.mark.parametrize("verb", ["edit", "pause", "resume", "remove", "test", "history"])
async def test_schedules_of_another_server_are_out_of_reach(
    olga: Member, study: Channel, sandbox: Sandbox, verb: str
) -> None:
    number = number_of(await planned(olga, study))
    other = sandbox.add_guild("Other")
    other.add_text_channel("study")
    stranger = sandbox.member(f"stranger-{other.id}", guild=other, permissions=Permission.MANAGE_GUILD)
    options: dict[str, Any] = {"time": "10:00"} if verb == "edit" else {}
    answer = await stranger.slash(f"schedule {verb}", schedule=number, **options)
    assert "no schedule with that number" in answer.text
    assert (
        "no schedule with that number"
        in (await sandbox.forge_component(f"v1:schedule-remove:{number}", by=stranger)).text
    )
    assert "09:00 daily" in (await olga.slash("schedule list")).text


@pytest.mark.parametrize("named", ["", "first", "-1", "9" * 30, "１"])
async def test_a_schedule_is_named_by_its_number(olga: Member, named: str) -> None:
    answer = await olga.slash("schedule pause", validate=False, schedule=named)
    assert "/schedule list" in answer.text


async def test_members_without_the_permission_are_refused(
    olga: Member, ada: Member, study: Channel, guild: Guild, sandbox: Sandbox
) -> None:
    number = number_of(await planned(olga, study))
    with pytest.raises(NotPossible, match="MANAGE_GUILD"):
        await ada.slash("schedule list")
    for verb in ("schedule", "schedules", "schedule-remove", "schedule-pause", "schedule-test", "schedule-history"):
        answer = await sandbox.forge_component(f"v1:{verb}:{number}", by=ada)
        assert answer.private
        assert "Manage Server" in answer.text
    assert "09:00 daily" in (await olga.slash("schedule list")).text


async def test_who_may_no_longer_manage_is_refused_by_an_old_card(olga: Member, study: Channel) -> None:
    card = await planned(olga, study)
    assert olga.membership
    olga.membership.roles.clear()
    assert "Manage Server" in (await card.press("Pause")).text


async def test_it_belongs_to_servers(olga: Member, sandbox: Sandbox) -> None:
    with pytest.raises(NotPossible, match="direct messages"):
        await olga.dm.slash("schedule list")
    assert "go to a server" in (await sandbox.forge_component("v1:schedules", by=olga.dm)).text
