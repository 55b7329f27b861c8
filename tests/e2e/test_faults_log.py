"""What a host reads after a bad day: a line for each interaction, a traceback where there is one, and no secrets."""

import json
from pathlib import Path

from discord_sandbox import Fault, Sandbox
from forging import forge_typing, got
from waiting import until
from whole_bot import process


async def test_the_log_of_a_bad_day(discord: Sandbox, tmp_path: Path) -> None:
    ada = discord.member("ada")
    troubles = (
        Fault.drop_before(reset=True),
        Fault.drop_after(),
        Fault.status(500),
        Fault.status(400, 50035, "Invalid Form Body"),
        Fault.status(404, 10062, "Unknown interaction"),
        Fault.rate_limited("global"),
    )
    async with process(discord, tmp_path / "waymark.db", LOG_FORMAT="json", LOG_LEVEL="DEBUG") as bot:
        asked = []
        for trouble in troubles:
            asked.append(ada.prepare_slash("done", topic="csrf"))
            discord.faults.next("POST", f"/interactions/{asked[-1].id}/*/callback", trouble)
            await got(ada, asked[-1])
        typed = forge_typing(ada, "topic", {"name": "name", "type": 3, "value": "c", "focused": True})
        discord.faults.next("POST", f"/interactions/{typed.id}/*/callback", Fault.status(400, 50035))
        await got(ada, typed)
        discord.faults.next("POST", "/channels/*/messages", Fault.status(400, 50035))
        await ada.say("@Waymark my secret is hunter2", within=0)
        await until(lambda: bot.log.count('"event":"interaction"') == len(asked) + 1)
        assert await bot.stop() == 0
    lines = [json.loads(line) for line in bot.log.splitlines()]
    told = {line["reference"]: line for line in lines if line["event"] == "interaction"}
    outcomes = [told[f"{one.id:x}"]["outcome"] for one in asked]
    assert outcomes == ["ok", "ok", "ok", "failed", "expired", "ok"]
    assert sum("exception" in line for line in lines) == 3
    for one in (*asked, typed):
        assert one.token not in bot.log
    for secret in (discord.token, "hunter2"):
        assert secret not in bot.log
