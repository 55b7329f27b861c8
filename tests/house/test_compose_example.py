"""The examples of compose files: settings that there are, each shard answered by one bot, nginx that knows its bots."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings
from bot.store.url import parse_database_url, sqlite_file

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docker-compose.example.yml"
BY_HTTP = ROOT / "docker-compose.http.example.yml"
ONE_BOT = ROOT / "docker-compose.sqlite.example.yml"


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


@pytest.mark.parametrize("example", [EXAMPLE, BY_HTTP, ONE_BOT], ids=lambda path: str(path.name))
def test_a_bot_may_do_no_more_than_it_needs_to(example: Path) -> None:
    services = yaml.safe_load(example.read_text(encoding="utf-8"))["services"]
    running = [service for service in services.values() if service.get("image") == "waymark"]
    assert running
    for service in running:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}
        assert service["mem_limit"]


def test_one_bot_keeps_its_database_in_a_volume() -> None:
    bot = yaml.safe_load(ONE_BOT.read_text(encoding="utf-8"))["services"]["bot"]
    file = sqlite_file(parse_database_url(bot["environment"]["DATABASE_URL"]))
    folders = [volume.partition(":")[2] for volume in bot["volumes"]]
    assert file is not None
    assert str(file.parent) in folders


def test_bots_by_http_are_those_that_nginx_asks() -> None:
    services = yaml.safe_load(BY_HTTP.read_text(encoding="utf-8"))["services"]
    environments = {name: bot["environment"] for name, bot in services.items() if name.startswith("bot-")}
    known = {name.upper() for name in Settings.model_fields}
    for environment in environments.values():
        assert environment.keys() <= known
    asked = re.findall(r"server (bot-\d+):(\d+) ", (ROOT / "nginx.example.conf").read_text(encoding="utf-8"))
    assert dict(asked) == {name: environment["INTERACTIONS_PORT"] for name, environment in environments.items()}
