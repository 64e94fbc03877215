"""Documents that need not be sent: by their hash, or because the operator trusts them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gateway.asked import Asked
from gateway.documents import Documents, Recent
from gateway.negotiate import GRAPHQL, JSON
from gateway.settings import ConfigurationError
from tests.house import House, house

QUERY = "query Name($n: String!) { source(name: $n) { name } }"
HASH = sha256(QUERY.encode()).hexdigest()
VARIABLES = {"n": "park"}
PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": HASH}}
APOLLO = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [{"id": HASH, "name": "Name", "type": "query", "body": QUERY}],
}
MALFORMED = "extensions.persistedQuery: expected version 1 and a sha256Hash of 64 hexadecimal digits."


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house("booking_experts", size=5) as running:
        yield running


async def post(running: House, body: dict[str, Any], accept: str = JSON) -> tuple[int, dict[str, Any]]:
    """Send a body and give status and answer."""
    async with running.client.post(f"{running.url}/graphql", json=body, headers={"Accept": accept}) as response:
        return response.status, await response.json(content_type=None)


def manifest(folder: Path, content: object) -> dict[str, Any]:
    """Write a manifest; give what the configuration says of it."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(content), "utf-8")
    return {"documents": str(path)}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_hash_will_do_once_its_text_was_sent(running: House, accept: str) -> None:
    """Not found, with 200 so that every client reads on; sent along once; from then on found, by POST and by GET."""
    asked = {"variables": VARIABLES, "extensions": PERSISTED}
    status, answer = await post(running, asked, accept)
    assert status == 200
    assert answer == {
        "errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]
    }
    for body in ({**asked, "query": QUERY}, asked, {"documentId": f"sha256:{HASH}", "variables": VARIABLES}):
        status, answer = await post(running, body, accept)
        assert (status, answer["data"]) == (200, {"source": {"name": "park"}})
    for kind in (accept, "*/*"):
        async with running.client.get(
            f"{running.url}/graphql",
            params={"variables": json.dumps(VARIABLES), "extensions": json.dumps(PERSISTED)},
            headers={"Accept": kind},
        ) as response:
            assert (await response.json(content_type=None))["data"] == {"source": {"name": "park"}}


async def test_a_browser_may_ask_by_hash(running: House) -> None:
    """A GET with a hash and no query is a question, though it accepts HTML."""
    async with running.client.get(
        f"{running.url}/graphql", params={"extensions": json.dumps(PERSISTED)}, headers={"Accept": "text/html"}
    ) as response:
        assert response.content_type == JSON
        assert response.headers["Cache-Control"] == "no-store"


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"query": "{ __typename }", "extensions": PERSISTED},
        "extensions.persistedQuery: the sha256Hash is not that of the query.",
    ),
    ({"extensions": {"persistedQuery": {"version": 2, "sha256Hash": HASH}}}, MALFORMED),
    ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "x"}}}, MALFORMED),
    ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": 5}}}, MALFORMED),
    ({"extensions": {"persistedQuery": {"version": 1}}}, MALFORMED),
    ({"extensions": {"persistedQuery": True}}, MALFORMED),
    ({"query": QUERY, "documentId": "x"}, "Expected a query or a documentId; got both."),
    ({"documentId": 5}, "The GraphQL operation's `documentId` must be a string or null, if provided."),
    ({"documentId": "x"}, "documentId: no document is known by it."),
    ({"documentId": "sha256:x"}, "documentId: no document is known by it."),
]


@pytest.mark.parametrize(("body", "sentence"), REFUSED, ids=lambda value: str(value)[:60])
async def test_a_name_that_means_nothing_is_refused(running: House, body: dict[str, Any], sentence: str) -> None:
    """What contradicts itself, or no document is known by, is 400 with its sentence."""
    status, answer = await post(running, body)
    assert status == 400
    assert [error["message"] for error in answer["errors"]] == [sentence]


async def test_texts_are_kept_within_their_bound() -> None:
    """What was used least recently makes room; what is larger than all of it is not kept."""
    shelf = Recent(most=10)
    for name, value in (("a", b"aaaa"), ("b", b"bbbb"), ("b", b"BBBB")):
        await shelf.put(name, value, 0, 1)
    assert await shelf.get("a", 0) == b"aaaa"
    await shelf.put("c", b"cccc", 0, 1)
    assert [await shelf.get(name, 0) for name in "abc"] == [b"aaaa", None, b"cccc"]
    await shelf.put("d", b"d" * 11, 0, 1)
    assert [await shelf.get(name, 0) for name in "abcd"] == [None] * 4


async def test_another_shelf_may_keep_them() -> None:
    """Texts go to whatever shelf is given, under the hash, with the moment and how long they are to be kept."""
    put: list[tuple[str, bytes, float]] = []

    class Shared(Recent):
        async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:
            put.append((name, value, now))
            await super().put(name, value, now, seconds)

    documents = Documents(shelf=Shared(), clock=lambda: 5.0)
    await documents.find(Asked(QUERY, None, None, PERSISTED))
    assert put == [(f"document:{HASH}", QUERY.encode(), 5.0)]
    assert (await documents.find(Asked(None, None, None, PERSISTED))).text == QUERY


@pytest.mark.parametrize("content", [APOLLO, {HASH: QUERY}], ids=["Apollo", "graphql-codegen"])
@pytest.mark.parametrize("only", [False, True])
async def test_trusted_documents_are_asked_by_their_ids(tmp_path: Path, content: object, *, only: bool) -> None:
    """Both shapes are read; documentId, with or without sha256:, the hash and the very text all mean the document."""
    server = {**manifest(tmp_path, content), "only_documents": only}
    async with house("booking_experts", size=5, server=server) as running:
        for body in (
            {"documentId": HASH},
            {"documentId": f"sha256:{HASH}"},
            {"extensions": PERSISTED},
            {"query": QUERY},
            {"query": QUERY, "extensions": PERSISTED},
        ):
            status, answer = await post(running, {**body, "variables": VARIABLES}, GRAPHQL)
            assert (status, answer.get("data")) == (200, {"source": {"name": "park"}})
        async with running.client.get(
            f"{running.url}/graphql", params={"documentId": HASH, "variables": json.dumps(VARIABLES)}
        ) as response:
            assert (await response.json())["data"] == {"source": {"name": "park"}}
        status, answer = await post(running, {"query": "{ __typename }"}, GRAPHQL)
        if not only:
            assert (status, answer["data"]) == (200, {"__typename": "Query"})
            return
        assert status == 403
        assert answer == {
            "errors": [
                {
                    "message": "Only trusted documents are answered here: send the documentId of one.",
                    "extensions": {"code": "FORBIDDEN"},
                }
            ]
        }


async def test_only_documents_takes_no_text_under_a_hash(tmp_path: Path) -> None:
    """Where only trusted documents are answered, a hash opens no side door: neither sent along nor later."""
    other = "{ __typename }"
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(other.encode()).hexdigest()}}
    server = {**manifest(tmp_path, APOLLO), "only_documents": True}
    async with house("booking_experts", size=5, server=server) as running:
        codes = []
        for body in ({"extensions": named}, {"query": other, "extensions": named}, {"extensions": named}):
            _, answer = await post(running, body)
            codes.append(answer["errors"][0]["extensions"]["code"])
        assert codes == ["PERSISTED_QUERY_NOT_FOUND", "FORBIDDEN", "PERSISTED_QUERY_NOT_FOUND"]


async def test_trusted_documents_keep_the_limits(tmp_path: Path) -> None:
    """A trusted document may be as long as it is, but what its variables make of it is measured like any other's."""
    query = "query ($n: Int!) { venues(first: $n) { nodes { bookings(first: $n) { nodes { id } } } } }"
    server = {**manifest(tmp_path, {"x": query}), "limits": {"max_tokens": 5}}
    async with house("booking_experts", size=5, server=server) as running:
        _, answer = await post(running, {"documentId": "x", "variables": {"n": 2}})
        assert "errors" not in answer
        _, answer = await post(running, {"documentId": "x", "variables": {"n": 100}})
        assert answer["errors"][0]["message"] == "The query costs 10100; at most 5000 is allowed."


FITS = "should hold one that fits the schema"
WRONG: list[tuple[object, list[str]]] = [
    (
        {"a": "{ nowhere }", "b": "{ __typename }", "c d": "{"},
        [
            f"server.documents.{name}: holds a document that cannot be answered ({why}); {FITS}"
            for name, why in (
                ("a", "Cannot query field 'nowhere' on type 'Query'."),
                ('"c d"', "Syntax Error: Expected Name, found <EOF>."),
            )
        ],
    ),
    *(
        (content, ["server.documents: holds other JSON; should hold a manifest as graphql-codegen or Apollo writes it"])
        for content in (
            *([], {}, 5, {"a": 5}, {**APOLLO, "version": 2}, {**APOLLO, "operations": [{"id": "x"}]}),
            {**APOLLO, "operations": 5},
        )
    ),
]


@pytest.mark.parametrize(("content", "faults"), WRONG, ids=lambda value: str(value)[:40])
async def test_a_manifest_that_does_not_fit_stops_the_start(tmp_path: Path, content: object, faults: list[str]) -> None:
    """It is told in one line a fault, all at once, before anything is served."""
    with pytest.raises(ConfigurationError) as refusal:
        async with house("booking_experts", size=5, server=manifest(tmp_path, content)):
            pass
    assert str(refusal.value).splitlines() == faults


async def test_a_manifest_that_is_not_json_stops_the_start(tmp_path: Path) -> None:
    """Text that is no JSON is named as that."""
    path = tmp_path / "manifest.json"
    path.write_text("{")
    with pytest.raises(ConfigurationError, match="what is not JSON"):
        async with house("booking_experts", size=5, server={"documents": str(path)}):
            pass
