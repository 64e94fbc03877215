"""What many phones cost a vendor, and what a process weighs meanwhile; in virtual time."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from loaders.store.memory import MemoryStore
from loaders.store.open import open_store
from tests.redis_server import Server
from tests.simulation import simulate
from tests.virtual_time import run_virtually

PAGE = 4096
MEGABYTE = 2**20


def quarter_of_an_hour() -> None:
    """Print what phones cost a vendor in 15 minutes: a thousand at one process, and a hundred at ten with one Redis."""

    async def alone() -> None:
        told = await simulate(phones=1000, minutes=15, stores=[MemoryStore()])
        sys.stdout.write(f"1000 phones, 1 process: {told.table()}\n")

    run_virtually(alone)
    server = Server(Path(tempfile.mkdtemp()))
    server.start()

    async def together() -> None:
        stores = [open_store(server.url, None, 10_000_000) for _ in range(10)]
        told = await simulate(phones=100, minutes=15, stores=stores)
        for store in stores:
            await store.close()
        sys.stdout.write(f"100 phones, 10 processes: {told.table()}\n")

    try:
        run_virtually(together, grace=0.004)
    finally:
        server.kill()


def soak() -> None:
    """Print what a process weighs over half an hour of mixed load."""

    async def watched() -> None:
        load = asyncio.create_task(simulate(phones=60, minutes=30, stores=[MemoryStore()]))
        for minute in range(5, 31, 5):
            await asyncio.sleep(300)
            resident = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE // MEGABYTE
            sys.stdout.write(f"after {minute:>2} min of mixed load: {resident} MB resident\n")
        await load

    run_virtually(watched)
