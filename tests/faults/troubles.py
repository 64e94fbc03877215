"""Plays the matrix's rows: each trouble that a vendor can be in while it is asked for a change."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.faults.cells import VENDORS, Cell, prepared, trouble
from tests.house import House, house

TROUBLES: dict[str, dict[str, Any] | None] = {
    "none": {},
    "connection refused": None,
    "reset before the vendor has it": {"kind": "reset"},
    "reset after effect": {"kind": "reset", "after": True},
    "timeout after effect": {"kind": "hang", "after": True},
    "500 after effect": {"kind": "status", "after": True},
    "429": {"kind": "status", "status": 429, "retry_after": "1"},
    "truncated answer": {"kind": "truncated"},
}
"""What the calls that change something meet; None where the vendor's port is closed."""

PATIENCE = 1.0
"""The seconds after which an answer that never comes is given up."""

QUIET = {"windows": [{"limit": 100_000, "seconds": 60}], "max_concurrent": 64}
"""A budget that gets in nobody's way."""


async def played(name: str) -> list[Cell]:
    """Play one trouble: all changes at once, then, the trouble over, each once more with its key."""
    late = {"timeout_seconds": PATIENCE} if name.startswith("timeout") else {}
    source = {"budget": {**QUIET, **late}}
    options = {"booking_experts": {"windows": None}}
    async with house(*VENDORS, size=20, today=None, source=source, options=options) as running:
        cells = await prepared(running.vendors)
        await _begin(running, TROUBLES[name])
        heard = await asyncio.gather(*(cell.send(running.client, running.url) for cell in cells))
        for cell, first in zip(cells, heard, strict=True):
            cell.first, cell.there = first, cell.wanted.effects()
        await _end(running, TROUBLES[name])
        later = await asyncio.gather(*(cell.send(running.client, running.url) for cell in cells))
        for cell, again in zip(cells, later, strict=True):
            cell.later = again
    return cells


async def _begin(running: House, fault: dict[str, Any] | None) -> None:
    for vendor in running.vendors.values():
        if fault is None:
            await vendor.stop()
        elif fault:
            trouble(vendor, fault)


async def _end(running: House, fault: dict[str, Any] | None) -> None:
    for vendor in running.vendors.values():
        vendor.faults.clear()
        if fault is None:
            await vendor.listen("127.0.0.1", int(vendor.url.split(":")[2].split("/")[0]))
