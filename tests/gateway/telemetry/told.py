"""What a running house tells: its log as lines of JSON, its metrics by name and labels."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from gateway.telemetry.logs import formatter
from tests.house import House
from tests.talking import call, happened, talking


class Log(logging.Handler):
    """Keeps the lines of the log, as they would be written for machines."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(formatter(readable=False))
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(json.loads(self.format(record)))

    def events(self, event: str) -> list[dict[str, Any]]:
        """Give the lines that tell of an event."""
        return [line for line in self.lines if line["event"] == event]


@contextmanager
def log() -> Iterator[Log]:
    """Listen to the log while the block runs."""
    kept, foyer = Log(), logging.getLogger("foyer")  # it tells everything while tests run
    foyer.addHandler(kept)
    try:
        yield kept
    finally:
        foyer.removeHandler(kept)


async def some_of_each(running: House) -> None:
    """Have a question, a subscription, an event of it and a vendor's own call come to a park."""
    await running.data("{ bookings(first: 2) { nodes { reference } } }")
    async with talking(running) as talk:
        await talk.listening("subscription { bookingChanged { kind } }")
        await call(running, happened(running, "booking:updated", "booking", "3"))
        await talk.told()


async def metrics(running: House) -> dict[str, dict[tuple[str, ...], float]]:
    """Ask for the metrics: sample name → values of its labels, in the order of their names → value."""
    async with running.client.get(f"{running.url}/metrics") as response:
        assert response.status == 200
        text = await response.text()
    return samples(text)


def samples(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Read what /metrics shows."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = tuple(sample.labels[name] for name in sorted(sample.labels))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found
