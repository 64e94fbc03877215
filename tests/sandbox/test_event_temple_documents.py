"""Event Temple's documents: includes, sparse fields, and the document's own resources [001:33-126]."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files

import pytest

from sandbox.event_temple.resources import TYPES
from tests.sandbox.wire import Open, Wire, row_of

CHAINS = [
    ("bookings", "contact,account,account.address,account.primary_contact"),
    ("bookings", "group.room_rates.room_type,group.room_block_members.room_type"),
    ("bookings", "booking_type,referral_source,revenue_summaries.revenue_category"),
    ("bookings", "account.market_segment,account.account_type,account.user,account.parent_account"),
    ("events", "space,booking.contact,booking.account,revenue_summaries.revenue_category"),
    ("activities", "user,contact,account,booking"),
]


@pytest.mark.parametrize(("name", "include"), CHAINS)
async def test_included_resources_are_exactly_those_linked(event_temple: Wire, name: str, include: str) -> None:
    """Every resource on a path is included once, whatever is linked on the way is there, and nothing else is."""
    reply = await event_temple.ask(f"/v2/{name}", include=include, page_size="100")
    assert reply.status == 200
    counted = Counter(reply.included)
    assert set(counted.values()) == {1}
    known = {(row["type"], row["id"]): row for row in [*reply.data, *reply.document["included"]]}
    primary = {(row["type"], row["id"]) for row in reply.data}
    reached: set[tuple[str, str]] = set()
    for path in include.split(","):
        here = reply.data
        for step in path.split("."):
            targets = [
                (target["type"], target["id"])
                for row in here
                for target in _targets(row.get("relationships", {}).get(step, {}).get("data"))
            ]
            reached.update(targets)
            here = [known[target] for target in targets]
    assert set(counted) == reached - primary


async def test_relationships_link_fully_without_any_include(event_temple: Wire) -> None:
    """Type and id of whatever a resource relates to stand in it, included or not; nothing is null."""
    rows = (await event_temple.ask("/v2/events", page_size="100")).data
    assert all(set(row["relationships"]) == {"space", "booking", "revenue_summaries"} for row in rows)
    assert {row["relationships"]["space"]["data"] is None for row in rows} == {True, False}
    assert {target["type"] for row in rows for target in row["relationships"]["revenue_summaries"]["data"]} == {
        "revenue_summaries"
    }


@pytest.mark.parametrize("include", ["spaces", "booking.events", "space.venue", "name"])
async def test_an_unknown_include_is_refused(event_temple: Wire, include: str) -> None:
    """A path with a relationship that does not exist gets 400, at whichever depth."""
    reply = await event_temple.ask("/v2/events", include=include)
    assert (reply.status, reply.fault["status"]) == (400, 400)


async def test_an_empty_include_includes_nothing(event_temple: Wire) -> None:
    """A request with an empty include gets an empty `included`."""
    assert (await event_temple.ask("/v2/events", include="")).included == []


async def test_sparse_fields_count_relationships_as_fields(event_temple: Wire) -> None:
    """Fields name attributes and relationships alike; what is not named is not sent [001:72-74]."""
    reply = await event_temple.ask(
        "/v2/events", include="booking,space", **{"fields[events]": "name,booking", "fields[bookings]": "name"}
    )
    for row in reply.data:
        assert set(row["attributes"]) == {"name"}
        assert set(row["relationships"]) == {"booking"}
    for row in reply.document["included"]:
        if row["type"] == "bookings":
            assert set(row["attributes"]) == {"name"}
            assert "relationships" not in row
        else:
            assert set(row["attributes"]) == set(TYPES["spaces"].attributes)


async def test_sparse_fields_hide_linkage_even_of_what_is_included(event_temple: Wire) -> None:
    """Leaving a relationship out of the fields takes away its linkage, and not what is included through it."""
    reply = await event_temple.ask("/v2/events", include="space", **{"fields[events]": "name"})
    assert all("relationships" not in row for row in reply.data)
    assert {kind for kind, _ in reply.included} == {"spaces"}


async def test_the_documents_resources_are_there_word_for_word(event_temple: Wire) -> None:
    """Each example of the document is found under its id, reached the way the document reaches it."""
    listed = {
        "events": ("/v2/events", ""),
        "activities": ("/v2/activities", ""),
        "revenue_categories": ("/v2/revenue_categories", ""),
        "bookings": ("/v2/bookings", "group.room_rates,group.room_block_members,revenue_summaries"),
    }
    shown = json.loads(files("sandbox.event_temple").joinpath("examples.json").read_text(encoding="utf-8"))
    rows: dict[tuple[str, str], object] = {}
    for path, include in listed.values():
        for page in ("1", "2", "3"):
            reply = await event_temple.ask(path, include=include, page_size="100", page_number=page)
            rows |= {(row["type"], row["id"]): row for row in [*reply.data, *reply.document["included"]]}
    reachable = {"events", "activities", "revenue_categories", "bookings", "groups", "room_rates"}
    for row in shown:
        assert event_temple.running.data.find(row["type"], row["id"]) == row
        if row["type"] in reachable:
            assert rows[row["type"], row["id"]] == row


async def test_what_the_documents_resources_name_exists(event_temple: Wire) -> None:
    """The resources that examples only refer to can be included from them."""
    bookings = await event_temple.ask(
        "/v2/bookings", include="contact,account,group,revenue_summaries", sort="id", page_size="100", page_number="2"
    )
    assert row_of(bookings.data, "103")["attributes"]["unique_id"] == "BK-00101"
    wanted = [("contacts", "103"), ("accounts", "157"), ("groups", "12")]
    wanted += [("revenue_summaries", str(key)) for key in range(370, 374)]
    assert set(wanted) <= set(bookings.included)
    activities = await event_temple.ask(
        "/v2/activities", include="user,booking,contact,account", sort="id", page_size="100"
    )
    named = {("users", "4"), ("bookings", "46"), ("contacts", "57"), ("accounts", "42")}
    assert named <= set(activities.included)
    events = await event_temple.ask("/v2/events", include="space", sort="id", page_size="100")
    assert {("spaces", "4"), ("spaces", "2")} <= set(events.included)


@pytest.mark.parametrize("size", [1, 2, 40])
async def test_a_small_sandbox_still_has_the_documents_resources(open_vendor: Open, size: int) -> None:
    """However few bookings are asked for, event 59 and bookings 46 and 103 are among them."""
    wire = await open_vendor("event_temple", size=size)
    assert len(wire.running.data["events"]) == size
    assert len(wire.running.data["bookings"]) == max(2, size)
    assert {"46", "103"} <= set(wire.running.data["bookings"])
    assert (await wire.ask("/v2/events", include="booking,space")).status == 200


async def test_broken_rows_go_out_as_they_are(event_temple: Wire) -> None:
    """A row that a test breaks is served broken, and spoils no other."""
    rows = event_temple.running.data["events"]
    rows["300"]["attributes"] = None
    del rows["299"]["relationships"]
    rows["298"]["relationships"]["booking"] = {"data": {"id": None}}
    rows["297"]["id"] = 297
    reply = await event_temple.ask("/v2/events", include="booking,space", **{"fields[spaces]": "name"})
    assert reply.status == 200
    assert reply.data[0]["attributes"] is None
    assert "relationships" not in reply.data[1]
    assert reply.data[2]["relationships"]["booking"] == {"data": {"id": None}}
    assert reply.data[3]["id"] == 297
    assert (await event_temple.ask("/v2/events", sort="name", **{"fields[events]": "name"})).status == 200


def _targets(data: object) -> list[dict[str, str]]:
    if isinstance(data, list):
        return data
    return [data] if isinstance(data, dict) else []
