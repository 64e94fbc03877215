"""Locaboo answers the document's own calls with the document's own answers."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.locaboo.examples import examples
from tests.sandbox.callers import Locaboo, locaboo
from tests.sandbox.wire import Open

SHOWN: dict[str, Any] = examples()
AVAILABLE = [
    {
        "resource_id": 49,
        "dates": {
            "2018-11-01": [
                {"time_from": "08:00", "time_to": "10:00"},
                {"time_from": "10:00", "time_to": "12:00"},
                {"time_from": "12:00", "time_to": "14:00"},
                {"time_from": "14:00", "time_to": "16:00"},
            ]
        },
    },
    {"resource_id": 50, "dates": []},
]


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


@pytest.mark.parametrize(
    ("path", "total"),
    [("resource/51", 1), ("booking/312842", 1), ("profile", 16), ("event_details/1", 2)],
)
async def test_single_answers_are_the_documents(vendor: Locaboo, path: str, total: int) -> None:
    """What the document shows of one thing is answered word for word, with its odd total."""
    reply = await vendor.get(path)
    assert reply.document == {"data": SHOWN[path.partition("/")[0]], "total": total, "success": True}


async def test_the_documented_booking_list_is_answered(vendor: Locaboo) -> None:
    """The example call for three days of October 2023 gets the three bookings of the example, and nothing else."""
    reply = await vendor.get("booking_list", date_from="2023-10-11", date_to="2023-10-13", show_details="true")
    assert reply.document == {"data": SHOWN["booking_list"], "total": 3, "success": True}


async def test_the_documented_availability_is_answered(vendor: Locaboo) -> None:
    """The example call gets the example's slots: the limit is spent on part 49, and 50 has an empty list."""
    reply = await vendor.get(
        "availability",
        resource_id="48",
        date_from="2018-11-01",
        date_to="2019-01-01",
        duration="02:00",
        free_text_field_ids="1,2,3",
        free_text_field_conditions="great_than_et,,et",
        free_text_field_values="0,True,10",
        limit="4",
    )
    assert reply.document == {"data": AVAILABLE, "total": 4, "success": True}


async def test_the_documented_events_are_answered(vendor: Locaboo) -> None:
    """The example call for ten days of May 2021 gets both events; ids are numbers here and text in the details."""
    reply = await vendor.get("event_list", date_from="2021-05-10", date_to="2021-05-20")
    assert reply.document == {"data": SHOWN["event_list"], "total": 2, "success": True}
    assert reply.data[0]["id"] == 1
    assert (await vendor.get("event_details/1")).data[0]["id"] == "1"


@pytest.mark.parametrize("name", ["resource_list", "customer_list", "inventory_list", "service_list", "invoice_list"])
async def test_whole_lists_begin_with_the_documents_rows(vendor: Locaboo, name: str) -> None:
    """Lists without a range hold the document's rows word for word, then others; the total counts them."""
    document = (await vendor.get(name)).document
    shown = SHOWN[name]
    assert document["data"][: len(shown)] == shown
    assert document["total"] == len(document["data"]) > len(shown)
    assert document["success"] is True


async def test_free_text_fields_stand_beside_the_resources(vendor: Locaboo) -> None:
    """The custom fields to search by are beside `data`, a select with its options."""
    document = (await vendor.get("resource_list")).document
    assert document["free_text_fields"][:2] == SHOWN["free_text_fields"]
    assert set(document) == {"data", "total", "free_text_fields", "success"}


async def test_what_the_document_only_mentions_exists(vendor: Locaboo) -> None:
    """Customers, bookings, inventory and services that examples name by id can be found."""
    customers = {row["id"]: row for row in (await vendor.get("customer_list")).data}
    assert customers[21749]["show_name"] == "DemoStore GmbH"
    assert customers[20904]["company_name"] == "Sample Company Name"
    for key in (149293, 193527):
        assert (await vendor.booking(key))["id"] == key
    for name in ("inventory_list", "service_list"):
        assert 1317 in {row["id"] for row in (await vendor.get(name)).data}
