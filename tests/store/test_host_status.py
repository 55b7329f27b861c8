"""What a host sees at a glance, on both databases."""

from collections.abc import Callable
from itertools import count

import pytest
from ledger_acts import begin, settle, taken_at
from planned_posts import CHANNEL, DAY, DUE, HOUR, MINUTE, SECOND, add, claim
from ranked_server import ANN, BEN, Server

from bot.core.errors import StartError
from bot.core.message_draft import OccurrenceState
from bot.store.database import Database
from bot.store.host_status import HostStatus, host_status


@pytest.fixture
def server(database: Database) -> Server:
    return Server(database, count(1))


async def status(address: str, **later: int) -> HostStatus:
    return await host_status(address, DUE + later.get("hours", 0) * HOUR + SECOND)


async def test_an_empty_database_has_nobody(address: str, database: Database) -> None:
    found = await status(address)
    assert (found.servers, found.members, found.active, found.late, found.oldest_lease) == (0, 0, 0, 0, None)
    assert found.failed == found.paused == []
    assert dict(found.sizes)["study_events"] >= 0


async def test_members_who_did_anything_this_week_are_active(address: str, server: Server) -> None:
    for member in (ANN, BEN):
        await server.join(member)
    await server.finish(ANN, 2, DUE - HOUR)
    await server.finish(BEN, 1, DUE - 8 * DAY)
    found = await status(address)
    assert (found.servers, found.members, found.active) == (1, 2, 1)


async def test_posts_that_wait_are_due_then_late(address: str, database: Database) -> None:
    await add(database)
    await claim(database, DUE)
    assert (await status(address)).posts.open == 1
    assert (await status(address)).late == 0
    found = await status(address, hours=1)
    assert (found.late, found.posts.oldest) == (1, DUE)


async def test_a_lease_is_seen_while_it_lasts(address: str, database: Database) -> None:
    await add(database)
    assert await begin(database, await taken_at(database), DUE) is not None
    assert (await status(address)).oldest_lease == DUE + MINUTE


async def test_what_failed_is_counted_by_its_reason(address: str, database: Database) -> None:
    await add(database, channel_id=CHANNEL + 1)
    begun = await begin(database, await taken_at(database), DUE)
    assert begun is not None
    await settle(database, begun, OccurrenceState.FAILED, DUE)
    assert (await status(address)).failed == [("so", 1)]
    assert (await status(address, hours=8 * 24)).failed == []


async def test_a_database_without_tables_is_none(empty_address: Callable[[], str]) -> None:
    with pytest.raises(StartError):
        await host_status(empty_address(), DUE)
