"""GraphQL over HTTP: methods, bodies, status codes, and what happens when a client leaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from gateway.negotiate import GRAPHQL, JSON
from tests.house import House, house

EXPECTED = "Expected a JSON object with a query, and perhaps variables and operationName."
UNREADABLE = "Unable to parse request body as JSON"
MISSING = "No GraphQL query found in the request"


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house("booking_experts", size=10) as running:
        yield running


async def send(
    running: House, method: str = "POST", body: bytes | None = None, accept: str = JSON, **options: Any
) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Send a request and give status, headers and body, which must be JSON of the type asked for."""
    headers = {"Accept": accept, **({"Content-Type": JSON} if body is not None else {}), **options.pop("headers", {})}
    async with running.client.request(
        method, f"{running.url}/graphql", data=body, headers=headers, **options
    ) as response:
        assert response.headers["Content-Type"] == f"{accept}; charset=utf-8"
        text = await response.read()
        return response.status, dict(response.headers), json.loads(text) if text else {}


BODIES: list[tuple[bytes, str]] = [
    (b'"x"', EXPECTED),
    (b"null", EXPECTED),
    (b"5", EXPECTED),
    (b"true", EXPECTED),
    (b"[1, 2]", EXPECTED),
    (b"[]", "Expected 1 to 10 operations in a list; got 0."),
    (b"[" + b",".join([b"{}"] * 11) + b"]", "Expected 1 to 10 operations in a list; got 11."),
    (b'[[{"query": "{ __typename }"}]]', EXPECTED),
    (b"", UNREADABLE),
    (b"{", UNREADABLE),
    (b"{} {}", UNREADABLE),
    (b"query=%7B__typename%7D", UNREADABLE),
    (b"[" * 100_000, UNREADABLE),
    (b'{"a":' * 100_000, UNREADABLE),
    (b'{"variables":' + b"[" * 2000 + b"]" * 2000 + b"}", UNREADABLE),
    (b"\xff\xfe{}", UNREADABLE),
    (b'{"query": "{ __typename }", "x": "\xff"}', UNREADABLE),
    ('{"query": "{ __typename }"}'.encode("utf-16"), UNREADABLE),
    (b'{"query": "{ node(id: $i) { id } }", "variables": {"i": "\\ud800"}}', UNREADABLE),
    (b'{"query": "{ __typename }", "variables": {"a": NaN}}', UNREADABLE),
    (b"{}", MISSING),
    (b'{"query": null}', MISSING),
    (b'{"query": ""}', MISSING),
    (b'{"query": 5}', "The GraphQL operation's `query` must be a string or null, if provided."),
    (b'{"query": ["{ __typename }"]}', "The GraphQL operation's `query` must be a string or null, if provided."),
    (
        b'{"query": "{ __typename }", "variables": [1]}',
        "The GraphQL operation's `variables` must be an object or null, if provided.",
    ),
    (
        b'{"query": "{ __typename }", "extensions": 5}',
        "The GraphQL operation's `extensions` must be an object or null, if provided.",
    ),
    (b'{"query": "{ __typename }", "operationName": 5}', EXPECTED),
    (b'{"query": "{ __typename }", "operationName": {"a": 1}}', EXPECTED),
    (b'{"query": "{ __typename }", "operationName": "x"}', 'Unknown operation named "x".'),
    (b'{"query": "fragment F on Booking { id }"}', "Can't get GraphQL operation type"),
]


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
@pytest.mark.parametrize(("body", "sentence"), BODIES, ids=lambda value: str(value[:40]))
async def test_a_body_that_is_no_request_is_refused(
    running: House, caplog: pytest.LogCaptureFixture, body: bytes, sentence: str, accept: str
) -> None:
    """It gets 400 and a GraphQL error with its sentence, never 500, and leaves nothing in the log."""
    status, _, answer = await send(running, body=body, accept=accept)
    assert status == 400
    assert answer == {"errors": [{"message": sentence, "extensions": {"code": "BAD_USER_INPUT"}}]}
    assert not caplog.records


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""),
        *(
            "text/plain; application/json",
            "text/plain;charset=application/json",
            "application/jsonx",
            "application/json-seq",
        ),
    ],
)
async def test_content_of_another_type_is_refused(running: House, content_type: str) -> None:
    """Only application/json is read: what a page of another origin can send without asking is not."""
    headers = {"Content-Type": content_type}
    status, _, answer = await send(running, body=b'{"query": "{ __typename }"}', headers=headers)
    assert status == 415
    assert answer["errors"][0]["message"] == "Expected content of type application/json."


async def test_a_body_that_is_too_large_is_refused() -> None:
    """More than max_body_bytes is 413, as a GraphQL error too."""
    async with house("booking_experts", size=5, server={"max_body_bytes": 1000}) as running:
        body = json.dumps({"query": "{ __typename }", "variables": {"x": "y" * 1000}}).encode()
        status, _, answer = await send(running, body=body)
        assert status == 413
        assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "QUERY"])
async def test_other_methods_are_refused(running: House, method: str) -> None:
    """Whatever is neither GET nor POST is 405 and told which are allowed."""
    status, headers, answer = await send(running, method)
    assert status == 405
    assert headers["Allow"] == "GET, POST"
    if method != "HEAD":
        assert answer["errors"][0]["message"] == f"Expected GET or POST; got {method}."


async def test_get_asks_and_changes_nothing(running: House) -> None:
    """A query may come by GET, variables and all; a mutation may not, and is told how it may."""
    question = {"query": "query ($n: String!) { source(name: $n) { name } }", "variables": '{"n": "park"}'}
    status, _, answer = await send(running, "GET", params=question)
    assert (status, answer["data"]) == (200, {"source": {"name": "park"}})
    for accept in (JSON, GRAPHQL):
        status, headers, answer = await send(running, "GET", accept=accept, params={"query": "mutation { nope }"})
        assert (status, headers["Allow"]) == (405, "POST")
        assert answer["errors"][0]["message"] == "Expected POST: mutations are not allowed when using GET."


@pytest.mark.parametrize("variables", ["x", "[1]", "[" * 1000, "{"])
async def test_variables_of_get_that_are_no_object_are_refused(running: House, variables: str) -> None:
    """They get 400, as in a body."""
    status, _, answer = await send(running, "GET", params={"query": "{ __typename }", "variables": variables})
    assert status == 400
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_a_browser_is_shown_the_page_and_nobody_else(running: House) -> None:
    """GraphiQL is for who accepts HTML and asks nothing; a tool that takes anything gets an answer it can read."""
    address = f"{running.url}/graphql"
    async with running.client.get(address, headers={"Accept": "text/html,*/*;q=0.8"}) as response:
        assert response.content_type == "text/html"
    async with running.client.get(address, headers={"Accept": "*/*"}) as response:
        assert (response.status, response.content_type) == (400, JSON)
    async with running.client.get(
        address, headers={"Accept": "text/html"}, params={"query": "{ __typename }"}
    ) as response:
        assert (await response.json())["data"] == {"__typename": "Query"}
    async with (
        house("booking_experts", size=5, server={"graphiql": False}) as bare,
        bare.client.get(f"{bare.url}/graphql", headers={"Accept": "text/html"}) as response,
    ):
        assert (response.status, response.content_type) == (400, JSON)


@pytest.mark.parametrize(
    ("query", "graphql_status"),
    [
        ("{", 400),
        ("{ nope }", 400),
        ("query ($x: Int!) { bookings(first: $x) { nodes { id } } }", 400),
        ("query a { __typename } query b { __typename }", 400),
        ("mutation { nope }", 400),
        ("{ bookings(first: 0) { nodes { id } } }", 200),
        ('{ booking(id: "17") { id } }', 200),
        ("{ __typename }", 200),
    ],
)
async def test_the_status_is_that_of_the_media_type(running: House, query: str, graphql_status: int) -> None:
    """A refused question is 400 in the new type and 200 in the old, without data in both; once it ran it is 200."""
    body = json.dumps({"query": query}).encode()
    for accept, expected in ((JSON, 200), (GRAPHQL, graphql_status)):
        status, _, answer = await send(running, body=body, accept=accept)
        assert status == expected
        assert ("data" in answer) is (graphql_status == 200)
        assert all(error["extensions"]["code"] == "BAD_USER_INPUT" for error in answer.get("errors", ()))
        assert all(error["locations"] for error in answer.get("errors", ()))


async def test_several_operations_need_a_name(running: House) -> None:
    """Foyer does not choose among operations: which one is meant has to be said, and that one runs."""
    query = "query a { a: __typename } query b { b: __typename }"
    for name, data in (("a", {"a": "Query"}), ("b", {"b": "Query"})):
        _, _, answer = await send(running, body=json.dumps({"query": query, "operationName": name}).encode())
        assert answer["data"] == data
    for nameless in ({"query": query}, {"query": query, "operationName": None}):
        for _ in range(2):  # whether the document is remembered makes no difference
            _, _, answer = await send(running, body=json.dumps(nameless).encode())
            assert [error["message"] for error in answer["errors"]] == [
                "operationName: expected the name of one of the document's operations."
            ]
    _, _, answer = await send(running, body=b'{"query": "query a { __typename } query b { nope }"}')
    assert len(answer["errors"]) == 2


async def test_explain_is_for_who_asks(running: House) -> None:
    """Foyer-Explain: 1 tells the calls, cached ones too; any other value tells nothing; a refusal had none."""
    body = b'{"query": "{ bookings(first: 1) { nodes { id } } }"}'
    told = []
    for value in ("1", "1", "0", "true", None):
        headers = {} if value is None else {"Foyer-Explain": value}
        _, _, answer = await send(running, body=body, headers=headers)
        told.append([call["cache"] for call in answer.get("extensions", {}).get("explain", {}).get("calls", ())])
    assert [len(calls) for calls in told] == [1, 1, 0, 0, 0]
    assert told[0] == ["MISS"]
    _, _, answer = await send(running, body=b'{"query": "{ nope }"}', headers={"Foyer-Explain": "1"})
    assert answer["extensions"] == {"explain": {"calls": []}}


async def until(condition: Callable[[], bool]) -> None:
    """Give others their turn until something holds; at most ten seconds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # connections tell of themselves, but not when they change
            await asyncio.sleep(0)


def open_connections(running: House, source: str) -> int:
    """Count the connections that a vendor has open."""
    runner = running.vendors[source]._runner  # noqa: SLF001  # the sandbox tells this nowhere else
    assert runner is not None
    assert runner.server is not None
    return sum(handler.transport is not None for handler in runner.server.connections)


@pytest.mark.parametrize(
    "query",
    [
        "{ bookings { nodes { id } } }",
        "{ bookings(orderBy: { field: CREATED_AT }) { nodes { id } } }",
        '{ node(id: "Ym9va2luZzpwYXJrOjU") { id } }',
    ],
    ids=["a page", "a walk", "a lookup"],
)
async def test_a_client_that_leaves_takes_its_work_along(running: House, query: str) -> None:
    """When nobody waits any more the call to the vendor is called off: its connection closes."""
    running.vendors["park"].faults.add("hang")
    asked = asyncio.create_task(running.ask(query))
    await until(lambda: len(running.calls("park")) == 1)
    assert open_connections(running, "park") == 1
    asked.cancel()
    await until(lambda: open_connections(running, "park") == 0)
    assert len(running.calls("park")) == 1


async def test_a_client_that_leaves_ends_the_search_for_the_same_people() -> None:
    """The walks that sameAs began through other sources end with the operation that wanted them."""
    async with house(size=20) as running:
        running.vendors["hotel"].faults.add("hang")
        question = '{ customers(first: 5, filter: { sources: ["park"] }) { nodes { sameAs { id } } } }'
        asked = asyncio.create_task(running.ask(question))
        await until(lambda: len(running.calls("hotel")) > 0)
        asked.cancel()
        await until(lambda: open_connections(running, "hotel") == 0)


async def test_work_that_others_wait_for_goes_on(running: House) -> None:
    """One of two that ask for the same leaves: the other is answered, and the vendor was asked once."""
    running.vendors["park"].faults.add("slow", seconds=0.3)
    query = "{ bookings(orderBy: { field: CREATED_AT }) { nodes { id } } }"
    leaving, staying = asyncio.create_task(running.ask(query)), asyncio.create_task(running.ask(query))
    await until(lambda: len(running.calls("park")) == 1)
    leaving.cancel()
    answer = await staying
    assert answer["data"]["bookings"]["nodes"]
    assert len(running.calls("park")) == 1


async def test_a_request_nobody_can_read_leaves_no_trace(running: House, caplog: pytest.LogCaptureFixture) -> None:
    """What is not even HTTP is told in one line that shows nothing of it."""
    with pytest.raises(aiohttp.ClientError):
        async with running.client.get(f"{running.url}/graphql?secret={'x' * 9000}") as response:
            response.raise_for_status()
    assert caplog.records
    assert all(record.exc_info is None for record in caplog.records)
    assert "xxxx" not in caplog.text


async def test_the_process_tells_that_it_runs(running: House) -> None:
    """/livez and /readyz answer, whatever the vendors do."""
    running.vendors["park"].faults.add("status", status=500)
    for path, status in (("/livez", "ok"), ("/readyz", "ready")):
        async with running.client.get(f"{running.url}{path}") as response:
            assert (response.status, await response.json()) == (200, {"status": status})
