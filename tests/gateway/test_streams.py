"""Answers in parts: what is there goes out at once, and each part is told as carefully as a whole answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import pytest

from tests.gateway.test_auth import SERVER, bearer
from tests.house import House, house
from tests.talking import EVENTS, PARTS, merged, next_event, next_part, parts_of

FAST_AND_SLOW = """{
  events(first: 2, filter: { sources: ["hotel"] }) { nodes { name } }
  ... @defer(label: "slow") { bookings(first: 2, filter: { sources: ["park"] }) {
    nodes { reference } sources { status error { code } }
  } }
}"""
DEFERRED = """{ bookings(first: 5, filter: { sources: ["park"] }) { nodes {
  reference ... @defer { customer { name } allocations { period { startDate } } } } } }"""
WHOLE = DEFERRED.replace("@defer", "")


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house(size=20, server={"max_body_bytes": 200_000}) as running:
        yield running


def asking(running: House, query: str | None, accept: dict[str, str] | None = None, **body: Any) -> Any:
    """Ask a question whose answer may come in parts."""
    return running.client.post(
        f"{running.url}/graphql", json={"query": query, **body}, headers={**PARTS, **(accept or {})}
    )


def flights() -> list[str]:
    """Name what is under way in the house's loaders, for whoever waits for it."""
    told = [repr(task.get_coro()) for task in asyncio.all_tasks()]
    return [one for one in told if any(name in one for name in ("dispatch_queue_batch", "fly", "Flight"))]


async def test_a_fast_vendors_rows_arrive_while_a_slow_one_is_awaited() -> None:
    """The first part is read while the other vendor has not answered; who leaves then takes that work along."""
    patient = {"request_timeout_seconds": 3600}
    async with house(size=20, server=patient, source={"budget": {"timeout_seconds": 600}}) as running:
        running.vendors["park"].faults.add("hang")
        await running.data("{ sources { name } }")
        assert not flights()
        async with asking(running, FAST_AND_SLOW) as response:
            first = await next_part(response)
            assert first is not None
            assert len(first["data"]["events"]["nodes"]) == 2
            assert (first["hasNext"], first["pending"]) == (True, [{"id": "0", "path": [], "label": "slow"}])
            while not running.calls("park"):  # noqa: ASYNC110  # a log tells nobody that it grows
                await asyncio.sleep(0)
            assert running.calls("park")[0].status == 0
            assert flights()
            response.close()
        async with asyncio.timeout(30):
            while flights():  # noqa: ASYNC110  # a task that ends tells nobody
                await asyncio.sleep(0)


async def test_the_parts_are_the_whole(running: House) -> None:
    """Put together they are what the question without @defer is answered, with `path` for older clients."""
    async with asking(running, DEFERRED) as response:
        assert response.headers["Content-Type"] == 'multipart/mixed; boundary="-"'
        assert response.headers["Cache-Control"] == "no-store, no-transform"
        parts = await parts_of(response)
    assert all(set(node) == {"reference"} for node in json.loads(json.dumps(parts[0]))["data"]["bookings"]["nodes"])
    assert [part["hasNext"] for part in parts][-1] is False
    assert all(one["path"][:2] == ["bookings", "nodes"] for part in parts[1:] for one in part.get("incremental", ()))
    assert merged(parts) == await running.data(WHOLE)


async def test_what_is_deferred_is_asked_for_later(running: House) -> None:
    """What leads on from a deferred part is not brought along by the first, and still shares its calls."""
    async with asking(running, DEFERRED) as response:
        first = await next_part(response)
        asked = list(running.calls("park"))
        assert first is not None
        await parts_of(response)
    assert [call.path for call in asked] == ["/v3/administrations/1/bookings"]
    assert len(running.calls("park")) <= 3


@pytest.mark.parametrize("initial", [0, 1, 3])
async def test_streamed_rows_share_their_calls(running: House, initial: int) -> None:
    """Rows that come one by one cost no call more than rows that come at once, and are the same rows."""
    question = """{ bookings(first: 8, filter: { sources: ["park"] }) { nodes %s {
      reference allocations { space { name } } customer { name } } } }"""
    whole = await running.data(question % "")
    usual = len(running.calls("park"))
    async with house("booking_experts", size=20) as another:
        async with asking(another, question % f"@stream(initialCount: {initial})") as response:
            parts = await parts_of(response)
        assert len(another.calls("park")) == usual
    assert len(parts[0]["data"]["bookings"]["nodes"]) == initial
    assert merged(parts) == whole


async def test_a_failure_in_a_part_is_told_in_it(running: House) -> None:
    """A vendor that fails while a part is made is an error of that part, with its code; the first part is whole."""
    running.vendors["park"].faults.add("status", path="bookings")
    query = FAST_AND_SLOW.replace("sources { status error { code } }", "").replace(
        'first: 2, filter: { sources: ["park"] }', 'first: 2, filter: { sources: ["park"] }, requireComplete: true'
    )
    async with asking(running, query) as response:
        first, *others = await parts_of(response)
    assert "errors" not in first
    (error,) = [
        error
        for part in others
        for one in [*part.get("incremental", ()), *part.get("completed", ())]
        for error in one.get("errors", ())
    ]
    assert error["extensions"]["code"] == "VENDOR_ERROR"
    assert error["path"] == ["bookings"]


@pytest.mark.parametrize("accept", [PARTS, EVENTS])
async def test_what_is_not_deferred_after_all_comes_at_once(running: House, accept: dict[str, str]) -> None:
    """`if: false`, by a variable too, makes one plain answer of it: JSON, or a single event."""
    query = (
        DEFERRED.replace("query", "")
        .replace("{ bookings", "query ($later: Boolean!) { bookings", 1)
        .replace("@defer", "@defer(if: $later)")
    )
    async with asking(running, query, accept, variables={"later": False}) as response:
        if accept is PARTS:
            assert response.content_type == "application/json"
            body = await response.json()
        else:
            name, body = await next_event(response) or ("", None)
            assert name == "next"
            assert await next_event(response) == ("complete", None)
    assert body["data"] == await running.data(WHOLE)
    assert "hasNext" not in body


async def test_events_carry_the_same_parts(running: House) -> None:
    """A client of event streams gets the parts as events, then one that says that it is over."""
    heard = []
    async with asking(running, DEFERRED, EVENTS) as response:
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        while (event := await next_event(response)) is not None:
            heard.append(event)
    assert [name for name, _ in heard] == ["next"] * (len(heard) - 1) + ["complete"]
    assert merged([part for name, part in heard if name == "next"]) == await running.data(WHOLE)


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "text/html", "image/*"])
async def test_who_takes_no_parts_is_told_so(running: House, accept: str) -> None:
    """406 with a sentence that names what to accept, and nobody is asked."""
    async with asking(running, DEFERRED, {"Accept": accept}) as response:
        assert response.status == 406
        (error,) = (await response.json(content_type=None))["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "multipart/mixed or text/event-stream" in error["message"]
    assert not running.calls("park")


async def test_parts_are_not_packed(running: House) -> None:
    """Whatever encodings a client takes, each part goes out readable at once."""
    async with asking(running, DEFERRED, {"Accept-Encoding": "gzip, br, zstd"}) as response:
        assert "Content-Encoding" not in response.headers


async def test_parts_are_asked_for_alone(running: House) -> None:
    """In a list of operations one that is answered in parts, or by events, is refused in its slot."""
    asked = [{"query": query} for query in (DEFERRED, "{ sources { name } }", "subscription { bookingChanged { id } }")]
    async with running.client.post(f"{running.url}/graphql", json=asked) as response:
        assert response.status == 200
        first, second, third = await response.json()
    sentence = "What is answered in parts or by events is asked in a request of its own."
    assert [one["errors"][0]["message"] for one in (first, third)] == [sentence] * 2
    assert second["data"]["sources"]


async def test_a_change_by_get_is_refused_in_parts_too(running: House) -> None:
    """A mutation that defers is not run by GET: 405."""
    query = 'mutation { unblockSpace(input: { id: "x" }) { userErrors { code } ... @defer { deletedId } } }'
    async with running.client.get(f"{running.url}/graphql", params={"query": query}, headers=PARTS) as response:
        assert (response.status, response.headers["Allow"]) == (405, "POST")


async def test_a_question_in_parts_may_be_sent_by_its_hash(running: House) -> None:
    """An automatic persisted query is answered in parts like the text it stands for."""
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha256(DEFERRED.encode()).hexdigest()}}
    async with asking(running, None, extensions=extensions) as response:
        assert (await response.json())["errors"][0]["message"] == "PersistedQueryNotFound"
    async with asking(running, DEFERRED, extensions=extensions) as response:
        assert len(await parts_of(response)) > 1
    async with asking(running, None, extensions=extensions) as response:
        assert len(await parts_of(response)) > 1


async def test_limits_and_syntax_hold_for_parts(running: House) -> None:
    """What is too much, or no query, is refused as it is elsewhere, in one plain answer."""
    for query, code in (
        (
            DEFERRED.replace("first: 5", "first: 100").replace(
                "{ nodes", "{ a: nodes { events(first: 100) { totalCount nodes { id } } } nodes"
            ),
            "QUERY_TOO_COMPLEX",
        ),
        (DEFERRED[:-2], "BAD_USER_INPUT"),
        (DEFERRED.replace("reference", "refference"), "BAD_USER_INPUT"),
        ("{ ... @defer { ...F } } fragment F on Query { ...F }", "BAD_USER_INPUT"),
    ):
        async with asking(running, query, {"Accept": "multipart/mixed, application/graphql-response+json"}) as response:
            body = await response.json(content_type=None)
            assert response.status == 400
        assert {error["extensions"]["code"] for error in body["errors"]} == {code}
        assert "data" not in body


async def test_who_may_not_read_gets_no_part() -> None:
    """A token that may not read is refused before anything runs, and one that may sees its own sources in any part."""
    async with house(size=20, server=SERVER) as running:
        query = "{ sources { name } ... @defer { bookings { sources { source { name } } } } }"
        async with asking(running, query, bearer("writer-token")) as response:
            assert (await response.json())["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        async with asking(running, query, bearer("nobody")) as response:
            assert response.status == 401
        async with asking(running, query, bearer("front-desk-token")) as response:
            data = merged(await parts_of(response))
        assert data["sources"] == [{"name": "park"}]
        assert data["bookings"]["sources"] == [{"source": {"name": "park"}}]


async def test_the_last_part_tells_what_all_of_it_took(running: House) -> None:
    """`explain` is with the last part, and the cost with the first."""
    async with asking(running, DEFERRED, {"Foyer-Explain": "1"}) as response:
        first, *_, last = await parts_of(response)
    assert set(first["extensions"]) == {"cost"}
    assert len(last["extensions"]["explain"]["calls"]) >= len(running.calls("park"))
