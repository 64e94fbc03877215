"""Phones at a holiday park for minutes of virtual time: the vendor's windows hold, and nobody gets an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.store.memory import MemoryStore
from loaders.store.open import open_store
from tests.redis_server import Server
from tests.simulation import Told, simulate
from tests.virtual_time import in_virtual_time, run_virtually


def _kept_to_its_allowance(told: Told) -> None:
    assert not told.errors
    assert told.throttled == 0
    assert told.most_in(900) <= 500
    assert told.most_in(60) <= 100


@in_virtual_time
async def test_a_quarter_of_an_hour_at_one_process() -> None:
    """Twenty phones, three screens every 30 seconds, a vendor that throttles: no 429, no error, no window exceeded.

    A thousand phones are `make bench`; the vendor notices no difference.
    """
    told = await simulate(phones=20, minutes=15, stores=[MemoryStore()])
    print(told.table())  # noqa: T201  # the distribution of ages is what one wants to see
    _kept_to_its_allowance(told)
    assert told.age(0.5) <= 60


@in_virtual_time
async def test_a_cold_rush_at_one_process() -> None:
    """Three hundred phones in the first half minute after the start, with nothing kept: the same."""
    told = await simulate(phones=300, minutes=0.5, stores=[MemoryStore()])
    print(told.table())  # noqa: T201  # the same
    _kept_to_its_allowance(told)


@pytest.mark.parametrize(("phones", "minutes"), [(20, 2), (400, 0.5)], ids=["a few", "a cold rush"])
def test_ten_processes_share_one_allowance(tmp_path: Path, phones: int, minutes: float) -> None:
    """Ten processes with one Redis: no more calls in all than one may make, and no error either."""

    async def story() -> None:
        stores = [open_store(server.url, None, 10_000_000) for _ in range(10)]
        told = await simulate(phones=phones, minutes=minutes, stores=stores)
        for store in stores:
            await store.close()
        print(told.table())  # noqa: T201  # the same
        _kept_to_its_allowance(told)

    server = Server(tmp_path)
    server.start()
    try:
        run_virtually(story, grace=0.02)
    finally:
        server.kill()
