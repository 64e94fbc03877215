"""MICE Operations as a source: known by its configuration, asked nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import schema.types.mice_operations
from gateway.check import check
from gateway.context import open_operation
from loaders.errors import NotListable
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Capability, Filter, Listing, Options, Source
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, VENUE, Ref, Venue
from loaders.vendors.mice_operations import VENDOR
from loaders.vendors.mice_operations.fields import REQUEST_FIELDS
from schema.build import build_schema

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
KEY = "2dd0da7ed23d170efecab01524b67dad409e57a200130a5123817021191a1"
NOWHERE = "http://127.0.0.1:9"
"""No call is made: nothing listens there."""

SCHEMA = build_schema()

DOCUMENTED = (
    "datetime_start datetime_end name group_name noticeboard_name guests locale reference company address_line_1 "
    "address_line_2 postalcode city country contact_first_name contact_last_name contact_phone contact_email message "
    "booking_message location_id event_type_id source"
)


def open_source(**settings: Any) -> Source:
    """Open a source as a configuration might."""
    values: dict[str, Any] = {
        "name": "banquets",
        "base_url": NOWHERE,
        "zone": ZONE,
        "credentials": {"api_key": KEY},
        "currency": "EUR",
        "venue_name": "De Zaal",
        "now": lambda: NOW,
    }
    return VENDOR.open(Options(**{**values, **settings}))


def asks() -> Inquiry:
    """Begin an operation."""
    return Inquiry(Deadline.after(5))


def test_a_source_is_what_the_port_says() -> None:
    """The source says that all it can tell is its venue, and shows no key."""
    source = open_source()
    assert (source.name, source.vendor, source.zone, tuple(source.venue_ids)) == (
        "banquets",
        "mice_operations",
        ZONE,
        ("banquets",),
    )
    assert source.capabilities == {Capability.LIST_VENUES, Capability.REQUEST_EVENT}
    assert source.health.last_success_at is None
    assert KEY not in repr(source) + repr(vars(source))


@pytest.mark.parametrize(("venue_name", "name"), [("De Zaal", "De Zaal"), (None, "banquets")])
async def test_the_venue_is_the_configurations(venue_name: str | None, name: str) -> None:
    """The venue bears the configured name, else the source's, and is found by the source's name alone."""
    source = open_source(venue_name=venue_name)
    venue = Venue(
        Ref(VENUE, "banquets", "banquets"),
        NOW.astimezone(ZONE),
        name=name,
        time_zone="Europe/Amsterdam",
        currency="EUR",
    )
    assert dict((await source.get(VENUE, ["banquets", "other"], asks())).slots) == {"banquets": venue}
    assert dict((await source.get(VENUE, ["other"], asks())).slots) == {}


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 1),
        (Filter(search="zaal"), 1),
        (Filter(search="other"), 0),
        (Filter(venues=frozenset({"banquets"})), 1),
        (Filter(venues=frozenset({"other"})), 0),
    ],
)
async def test_venues_can_be_listed(wanted: Filter, count: int) -> None:
    """The list of venues is the one venue, if it passes the filter."""
    source, listing = open_source(), Listing(VENUE, wanted)
    assert await source.page(listing, None, 25, asks()) is None
    assert len((await source.gather(listing, asks())).rows) == count


@pytest.mark.parametrize("kind", [SPACE, EVENT, BOOKING, CUSTOMER])
async def test_nothing_else_can_be_read(kind: str) -> None:
    """A list of anything else is refused, and a lookup finds nothing; neither asks the vendor."""
    source = open_source()
    with pytest.raises(NotListable, match=rf"^mice_operations has no way to list {kind}s$"):
        await source.gather(Listing(kind), asks())
    assert dict((await source.get(kind, ["1", "banquets"], asks())).slots) == {}


async def test_a_check_creates_no_event() -> None:
    """A check is fine without a call, and says that the key was not tried."""
    source = open_source()
    (one,) = await source.check(asks())
    assert (one.what, one.fault) == ("configured; it can only be written to, so the key was not tried", None)
    report = await check({"banquets": source}, 5)
    assert report.fine


def test_what_may_be_requested_is_what_is_documented() -> None:
    """The fields are the document's, in its order, and the one that stands only in its example."""
    assert [one.name for one in REQUEST_FIELDS] == [*DOCUMENTED.split(), "extra_fields"]
    types = {one.name: one.type for one in REQUEST_FIELDS}
    assert (types["guests"], types["locale"], types["datetime_end"], types["location_id"], types["extra_fields"]) == (
        "NUMBER",
        "LOCALE",
        "DATE_TIME",
        "ID",
        "ANSWERS",
    )


def test_the_samples_hold_no_more_than_is_known() -> None:
    """The document's example of a request has only fields that are known here."""
    folder = files("loaders.vendors.mice_operations").joinpath("samples")
    request = json.loads(folder.joinpath("request.json").read_text(encoding="utf-8"))
    assert set(request) <= {one.name for one in REQUEST_FIELDS}
    assert re.fullmatch("[a-z]{2}_[A-Z]{2}", request["locale"])


async def test_the_graph_tells_what_may_be_requested() -> None:
    """The source's own type lists each field with its type and what it means, without a call."""
    context = open_operation({"banquets": open_source()}, 5)
    query = """{ source(name: "banquets") { vendor capabilities venues { name } ... on MiceOperationsSource {
      requestFields { name type description } } } }"""
    result = await SCHEMA.execute(query, context_value=context)
    assert result.errors is None
    assert result.data is not None
    source = result.data["source"]
    assert (source["vendor"], source["capabilities"], source["venues"]) == (
        "MICE_OPERATIONS",
        ["LIST_VENUES", "REQUEST_EVENT"],
        [{"name": "De Zaal"}],
    )
    assert source["requestFields"] == [
        {"name": one.name, "type": one.type, "description": one.description} for one in REQUEST_FIELDS
    ]
    types = {kind.value for kind in schema.types.mice_operations.MiceOperationsFieldType}
    assert types == {one.type for one in REQUEST_FIELDS}
