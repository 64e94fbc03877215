"""A thousand bookings at once over a hundred slots, with faults by chance: none of them twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from loaders.records import SPACE
from sandbox.faults import Fault, Faults
from sandbox.server import start
from tests.faults.cells import DONE, UNKNOWN, Heard, send
from tests.faults.changes import KINDS, Wanted, day, gid
from tests.faults.gateways import Gateway, configured, gateways
from tests.redis_server import Server

SLOTS, KEYS, CLIENTS = 100, 5, 2
"""So many slots, keys that want each, and clients that send each key: a thousand requests at once."""

ROUNDS = 4
"""How often a key is sent again while chance is at work; then once more, undisturbed."""

MISHAPS: Sequence[dict[str, Any]] = (
    {"kind": "reset"},
    {"kind": "reset", "after": True},
    {"kind": "status", "after": True},
    {"kind": "status", "status": 503},
    {"kind": "truncated"},
    {"kind": "empty", "after": True},
)


class Chance(Faults):
    """Faults by chance: of the bookings one in four, of what is read one in twenty.

    Args:
        seed: the same seed, the same chances.

    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = random.Random(seed)  # noqa: S311  # chance for a test
        self.calm = False

    def take(self, method: str, path: str) -> Fault | None:
        """Give the fault that a call meets, if any."""
        share = 0.25 if "booking_add" in path else 0.05
        if self.calm or (method == "GET" and "booking_add" in path) or self._random.random() > share:
            return None
        mishap = self._random.choice(MISHAPS)
        return Fault(**({**mishap, "after": False} if method == "GET" else mishap))


@dataclass(slots=True)
class Key:
    """A key, the slot it wants, and every answer it had."""

    slot: int
    title: str
    wanted: Wanted
    heard: list[Heard] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether its outcome is known."""
        return any(one.word == DONE for one in self.heard)


def keys() -> list[Key]:
    """Make the keys: in every second slot their bookings look all alike, so that only counting can tell them apart."""
    kind = next(one for one in KINDS if one.mutation == "createBooking")
    made = []
    for slot in range(SLOTS):
        on, hour = day(slot // 4), 8 + 2 * (slot % 4)
        times = {"from": f"{on}T{hour:02d}:00:00+02:00", "to": f"{on}T{hour + 1:02d}:00:00+02:00"}
        for number in range(KEYS):
            title = f"slot {slot}" if slot % 2 else f"slot {slot}, key {number}"
            given = {"source": "hall", "spaces": [gid(SPACE, "hall", 49)], "title": title, **times}
            document = (
                "mutation($input: CreateBookingInput!) { createBooking(input: $input) "
                "{ booking { vendorId } userErrors { code message } } }"
            )
            key = {"idempotencyKey": f"{slot}-{number}"}
            made.append(
                Key(slot, title, Wanted(document, kind.mutation, kind.shows, {**key, **given}, list, keyed=True))
            )
    return made


async def rush(wanted: Sequence[Key], urls: Sequence[str], client: aiohttp.ClientSession) -> None:
    """Send every key that is not settled, by all its clients at once, each to the next gateway."""
    waiting = [key for key in wanted if not key.settled]
    calls = [(key, urls[at % len(urls)]) for at, key in enumerate(key for key in waiting for _ in range(CLIENTS))]
    for (key, _), heard in zip(
        calls, await asyncio.gather(*(send(client, url, key.wanted) for key, url in calls)), strict=True
    ):
        key.heard.append(heard)


async def again(gateway: Gateway) -> None:
    """Kill a gateway and start it anew, so that it does not leave the vendor alone for what it met before."""
    await gateway.kill()
    await gateway.start()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("shared", [False, True], ids=["one gateway, a journal", "two gateways, Redis"])
async def test_a_thousand_at_once(tmp_path: Path, shared: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """No key has two outcomes, no two keys one booking, no slot more bookings than keys; what was refused is not."""
    async with AsyncExitStack() as stack:
        vendor = await stack.enter_async_context(await start("locaboo", size=20))
        vendor.faults = chance = Chance(seed=4)
        store = {"journal": str(tmp_path / "keys.sqlite3")}
        if shared:
            server = Server(tmp_path)
            server.start()
            stack.callback(server.kill)
            store = {"url": server.url}
        config = configured(tmp_path, {"hall": vendor}, store)
        running = await stack.enter_async_context(gateways(config, 2 if shared else 1))
        client = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        wanted = keys()
        for _ in range(ROUNDS):
            await rush(wanted, [one.url for one in running], client)
            await asyncio.gather(*(again(one) for one in running))
        chance.calm = True
        for _ in range(2):
            await rush(wanted, [one.url for one in running], client)
        books = vendor.data.bookings
        there = {key: books[key]["title"] for key in books if str(books[key]["title"]).startswith("slot ")}
    outcomes = {at: {one.key for one in key.heard if one.word == DONE} for at, key in enumerate(wanted)}
    assert all(len(found) <= 1 for found in outcomes.values())
    given = [found.pop() for found in outcomes.values() if found]
    assert len(set(given)) == len(given)
    titles = {key.wanted.input["idempotencyKey"]: key.title for key in wanted}
    assert set(given) <= set(there)
    asked = Counter(titles.values())
    assert all(count <= asked[title] for title, count in Counter(there.values()).items())
    assert [one for key in wanted if not key.settled and (one := key.heard[-1]).word != UNKNOWN] == []
    for key in wanted:
        alone = asked[key.title] == 1
        if alone and key.settled:
            assert list(there.values()).count(key.title) == 1
        if alone and not key.settled:
            assert key.title not in there.values()
    settled = sum(key.settled for key in wanted)
    requests = sum(len(key.heard) for key in wanted)
    told = f"{requests} requests with {len(wanted)} keys: {settled} done, {len(wanted) - settled} unknown"
    print(f"\n{told}, {len(there)} bookings")  # noqa: T201  # seen with -s
