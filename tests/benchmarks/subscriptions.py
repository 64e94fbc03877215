"""`python -m tests.benchmarks.subscriptions [COUNT]`: so many WebSockets that each wait for changes, and one webhook.

Prints how many are told, how long after the call the last is, and what an open subscription takes of this process's
memory, its client's end included.
"""

import asyncio
import gc
import resource
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import uvloop

from tests.house import House, house
from tests.talking import Talk, call, happened, heard_by, talking

COUNT = 2000
QUESTIONS = {
    "told what changed": "subscription { bookingChanged { kind id at } }",
    "told the booking as it is now": "subscription { bookingChanged { id booking { reference customer { name } } } }",
}


def resident() -> int:
    """Give the bytes of memory this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


async def tell(running: House, question: str, count: int, event: str) -> None:
    """Open so many subscriptions, tell of one change, and hear it from all."""
    gc.collect()
    before = resident()
    async with AsyncExitStack() as stack:
        talks: list[Talk] = [await stack.enter_async_context(talking(running)) for _ in range(count)]
        for talk in talks:
            await talk.subscribe(question)
        await heard_by(running, count)
        gc.collect()
        each = (resident() - before) / count
        running.forget()
        hearing = [asyncio.create_task(talk.told()) for talk in talks]
        began = time.perf_counter()
        await call(running, happened(running, event, "booking", "3"))
        answered = time.perf_counter() - began
        told = await asyncio.gather(*hearing)
        took = time.perf_counter() - began
        sys.stdout.write(
            f"  {len(told)} of {count} told, the last after {took:.2f} s, the webhook answered after {answered:.2f} s, "
            f"{len(running.calls('park'))} vendor calls, {each / 1024:.0f} KiB a connection, both ends\n"
        )
        for talk in talks:
            await talk.socket.close()


async def main(count: int) -> None:
    """Measure and print."""
    async with house("booking_experts", size=20) as running:
        running.client = await _unbound(running.client)
        for number, (name, question) in enumerate(QUESTIONS.items()):
            sys.stdout.write(f"{count} subscriptions, {name}\n")
            await tell(running, question, count, f"booking:updated{number}")
        await running.client.close()


async def _unbound(client: aiohttp.ClientSession) -> aiohttp.ClientSession:
    """Give a client that may have as many connections as it wants."""
    await client.close()
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
