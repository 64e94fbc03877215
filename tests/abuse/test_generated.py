"""Five thousand questions by chance, while vendors fail by chance: all are answered, none by a fault of ours."""

from __future__ import annotations

import asyncio
import gc
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.abuse.generated import questions
from tests.house import SCHEMA, House, house

QUESTIONS = 5000
HALVES = 2
"""In how many houses, each with questions of its own: as many as are asked side by side."""

OF_EACH = 190
AT_ONCE = 20
VENDORS = ("event_temple", "booking_experts", "locaboo", "enviso", "mice_operations")
IDS = """{
    venue: venues(first: 20) { nodes { id } } space: spaces(first: 60) { nodes { id } }
    booking: bookings(first: 90, orderBy: { field: STARTS_AT }) { nodes { id } }
    event: events(first: 90) { nodes { id } } customer: customers(first: 90) { nodes { id } }
}"""
FAILS = ("status", "slow", "reset", "truncated", "partial", "content_type", "html", "empty", "garbage")


def resident() -> int:
    """Give how much memory this process holds, in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


def fail(running: House, dice: random.Random) -> None:
    """Have a vendor fail its next calls."""
    vendor = dice.choice(list(running.vendors.values()))
    status = dice.choice((400, 401, 403, 404, 429, 500, 503))
    vendor.faults.add(dice.choice(FAILS), status=status, seconds=0.05, times=dice.randint(1, 3))


# Where a field fails, graphql-core calls off its neighbours; those that had not begun are dropped without a word.
@pytest.mark.filterwarnings("ignore:coroutine .*Executor.execute_fields.* was never awaited:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("which", range(HALVES))
async def test_whatever_is_asked_is_answered(which: int) -> None:
    """No 500, no INTERNAL, no error without a code, no question without an answer, and memory stays where it is."""
    windows = [{"limit": 1_000_000, "seconds": 60}]
    options = {"budget": {"windows": windows, "timeout_seconds": 2}}
    counted: Counter[str] = Counter()
    async with house(*VENDORS, size=60, source=options, fresh=5) as running:
        known = await running.ask(IDS)
        ids = {kind: [node["id"] for node in part["nodes"]] for kind, part in known["data"].items()}
        dice = random.Random(which)  # noqa: S311  # chance that can be made again
        made = questions(SCHEMA._schema, ids, OF_EACH, which)  # noqa: SLF001  # what a generator walks
        dice.shuffle(made)

        async def ask(some: list[str]) -> None:
            for number, question in enumerate(some):
                if number % 5 == 0:
                    fail(running, dice)
                await answered(running, question, counted)

        held: list[int] = []
        for part in (made[::2], made[1::2]):
            await asyncio.gather(*(ask(part[first::AT_ONCE]) for first in range(AT_ONCE)))
            held.append(resident())
    assert counted["asked"] == len(made) >= QUESTIONS // HALVES
    assert counted["data"] > len(made) // 2
    assert counted["with a gap"] > len(made) // 50
    assert held[1] - held[0] < 64 * 1024 * 1024, held


async def answered(running: House, question: str, counted: Counter[str]) -> None:
    """Ask, and look at the answer."""
    async with (
        asyncio.timeout(60),
        running.client.post(f"{running.url}/graphql", json={"query": question}) as response,
    ):
        answer: dict[str, Any] = await response.json()
    assert response.status == 200, question
    errors = answer.get("errors", [])
    codes = {error["extensions"]["code"] for error in errors}
    assert "INTERNAL" not in codes, (question, errors)
    counted["asked"] += 1
    counted["data"] += answer.get("data") is not None
    counted["with a gap"] += any(code.startswith("VENDOR_") for code in codes)
