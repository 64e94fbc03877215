"""Plays the matrix's last rows: the gateway is killed while its vendors have every change, and started again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import aiohttp

from sandbox.server import Running, start
from tests.faults.cells import CLIENTS, VENDORS, Cell, prepared, trouble
from tests.faults.gateways import configured, gateways

MOMENTS = {"killed before the vendor did it": False, "killed after effect": True}
"""Row → whether the vendors had done it when the gateway was killed."""


async def killed(folder: Path) -> dict[str, list[Cell]]:
    """Play both rows side by side, with one gateway and one kill: all cells wait for the same lease to end."""
    async with AsyncExitStack() as stack:
        vendors: dict[str, Running] = {}
        rows: dict[str, list[Cell]] = {}
        for row, after in MOMENTS.items():
            suffix = "-after" if after else "-before"
            for vendor in VENDORS:
                options = {"windows": None} if vendor == "booking_experts" else {}
                running = await stack.enter_async_context(await start(vendor, size=20, **options))
                vendors[f"{vendor.replace('_', '-')}{suffix}"] = running
            rows[row] = await prepared(vendors, suffix)
        for name, running in vendors.items():
            trouble(running, {"kind": "hang", "after": name.endswith("-after")})
        config = configured(folder, vendors, {"journal": str(folder / "keys.sqlite3")})
        (gateway,) = await stack.enter_async_context(gateways(config))
        client = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        cells = [cell for row in rows.values() for cell in row]
        sent = [asyncio.create_task(cell.send(client, gateway.url)) for cell in cells]
        for row, after in MOMENTS.items():
            for vendor in VENDORS:
                own = [cell for cell in rows[row] if cell.kind.vendor == vendor]
                running = vendors[f"{vendor.replace('_', '-')}{'-after' if after else '-before'}"]
                await running.until(partial(_done if after else _had, own, running))
        await gateway.kill()
        for cell, task in zip(cells, sent, strict=True):
            cell.first, cell.there = await task, cell.wanted.effects()
        for running in vendors.values():
            running.faults.clear()
        await gateway.start()
        later = await asyncio.gather(*(cell.send(client, gateway.url) for cell in cells))
        for cell, heard in zip(cells, later, strict=True):
            cell.later = heard
    return rows


def _had(cells: Sequence[Cell], running: Running) -> bool:
    """Tell whether a vendor has every change: of those with a key one call each, however many clients send it."""
    expected = sum(1 if cell.wanted.keyed else CLIENTS[cell.clients] for cell in cells)
    return sum(call.fault is not None for call in running.log) == expected


def _done(cells: Sequence[Cell], _: Running) -> bool:
    """Tell whether a vendor has done every change."""
    return all(cell.wanted.effects() for cell in cells)
