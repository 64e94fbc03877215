"""Every write in every sort of trouble: at most one effect, and no fault that says less than the truth about it."""

from __future__ import annotations

import copy
import logging
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import reading
from locaboo_writes import ATTEMPT, PLAIN, WRITES, every_write

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    InputRejected,
    NotThere,
    RateLimited,
    TimedOut,
    Unreachable,
    VendorDown,
    VendorFault,
)

if TYPE_CHECKING:
    from locaboo_writes import Hall, OpenHall

    from loaders.inquiry import Inquiry

REFUSALS = (InputRejected, CredentialsRefused, NotThere, RateLimited)
CHANGES = ("createBooking", "updateBooking", "cancelBooking", "createCustomer", "updateCustomer", "addCustomerAddress")

TROUBLE: dict[str, tuple[dict[str, Any], type[VendorFault]]] = {
    "401": ({"kind": "status", "status": 401}, CredentialsRefused),
    "403": ({"kind": "status", "status": 403}, CredentialsRefused),
    "409": ({"kind": "status", "status": 409}, InputRejected),
    "422": ({"kind": "status", "status": 422}, InputRejected),
    "429": ({"kind": "status", "status": 429, "retry_after": "9"}, RateLimited),
    "500": ({"kind": "status"}, VendorDown),
    "500 after effect": ({"kind": "status", "after": True}, VendorDown),
    "503": ({"kind": "status", "status": 503}, VendorDown),
    "502 page after effect": ({"kind": "html", "after": True}, VendorDown),
    "a page": ({"kind": "html", "status": 200}, BadResponse),
    "reset": ({"kind": "reset"}, Unreachable),
    "reset after effect": ({"kind": "reset", "after": True}, Unreachable),
    "timeout": ({"kind": "hang"}, TimedOut),
    "timeout after effect": ({"kind": "hang", "after": True}, TimedOut),
    "truncated": ({"kind": "truncated"}, BadResponse),
    "cut short": ({"kind": "partial"}, BadResponse),
    "empty": ({"kind": "empty"}, BadResponse),
    "empty after effect": ({"kind": "empty", "after": True}, BadResponse),
    "201 after effect": ({"kind": "empty", "status": 201, "after": True}, BadResponse),
    "garbage": ({"kind": "garbage"}, BadResponse),
}
PATIENCE = 1.0
"""The seconds after which an answer that never comes is given up."""

HAPPENED = frozenset(name for name, (fault, _) in TROUBLE.items() if fault.get("after")) | {"truncated", "cut short"}


async def opened(sandbox_hall: OpenHall, change: str) -> tuple[Hall, Any, Any]:
    """Give a hall, a change that can be made there, and the vendor's state before it."""
    hall = await sandbox_hall()
    there = await hall.write(PLAIN)
    await hall.source.forget(there.changed)
    hall.calls()
    write = every_write({"booking": there.ref.id, "customer": "48"})[change]
    return hall, write, state(hall, there.ref.id)


def patient(trouble: str) -> Inquiry:
    """Open an operation that gives up soon where no answer ever comes, and not before one could where it does."""
    return reading(seconds=PATIENCE if trouble.startswith("timeout") else 30.0)


def state(hall: Hall, key: str) -> Any:
    """Give what writes may change."""
    office = hall.office
    seen = (len(office.bookings), office.bookings[key], len(office.customers), office.customers["48"], office.addresses)
    return copy.deepcopy(seen)


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("change", CHANGES)
async def test_trouble(sandbox_hall: OpenHall, change: str, trouble: str, caplog: pytest.LogCaptureFixture) -> None:
    """One call is made, never two; what may have happened is not told as refused, and what was refused did not."""
    caplog.set_level(logging.DEBUG)
    hall, write, before = await opened(sandbox_hall, change)
    fault, kind = TROUBLE[trouble]
    for endpoint in WRITES:
        hall.running.faults.add(path=endpoint, **fault)
    with pytest.raises(VendorFault) as raised:
        await hall.writer.write(write, ATTEMPT, patient(trouble))
    found = raised.value
    assert type(found) is kind
    assert found.reached
    assert len([call for call in hall.calls() if call in WRITES]) == 1
    changed = state(hall, str(before[1]["id"])) != before
    assert changed == (trouble in HAPPENED)
    assert not (changed and isinstance(found, REFUSALS))
    secret = next(iter(hall.running.vendor.credentials.values()))
    assert secret not in f"{found!r} {found} {caplog.text}"
    assert "?" not in str(found)


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name in HAPPENED or name in {"reset", "500"}])
@pytest.mark.parametrize("change", ["createBooking", "updateBooking", "createCustomer", "updateCustomer"])
async def test_what_happened_is_found(sandbox_hall: OpenHall, change: str, trouble: str) -> None:
    """After trouble that leaves doubt, looking tells what is so: found where it happened, nothing where it did not."""
    hall, write, _ = await opened(sandbox_hall, change)
    was = await hall.find(write)
    for endpoint in WRITES:
        hall.running.faults.add(path=endpoint, **TROUBLE[trouble][0])
    with pytest.raises(VendorFault):
        await hall.writer.write(write, ATTEMPT, patient(trouble))
    hall.running.faults.clear()
    found = await hall.find(write)
    assert len(found) - len(was) == (1 if trouble in HAPPENED else 0)


@pytest.mark.parametrize("change", CHANGES)
async def test_nobody_there(sandbox_hall: OpenHall, change: str) -> None:
    """Where no connection could be made, nothing was asked, and the fault says so."""
    hall, write, _ = await opened(sandbox_hall, change)
    await hall.running.stop()
    with pytest.raises(Unreachable) as raised:
        await hall.writer.write(write, ATTEMPT, reading())
    assert not raised.value.reached


@pytest.mark.parametrize("change", CHANGES)
async def test_no_time_left(sandbox_hall: OpenHall, change: str) -> None:
    """With no time left nobody is asked, and the fault says so."""
    hall, write, _ = await opened(sandbox_hall, change)
    with pytest.raises(TimedOut) as raised:
        await hall.writer.write(write, ATTEMPT, reading(seconds=0))
    assert not raised.value.reached
    assert hall.calls() == []


@pytest.mark.parametrize("change", ["updateBooking", "cancelBooking"])
@pytest.mark.parametrize("trouble", ["500", "reset", "timeout", "truncated", "401"])
async def test_trouble_before_a_change(sandbox_hall: OpenHall, change: str, trouble: str) -> None:
    """What goes wrong while a booking is read leaves it as it is, and the fault leaves no doubt."""
    hall, write, before = await opened(sandbox_hall, change)
    fault, kind = TROUBLE[trouble]
    hall.running.faults.add(path="/booking/", **fault)
    with pytest.raises(VendorFault) as raised:
        await hall.writer.write(write, ATTEMPT, patient(trouble))
    assert type(raised.value) is kind
    assert not raised.value.reached
    assert set(hall.calls()) == {"booking"}
    assert state(hall, str(before[1]["id"])) == before


@pytest.mark.parametrize("change", CHANGES)
async def test_an_answer_under_another_name_is_one(sandbox_hall: OpenHall, change: str) -> None:
    """The media type says nothing: an answer that can be read is read."""
    hall, write, before = await opened(sandbox_hall, change)
    hall.running.faults.add("content_type")
    await hall.writer.write(write, ATTEMPT, reading())
    assert state(hall, str(before[1]["id"])) != before
