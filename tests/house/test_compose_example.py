"""The example of two bots: settings that there are, and each shard answered by exactly one bot."""

from pathlib import Path

import yaml

from bot.settings import Settings
from bot.store.url import parse_database_url

EXAMPLE = Path(__file__).parents[2] / "docker-compose.example.yml"


def bots() -> dict[str, dict[str, str]]:
    services = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["services"]
    return {name: service["environment"] for name, service in services.items() if name.startswith("bot-")}


def test_every_setting_of_a_bot_is_one_that_there_is() -> None:
    known = {name.upper() for name in Settings.model_fields}
    for environment in bots().values():
        assert environment.keys() <= known
        assert parse_database_url(environment["DATABASE_URL"].replace("$", "")).get_backend_name() == "postgresql"


def test_each_shard_is_answered_by_one_bot() -> None:
    counts = {environment["SHARD_COUNT"] for environment in bots().values()}
    assert len(counts) == 1
    shards = [int(shard) for environment in bots().values() for shard in environment["SHARD_IDS"].split(",")]
    assert sorted(shards) == list(range(int(counts.pop())))
