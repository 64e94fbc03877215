"""Booking Experts' eight writes: what they take, what they refuse, and what is true afterwards [004:1085-2333]."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.booking_experts.tables import Parks
from sandbox.vendor import Site
from tests.sandbox.wire import PARK, TODAY, Clock, Wire

PATHS = {
    "maintenance_agenda_periods": "MaintenanceAgendaPeriod",
    "external_blocked_agenda_periods": "ExternalBlockedAgendaPeriod",
}
MAINTENANCE = f"{PARK}/maintenance_agenda_periods"


def _period(rentable: str | None = "5", **attributes: object) -> dict[str, Any]:
    given = {"label": "Nieuwe vloer", "start_date": "2026-12-01", "end_date": "2026-12-04"} | attributes
    data: dict[str, Any] = {"type": "agenda_period", "attributes": given}
    if rentable is not None:
        data["relationships"] = {"rentable": {"data": {"id": rentable, "type": "rentable"}}}
    return {"data": data}


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
async def test_a_block_is_made_changed_and_lifted(booking_experts: Wire, clock: Clock, path: str, kind: str) -> None:
    """POST and PATCH answer 200 with the period, DELETE 204 with nothing; the path decides about the kind."""
    made = await booking_experts.ask(f"{PARK}/{path}", method="POST", body=_period())
    assert made.status == 200
    assert made.data["attributes"] == {
        "label": "Nieuwe vloer",
        "start_date": "2026-12-01",
        "end_date": "2026-12-04",
        "type": kind,
        "ical_uid": None,
        "created_at": "2026-11-21T12:00:00Z",
        "updated_at": "2026-11-21T12:00:00Z",
    }
    assert made.data["relationships"]["rentable"]["data"] == {"id": "5", "type": "rentable"}
    assert made.data["relationships"]["reservation"]["data"] == {"id": None, "type": None, "meta": None}
    key = made.data["id"]
    clock.now += 90
    body = {"data": {"id": key, "type": "agenda_period", "attributes": {"end_date": "2026-12-06"}}}
    changed = await booking_experts.ask(f"{PARK}/{path}/{key}", method="PATCH", body=body)
    assert changed.status == 200
    assert changed.data["attributes"]["end_date"] == "2026-12-06"
    assert changed.data["attributes"]["label"] == "Nieuwe vloer"
    assert changed.data["attributes"]["updated_at"] == "2026-11-21T12:01:30Z"
    assert (await booking_experts.ask(f"{PARK}/agenda_periods/{key}")).data == changed.data
    gone = await booking_experts.ask(f"{PARK}/{path}/{key}", method="DELETE")
    assert (gone.status, gone.body) == (204, b"")
    assert (await booking_experts.ask(f"{PARK}/agenda_periods/{key}")).status == 404
    assert (await booking_experts.ask(f"{PARK}/{path}/{key}", method="DELETE")).status == 404


@pytest.mark.parametrize("path", PATHS)
async def test_a_period_of_another_kind_is_not_found(booking_experts: Wire, path: str) -> None:
    """A path changes and lifts its own kind only; a reservation's or an owner's period belongs to neither."""
    periods = booking_experts.running.data["1"]["agenda_period"]
    others = {
        row["attributes"]["type"]: row["id"] for row in periods.values() if row["attributes"]["type"] != PATHS[path]
    }
    assert len(others) == 5
    for key in others.values():
        body = _period() | {"data": _period()["data"] | {"id": key}}
        assert (await booking_experts.ask(f"{PARK}/{path}/{key}", method="PATCH", body=body)).status == 404
        assert (await booking_experts.ask(f"{PARK}/{path}/{key}", method="DELETE")).status == 404
        assert key in periods


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (_period(type="MaintenanceAgendaPeriod"), "/data/attributes/type"),
        (_period(created_at="2026-11-21T12:00:00Z"), "/data/attributes/created_at"),
        (_period(ical_uid="x"), "/data/attributes/ical_uid"),
        (_period(colour="red"), "/data/attributes/colour"),
        (_period(start_date=None), "/data/attributes/start_date"),
        (_period(end_date="2026-02-30"), "/data/attributes/end_date"),
        (_period(end_date="20261204"), "/data/attributes/end_date"),
        (_period(end_date="2026-11-30"), "/data/attributes/end_date"),
        (_period(label=7), "/data/attributes/label"),
        (_period(rentable=None), "/data/relationships/rentable"),
        (_period(rentable="2"), "/data/relationships/rentable"),
        (_period(rentable="9999"), "/data/relationships/rentable"),
    ],
)
async def test_a_wrong_value_is_pointed_at(booking_experts: Wire, body: dict[str, Any], pointer: str) -> None:
    """Read-only and unknown attributes, impossible days and another park's rentable get 422 and change nothing."""
    before = len(booking_experts.running.data["1"]["agenda_period"])
    reply = await booking_experts.ask(MAINTENANCE, method="POST", body=body)
    assert reply.status == 422
    assert reply.fault["status"] == "422"
    assert reply.fault["source"] == {"pointer": pointer}
    assert len(booking_experts.running.data["1"]["agenda_period"]) == before


@pytest.mark.parametrize(
    "relationships",
    [
        {"reservation": {"data": {"id": "7", "type": "reservation"}}},
        {"rentable": {"data": None}},
        {"rentable": {"data": {}}},
        {"rentable": {"data": {"id": None, "type": None, "meta": None}}},
        {"rentable": {"data": {"id": "3", "type": "category"}}},
    ],
)
async def test_a_wrong_link_is_pointed_at(booking_experts: Wire, relationships: dict[str, Any]) -> None:
    """The reservation of a period is read-only, and its rentable must be one."""
    data = _period()["data"] | {"relationships": relationships}
    reply = await booking_experts.ask(MAINTENANCE, method="POST", body={"data": data})
    assert reply.status == 422
    assert reply.fault["source"]["pointer"] == f"/data/relationships/{next(iter(relationships))}"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        [],
        {},
        {"data": []},
        {"data": {"type": "maintenance_agenda_period"}},
        {"data": {"type": "agenda_period", "attributes": []}},
        {"data": {"type": "agenda_period", "relationships": {"rentable": {"data": []}}}},
        {"data": {"type": "agenda_period", "relationships": {"rentable": "5"}}},
    ],
)
async def test_what_is_no_document_is_refused(booking_experts: Wire, body: object) -> None:
    """A body that is no JSON:API document of the right type gets 400."""
    reply = await booking_experts.ask(MAINTENANCE, method="POST", body=body)
    assert (reply.status, reply.fault["status"]) == (400, "400")


async def test_writes_need_their_content_type(booking_experts: Wire) -> None:
    """Another media type than JSON:API's gets 400."""
    headers = {"Content-Type": "application/json"}
    reply = await booking_experts.ask(MAINTENANCE, method="POST", body=_period(), headers=headers)
    assert reply.status == 400


async def test_a_change_must_name_its_period(booking_experts: Wire) -> None:
    """The body of a PATCH carries the id that is in the path; a rentable may be changed, and not to nothing."""
    key = (await booking_experts.ask(MAINTENANCE, method="POST", body=_period())).data["id"]
    for given in (None, "1"):
        body = _period()
        body["data"]["id"] = given
        reply = await booking_experts.ask(f"{MAINTENANCE}/{key}", method="PATCH", body=body)
        assert (reply.status, reply.fault["source"]) == (400, {"pointer": "/data/id"})
    body = _period(rentable="9")
    body["data"]["id"] = key
    moved = await booking_experts.ask(f"{MAINTENANCE}/{key}", method="PATCH", body=body)
    assert moved.data["relationships"]["rentable"]["data"]["id"] == "9"
    body["data"]["relationships"]["rentable"]["data"] = None
    assert (await booking_experts.ask(f"{MAINTENANCE}/{key}", method="PATCH", body=body)).status == 422


async def test_new_ids_are_new_in_every_park(booking_experts: Wire) -> None:
    """What is made in one park takes no id of another's."""
    one = await booking_experts.ask(MAINTENANCE, method="POST", body=_period())
    path = "/v3/administrations/2/maintenance_agenda_periods"
    two = await booking_experts.ask(path, method="POST", body=_period(rentable="2"))
    assert two.status == 200
    assert one.data["id"] != two.data["id"]
    assert (await booking_experts.ask(f"{MAINTENANCE}/{two.data['id']}", method="DELETE")).status == 404


async def test_an_id_is_never_given_twice(booking_experts: Wire) -> None:
    """What is made after something was deleted does not take its place."""
    first = await booking_experts.ask(MAINTENANCE, method="POST", body=_period())
    await booking_experts.ask(f"{MAINTENANCE}/{first.data['id']}", method="DELETE")
    second = await booking_experts.ask(MAINTENANCE, method="POST", body=_period())
    assert second.data["id"] != first.data["id"]


def test_the_highest_id_is_not_given_again() -> None:
    """Even the last of the generated periods, once gone, has no successor of its id."""
    site = Site(seed=1, size=20, today=TODAY, clock=lambda: 0.0, opened=0.0)
    parks, others = Parks(site, ("1",)), Parks(site, ("1",))
    del parks["1"]["agenda_period"][parks["1"]["agenda_period"].ascending()[-1]]
    assert parks.new_id("agenda_period") == others.new_id("agenda_period")


def _customer(key: str, **attributes: object) -> dict[str, Any]:
    return {"data": {"id": key, "type": "customer", "attributes": attributes}}


async def _customer_id(wire: Wire, booking: str) -> str:
    reply = await wire.ask(f"{PARK}/bookings/{booking}", include="customer")
    return str(reply.data["relationships"]["customer"]["data"]["id"])


async def test_a_bookings_customer_is_changed(booking_experts: Wire) -> None:
    """Given attributes change, others stay; bank and invoice details are taken and never shown."""
    key = await _customer_id(booking_experts, "31")
    before = booking_experts.running.data["1"]["customer"][key]["attributes"]
    body = _customer(
        key,
        last_name="van Zanten-Köhler",
        title="",
        iban="NL91ABNA0417164300",
        has_custom_invoice_details=True,
        custom_invoice_details={"name": "Boekhouding", "email": "boek@example.org"},
    )
    body["data"]["relationships"] = {"labels": {"data": [{"id": "3", "type": "label"}]}}
    reply = await booking_experts.ask(f"{PARK}/bookings/31/customer", method="PATCH", body=body)
    assert reply.status == 200
    assert (reply.data["id"], reply.data["type"]) == (key, "customer")
    assert reply.data["attributes"] == before | {"last_name": "van Zanten-Köhler", "title": ""}
    assert reply.data["relationships"]["labels"]["data"] == [{"id": "3", "type": "label"}]
    assert b"NL91" not in reply.body
    again = await booking_experts.ask(f"{PARK}/bookings/31", include="customer")
    assert again.document["included"][0] == reply.data
    assert booking_experts.running.data.payment_details["31"]["iban"] == "NL91ABNA0417164300"


@pytest.mark.parametrize(
    ("attributes", "pointer"),
    [
        ({"debtor_code": "D1"}, "debtor_code"),
        ({"nickname": "Jo"}, "nickname"),
        ({"title": "dr"}, "title"),
        ({"email": "nowhere"}, "email"),
        ({"date_of_birth": "1980-13-01"}, "date_of_birth"),
        ({"locale": "xx"}, "locale"),
        ({"is_company": "yes"}, "is_company"),
        ({"phone": 31}, "phone"),
        ({"custom_invoice_details": {"iban": "x"}}, "custom_invoice_details"),
    ],
)
async def test_a_wrong_customer_is_pointed_at(booking_experts: Wire, attributes: dict[str, Any], pointer: str) -> None:
    """What the document does not let a customer say gets 422, and nothing changes."""
    key = await _customer_id(booking_experts, "31")
    before = dict(booking_experts.running.data["1"]["customer"][key]["attributes"])
    body = _customer(key, **({"first_name": "Anders"} | attributes))
    reply = await booking_experts.ask(f"{PARK}/bookings/31/customer", method="PATCH", body=body)
    assert reply.status == 422
    assert reply.fault["source"] == {"pointer": f"/data/attributes/{pointer}"}
    assert booking_experts.running.data["1"]["customer"][key]["attributes"] == before


async def test_a_customer_of_no_booking_is_not_found(booking_experts: Wire) -> None:
    """An unknown booking, or another park's, gets 404; another customer's id 400."""
    for booking in ("2", "99999"):
        path = f"{PARK}/bookings/{booking}/customer"
        assert (await booking_experts.ask(path, method="PATCH", body=_customer("3"))).status == 404
    wrong = await booking_experts.ask(f"{PARK}/bookings/31/customer", method="PATCH", body=_customer("99999"))
    assert (wrong.status, wrong.fault["source"]) == (400, {"pointer": "/data/id"})


async def test_the_documents_own_customer_can_be_changed(booking_experts: Wire) -> None:
    """Booking 1 has customer 1, as in the document's request."""
    body = _customer("1", first_name="Piet")
    reply = await booking_experts.ask(f"{PARK}/bookings/1/customer", method="PATCH", body=body)
    assert reply.data["attributes"]["first_name"] == "Piet"
    assert reply.data["attributes"]["last_name"] == "string"
    assert reply.data["relationships"] == {"labels": {"data": [{}]}}


async def test_a_category_is_made(booking_experts: Wire) -> None:
    """A new category answers 200 and is in the list, in the park's name and without what only the vendor decides."""
    attributes = {"name": {"nl": "Safaritent", "en": "Safari tent"}, "number_of_beds": 4, "usps": {"nl": ["Veranda"]}}
    relationships = {
        "terms": {"data": {"id": "1", "type": "terms"}},
        "guest_group_limits": {"data": [{"id": "1", "type": "guest_group_limit"}]},
    }
    body = {"data": {"type": "category", "attributes": attributes, "relationships": relationships}}
    made = await booking_experts.ask(
        f"{PARK}/categories", method="POST", body=body, headers={"Accept-Language": "nl,en"}
    )
    assert made.status == 200
    assert made.data["attributes"]["name"] == {"nl": "Safaritent", "en": "Safari tent"}
    assert made.data["attributes"]["energy_label"] is None
    assert made.data["relationships"]["administration"]["data"] == {"id": "1", "type": "administration"}
    assert made.data["relationships"]["terms"]["data"]["id"] == "1"
    assert made.data["relationships"]["images"]["data"] == []
    assert made.data["id"] in (await booking_experts.ask(f"{PARK}/categories")).ids


@pytest.mark.parametrize(
    ("attributes", "pointer"),
    [
        ({}, "/data/attributes/name"),
        ({"name": {"nl": ""}}, "/data/attributes/name"),
        ({"name": "Safaritent"}, "/data/attributes/name"),
        ({"name": {"klingon": "x"}}, "/data/attributes/name"),
        ({"name": {"nl": "x"}, "archived": True}, "/data/attributes/archived"),
        ({"name": {"nl": "x"}, "city": {"nl": "x"}}, "/data/attributes/city"),
    ],
)
async def test_a_wrong_category_is_pointed_at(booking_experts: Wire, attributes: dict[str, Any], pointer: str) -> None:
    """A category needs a name in some locale, and says nothing of what is read-only."""
    body = {"data": {"type": "category", "attributes": attributes}}
    reply = await booking_experts.ask(f"{PARK}/categories", method="POST", body=body)
    assert (reply.status, reply.fault["source"]) == (422, {"pointer": pointer})
