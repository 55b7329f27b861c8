"""What the README says of the routes, held against the routes."""

import json
import re

import pytest
from discord_sandbox.openapi import document_path
from discord_sandbox.openapi.coverage import coverage_table
from discord_sandbox.server import ROUTES
from test_pytest_plugin import README


def test_every_route_stands_in_the_readme() -> None:
    for route in ROUTES:
        pattern = rf"\b{route.method}\b[A-Z ]* `{re.escape(route.template)}`"
        assert re.search(pattern, README), f"{route.method} {route.template} is missing: see openapi/coverage.py"
    assert f"| What it serves | {len(ROUTES)} operations" in README


def test_the_table_of_routes_is_the_one_that_discords_description_gives() -> None:
    path = document_path()
    if path is None:
        pytest.skip("Discord's OpenAPI document is not at hand: name it in DISCORD_OPENAPI")
    assert coverage_table(json.loads(path.read_bytes())) in README
