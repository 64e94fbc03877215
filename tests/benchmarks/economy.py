"""What many phones cost a vendor, and what a process weighs meanwhile; in virtual time.

`python -m tests.benchmarks.economy 1000 10` has a thousand phones ask ten processes: it takes half an hour.
"""

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
STORE = 10_000_000

GRACE_SECONDS = 0.02
"""How long Redis may take to answer: before the clock jumps, so long is waited in truth."""


def quarter_of_an_hour(phones: int, processes: int) -> None:
    """Print what phones cost a vendor in 15 minutes, spread over processes that share a Redis if they are several."""
    server = Server(Path(tempfile.mkdtemp())) if processes > 1 else None

    async def together() -> None:
        stores = [MemoryStore() if server is None else open_store(server.url, None, STORE) for _ in range(processes)]
        told = await simulate(phones=phones, minutes=15, stores=stores)
        for store in stores:
            await store.close()
        sys.stdout.write(f"{phones} phones, {processes} processes: {told.table()}\n")

    if server is None:
        run_virtually(together)
        return
    server.start()
    try:
        run_virtually(together, grace=GRACE_SECONDS)
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


if __name__ == "__main__":
    quarter_of_an_hour(int(sys.argv[1]), int(sys.argv[2]))
