"""Requests made to break the door, or to have somebody else's browser ask: each and the exact sentence it gets."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.negotiate import GRAPHQL, JSON
from tests.house import House, house

GOOD = {"query": "{ __typename }"}
BODY = json.dumps(GOOD).encode()
UNREADABLE = "Unable to parse request body as JSON"
ONLY_JSON = "Expected content of type application/json."
FOREIGN = "A page of another site asks by GET: send the header Apollo-Require-Preflight along, or use POST."
TOO_LARGE = "Request Entity Too Large"


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house("booking_experts", size=5) as running:
        yield running


async def send(running: House, method: str = "POST", **options: Any) -> tuple[int, dict[str, Any]]:
    """Send a request and give its status and its answer."""
    if isinstance(options.get("data"), bytes):
        options["data"] = io.BytesIO(options["data"])
    async with running.client.request(method, f"{running.url}/graphql", **options) as response:
        return response.status, json.loads(await response.read())


def deep(levels: int) -> bytes:
    """Write a body whose variables are lists in lists."""
    return b'{"query": "{ __typename }", "variables": {"x": ' + b"[" * levels + b"]" * levels + b"}}"


REQUESTS: dict[str, tuple[dict[str, Any], int, str]] = {
    "a query of 2 MB": ({"data": b'{"query": "{ ' + b"__typename " * 180_000 + b'}"}'}, 413, TOO_LARGE),
    "2 MB that unpack from little": (
        {"data": gzip.compress(b'{"query": "' + b" " * 2_000_000 + b'"}'), "headers": {"Content-Encoding": "gzip"}},
        413,
        TOO_LARGE,
    ),
    "JSON 2,000 deep": ({"data": deep(2000)}, 400, UNREADABLE),
    "JSON 100,000 deep": ({"data": deep(100_000)}, 400, UNREADABLE),
    "invalid UTF-8": ({"data": b'{"query": "{ __typename } # \xff"}'}, 400, UNREADABLE),
    "a null byte": ({"data": b'{"query": "{ __typename }"}\x00'}, 400, UNREADABLE),
    "a null byte inside": ({"data": b'{"query": "{ __type\x00name }"}'}, 400, UNREADABLE),
    "an escaped null byte": (
        {"data": b'{"query": "{ __type\\u0000name }"}', "headers": {"Accept": GRAPHQL}},
        400,
        "Syntax Error: Unexpected character: U+0000.",
    ),
    "a mutation by GET": (
        {"method": "GET", "params": {"query": "mutation { x }"}},
        405,
        "Expected POST: mutations are not allowed when using GET.",
    ),
    "a posted form": ({"data": {"query": "{ __typename }"}, "headers": {}}, 415, ONLY_JSON),
    "a posted form with parts": (
        {"data": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        415,
        ONLY_JSON,
    ),
    "plain text": ({"data": BODY, "headers": {"Content-Type": "text/plain"}}, 415, ONLY_JSON),
    "plain text that says it is JSON": (
        {"data": BODY, "headers": {"Content-Type": "text/plain; application/json"}},
        415,
        ONLY_JSON,
    ),
    "no type at all": ({"data": BODY, "headers": {"Content-Type": ""}}, 415, ONLY_JSON),
    "plain text with a proof": (
        {"data": BODY, "headers": {"Content-Type": "text/plain", "Apollo-Require-Preflight": "1"}},
        415,
        ONLY_JSON,
    ),
    "a batch of 11": ({"json": [GOOD] * 11}, 400, "Expected 1 to 10 operations in a list; got 11."),
    "a batch of none": ({"json": []}, 400, "Expected 1 to 10 operations in a list; got 0."),
    "GET from another site": (
        {"method": "GET", "params": GOOD, "headers": {"Sec-Fetch-Site": "cross-site"}},
        403,
        FOREIGN,
    ),
    "GET from a sibling site": (
        {"method": "GET", "params": GOOD, "headers": {"Sec-Fetch-Site": "same-site"}},
        403,
        FOREIGN,
    ),
    "GET by a script of an old browser": (
        {"method": "GET", "params": GOOD, "headers": {"Origin": "https://evil.example"}},
        403,
        FOREIGN,
    ),
    "GET from a sandbox": ({"method": "GET", "params": GOOD, "headers": {"Origin": "null"}}, 403, FOREIGN),
}


@pytest.mark.parametrize(("options", "status", "sentence"), REQUESTS.values(), ids=REQUESTS)
async def test_it_is_refused_with_its_sentence(
    running: House, caplog: pytest.LogCaptureFixture, options: dict[str, Any], status: int, sentence: str
) -> None:
    """It gets its status and a GraphQL error with a code, runs nothing, and leaves no line in the log."""
    headers = {
        **({"Content-Type": JSON} if isinstance(options.get("data"), bytes) else {}),
        **options.get("headers", {}),
    }
    got, answer = await send(running, **{**options, "headers": headers})
    assert got == status
    (error,) = answer["errors"]
    assert error["message"] == sentence
    assert error["extensions"]["code"] == ("FORBIDDEN" if status == 403 else "BAD_USER_INPUT")
    assert "data" not in answer
    assert not running.calls("park")
    assert not caplog.records


FINE: dict[str, dict[str, str]] = {
    "a program": {},
    "our own page": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    "an address typed in": {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    "another site that asked first": {"Sec-Fetch-Site": "cross-site", "X-Foyer-Request": "1"},
    "Apollo Client": {"Origin": "https://app.example", "apollo-require-preflight": "true"},
    "another client": {"Sec-Fetch-Site": "same-site", "GraphQL-Preflight": "1"},
}


@pytest.mark.parametrize("headers", FINE.values(), ids=FINE)
async def test_who_may_ask_by_get_is_answered(running: House, headers: dict[str, str]) -> None:
    """A GET that no other site's page can send unasked is answered as ever."""
    status, answer = await send(running, "GET", params=GOOD, headers=headers)
    assert (status, answer["data"]) == (200, {"__typename": "Query"})


async def test_a_script_of_our_own_may_ask_by_get(running: House) -> None:
    """An old browser, or one that came by plain HTTP, names the origin of its script: our own is no other site."""
    status, answer = await send(running, "GET", params=GOOD, headers={"Origin": running.url})
    assert (status, answer["data"]) == (200, {"__typename": "Query"})


async def test_a_link_from_another_site_opens_the_page(running: House) -> None:
    """GraphiQL may be linked to: it asks nothing by itself."""
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with running.client.get(f"{running.url}/graphql", headers=headers) as response:
        assert (response.status, response.content_type) == (200, "text/html")


async def test_a_browser_that_asks_first_is_told_nothing(running: House) -> None:
    """A preflight is 405 without a word that would let another site's page go on."""
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    async with running.client.options(f"{running.url}/graphql", headers=headers) as response:
        assert response.status == 405
        assert not [name for name in response.headers if name.lower().startswith("access-control")]


async def test_null_bytes_in_values_are_only_values(running: House) -> None:
    """An id, a search or a name with one is answered in order: nothing of ours ends at it."""
    query = 'query ($x: String!) { bookingByVendorId(source: "park", vendorId: "1") { id } source(name: $x) { name } }'
    status, answer = await send(running, json={"query": query, "variables": {"x": "pa\x00rk"}})
    assert status == 200
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
