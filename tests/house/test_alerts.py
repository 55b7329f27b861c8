"""The rules for alerts go by names and labels that the bot serves: a misspelt one would stay silent for ever."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import PrometheusMetrics

ALERTS = Path(__file__).parents[2] / "docs" / "alerts.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]
SERIES = re.compile(r"\b(waymark_\w+)(?:\{([^}]*)\})?")
GROUPED = re.compile(r"\bby \(([\w, ]+)\)")


def served() -> dict[str, set[str]]:
    """The labels of everything that a bot serves after one event of each kind, by name."""
    metrics = PrometheusMetrics("1.0")
    metrics.interaction("/topic", "ok", 0.1)
    metrics.post("prompt", "sent", 1.0)
    metrics.answer("right")
    metrics.reconnect()
    metrics.database("read", 0.01)
    text = metrics.render(due_posts=0, queue=0, latencies={0: 0.1}).decode()
    return {
        sample.name: set(sample.labels) for family in text_string_to_metric_families(text) for sample in family.samples
    }


def series(expression: str) -> Iterator[tuple[str, set[str]]]:
    """Each name in an expression, with the labels that it is asked for."""
    for name, chosen in SERIES.findall(expression):
        yield name, set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", chosen))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_goes_by_what_is_served(rule: dict[str, str]) -> None:
    known = served()
    asked = list(series(rule["expr"]))
    assert asked, "a rule asks for something of Waymark's"
    for name, labels in asked:
        assert name in known
        assert labels <= known[name]
    for grouped in GROUPED.findall(rule["expr"]):
        for name, _ in asked:
            assert set(grouped.replace(" ", "").split(",")) <= known[name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_says_what_is_wrong(rule: dict[str, dict[str, str]]) -> None:
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["labels"]["severity"] in ("page", "warn")


def test_every_number_that_is_served_has_an_alert_or_is_a_plain_count() -> None:
    watched = {name for rule in RULES for name, _ in series(rule["expr"])}
    families = {re.sub(r"_(bucket|sum|count|created|total)$", "", name) for name in served()}
    assert families - {re.sub(r"_(bucket|total)$", "", name) for name in watched} == {"waymark_answers"}
