"""How long answers take while a vendor is down: from what is kept, while every refresh fails."""

from __future__ import annotations

import sys
import time
from statistics import quantiles

from tests.house import house

QUESTIONS = 1000
LIST = """{ bookings(first: 20, orderBy: { field: STARTS_AT }, filter: { sources: ["park"] }) {
    nodes { reference fetchedAt customer { name } } sources { status asOf } } }"""


async def outage() -> None:
    """Print how long a question of what is stale takes, one after the other."""
    async with house("booking_experts", size=300, fresh=0, stale=3600) as running:
        await running.data(LIST)
        running.vendors["park"].faults.add("reset")
        took = []
        for _ in range(QUESTIONS):
            began = time.perf_counter()
            answer = await running.ask(LIST)
            took.append((time.perf_counter() - began) * 1000)
            if {one["status"] for one in answer["data"]["bookings"]["sources"]} != {"STALE"}:
                raise RuntimeError(str(answer)[:300])
    cuts = quantiles(took, n=100)
    sys.stdout.write(
        f"{QUESTIONS} answers while the vendor is down: half within {cuts[49]:.1f} ms, 99 % within {cuts[98]:.1f} ms\n"
    )
