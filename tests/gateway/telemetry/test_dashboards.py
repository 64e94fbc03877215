"""The dashboard and the alert rules ask for metrics there are, by labels they have, and Prometheus can read them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from schema.types.errors import ErrorCode
from tests.gateway.telemetry.told import some_of_each
from tests.house import house

DOCS = Path(__file__).parents[3] / "docs"
DASHBOARD = DOCS / "grafana" / "foyer.json"
ALERTS = DOCS / "prometheus" / "alerts.yml"
PLAYED = Path(__file__).with_name("alerts.yml")

NOT_OURS: Final = {"up": {"job", "instance"}}
"""What Prometheus itself knows of whatever it asks."""

METRIC = re.compile(r"\b(foyer_[a-z_]+|up)\b(?:\{([^}]*)\})?")


def rules() -> list[dict[str, Any]]:
    """Read the alert rules."""
    groups: list[dict[str, Any]] = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def asked() -> Iterator[str]:
    """Give every expression of the alerts and the dashboard."""
    yield from (rule["expr"] for rule in rules())
    for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))


async def shown() -> dict[str, set[str]]:
    """Give what /metrics shows after a question and an event: the name of each sample and the names of its labels."""
    async with house("booking_experts", size=20) as running:
        await some_of_each(running)
        async with running.client.get(f"{running.url}/metrics") as response:
            text = await response.text()
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


async def test_every_metric_and_label_that_is_asked_for_is_shown() -> None:
    """No panel and no alert asks for what is not there: such a one would be empty or silent for ever."""
    known = {**await shown(), **NOT_OURS}
    expressions = list(asked())
    assert len(expressions) > 20
    for expression in expressions:
        names = METRIC.findall(expression)
        assert names, expression
        labels = set().union(*(known.get(name, set()) for name, _ in names))
        for name, matchers in names:
            assert name in known, expression
            assert set(re.findall(r"(\w+)\s*[=!]", matchers)) <= known[name], expression
        for by in re.findall(r"\bby \(([^)]*)\)", expression):
            assert {label.strip() for label in by.split(",")} <= labels, expression


async def test_every_metric_is_on_the_dashboard() -> None:
    """What is measured is also looked at."""
    text = " ".join(asked())
    ours = {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in await shown() if "foyer" in name}
    assert [name for name in sorted(ours) if name not in text] == []


def test_alerts_name_codes_there_are() -> None:
    """A code in a rule is one that answers have; each rule has a sentence and says how urgent it is."""
    for rule in rules():
        assert set(re.findall(r'code="(\w+)"', rule["expr"])) <= {code.value for code in ErrorCode}
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]


def test_panels_do_not_overlap() -> None:
    """Every panel has an id and a place of its own."""
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    places = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in panels
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]
    assert len(places) == len(set(places))
    assert len({panel["id"] for panel in panels}) == len(panels)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not here (Debian's package prometheus)")
@pytest.mark.parametrize(("task", "file"), [("check", ALERTS), ("test", PLAYED)])
def test_prometheus_reads_the_rules(task: str, file: Path) -> None:
    """Prometheus's own tool finds nothing wrong with the rules, and each alert is raised by its trouble alone."""
    checked = subprocess.run(  # noqa: S603  # nothing here comes from anybody
        ["promtool", task, "rules", file],  # noqa: S607  # the one on the path
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_alert_is_played() -> None:
    """No alert is left that nobody has seen raised."""
    played = PLAYED.read_text("utf-8")
    assert [rule["alert"] for rule in rules() if rule["alert"] not in played] == []
