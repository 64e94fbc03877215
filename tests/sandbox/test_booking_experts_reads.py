"""Booking Experts' ten reads: pages, includes, sorts, fields, locales and the document's own resources."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from tests.sandbox.wire import PARK, Open, Wire, row_of

COLLECTIONS = ("administration_amenities", "agenda_periods", "agreements", "bookings", "categories")
LOCALES = "nl, nl-BE, en, de, de-AT, de-CH, fr, fr-BE, fr-LU, da, cs, es, tr, pt, it, pl, nb"
NOTHING = {"id": None, "type": None, "meta": None}


def _examples() -> dict[str, list[Any]]:
    text = files("sandbox.booking_experts").joinpath("examples.json").read_text(encoding="utf-8")
    shown: dict[str, list[Any]] = json.loads(text)
    return shown


async def test_a_wrong_key_gets_the_documents_sample(booking_experts: Wire) -> None:
    """Without the right key the answer is 401, in words that speak of another header [004:26-35]."""
    for headers in ({"X-API-KEY": "wrong"}, {"X-API-KEY": ""}):
        reply = await booking_experts.ask(f"{PARK}/bookings", headers=headers)
        assert reply.status == 401
        assert reply.fault == {
            "status": 401,
            "code": "RESOURCE_NOT_FOUND",
            "title": "Unauthorized error",
            "detail": "Please make sure to set the Authorization HTTP header",
        }


@pytest.mark.parametrize("name", COLLECTIONS)
async def test_lists_have_30_a_page_with_links_and_counts(booking_experts: Wire, name: str) -> None:
    """Each list has data, links and meta.pagination, 30 records a page, one singular type."""
    reply = await booking_experts.ask(f"{PARK}/{name}")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/vnd.api+json"
    assert set(reply.document) == {"data", "links", "meta"}
    assert len({row["type"] for row in reply.data}) == 1
    assert not reply.data[0]["type"].endswith("s")
    pagination = reply.document["meta"]["pagination"]
    assert (pagination["page"], pagination["size"]) == (1, 30)
    assert len(reply.data) == min(30, pagination["total_records"])
    assert list(reply.document["links"]) == ["self", "first", "last", "prev", "next"]


async def test_links_lead_through_the_whole_collection(booking_experts: Wire) -> None:
    """Links carry the page's number alone unless a size was asked for, and are null beyond the ends."""
    seen: list[str] = []
    first = await booking_experts.ask(f"{PARK}/bookings")
    links = first.document["links"]
    assert links["self"] == f"{booking_experts.running.url}{PARK}/bookings?page%5Bnumber%5D=1"
    assert links["last"].endswith("page%5Bnumber%5D=5")
    assert links["prev"] is None
    path = f"{PARK}/bookings?page%5Bsize%5D=40"
    while path:
        reply = await booking_experts.ask(path)
        seen += reply.ids
        path = (reply.document["links"]["next"] or "").removeprefix(booking_experts.running.url)
    assert seen == [str(key) for key in range(1, 300, 2)]
    sized = await booking_experts.ask(f"{PARK}/bookings", page_size="1000")
    assert sized.document["meta"]["pagination"] == {"total_records": 150, "page": 1, "size": 100}
    assert (await booking_experts.ask(f"{PARK}/bookings", page_number="9")).data == []


@pytest.mark.parametrize("name", COLLECTIONS)
async def test_the_documents_lists_are_there_word_for_word(booking_experts: Wire, name: str) -> None:
    """In the first park, resource 1 of each type is the document's, placeholders and all."""
    reply = await booking_experts.ask(
        f"{PARK}/{name}", page_size="100", include_archived="true", headers={"Accept-Language": LOCALES}
    )
    shown = {row["type"]: row for row in _examples()["listed"]}
    assert row_of(reply.data, "1") == shown[reply.data[0]["type"]]


@pytest.mark.parametrize("name", COLLECTIONS)
async def test_the_documents_resources_are_there_on_their_own(booking_experts: Wire, name: str) -> None:
    """Alone, an example has nulls where a list has empty objects, as the document shows it."""
    reply = await booking_experts.ask(f"{PARK}/{name}/1", headers={"Accept-Language": LOCALES})
    shown = {row["type"]: row for row in _examples()["single"]}
    assert set(reply.document) == {"data"}
    assert reply.data == shown[reply.data["type"]]


async def test_nothing_linked_is_an_empty_object_or_nulls(booking_experts: Wire) -> None:
    """A generated booking without an owner says so the way the document does, in a list and alone."""
    listed = row_of((await booking_experts.ask(f"{PARK}/bookings")).data, "3")
    alone = (await booking_experts.ask(f"{PARK}/bookings/3")).data
    assert listed["relationships"]["owner"] == {"data": {}}
    assert alone["relationships"]["owner"] == {"data": NOTHING}
    assert alone["relationships"]["reservations"] == listed["relationships"]["reservations"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{PARK}/rentables"),
        ("GET", f"{PARK}/reservations"),
        ("GET", f"{PARK}/customers/1"),
        ("GET", f"{PARK}/bookings/1/customer"),
        ("GET", f"{PARK}/bookings/2"),
        ("GET", f"{PARK}/bookings/99999"),
        ("GET", "/v3/administrations"),
        ("GET", "/v3/administrations/3/bookings"),
        ("GET", "/v3/administrations/1"),
        ("GET", f"{PARK}/maintenance_agenda_periods"),
        ("POST", f"{PARK}/bookings"),
        ("DELETE", f"{PARK}/bookings/1"),
        ("PUT", f"{PARK}/maintenance_agenda_periods/1"),
    ],
)
async def test_what_the_document_does_not_have_is_not_found(booking_experts: Wire, method: str, path: str) -> None:
    """Other paths, other methods, and another park's ids get 404 RESOURCE_NOT_FOUND, with a status in a string."""
    reply = await booking_experts.ask(path, method=method)
    assert reply.status == 404
    assert (reply.fault["status"], reply.fault["code"]) == ("404", "RESOURCE_NOT_FOUND")


async def test_the_customer_is_linked_only_when_included(booking_experts: Wire) -> None:
    """A booking tells whose it is when the request includes the customer, and not otherwise [004:3503]."""
    hidden = await booking_experts.ask(f"{PARK}/bookings", include="reservations")
    assert all(row["relationships"]["customer"] == {"data": {}} for row in hidden.data)
    shown = await booking_experts.ask(f"{PARK}/bookings", include="customer.labels")
    customers = [row["relationships"]["customer"]["data"] for row in shown.data]
    assert {customer["type"] for customer in customers} == {"customer"}
    kinds = {("customer", customer["id"]) for customer in customers}
    assert kinds == {key for key in shown.included if key[0] == "customer"}
    assert "label" in {kind for kind, _ in shown.included}
    alone = await booking_experts.ask(f"{PARK}/bookings/3", include="customer")
    assert alone.included == [("customer", alone.data["relationships"]["customer"]["data"]["id"])]


async def test_includes_reach_types_without_an_endpoint(booking_experts: Wire) -> None:
    """Reservations, rentables and their categories come by include, each once."""
    reply = await booking_experts.ask(f"{PARK}/bookings", include="reservations.rentable.category,channel")
    kinds = {kind for kind, _ in reply.included}
    assert kinds == {"reservation", "rentable", "category", "channel"}
    assert len(set(reply.included)) == len(reply.included)
    rentable = next(row for row in reply.document["included"] if row["type"] == "rentable")
    assert set(rentable["attributes"]) == {"name", "active_from", "active_till"}
    assert set(rentable["relationships"]) == {"category", "rentable_identity"}
    reservation = next(row for row in reply.document["included"] if row["type"] == "reservation")
    assert set(reservation["attributes"]) == {"booking_nr", "start_date", "end_date", "state"}
    assert set(reservation["relationships"]) == {"rentable", "category"}


async def test_an_unknown_include_or_sort_is_refused(booking_experts: Wire) -> None:
    """A relationship or an attribute that does not exist gets 400."""
    for query in ({"include": "rentables"}, {"include": "reservations.guests"}, {"sort": "colour"}):
        reply = await booking_experts.ask(f"{PARK}/bookings", **query)
        assert (reply.status, reply.fault["status"]) == (400, "400")


async def test_lists_sort_by_attributes_and_by_id(booking_experts: Wire) -> None:
    """Lists ascend by id unless told otherwise; money sorts by value."""
    assert (await booking_experts.ask(f"{PARK}/bookings", page_size="3")).ids == ["1", "3", "5"]
    assert (await booking_experts.ask(f"{PARK}/bookings", page_size="2", sort="-id")).ids == ["299", "297"]
    rows = (await booking_experts.ask(f"{PARK}/bookings", page_size="100", sort="-confirmed_at,id")).data
    moments = [row["attributes"]["confirmed_at"] for row in rows]
    present = [moment for moment in moments if moment is not None]
    assert present == sorted(present, reverse=True)
    totals = (await booking_experts.ask(f"{PARK}/bookings", page_size="100", sort="total")).data
    values = [float(row["attributes"]["total"]["value"]) for row in totals]
    assert values == sorted(values)


async def test_sparse_fields_leave_out_relationships_too(booking_experts: Wire) -> None:
    """Fields are keyed by the singular type and omit relationships that are not listed [004:141]."""
    reply = await booking_experts.ask(
        f"{PARK}/bookings",
        include="reservations",
        **{"fields[booking]": "state,reservations", "fields[reservation]": "start_date", "fields[bookings]": "memo"},
    )
    for row in reply.data:
        assert set(row["attributes"]) == {"state"}
        assert set(row["relationships"]) == {"reservations"}
    for row in reply.document["included"]:
        assert set(row["attributes"]) == {"start_date"}
        assert row["relationships"] == {}
    categories = await booking_experts.ask(f"{PARK}/categories", **{"fields[category]": "city"})
    assert set(categories.data[0]["attributes"]) == set(categories.data[0]["relationships"]) == {"city"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, {"en"}),
        ("nl", {"nl"}),
        ("en,nl", {"en", "nl"}),
        (" de-AT , fr ", {"de-AT", "fr"}),
        ("nl,xx", {"nl"}),
        ("xx", {"en"}),
        ("nl;q=0.8", {"en"}),
    ],
)
async def test_accept_language_limits_localized_attributes(
    booking_experts: Wire, header: str | None, expected: set[str]
) -> None:
    """Only the listed locales are sent, `en` by default; locales that do not exist are ignored."""
    headers = {} if header is None else {"Accept-Language": header}
    reply = await booking_experts.ask(f"{PARK}/categories/3", headers=headers, include="city")
    for name in ("name", "description", "short_description", "usps", "city", "region"):
        assert set(reply.data["attributes"][name]) == expected
    assert set(reply.document["included"][0]["attributes"]["name"]) == expected


async def test_a_dutch_park_has_no_english_name(booking_experts: Wire) -> None:
    """A park that writes no English has null for it, and its names under its own locales."""
    path = "/v3/administrations/2/categories"
    assert {row["attributes"]["name"]["en"] for row in (await booking_experts.ask(path)).data} == {None}
    dutch = await booking_experts.ask(path, headers={"Accept-Language": "nl"})
    assert all(row["attributes"]["name"]["nl"] for row in dutch.data)


async def test_archived_categories_come_when_asked_for(booking_experts: Wire) -> None:
    """A list leaves archived categories out unless include_archived is true; alone they are found."""
    plain = await booking_experts.ask(f"{PARK}/categories")
    every = await booking_experts.ask(f"{PARK}/categories", include_archived="true")
    assert {row["attributes"]["archived"] for row in plain.data} == {False}
    assert set(every.ids) - set(plain.ids) == {"1", "15"}
    assert (await booking_experts.ask(f"{PARK}/categories", include_archived="false")).ids == plain.ids
    assert (await booking_experts.ask(f"{PARK}/categories/15")).status == 200


async def test_what_must_stay_hidden_is_in_the_answers(booking_experts: Wire) -> None:
    """A booking has its token and its payment address, as the vendor's do."""
    reply = await booking_experts.ask(f"{PARK}/bookings/3")
    assert reply.data["attributes"]["token"]
    assert reply.data["attributes"]["token"] in reply.data["links"]["pay_url"]
    assert reply.data["links"]["self"].endswith("/v3/administrations/1/bookings/3")


async def test_extras_open_what_the_document_only_names(open_vendor: Open) -> None:
    """With extras, parks, rentables and reservations can be listed; without, they cannot."""
    wire = await open_vendor("booking_experts", extras=("administrations", "rentables", "reservations"))
    parks = await wire.ask("/v3/administrations")
    assert parks.ids == ["1", "2"]
    assert parks.data[0]["attributes"]["name"] == "Duinpark Zilte Zee"
    assert (await wire.ask(f"{PARK}/rentables")).document["meta"]["pagination"]["total_records"] == 40
    assert (await wire.ask(f"{PARK}/rentables/3")).data["type"] == "rentable"
    assert (await wire.ask(f"{PARK}/reservations", include="rentable")).status == 200


async def test_any_administrations_can_be_had(open_vendor: Open) -> None:
    """The parks' names are an option, each with its own ids, and links may name the vendor's host."""
    wire = await open_vendor(
        "booking_experts", administrations=("8", "15", "42"), origin="https://api.bookingexperts.nl"
    )
    ids = [set((await wire.ask(f"/v3/administrations/{name}/bookings")).ids) for name in ("8", "15", "42")]
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]
    links = (await wire.ask("/v3/administrations/8/bookings")).document["links"]
    assert links["next"] == "https://api.bookingexperts.nl/v3/administrations/8/bookings?page%5Bnumber%5D=2"
