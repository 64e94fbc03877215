"""Enviso in the graph: its source, its tasks and what only it tells of bookings and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from enviso_house import HUGE

import schema.types.enviso
from gateway.context import open_operation
from loaders.records import BOOKING, CUSTOMER, EVENT, Ref
from loaders.vendors.enviso.translate import TASK_STATUSES
from schema.build import build_schema

if TYPE_CHECKING:
    from enviso_house import House

SCHEMA = build_schema()
TASK = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


async def ask(house: House, query: str, **variables: object) -> Any:
    """Ask the graph a question that is answered without errors."""
    context = open_operation({"museum": house.source}, 10)
    result = await SCHEMA.execute(query, variable_values=variables, context_value=context)
    context.loaders.close()
    assert result.errors is None, result.errors
    return result.data


ONE_TASK = """
query ($id: ID!) { source(name: "museum") { ... on EnvisoSource { task(id: $id) {
  id vendorId title description location status vendorStatus languages type
  taskGuide { vendorId firstName lastName }
  linkedBookings { bookingId bookingLineId booking { id vendorId reference status customer { name } } }
} } } }
"""


async def test_a_task(house: House) -> None:
    """A task is found by its GUID, in either case, or by its global id; its bookings are followed."""
    global_id = Ref("enviso.tasks", "museum", TASK).encode()
    for key in (TASK, TASK.upper(), global_id):
        data = await ask(house, ONE_TASK, id=key)
        assert data["source"]["task"] == {
            "id": global_id,
            "vendorId": TASK,
            "title": "string",
            "description": "string",
            "location": "string",
            "status": "OPEN",
            "vendorStatus": "1",
            "languages": ["string"],
            "type": "Manual",
            "taskGuide": {"vendorId": "0", "firstName": "string", "lastName": "string"},
            "linkedBookings": [
                {
                    "bookingId": "0",
                    "bookingLineId": "0",
                    "booking": {
                        "id": Ref(BOOKING, "museum", "0").encode(),
                        "vendorId": "0",
                        "reference": "0",
                        "status": "CONFIRMED",
                        "customer": {"name": "string string"},
                    },
                }
            ],
        }


@pytest.mark.parametrize("key", ["1", "", "x" * 36, Ref("enviso.tasks", "other", TASK).encode(), TASK[:-1] + "0"])
async def test_no_such_task(house: House, key: str) -> None:
    """What is no task's id, another source's, or of a task the vendor does not know, is null without an error."""
    assert (await ask(house, ONE_TASK, id=key))["source"]["task"] is None


async def test_every_status_of_a_task_has_its_name(house: House) -> None:
    """Each of the vendor's numbers is served as its name; one it does not document as UNKNOWN."""
    names = {*TASK_STATUSES.values(), "UNKNOWN"}
    assert {status.value for status in schema.types.enviso.EnvisoTaskStatus} == names
    house.running.data.tasks[TASK] = {**house.running.data.tasks[TASK], "status": 9, "taskGuide": None}
    task = (await ask(house, ONE_TASK, id=TASK))["source"]["task"]
    assert (task["status"], task["vendorStatus"], task["taskGuide"]) == ("UNKNOWN", "9", None)


async def test_the_bookings_of_a_task_are_fetched_together(house: House) -> None:
    """All bookings a task leads to are one batch: each is asked for once, whatever is read of it."""
    keys = house.ids(6)
    links = [{"bookingId": int(key), "bookingLineId": 1} for key in (*keys, keys[0])]
    house.running.data.tasks[TASK] = {**house.running.data.tasks[TASK], "linkedBookings": links}
    task = (await ask(house, ONE_TASK, id=TASK))["source"]["task"]
    assert [link["booking"]["vendorId"] for link in task["linkedBookings"]] == [*keys, keys[0]]
    assert house.count("bookings") == 6


async def test_a_booking_by_its_vendors_id(house: House) -> None:
    """A booking is found by the vendor's own 64-bit id, which stays text, and leads to its event and visitor."""
    query = """
    query ($id: ID!) { bookingByVendorId(source: "museum", vendorId: $id) {
      vendorId name period { startsAt timeZone } venue { name }
      allocations { vendorId people status period { startsAt } space { id } }
      customer { id vendorId firstName venue: source { name } }
    } }
    """
    booking = (await ask(house, query, id=HUGE))["bookingByVendorId"]
    assert booking["vendorId"] == HUGE
    assert booking["venue"] == {"name": "Museum of Glass"}
    assert booking["period"]["timeZone"] == "Europe/Brussels"
    assert booking["customer"]["vendorId"] == f"booking-{HUGE}"
    assert house.count("GET") == 1


async def test_all_things_have_a_global_id(house: House) -> None:
    """A booking, its event, its visitor, their details and a task are found again by their global ids."""
    event = house.running.data.bookings[HUGE]["eventId"]
    refs = [
        Ref(BOOKING, "museum", HUGE),
        Ref(EVENT, "museum", f"{HUGE}/{event}"),
        Ref(CUSTOMER, "museum", f"booking-{HUGE}"),
        Ref("enviso.bookings", "museum", HUGE),
        Ref("enviso.events", "museum", f"{HUGE}/{event}"),
        Ref("enviso.tasks", "museum", TASK),
    ]
    query = """query ($ids: [ID!]!) { nodes(ids: $ids) {
      id __typename
      ... on Event { vendorId booking { vendorId } space { id } }
      ... on EnvisoBooking { bookingDate event { name } bookingLines { numberOfVisitors visit { start end } } }
      ... on EnvisoEvent { eventStartDate booking { vendorId } }
    } }"""
    nodes = (await ask(house, query, ids=[ref.encode() for ref in refs]))["nodes"]
    assert [node["id"] for node in nodes] == [ref.encode() for ref in refs]
    names = [node["__typename"] for node in nodes]
    assert names == ["Booking", "Event", "Customer", "EnvisoBooking", "EnvisoEvent", "EnvisoTask"]
    assert (nodes[1]["vendorId"], nodes[1]["booking"], nodes[1]["space"]) == (str(event), {"vendorId": HUGE}, None)
    told = house.running.data.bookings[HUGE]
    assert nodes[3]["bookingDate"] == told["bookingDate"]
    assert nodes[3]["event"] == {"name": told["eventName"]}
    assert [line["visit"] for line in nodes[3]["bookingLines"]] == [line["visit"] for line in told["bookingLines"]]
    assert nodes[4] == {
        "id": refs[4].encode(),
        "__typename": "EnvisoEvent",
        "eventStartDate": told["eventStartDate"],
        "booking": {"vendorId": HUGE},
    }
    assert house.count("GET /bookingapi/v1/bookings") == 1
