"""How fast one caller may ask, in a time that tests tell."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web

from gateway.context import open_operation
from gateway.graphql_view import View
from gateway.rate import Rate, TooFast
from gateway.serve import listening
from schema.context import Context
from tests.house import SCHEMA


class Clock:
    """A clock that is set."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def taken(rate: Rate, caller: str, most: int) -> int:
    """Take until it is too fast, and give how often it was not."""
    for count in range(most):
        try:
            rate.take(caller)
        except TooFast:
            return count
    return most


def test_a_burst_and_then_a_steady_flow() -> None:
    """After a pause a caller may ask as often at once as the burst allows, and then as often as the bucket fills."""
    clock = Clock()
    rate = Rate(per_second=2, burst=5, clock=clock)
    assert taken(rate, "a", 100) == 5
    clock.now += 1
    assert taken(rate, "a", 100) == 2
    clock.now += 3600
    assert taken(rate, "a", 100) == 5


def test_who_asks_too_fast_is_told_when_to_come_back() -> None:
    """Whoever waits so many seconds is let in; a refusal costs nothing more."""
    clock = Clock()
    rate = Rate(per_second=0.25, burst=1, clock=clock)
    rate.take("a")
    for _ in range(3):
        with pytest.raises(TooFast) as refusal:
            rate.take("a")
        assert refusal.value.seconds == 4
        assert (refusal.value.status, refusal.value.code.value) == (429, "FORBIDDEN")
    clock.now += refusal.value.seconds
    rate.take("a")


def test_one_caller_takes_nothing_from_another() -> None:
    """Each has a bucket of its own, and only so many callers are remembered."""
    rate = Rate(per_second=1, burst=2, callers=2, clock=Clock())
    assert [taken(rate, caller, 9) for caller in "ab"] == [2, 2]
    assert taken(rate, "c", 9) == 2
    assert taken(rate, "a", 9) == 2
    assert taken(rate, "c", 9) == 0


async def test_too_fast_is_told_with_the_status_for_it() -> None:
    """429 with Retry-After and a GraphQL error that has a code; whole lists of operations count by the operation."""
    rate = Rate(per_second=0.1, burst=4, clock=Clock())

    async def begin(request: web.Request, _: str | None) -> Context:
        rate.take(request.remote or "")
        return open_operation({}, 5)

    app = web.Application()
    app.router.add_route("*", "/graphql", View(SCHEMA, begin, None))
    question = {"query": "{ __typename }"}
    async with listening(app, "127.0.0.1", 0) as url, aiohttp.ClientSession() as client:
        statuses = []
        for body in (question, [question] * 3, question):
            async with client.post(f"{url}/graphql", json=body) as response:
                statuses.append(response.status)
                answer = await response.json(content_type=None)
                wait = response.headers.get("Retry-After")
    assert (statuses, wait) == ([200, 200, 429], "10")
    assert answer == {
        "errors": [{"message": "You ask too fast: ask again in 10 seconds.", "extensions": {"code": "FORBIDDEN"}}]
    }


def test_a_thousand_clients_behind_one_address_are_no_flood() -> None:
    """A thousand apps that open three screens each at the same moment, every half a minute, are let in for an hour."""
    clock = Clock()
    rate = Rate(clock=clock)
    for _ in range(120):
        assert taken(rate, "everybody", 3000) == 3000
        clock.now += 30
