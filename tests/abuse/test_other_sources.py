"""A token of one source that asks for another's rows: the other source is as good as absent, whatever way is tried."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from loaders.records import Ref
from tests.gateway.issuer import issuer, signed
from tests.house import House, house

KINDS = {"Venue": "hall", "Space": "49", "Event": "5", "Booking": "5", "Customer": "48"}
"""What there is at the hall: type → an id the hall knows."""

EVERYTHING = ["read", "write", "explain"]
TOKENS = [
    {"name": "front", "token": "front-desk-token", "sources": ["park"], "scopes": EVERYTHING},
    {"name": "office", "token": "office-token", "sources": ["park", "hall"], "scopes": EVERYTHING},
]
OFFICE = {"Authorization": "Bearer office-token"}

BY_ID = {
    "node": '{{ node(id: "{Booking}") {{ id }} }}',
    "nodes": '{{ nodes(ids: ["{Booking}", "{Customer}", "{Space}", "{Event}", "{Venue}"]) {{ id }} }}',
    "booking": '{{ booking(id: "{Booking}") {{ id }} }}',
    "customer": '{{ customer(id: "{Customer}") {{ id sameAs {{ id }} }} }}',
    "space": '{{ space(id: "{Space}") {{ id venue {{ name }} }} }}',
    "event": '{{ event(id: "{Event}") {{ id }} }}',
    "venue": '{{ venue(id: "{Venue}") {{ id bookings {{ totalCount }} }} }}',
    "_entities": "{{ _entities(representations: [{entities}]) {{ __typename }} }}",
    "vendor's id": '{{ bookingByVendorId(source: "{source}", vendorId: "5") {{ id }} }}',
    "name": '{{ source(name: "{source}") {{ name }} }}',
    "filter by source": '{{ bookings(filter: {{ sources: ["{source}"] }}) {{ nodes {{ id }} }} }}',
    "filter by venue": """{{ bookings(filter: {{ venues: ["{Venue}"] }}) {{
      nodes {{ id }} totalCount sources {{ source {{ name }} }}
    }} }}""",
    "filter by space": """{{ events(filter: {{ spaces: ["{Space}"] }}) {{
      nodes {{ id }} totalCount sources {{ source {{ name }} }}
    }} }}""",
    "filter by customer": """{{ bookings(filter: {{ customers: ["{Customer}"] }}) {{
      nodes {{ id }} totalCount sources {{ source {{ name }} }}
    }} }}""",
    "create": """mutation {{ createBooking(input: {{
      idempotencyKey: "one", source: "{source}", spaces: ["{Space}"],
      from: "2027-09-06T09:00:00Z", to: "2027-09-06T11:00:00Z", title: "Mine"
    }}) {{ booking {{ id }} userErrors {{ code message field }} }} }}""",
    "update": """mutation {{ updateBooking(input: {{ id: "{Booking}", status: CONFIRMED }}) {{
      booking {{ id }} userErrors {{ code message field }} }} }}""",
    "cancel": """mutation {{ cancelBooking(input: {{ id: "{Booking}" }}) {{
      booking {{ id }} userErrors {{ code message field }} }} }}""",
    "create a customer": """mutation {{ createCustomer(input: {{
      idempotencyKey: "two", source: "{source}", lastName: "Mine" }}) {{
      customer {{ id }} userErrors {{ code message field }} }} }}""",
    "change a customer": """mutation {{ updateCustomer(input: {{ id: "{Customer}", lastName: "Mine" }}) {{
      customer {{ id }} userErrors {{ code message field }} }} }}""",
    "add an address": """mutation {{ addCustomerAddress(input: {{
      idempotencyKey: "three", customer: "{Customer}", address: {{ city: "Mine" }} }}) {{
      customer {{ id }} userErrors {{ code message field }} }} }}""",
}


@pytest.fixture(params=["a configured token", "a signed token"])
async def front(request: pytest.FixtureRequest) -> AsyncIterator[tuple[House, dict[str, str]]]:
    """Give a house of a hall and a park, and the headers of a caller that may do everything at the park alone."""
    async with issuer() as it:
        server = {"auth": {"tokens": TOKENS, **it.auth()["auth"]}}
        async with house("locaboo", "booking_experts", size=30, server=server) as running:
            token = signed(scopes=EVERYTHING) if request.param == "a signed token" else "front-desk-token"
            yield running, {"Authorization": f"Bearer {token}", "Foyer-Explain": "1"}


def written(question: str, source: str) -> str:
    """Write a question about things of a source."""
    ids = {kind: Ref(kind.lower(), source, key).encode() for kind, key in KINDS.items()}
    ids["Venue"] = Ref("venue", source, source).encode()
    entities = ", ".join(f'{{ __typename: "{kind}", id: "{one}" }}' for kind, one in ids.items())
    return question.format(source=source, entities=entities, **ids)


def compared(answer: dict[str, Any], source: str) -> str:
    """Write an answer so that it can be compared with one about another source; what it took is told apart."""
    answer.get("extensions", {}).pop("explain", None)
    text = json.dumps(answer)
    for kind, key in {**KINDS, "Venue": source}.items():
        text = text.replace(Ref(kind.lower(), source, key).encode(), kind)
    return text.replace(source, "SOURCE")


@pytest.mark.parametrize("way", BY_ID)
async def test_what_is_elsewhere_is_as_good_as_absent(front: tuple[House, dict[str, str]], way: str) -> None:
    """The answer about a source one may not see is that about one there is not, and its vendor hears nothing."""
    running, headers = front
    at_hall = await running.ask(written(BY_ID[way], "hall"), headers=headers)
    nowhere = await running.ask(written(BY_ID[way], "shed"), headers=headers)
    assert compared(at_hall, "hall") == compared(nowhere, "shed")
    assert not running.calls("hall")


async def test_what_was_kept_for_others_is_not_served(front: tuple[House, dict[str, str]]) -> None:
    """Rows that were read for a caller who may see them serve nobody who may not: before, after or at the same time."""
    running, headers = front
    question = """{ bookings(first: 100, orderBy: { field: STARTS_AT }) {
      nodes { id source { name } } totalCount sources { source { name } }
    } }"""
    office, beside = await asyncio.gather(running.ask(question, headers=OFFICE), running.ask(question, headers=headers))
    kept = [one["id"] for one in office["data"]["bookings"]["nodes"] if one["source"]["name"] == "hall"]
    assert kept
    after = await running.ask(question, headers=headers)
    for answer in (beside, after):
        found = answer["data"]["bookings"]
        assert {one["source"]["name"] for one in found["nodes"]} == {"park"}
        assert found["sources"] == [{"source": {"name": "park"}}]
        assert found["totalCount"] == office["data"]["bookings"]["totalCount"] - len(kept)
        assert "hall" not in json.dumps(answer)
    again = await running.ask(f"{{ nodes(ids: {json.dumps(kept[:5])}) {{ id }} }}", headers=headers)
    assert again["data"]["nodes"] == [None] * 5
    assert "hall" not in json.dumps(again)


async def test_a_cursor_of_somebody_else_opens_nothing(front: tuple[House, dict[str, str]]) -> None:
    """A cursor of a list of both sources goes on in those the caller sees, or is refused; never in the other's rows."""
    running, headers = front
    for arguments in ("first: 5", "first: 5, orderBy: { field: STARTS_AT }"):
        page = await running.ask(f"{{ bookings({arguments}) {{ pageInfo {{ endCursor }} }} }}", headers=OFFICE)
        cursor = page["data"]["bookings"]["pageInfo"]["endCursor"]
        running.forget()
        rows = "nodes { source { name } } sources { error { code } source { name } }"
        answer = await running.ask(f'{{ bookings({arguments}, after: "{cursor}") {{ {rows} }} }}', headers=headers)
        assert not running.calls("hall")
        assert "hall" not in json.dumps(answer)
        for row in ((answer.get("data") or {}).get("bookings") or {"nodes": []})["nodes"]:
            assert row["source"]["name"] == "park"


async def test_the_key_of_somebody_else_opens_nothing(front: tuple[House, dict[str, str]]) -> None:
    """A change another caller has made under a key is not told to who gives the same key and input."""
    running, headers = front
    create = written(BY_ID["create"], "hall")
    made = await running.ask(create, headers=OFFICE)
    assert made["data"]["createBooking"]["booking"], made
    running.forget()
    again = await running.ask(create, headers=headers)
    nowhere = await running.ask(written(BY_ID["create"], "shed"), headers=headers)
    assert compared(again, "hall") == compared(nowhere, "shed")
    assert not running.calls("hall")
