"""The whole bot on a PostgreSQL behind the real PgBouncer: members mark topics, and posts come once."""

from collections.abc import Iterator

import pytest
from discord_sandbox import Sandbox
from pgbouncer_server import running_pgbouncer
from postgres_server import Postgres
from posting import Desk

from bot.store import migrate


@pytest.fixture
def url(postgres: Postgres, unused_tcp_port: int) -> Iterator[str]:
    """The address of a migrated database through PgBouncer."""
    with running_pgbouncer(postgres.create(), unused_tcp_port) as address:
        migrate.upgrade(f"{address}?pgbouncer=true")
        yield f"{address}?pgbouncer=true"


async def test_members_and_posts_are_served(discord: Sandbox, url: str) -> None:
    desk = Desk(discord, url)
    channels = [discord.add_guild(f"Server {number}").add_text_channel("study") for number in range(12)]
    plans = [await desk.plan(channel) for channel in channels]
    ada = discord.member("ada")
    async with desk.bot(), desk.bot():
        await discord.gateway.connected()
        for topic in ("csrf", "xss", "middleware", "caching", "templates", "models", "docker"):
            await ada.slash("done", topic=topic)
        desk.reach(*plans)
        await desk.all_ended(plans)
        await desk.settled(discord.general)
        assert "70" in (await ada.slash("leaderboard")).text
    assert [len(channel.messages) for channel in channels] == [1] * 12
    await desk.database.close()
