"""What is offered while an organiser types a /schedule command."""

import pytest
from discord_sandbox import Member, Sandbox
from discord_sandbox.world.model import Channel
from scheduling import LOCAL, number_of, planned


async def test_schedules_are_offered_by_what_they_do(olga: Member, ada: Member, study: Channel) -> None:
    await planned(olga, study)
    board = number_of(await planned(olga, study, kind="leaderboard"))
    assert len(await olga.autocomplete("schedule pause", schedule="")) == 2
    ((name, value),) = await olga.autocomplete("schedule pause", schedule="leader")
    assert name == f"Weekly leaderboard {board} · 09:00 on Monday"
    assert value == board


async def test_zones_are_offered_with_the_time_there(olga: Member, sandbox: Sandbox) -> None:
    now = sandbox.clock.now()
    ((name, value),) = await olga.autocomplete("schedule add", kind="prompt", zone="kathm")
    assert value == "Asia/Kathmandu"
    assert f"{now.astimezone(LOCAL):%H:}" in name


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        ("time", "", "09:00"),
        ("time", "9", "09:00"),
        ("time", "18:3", "18:30"),
        ("time", "07:07", "07:07"),
        ("days", "", "daily"),
        ("days", "mon", "mon,wed,fri"),
        ("days", "mon-thu", "mon-thu"),
        ("late", "6", "6h"),
        ("late", "45m", "45m"),
        ("sections", "", "all"),
        ("sections", "secur", "security"),
        ("sections", "security, data", "security, databases-orm"),
    ],
)
async def test_what_is_offered_is_understood(olga: Member, study: Channel, option: str, typed: str, first: str) -> None:
    offered = await olga.autocomplete("schedule add", kind="prompt", **{option: typed})
    assert offered[0][1] == first
    assert "Planned" in (await planned(olga, study, **{option: offered[0][1]})).text
