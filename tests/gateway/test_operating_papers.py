"""docs/operating.md names every error code, every metric, and every event there is."""

from __future__ import annotations

import re
from pathlib import Path

from schema.types.errors import ErrorCode
from tests.gateway.telemetry.told import log, metrics, some_of_each
from tests.house import house

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "docs" / "operating.md").read_text("utf-8")


def test_each_code_is_told_with_what_to_do() -> None:
    """One row a code, with its meaning and what an operator does, and no row of a code there is not."""
    section = PAPER.partition("## Error codes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([^|]{10,}) \| ([^|]{7,}) \|$", section, re.MULTILINE)
    assert [code for code, _, _ in rows] == [code.value for code in ErrorCode]


async def test_each_metric_and_each_word_of_the_log_is_told() -> None:
    """What /metrics shows and what stands in a line of the log has its place in the paper."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            await some_of_each(running)
            shown = await metrics(running)
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown if name.startswith("foyer_")}
    assert set(re.findall(r"`(foyer_[a-z_]+)`", PAPER)) == ours
    table = PAPER.partition("**The log**")[2].partition("**Metrics**")[0]
    told = set(re.findall(r"`([a-z_ ]+)`", table))
    for line in kept.lines:
        assert set(line) | {line["event"]} <= told


def test_each_trial_is_a_test() -> None:
    """What is tried against Foyer stands in a table with its test, and the test is there."""
    table = PAPER.partition("### What is tried against it")[2].partition("\n## ")[0]
    rows = [row for row in table.splitlines() if row.startswith("| ")][2:]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, row
        for path, name in named:
            assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), name
