"""What organisers plan with /schedule, and what its answers show."""

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from discord_sandbox import Answer, Member
from discord_sandbox.world.model import Channel

from bot.core.post_kinds import EVERY_DAY
from bot.core.recurrence import runs

LOCAL = ZoneInfo("Asia/Kathmandu")


async def planned(olga: Member, channel: Channel, **options: Any) -> Answer:
    """Plan a prompt at 09:00, unless `options` say otherwise."""
    usual: dict[str, Any] = {"kind": "prompt", "channel": channel, "time": "09:00"}
    return await olga.slash("schedule add", **(usual | options))


def number_of(answer: Answer) -> str:
    """Give the number of the schedule on a card."""
    found = re.search(r"(\d+)$", str(answer.embeds[0]["title"]))
    assert found
    return found[1]


def instants_in(answer: Answer) -> list[int]:
    """Give the instants that an answer shows as date and time, in seconds since 1970."""
    return [int(seconds) for seconds in re.findall(r"<t:(\d+):f>", str(answer.embeds))]


def expected(now: datetime, at: time, zone: ZoneInfo, days: frozenset[int] = EVERY_DAY) -> list[int]:
    return [int(run.at.timestamp()) for run in runs(now, 3, zone, at, days)]


async def count_of(olga: Member) -> int:
    """Count the schedules of the server."""
    answer = await olga.slash("schedule list")
    return len(answer.selects[0].options) if answer.selects else 0
