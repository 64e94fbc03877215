"""How little vendors are asked: batches, sparse fields, languages."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.house import House, house

ENTITIES = """
query ($references: [_Any!]!) {
  _entities(representations: $references) {
    __typename
    ... on Booking { reference }
    ... on Customer { name }
  }
}
"""


async def test_a_hundred_references_take_four_calls_at_most() -> None:
    """50 bookings and 50 customers another subgraph refers to are resolved in at most four calls."""
    async with house("booking_experts") as running:
        found = await running.data("{ bookings(first: 100) { nodes { id customer { id } } } }")
        bookings = [row["id"] for row in found["bookings"]["nodes"]][:50]
        customers = list(dict.fromkeys(row["customer"]["id"] for row in found["bookings"]["nodes"] if row["customer"]))[
            :50
        ]
        assert len(bookings) == len(customers) == 50
        running.forget()
        references = [{"__typename": "Booking", "id": one} for one in bookings]
        references += [{"__typename": "Customer", "id": one} for one in customers]
        answer = await running.data(ENTITIES, {"references": references})
        assert [row["__typename"] for row in answer["_entities"]] == ["Booking"] * 50 + ["Customer"] * 50
        assert len(running.calls("park")) <= 4


@pytest.mark.parametrize(
    ("vendor", "source", "path", "question", "key"),
    [
        (
            "event_temple",
            "hotel",
            "/v2/events",
            "{ events(first: 100) { nodes { name status attendance { expected } } } }",
            "events",
        ),
        (
            "booking_experts",
            "park",
            "/v3/administrations/1/bookings",
            "{ bookings(first: 100) { nodes { reference status createdAt } } }",
            "booking",
        ),
    ],
)
async def test_three_fields_are_asked_for_and_no_more(
    vendor: str, source: str, path: str, question: str, key: str
) -> None:
    """Asking three fields asks the vendor for those fields: at most 40 % of the bytes of the full document."""
    async with house(vendor) as running:
        await running.data(question)
        (call,) = running.calls(source)
        assert call.values(f"fields[{key}]")
        sent = call.sent
        full = await _full(running, source, path)
        assert sent <= 0.4 * full, (sent, full)


async def _full(running: House, source: str, path: str) -> int:
    """Ask the vendor for the same page without sparse fields and give its size in bytes."""
    vendor = running.vendors[source]
    keys: dict[str, Any] = dict(vendor.vendor.credentials)
    headers = (
        {"X-Api-Org": keys["org"], "X-Api-Key": keys["api_key"]} if "org" in keys else {"X-API-KEY": keys["api_key"]}
    )
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"{vendor.url}{path}?page%5Bnumber%5D=1&page%5Bsize%5D=100", headers=headers) as response,
    ):
        return len(await response.read())


async def test_only_the_languages_asked_for_are_sent() -> None:
    """A category's name in one language asks for that language and its fallbacks; its other texts are not asked for."""
    async with house("booking_experts") as running:
        question = """{ source(name: "park") { ... on BookingExpertsSource {
          categories(first: 5) { nodes { name(locale: "nl-BE") } }
        } } }"""
        answer = await running.data(question)
        assert all(row["name"] for row in answer["source"]["categories"]["nodes"])
        (call,) = running.calls("park")
        assert call.headers["Accept-Language"] == "nl-BE,nl,en"
        assert call.values("fields[category]") == ["name"]


async def test_no_language_is_asked_for_twice() -> None:
    """Where no text is read, one language is named, since a vendor sends all it is asked for."""
    async with house("booking_experts") as running:
        await running.data("{ bookings(first: 1) { nodes { reference } } }")
        (call,) = running.calls("park")
        assert "," not in call.headers.get("Accept-Language", "")


async def test_a_walk_is_kept_for_as_long_as_it_is_fresh() -> None:
    """Two questions in a row that need the whole collection read it once; with fresh = 0 each reads it."""
    question = "{ events(first: 5, orderBy: { field: NAME }) { nodes { name } } }"
    async with house("event_temple") as running:
        await running.data(question)
        once = len(running.calls("hotel"))
        await running.data(question)
        assert len(running.calls("hotel")) == once
    async with house("event_temple", fresh=0) as running:
        await running.data(question)
        await running.data(question)
        assert len(running.calls("hotel")) == 2 * once


async def test_explain_shows_each_call() -> None:
    """`Foyer-Explain: 1` tells every vendor call: what was asked, why, how long it took, how many things it served."""
    async with house("booking_experts", fresh=0) as running:
        question = "{ bookings(first: 3) { nodes { reference allocations { space { name } } } } }"
        assert "explain" not in (await running.ask(question))["extensions"]
        running.forget()
        answer = await running.ask(question, headers={"Foyer-Explain": "1"})
        calls = answer["extensions"]["explain"]["calls"]
        made = [call for call in calls if call["cache"] == "MISS"]
        assert len(made) == len(running.calls("park"))
        assert {call["reason"] for call in made} == {"page", "batch"}
        for call, seen in zip(made, running.calls("park"), strict=True):
            assert call["source"] == "park"
            assert call["vendor"] == "BOOKING_EXPERTS"
            assert call["method"] == "GET"
            assert call["path"] == seen.path
            assert call["query"] == "&".join(f"{name}={value}" for name, value in seen.query)
            assert call["status"] == 200
            assert call["bytes"] == seen.sent
            assert call["asks"] >= 1
            assert call["durationMs"] >= 0
            assert call["startMs"] >= 0
        assert "sandbox-booking-experts-key" not in str(answer)


async def test_rows_that_are_kept_are_explained_without_a_call() -> None:
    """What answered a question that called nobody is told as well, once for each call it took."""
    async with house("booking_experts") as running:
        question = "{ bookings(first: 3) { nodes { reference allocations { space { name } } } } }"
        first = await running.ask(question, headers={"Foyer-Explain": "1"})
        made = [call["path"] for call in first["extensions"]["explain"]["calls"]]
        running.forget()
        again = await running.ask(question, headers={"Foyer-Explain": "1"})
        assert again["data"] == first["data"]
        told = again["extensions"]["explain"]["calls"]
        assert (running.calls("park"), {call["cache"] for call in told}) == ([], {"HIT"})
        assert sorted(call["path"] for call in told) == sorted(made)
