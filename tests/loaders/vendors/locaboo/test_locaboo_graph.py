"""Locaboo in the graph, in front of the sandbox: what a client sees, and how many calls it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from locaboo_desk import BERLIN

from gateway.context import open_operation
from loaders.port import Options, Source
from loaders.records import Ref
from loaders.vendors.locaboo import VENDOR
from sandbox.server import Running, start
from schema.build import build_schema
from schema.limits import Limits

SCHEMA = build_schema()
TODAY = dt.date(2026, 6, 15)


@dataclass(slots=True)
class Hall:
    """A running vendor and the source in front of it."""

    source: Source
    running: Running

    async def ask(self, query: str, **variables: object) -> Any:
        """Ask the graph a question that is answered without errors."""
        context = open_operation({"hall": self.source}, 20, allowed=Limits(cost=50_000))
        result = await SCHEMA.execute(query, variable_values=variables, context_value=context)
        context.loaders.close()
        assert result.errors is None, result.errors
        return result.data

    def calls(self) -> list[str]:
        """Give the endpoints called since the last time, and forget them."""
        paths = [call.path.removeprefix("/api/v2/").split("/")[0] for call in self.running.log]
        self.running.log.clear()
        return sorted(paths)


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    """Give a source in front of a sandbox of 300 bookings and events."""
    running = await start("locaboo", seed=1, size=300, today=TODAY)
    noon = dt.datetime(2026, 6, 15, 10, tzinfo=dt.UTC)
    source = VENDOR.open(Options("hall", running.url, BERLIN, dict(running.vendor.credentials), now=lambda: noon))
    yield Hall(source, running)
    await source.close()
    await running.stop()


def id_of(kind: str, key: str) -> str:
    """Write a global id."""
    return Ref(kind, "hall", key).encode()


async def test_a_page_of_bookings_with_all_around_it(hall: Hall) -> None:
    """Bookings, who books, where and when, and what only Locaboo tells: three calls, whatever the page's size."""
    data = await hall.ask(
        """{ bookings(first: 50) { totalCount nodes { reference status period { startsAt } venue { name }
             customer { name email } allocations { vendorId status space { name parent { name } venue { name } } }
             details { ... on LocabooBooking { color customerName persons
               customFields { field label value space { name } }
               resources { name space { name } instances { vendorId name space { name } customFields { value } } } } } }
             sources { status covers { from to } } } }"""
    )
    assert hall.calls() == ["booking_list", "customer_list", "resource_list"]
    assert len(data["bookings"]["nodes"]) == 50
    assert data["bookings"]["sources"] == [{"status": "COMPLETE", "covers": {"from": "2025-05-11", "to": "2028-08-23"}}]
    for node in data["bookings"]["nodes"]:
        assert node["status"] == "UNKNOWN"
        assert node["details"]["customerName"] == (node["customer"] or {}).get("name")
        taken = [one for place in node["details"]["resources"] for one in place["instances"]]
        assert [one["vendorId"] for one in taken] == [one["vendorId"] for one in node["allocations"]]
        assert [one["space"]["name"] for one in taken] == [one["space"]["name"] for one in node["allocations"]]


async def test_what_only_a_booking_alone_tells(hall: Hall) -> None:
    """Services and inventory are a call a booking, of the page only; of a booking looked up no further call."""
    along = "features { vendorId name interval price { amount currency } quantity space { name } } inventory { name }"
    query = f"{{ bookings(first: 3) {{ nodes {{ details {{ ... on LocabooBooking {{ {along} }} }} }} }} }}"
    await hall.ask(query)
    assert hall.calls() == [*["booking"] * 3, "booking_list", "profile", "resource_list"]
    details = f"details {{ ... on LocabooBooking {{ customerName {along} }} }}"
    data = await hall.ask(f'{{ bookingByVendorId(source: "hall", vendorId: "312842") {{ {details} }} }}')
    assert data["bookingByVendorId"]["details"]["features"][0] == {
        "vendorId": "451",
        "name": "Projectors",
        "interval": "per_quantity",
        "price": {"amount": "10.149", "currency": "EUR"},
        "quantity": "0",
        "space": {"name": "test audit"},
    }
    assert data["bookingByVendorId"]["details"]["customerName"] == "DemoStore GmbH"
    assert hall.calls() == ["booking", "customer_list"]


async def test_events_and_their_documents(hall: Hall) -> None:
    """Documents, venue, space and booking of a page of events: one list, and one call an event."""
    data = await hall.ask(
        """{ events(first: 4, orderBy: {field: STARTS_AT}) { nodes { name status period { startsAt endsAt }
             venue { name } space { name venue { name } } booking { reference }
             details { ... on LocabooEvent { dateFrom timeFrom marketingDataPrice { amount currency }
               marketingDataPriceText
               documents { documentType price { amount currency } processedStatus processedDate
                 bookings { vendorId title booking { reference }
                   resources { name instances { period { startsAt } } } } } } } } } }"""
    )
    calls = hall.calls()
    assert [calls.count(name) for name in ("event_list", "event_details", "resource_list", "profile")] == [1, 4, 1, 1]
    for node in data["events"]["nodes"]:
        mentioned = [one for paper in node["details"]["documents"] for one in paper["bookings"]]
        assert node["booking"] == (mentioned[0]["booking"] if mentioned else None)
        assert (node["venue"] is None) == (not mentioned)
        assert node["space"] is None or node["space"]["venue"] == node["venue"]


async def test_venues_of_a_source(hall: Hall) -> None:
    """No configuration names them: the source asks for them; all that is told of three takes a call each."""
    data = await hall.ask('{ source(name: "hall") { venues { id name } capabilities } }')
    assert len(data["source"]["venues"]) == 12
    assert hall.calls() == ["resource_list"]
    data = await hall.ask(
        """{ venues(first: 3) { totalCount pageInfo { hasNextPage } nodes { name currency phone imageUrl description
             address { lines postalCode city countryCode } openToday { opens closes } closures { title from to }
             spaces { totalCount } bookings { totalCount } customers { totalCount } } } }"""
    )
    assert (data["venues"]["totalCount"], data["venues"]["pageInfo"]["hasNextPage"]) == (12, True)
    assert data["venues"]["nodes"][2]["openToday"] == [{"opens": "10:30", "closes": "23:59"}]
    assert data["venues"]["nodes"][2]["currency"] == "EUR"
    assert hall.calls() == ["booking_list", "customer_list", "profile", *["resource"] * 3]


async def test_the_same_events_whichever_way(hall: Hall) -> None:
    """An event is in the list of every venue that its documents mention, of its space, and of its booking."""
    data = await hall.ask(
        """{ venues(first: 2) { nodes { id events(first: 100) { nodes { id
             space { events(first: 100) { nodes { id } } } booking { events(first: 100) { nodes { id } } }
             details { ... on LocabooEvent { documents { bookings { resources { space { venue { id } } } } } } }
           } } } } }"""
    )
    seen = 0
    for venue in data["venues"]["nodes"]:
        for event in venue["events"]["nodes"]:
            seen += 1
            mentioned = [one for paper in event["details"]["documents"] for one in paper["bookings"]]
            assert venue["id"] in {place["space"]["venue"]["id"] for one in mentioned for place in one["resources"]}
            assert {"id": event["id"]} in event["space"]["events"]["nodes"]
            assert {"id": event["id"]} in event["booking"]["events"]["nodes"]
    assert seen > 5


async def test_availability_of_all_spaces_is_one_call(hall: Hall) -> None:
    """Thirty spaces, wholes and parts: one call; what the vendor computed and what is derived is told."""
    data = await hall.ask(
        """{ spaces(first: 100) { nodes { name parts { name } blocks(between: {from: "2026-07-06T00:00:00+02:00",
             to: "2026-07-07T00:00:00+02:00"}) { kind } availability(between: {from: "2026-07-06T08:00:00+02:00",
             to: "2026-07-06T20:00:00+02:00"}, minutes: 90) { basis slots { from to } } } } }"""
    )
    nodes = data["spaces"]["nodes"]
    assert hall.calls() == ["availability", "resource_list"]
    assert {node["availability"]["basis"] for node in nodes if node["parts"]} == {"DERIVED"}
    assert {node["availability"]["basis"] for node in nodes if not node["parts"]} == {"VENDOR"}
    assert any(node["availability"]["slots"] for node in nodes)
    by_name = {node["name"]: node for node in nodes}
    parts = [by_name[name]["availability"]["slots"] for name in ("Kleine Halle", "Große Halle")]
    whole = by_name["Stefan Test"]["availability"]["slots"]
    assert all(slot in parts[0] and slot in parts[1] for slot in whole)
    assert all(node["blocks"] is None for node in nodes)


async def test_what_only_a_locaboo_source_has(hall: Hall) -> None:
    """Profile, inventory, services, invoices, fields and resources, in one query with one call each."""
    data = await hall.ask(
        """{ source(name: "hall") { ... on LocabooSource { profile { companyName currency created age }
             inventory(first: 1) { totalCount nodes { vendorId quantity priceCost { amount currency }
               prices { forAll tax price { amount currency } customerGroups { vendorId name } }
               resources { vendorId name space { name } } } }
             services(first: 1) { nodes { name createdOn prices { interval } } }
             invoices(first: 1) { nodes { invoiceNumber created dueDate status vendorStatus paymentStatus paymentType
               totalPrice { amount currency } discount { type rate } payer { company } customer { name }
               rows { type vendorType rate tax { amount } total { amount } space { name } booking { reference } } } }
             freeTextFields { nodes { vendorId name type options } }
             resources(first: 1) { totalCount nodes { title manager categoryName fax todayOpeningTimes { opens }
               space { name } } } } } }"""
    )
    source = data["source"]
    assert source["profile"] == {"companyName": "The Manager", "currency": "EUR", "created": "2016-06-02", "age": 3}
    assert source["inventory"]["nodes"][0]["priceCost"] == {"amount": "0", "currency": "EUR"}
    assert source["inventory"]["nodes"][0]["resources"][1] == {
        "vendorId": "49",
        "name": "Sample Resource B",
        "space": {"name": "Kleine Halle"},
    }
    (invoice,) = source["invoices"]["nodes"]
    assert (invoice["status"], invoice["paymentStatus"], invoice["paymentType"]) == ("FINISHED", "PAID", "ON_ACCOUNT")
    assert (invoice["created"], invoice["dueDate"]) == ("2022-05-21T21:38:00+02:00", "2022-06-05")
    assert invoice["rows"][0]["total"] == {"amount": "11.9"}
    assert source["freeTextFields"]["nodes"][1] == {
        "vendorId": "2",
        "name": "Seat Type",
        "type": "select",
        "options": ["A", "B"],
    }
    assert source["resources"]["totalCount"] == 12
    assert sorted(set(hall.calls())) == [
        "booking", "customer_list", "inventory_list", "invoice_list", "profile", "resource", "resource_list",
        "service_list",
    ]  # fmt: skip


async def test_ten_customers_by_address_are_one_call(hall: Hall) -> None:
    """Ten fields by e-mail address read the customers once."""
    fields = " ".join(f'c{n}: customers(filter: {{email: "nobody{n}@example.com"}}) {{ totalCount }}' for n in range(9))
    data = await hall.ask(
        f'{{ {fields} known: customers(filter: {{email: "CUSTOMER@locaboo.com"}}) {{ nodes {{ vendorId }} }} }}'
    )
    assert data["known"]["nodes"] == [{"vendorId": "48"}]
    assert hall.calls() == ["customer_list"]


async def test_a_narrow_range_is_a_narrow_call(hall: Hall) -> None:
    """What is on one day is asked for three days, and each booking shown touches the range."""
    data = await hall.ask(
        """{ bookings(first: 100, orderBy: {field: STARTS_AT}, filter: {overlaps: {from: "2026-06-20T00:00:00+02:00",
             to: "2026-06-21T00:00:00+02:00"}}) { nodes { allocations { period { startsAt endsAt } } }
             sources { covers { from to } } } }"""
    )
    assert data["bookings"]["sources"] == [{"covers": {"from": "2026-06-19", "to": "2026-06-22"}}]
    assert data["bookings"]["nodes"]
    for node in data["bookings"]["nodes"]:
        periods = [one["period"] for one in node["allocations"]]
        assert any(
            one["startsAt"] < "2026-06-21T00:00:00+02:00" and one["endsAt"] > "2026-06-20T00:00:00+02:00"
            for one in periods
        )
    assert hall.calls() == ["booking_list"]


async def test_everything_with_an_id_is_found_by_it(hall: Hall) -> None:
    """Node answers each kind this vendor has, and null for what is not there."""
    kinds = {
        "venue": "48", "space": "49", "event": "1", "booking": "312842", "customer": "41", "space_type": "564",
        "locaboo.bookings": "312842", "locaboo.events": "1", "locaboo.customers": "41", "locaboo.inventory": "1890",
        "locaboo.services": "686", "locaboo.invoices": "46475", "locaboo.free_text_fields": "1",
        "locaboo.resources": "51", "locaboo.profile": "profile",
    }  # fmt: skip
    ids = [id_of(kind, key) for kind, key in kinds.items()]
    data = await hall.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=ids)
    assert [node["id"] for node in data["nodes"]] == ids
    missing = [id_of(kind, "999999") for kind in kinds]
    data = await hall.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=missing)
    assert data["nodes"] == [None] * len(missing)
