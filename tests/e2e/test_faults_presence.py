"""A board asks Discord who is still there; when Discord does not say, everybody counts as present."""

from collections.abc import Callable

import pytest
from discord_sandbox import Fault, Member, Sandbox
from discord_sandbox.world.guilds import Guild
from forging import is_plain

TROUBLES = {
    "hangs": Fault.hang(),
    "resets": Fault.drop_before(reset=True),
    "500": Fault.status(500),
    "503": Fault.status(503),
    "403": Fault.status(403, 50001, "Missing Access"),
    "429 for long": Fault.rate_limited("shared", retry_after=100.0),
    "429 for a while": Fault.rate_limited("user", retry_after=5.0),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_board_is_shown_all_the_same(
    sandbox: Sandbox, guild: Guild, join: Callable[[str], Member], trouble: str
) -> None:
    ada, grace = join("ada"), join("grace")
    await ada.slash("done", topic="csrf")
    planned = sandbox.faults.next("GET", f"/guilds/{guild.id}/members/*", TROUBLES[trouble], times=100)
    board = await grace.slash("leaderboard")
    is_plain(board)
    assert "ada · 10" in board.text
    assert planned.struck
    sandbox.faults.clear()


async def test_a_server_that_does_not_tell_is_not_asked_again(
    sandbox: Sandbox, guild: Guild, join: Callable[[str], Member]
) -> None:
    crowd = [join(f"m{number}") for number in range(12)]
    for member in crowd:
        await member.slash("done", topic="csrf")
    forbidden = Fault.status(403, 50001, "Missing Access")
    planned = sandbox.faults.next("GET", f"/guilds/{guild.id}/members/*", forbidden, times=100)
    for member in crowd:
        is_plain(await member.slash("leaderboard"))
    assert planned.struck <= 5
    sandbox.faults.clear()
