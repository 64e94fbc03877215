"""What the vendors' documents show comes out right in the graph: their own examples, asked for through the gateway.

A question is a file `documents/<vendor>/asked/<name>.graphql`, its exact answer the JSON beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from loaders import vendors
from loaders.vendors.mice_operations.envelope import Envelope, read_envelope
from tests.contract.documents_house import DOCUMENTS, reading, told

VENDORS = Path(vendors.__file__).parent
LINKED = {"bookings": "bookings_linked", "agenda_periods": "agenda_periods_linked"}
SECRET = frozenset(("token", "payUrl"))
"""What opens a guest's own pages and is served nowhere."""

LISTED = "{ bookings { nodes { vendorId } sources { status error { code retryable } } } }"
ONE = '{ bookingByVendorId(source: "museum", vendorId: "0") { vendorId } }'


async def ask(vendor: str, name: str, replaced: Mapping[str, str] | None = None) -> tuple[dict[str, Any], list[str]]:
    """Ask a vendor's question; give the answer, and the calls that the vendor had."""
    question = (DOCUMENTS / vendor / "asked" / f"{name}.graphql").read_text("utf-8")
    async with reading(vendor, replaced) as reader:
        return await reader.ask(question), reader.calls


async def test_event_temple_events() -> None:
    """Event 59: second 72000 is 20:00 at the hotel, on the day clocks change, too; amounts keep their one place."""
    answer, _ = await ask("event_temple", "events")
    assert answer == told("event_temple", "asked/events")


async def test_event_temple_bookings() -> None:
    """Booking 103, with its contact, account, group, room rates and revenue; a link that leads nowhere is null."""
    answer, _ = await ask("event_temple", "bookings")
    assert answer == told("event_temple", "asked/bookings")


async def test_event_temple_room_types() -> None:
    """A room block's rate and type are there where the vendor links them, as the document's tables say it does."""
    answer, _ = await ask("event_temple", "rooms", {"bookings": "bookings_linked"})
    assert answer == told("event_temple", "asked/rooms")


async def test_event_temple_source() -> None:
    """Activity 59 leads to its account, that account's address, contact and parent; spaces are what events mention."""
    answer, _ = await ask("event_temple", "source")
    assert answer == told("event_temple", "asked/source")


async def test_locaboo_places() -> None:
    """Main resources are venues and wholes, parts are spaces; only resource 51 has a page of its own, none fails."""
    answer, _ = await ask("locaboo", "places")
    assert answer == told("locaboo", "asked/places")


async def test_locaboo_bookings() -> None:
    """Instances, a map in the list and a list alone, are slots; prices keep three places; no status is told."""
    answer, _ = await ask("locaboo", "bookings")
    assert answer == told("locaboo", "asked/bookings")


async def test_locaboo_events() -> None:
    """Days in German order, an event's papers and what they book; event 2, which has no page, is there without."""
    answer, _ = await ask("locaboo", "events")
    assert answer == told("locaboo", "asked/events")


async def test_locaboo_event_alone() -> None:
    """Event 1 by its id is what its own page tells, not what the list does; empty texts are nothing."""
    answer, calls = await ask("locaboo", "event")
    assert answer == told("locaboo", "asked/event")
    assert "GET /api/v2/event_list" not in calls


async def test_locaboo_source() -> None:
    """Customers, profile, stock, prices by customer group, and an invoice in German whose sums are passed on."""
    answer, _ = await ask("locaboo", "source")
    assert answer == told("locaboo", "asked/source")


async def test_locaboo_availability() -> None:
    """Part 49 is free in four slots, part 50, with an empty list for a map, in none, and so the whole, 48, in none."""
    answer, calls = await ask("locaboo", "availability")
    assert answer == told("locaboo", "asked/availability")
    assert calls.count("GET /api/v2/availability") == 1


async def test_enviso_booking() -> None:
    """Z is UTC, told in the museum's time; ids of 0 are ids; a line's status 0 is UNKNOWN."""
    answer, _ = await ask("enviso", "booking")
    assert answer == told("enviso", "asked/booking")


async def test_enviso_task() -> None:
    """A task, its guide and the booking it is linked to; bookings cannot be listed, and that is no error."""
    answer, calls = await ask("enviso", "task")
    assert answer == told("enviso", "asked/task")
    assert calls.count("POST /authenticationapi/v1/login") == 1


async def test_enviso_answers_another_task() -> None:
    """The document asks for one task and shows another: an answer that is not what was asked for is refused."""
    question = '{ source(name: "museum") { ... on EnvisoSource { task(id: "%s") { vendorId } } } }'
    async with reading("enviso") as reader:
        answer = await reader.ask(question % "497f6eca-6276-4993-bfeb-53cbbbba6f08")
    assert answer["data"] == {"source": {"task": None}}
    assert [fault["extensions"]["code"] for fault in answer["errors"]] == ["VENDOR_BAD_RESPONSE"]


async def test_booking_experts_bookings() -> None:
    """The list's booking: `{}` and `[null]` link nothing, "string" is no amount, a concept is a DRAFT."""
    answer, _ = await ask("booking_experts", "bookings")
    assert answer == told("booking_experts", "asked/bookings")


async def test_booking_experts_alone() -> None:
    """Booking, agenda period, agreement, category and amenity as the document shows them alone: null ids, `[{}]`."""
    answer, _ = await ask("booking_experts", "singles")
    assert answer == told("booking_experts", "asked/singles")


async def test_booking_experts_source() -> None:
    """Agenda periods, agreements, amenities and categories, every attribute; texts by locale, days without times."""
    answer, _ = await ask("booking_experts", "source")
    assert answer == told("booking_experts", "asked/source")


async def test_booking_experts_linked() -> None:
    """With links in the placeholders' places, a booking has its customer and, by the agenda, its days and its space."""
    answer, _ = await ask("booking_experts", "linked", LINKED)
    assert answer == told("booking_experts", "asked/linked")


async def test_mice_operations_source() -> None:
    """The venue and the fields of a request are all there is to read; lists say so, and the vendor is not asked."""
    answer, calls = await ask("mice_operations", "source")
    assert answer == told("mice_operations", "asked/source")
    assert not calls


def test_mice_operations_refusal() -> None:
    """The document's refusal is read as one, with the field that is wrong."""
    body = (DOCUMENTS / "mice_operations" / "refused.json").read_bytes()
    assert read_envelope(body) == Envelope(refused=True, status=422, fields={"locale": "This field is incorrect"})


@pytest.mark.parametrize(
    ("vendor", "status", "name"),
    [
        ("event_temple", 401, "unauthorized"),
        ("booking_experts", 401, "unauthorized"),
        ("booking_experts", 403, "no_valid_scope"),
    ],
)
async def test_a_documented_refusal_of_a_list(vendor: str, status: int, name: str) -> None:
    """Refused credentials are told as that, whatever code, and of whatever type the status, the body has."""
    async with reading(vendor, refusal=(status, name)) as reader:
        answer = await reader.ask(LISTED)
    error = {"code": "VENDOR_REFUSED_CREDENTIALS", "retryable": False}
    assert answer == {"data": {"bookings": {"nodes": [], "sources": [{"status": "FAILED", "error": error}]}}}


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (400, "VENDOR_REJECTED_INPUT", False),
        (401, "VENDOR_REFUSED_CREDENTIALS", False),
        (403, "VENDOR_REFUSED_CREDENTIALS", False),
        (422, "VENDOR_REJECTED_INPUT", False),
        (429, "VENDOR_RATE_LIMITED", True),
        (500, "VENDOR_ERROR", True),
        (502, "VENDOR_ERROR", True),
        (503, "VENDOR_ERROR", True),
    ],
)
async def test_enviso_refusals(status: int, code: str, retryable: bool) -> None:  # noqa: FBT001  # a row of the table
    """Every status that Enviso documents, with the document's error body, is the right fault of the one field."""
    async with reading("enviso", refusal=(status, "error")) as reader:
        answer = await reader.ask(ONE)
    assert answer["data"] == {"bookingByVendorId": None}
    (fault,) = answer["errors"]
    assert fault["path"] == ["bookingByVendorId"]
    assert (fault["extensions"]["code"], fault["extensions"]["retryable"]) == (code, retryable)


async def test_enviso_not_found() -> None:
    """What is not there is null and no error: the document says that it may be in the future."""
    async with reading("enviso", refusal=(404, "error")) as reader:
        assert await reader.ask(ONE) == {"data": {"bookingByVendorId": None}}


@pytest.mark.parametrize("vendor", ["event_temple", "locaboo", "enviso", "booking_experts"])
def test_the_documents_hold_the_vendors_samples(vendor: str) -> None:
    """Each sample kept beside a vendor's code is in what is served here; what fills a gap has only another id."""
    served = {path.stem: told(vendor, path.stem) for path in sorted((DOCUMENTS / vendor).glob("*.json"))}
    samples = {path.stem: json.loads(path.read_text("utf-8")) for path in (VENDORS / vendor / "samples").glob("*.json")}
    assert samples
    if vendor == "event_temple":
        rows = [row for document in served.values() if "data" in document for row in _rows(document)]
        shown = [(row["type"], row["attributes"]) for row in rows]
        assert [name for name, one in samples.items() if (one["type"], one["attributes"]) not in shown] == []
        assert [name for name, one in samples.items() if one not in rows] == ["spaces"]
    else:
        assert {name: served.get(name) for name in samples} == samples


@pytest.mark.parametrize("vendor", ["event_temple", "booking_experts"])
def test_every_documented_attribute_is_asked_for(vendor: str) -> None:
    """No attribute of an example is left out of the questions, secrets of guests aside."""
    asked = " ".join(path.read_text("utf-8") for path in sorted((DOCUMENTS / vendor / "asked").glob("*.graphql")))
    fields = set(re.findall(r"\w+", asked))
    shown = {_camel(name) for document in _documents(vendor) for row in _rows(document) for name in row["attributes"]}
    # An agenda period's own `type` is `vendorKind`: a resource has a type already.
    assert shown - {"type"} - SECRET <= fields
    assert "vendorKind" in fields or vendor == "event_temple"
    assert not SECRET & fields


def _documents(vendor: str) -> list[dict[str, Any]]:
    found = [told(vendor, path.stem) for path in sorted((DOCUMENTS / vendor).glob("*.json"))]
    return [document for document in found if "data" in document]


def _rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    data = document["data"]
    return [*(data if isinstance(data, list) else [data]), *document.get("included", [])]


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
