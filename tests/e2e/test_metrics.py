"""What a host can watch: `/metrics` counts what members do, and names none of them."""

import asyncio
import urllib.request
from pathlib import Path

from discord_sandbox import Sandbox
from waiting import until
from whole_bot import process

NAMES = (
    "waymark_interactions_total",
    "waymark_ack_seconds_bucket",
    "waymark_posts_total",
    "waymark_post_lag_seconds_bucket",
    "waymark_due_posts",
    "waymark_gateway_latency_seconds",
    "waymark_gateway_reconnects_total",
    "waymark_loop_lag_seconds",
    "waymark_db_seconds_bucket",
    "waymark_answers_total",
    "waymark_worker_queue",
    "waymark_build_info",
)
"""The names that alerts of hosts go by: a changed one is a change of contract."""


def read(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


async def test_a_host_sees_what_was_done_and_not_by_whom(
    discord: Sandbox, tmp_path: Path, unused_tcp_port: int
) -> None:
    guild = discord.add_guild("Server")
    guild.add_text_channel("study")
    async with process(discord, tmp_path / "waymark.db", HEALTH_PORT=str(unused_tcp_port)):
        member = discord.member("bert")
        await member.slash("done", topic="csrf")
        await (await member.slash("quiz", topic="csrf")).press("?")
        metrics = await asyncio.to_thread(read, unused_tcp_port)
        assert 'waymark_interactions_total{command="/done",outcome="ok"} 1.0' in metrics
        assert 'waymark_answers_total{result="unknown"} 1.0' in metrics
        assert 'waymark_ack_seconds_bucket{le="3.0"} 3.0' in metrics
        assert "waymark_due_posts 0.0" in metrics
        assert "waymark_worker_queue 0.0" in metrics
        for name in NAMES:
            assert f"# TYPE {name.removesuffix('_bucket')}" in metrics, name
        for secret in (member.user.id, guild.id, member.user.name, discord.token):
            assert str(secret) not in metrics
        await discord.gateway.drop()
        await until(lambda: "waymark_gateway_reconnects_total 1.0" in read(unused_tcp_port))
