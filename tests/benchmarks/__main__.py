"""`make bench`: three questions to Foyer and to the stock gateway in turn, on the same vendors, in one run."""

import asyncio
import gc
import sys
import time
import tracemalloc

import uvloop

from tests.abuse.test_bombs import BOMBS
from tests.benchmarks.economy import quarter_of_an_hour, soak
from tests.benchmarks.outage import outage
from tests.benchmarks.stock import stock
from tests.house import SCHEMA, House, house

ROUNDS = 60
QUESTIONS = {
    "20 bookings, flat": '{ bookings(first: 20, filter: { sources: ["park"] }) { nodes { reference status } } }',
    "20 bookings, customer, allocations, spaces": """{ bookings(first: 20, filter: { sources: ["park"] }) { nodes {
        reference customer { name } allocations { period { startDate endDate } space { name } } } } }""",
    "50 events with space": """{ events(first: 50, filter: { sources: ["hotel"] }) { nodes {
        name status space { name } } } }""",
}


async def measure(running: House, url: str, question: str) -> tuple[float, float]:
    """Give queries a second and CPU milliseconds a query, the sandbox's and the client's included in both."""
    body = {"query": question}

    async def ask() -> None:
        async with running.client.post(f"{url}/graphql", json=body) as response:
            answer = await response.json(content_type=None)
            if answer.get("errors"):
                raise RuntimeError(str(answer["errors"])[:300])

    await ask()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(ROUNDS):
        await ask()
    return ROUNDS / (time.perf_counter() - wall), (time.process_time() - cpu) / ROUNDS * 1000


async def speed() -> None:
    """Print the ratios of speed and CPU."""
    unlimited = {"booking_experts": {"windows": None}}
    async with house(fresh=0, options=unlimited) as running, stock(running.vendors) as plain:
        sys.stdout.write(f"{'question':<46} {'queries/s':>10} {'stock':>8} {'ratio':>6} {'CPU ratio':>10}\n")
        for name, question in QUESTIONS.items():
            ours = await measure(running, running.url, question)
            theirs = await measure(running, plain, question)
            sys.stdout.write(
                f"{name:<46} {ours[0]:>10.0f} {theirs[0]:>8.0f}"
                f" {ours[0] / theirs[0]:>6.2f} {ours[1] / theirs[1]:>10.2f}\n"
            )


async def bombs() -> None:
    """Print what it takes to refuse a query that was made to be dear, the first time it comes."""
    await SCHEMA.execute("{ __typename }")
    sys.stdout.write(f"{'query bomb':<46} {'bytes':>8} {'CPU ms':>6}\n")
    for name, (query, _) in BOMBS.items():
        begun = time.process_time()
        await SCHEMA.execute(query)
        sys.stdout.write(f"{name:<46} {len(query):>8} {(time.process_time() - begun) * 1000:>6.0f}\n")


async def memory() -> None:
    """Print what walking 50,000 events keeps in memory."""
    async with house("event_temple", size=50_000, server={"request_timeout_seconds": 120}) as running:
        await running.data("{ events(first: 1) { nodes { id } } }")
        gc.collect()
        tracemalloc.start()
        begun = time.perf_counter()
        await running.data("{ events(first: 1, orderBy: { field: STARTS_AT }) { nodes { name } totalCount } }")
        seconds = time.perf_counter() - begun
        gc.collect()
        held, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        sys.stdout.write(
            f"50,000 events walked in {seconds:.1f} s (traced, sandbox in the same process): "
            f"{held / 1e6:.0f} MB held, {peak / 1e6:.0f} MB at the most\n"
        )


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(speed())
        runner.run(bombs())
        runner.run(memory())
        runner.run(outage())
    quarter_of_an_hour(1000, 1)
    quarter_of_an_hour(100, 10)
    soak()
