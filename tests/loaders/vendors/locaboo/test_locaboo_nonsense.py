"""Whatever stands in the place of a value, an answer becomes records and faults, and nothing else is raised."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from locaboo_desk import BERLIN, DOCUMENTED, NOW, reading

from loaders.availability import AVAILABILITY, written
from loaders.errors import BadResponse, FoyerError, VendorFault
from loaders.http.ask import Ask, Reply
from loaders.inquiry import Inquiry
from loaders.layers import open_layers
from loaders.port import Listing, Options
from loaders.vendors.locaboo.api import Api
from loaders.vendors.locaboo.fetch import LocabooSource
from loaders.vendors.locaboo.house import House

READS = {"venue": ("address", "currency"), "space": ("image_url",), "Money": ("currency",)}
LISTS = {
    "resource_list": ("venue", "space", "locaboo.free_text_fields"),
    "booking_list": ("booking",),
    "event_list": ("event",),
    "customer_list": ("customer",),
    "inventory_list": ("locaboo.inventory",),
    "service_list": ("locaboo.services",),
    "invoice_list": ("locaboo.invoices",),
}
ALONE = {
    "resource/51": {"venue": "51", "space": "51", "space_type@space": "51", "locaboo.resources": "51"},
    "booking/312842": {"booking": "312842", "locaboo.booked_along@booking": "312842"},
    "event_details/1": {"event": "1", "locaboo.documents@event": "1", "venue@event": "1", "booking@event": "1"},
    "profile": {"locaboo.profile": "profile"},
    "availability": {AVAILABILITY: written("48", NOW.replace(year=2018), NOW.replace(year=2019), 120)},
}
NONSENSE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["9999-12-31", "0001-01-01 00:00", "31.12.9999 23:59", "24:00", "0", "-1", "1e999", "\x00", "12.04.2022", "٣"]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=4), st.none(), max_size=2),
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the paths to all values in some JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))][: None if path else 400]


def spoiled(answer: object, path: tuple[Any, ...], nonsense: object) -> object:
    """Give an answer with something else in one place."""
    made = copy.deepcopy(answer)
    if not path:
        return nonsense
    inside: Any = made
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = nonsense
    return made


def opened(answers: dict[str, object]) -> LocabooSource:
    """Open a source whose wire gives these answers."""

    async def send(ask: Ask, _: Inquiry) -> Reply:
        told = answers.get(ask.path.removeprefix("/api/v2/"))
        return Reply(200, {}, json.dumps({"data": [], "success": True} if told is None else told).encode())

    options = Options("hall", "http://hall", BERLIN, {}, now=lambda: NOW)
    layers = replace(open_layers(options, vendor="locaboo", headers={}), send=send)
    return LocabooSource(House(options, Api(options, layers)), layers)


def look_at(record: Any) -> None:
    """Read all that a record tells; of a booking's fields, that may be a fault."""
    details = getattr(record, "details", None) or record
    for name in getattr(details, "attributes", ()):
        try:
            details.attributes[name]
        except BadResponse:
            assert name in {"custom_fields", "resources"}


@pytest.mark.parametrize("endpoint", LISTS)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
async def test_nonsense_in_a_list(endpoint: str, data: st.DataObject) -> None:
    """A list with one value spoiled gives the rows that make sense and a fault for each other, or fails as a whole."""
    path = data.draw(st.sampled_from(places(DOCUMENTED[endpoint])))
    answers = {**DOCUMENTED, endpoint: spoiled(DOCUMENTED[endpoint], path, data.draw(NONSENSE))}
    for kind in LISTS[endpoint]:
        try:
            gathered = await opened(answers).gather(Listing(kind), reading(READS))
        except VendorFault:
            continue
        for record in gathered.rows:
            look_at(record)
        assert all(isinstance(fault, VendorFault) for fault in gathered.faults)


@pytest.mark.parametrize("endpoint", ALONE)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
async def test_nonsense_in_a_thing_alone(endpoint: str, data: st.DataObject) -> None:
    """A thing with one value spoiled is a record, a fault in its slot, or nothing."""
    path = data.draw(st.sampled_from(places(DOCUMENTED[endpoint])))
    answers = {**DOCUMENTED, endpoint: spoiled(DOCUMENTED[endpoint], path, data.draw(NONSENSE))}
    for kind, key in ALONE[endpoint].items():
        found = await opened(answers).get(kind, [key], reading(READS))
        for slot in found.slots.values():
            if not isinstance(slot, FoyerError):
                look_at(slot)
