"""Several operations in one request: each answered as if it had come alone."""

from __future__ import annotations

from typing import Any

from gateway.negotiate import GRAPHQL
from tests.house import House, house


async def batch(running: House, *operations: Any, **headers: str) -> tuple[int, list[dict[str, Any]]]:
    """Send operations together and give status and answers."""
    async with running.client.post(f"{running.url}/graphql", json=operations, headers=headers) as response:
        return response.status, await response.json(content_type=None)


async def test_answers_come_in_the_order_of_the_questions() -> None:
    """Whichever is done first, each stands where its question stood."""
    async with house("booking_experts", size=5) as running:
        slow = {"query": "{ bookings(first: 1, orderBy: { field: CREATED_AT }) { nodes { id } } }"}
        named = {"query": "query ($n: String!) { source(name: $n) { name } }", "variables": {"n": "park"}}
        status, answers = await batch(running, slow, {"query": "{ __typename }"}, named)
        assert status == 200
        first, second, third = (answer["data"] for answer in answers)
        assert len(first["bookings"]["nodes"]) == 1
        assert second == {"__typename": "Query"}
        assert third == {"source": {"name": "park"}}


async def test_one_that_is_refused_spoils_itself_alone() -> None:
    """No query, a wrong one, an unknown hash, a mutation there is not: each has its own errors, beside good answers."""
    async with house("booking_experts", size=5) as running:
        status, answers = await batch(
            running,
            {},
            {"query": "{ nope }"},
            {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
            {"query": "query a { __typename } query b { __typename }"},
            {"query": "{ __typename }"},
            Accept=GRAPHQL,
        )
        assert status == 200
        assert [answer["errors"][0]["extensions"]["code"] for answer in answers[:4]] == [
            *("BAD_USER_INPUT", "BAD_USER_INPUT", "PERSISTED_QUERY_NOT_FOUND", "BAD_USER_INPUT")
        ]
        assert answers[0]["errors"][0]["message"] == "No GraphQL query found in the request"
        assert answers[4]["data"] == {"__typename": "Query"}


async def test_each_has_loaders_and_calls_of_its_own() -> None:
    """What one operation asked and read is told in its own answer, and in no other's."""
    lookup = {"query": '{ bookingByVendorId(source: "park", vendorId: "5") { reference } }'}
    listing = {"query": "{ bookings(first: 1) { nodes { id } } }"}
    async with house("booking_experts", size=5) as running:
        headers = {"Foyer-Explain": "1"}
        _, answers = await batch(running, lookup, listing, {"query": "{ __typename }"}, **headers)
        reasons = [{call["reason"] for call in one["extensions"]["explain"]["calls"]} for one in answers]
        assert reasons == [{"batch"}, {"page"}, set()]


async def test_a_batch_within_which_all_fail_leaves_none_open() -> None:
    """A vendor that is down fails each of ten questions by itself."""
    async with house("booking_experts", size=5) as running:
        running.vendors["park"].faults.add("status", status=500)
        one = {"query": '{ bookingByVendorId(source: "park", vendorId: "5") { reference } }'}
        _, answers = await batch(running, *[one] * 10)
        assert {answer["errors"][0]["extensions"]["code"] for answer in answers} == {"VENDOR_ERROR"}
        assert len(answers) == 10
