"""Plays the matrix's rows: each trouble that a vendor can be in while it is asked for a change."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.serve import listening
from gateway.settings import Settings, load
from loaders.store.memory import MemoryStore
from sandbox.server import Running, start
from tests.faults.cells import CLIENTS, Cell, trouble
from tests.faults.changes import KINDS
from tests.faults.gateways import configured
from tests.house import SCHEMA

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


async def played(name: str, folder: Path) -> list[Cell]:
    """Play one trouble, each cell with a vendor of its own, so that none suffers from what another's was told.

    All changes are sent at once; then, the trouble over, each once more with its key, to a gateway that was started
    anew on the same store.
    """
    fault, store = TROUBLES[name], MemoryStore()
    async with AsyncExitStack() as stack:
        vendors: dict[str, Running] = {}
        stack.push_async_callback(_stop, vendors)
        cells = []
        for kind in KINDS:
            for clients in CLIENTS:
                source = f"s{len(cells)}"
                options = {"windows": None} if kind.vendor == "booking_experts" else {}
                vendors[source] = running = await start(kind.vendor, size=5, **options)
                cells.append(Cell(kind, clients, await kind.wanted(running, source, len(cells))))
        settings = load(configured(folder, vendors, {}, PATIENCE if name.startswith("timeout") else 10.0), {})
        async with listening(_app(settings, store), "127.0.0.1", 0) as url, _client() as client:
            if fault is None:
                await _stop(vendors)
            elif fault:
                for running in vendors.values():
                    trouble(running, fault)
            heard = await asyncio.gather(*(cell.send(client, url) for cell in cells))
        for cell, first in zip(cells, heard, strict=True):
            cell.first, cell.there = first, cell.wanted.effects()
        for running in vendors.values():
            running.faults.clear()
            if fault is None:
                await running.listen("127.0.0.1", int(running.url.split(":")[2].split("/")[0]))
        async with listening(_app(settings, store), "127.0.0.1", 0) as url, _client() as client:
            later = await asyncio.gather(*(cell.send(client, url) for cell in cells))
        for cell, again in zip(cells, later, strict=True):
            cell.later = again
    await store.close()
    return cells


def _client() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def _stop(vendors: Mapping[str, Running]) -> None:
    await asyncio.gather(*(running.stop() for running in vendors.values()))


def _app(settings: Settings, store: MemoryStore) -> web.Application:
    sources = open_sources(settings, store)
    return make_app(SCHEMA, sources, settings.server, store, stays=lambda one: one is store)
