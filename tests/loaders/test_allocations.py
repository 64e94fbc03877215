"""What bookings take, where their vendor tells it apart."""

from __future__ import annotations

import datetime as dt

import pytest
from memory_source import Memory, down, event, operation, unreadable
from random_records import AMSTERDAM, NOON

from loaders.allocations import merged_rows, settle, with_allocations
from loaders.clock import dates_only
from loaders.errors import VendorDown
from loaders.records import ALLOCATIONS, BOOKING, Allocation, Allocations, Booking, BookingStatus, Link, Period, Ref


def day(number: int) -> Period:
    """Make the period of a day of June 2026."""
    return dates_only(dt.date(2026, 6, number), dt.date(2026, 6, number + 1), AMSTERDAM)


def taken(key: str | None, number: int | None = None, status: BookingStatus | None = None) -> Allocation:
    """Make an allocation."""
    return Allocation(key, None, day(number) if number else None, None, status)


def booking(*own: Allocation, period: Period | None = None, **links: Link) -> Booking:
    """Make a booking."""
    return Booking(
        Ref(BOOKING, "park", "1"), NOON, links, status=BookingStatus.CONFIRMED, period=period, allocations=own or None
    )


def told(*rows: Allocation, key: str = "1", period: Period | None = None) -> Allocations:
    """Make what a link leads to."""
    return Allocations(Ref(ALLOCATIONS, "park", key), NOON, period, rows)


def test_what_the_link_tells_is_better() -> None:
    """Of what both tell, the one that knows when; what only the booking tells stays, behind."""
    own = booking(taken("1", 5), taken("2", 6), taken("3", 7))
    known = told(taken("1", 8), taken("2"), taken("4", 9))
    assert merged_rows(own, known) == (taken("1", 8), taken("2", 6), taken("4", 9), taken("3", 7))


def test_what_has_no_id_is_never_taken_for_another() -> None:
    """Two rows without an id are two, whoever tells them."""
    own = booking(taken(None, 5), taken(None, 6))
    assert merged_rows(own, told(taken(None, 7), taken(None))) == (
        taken(None, 7),
        taken(None),
        taken(None, 5),
        taken(None, 6),
    )


def test_an_allocation_without_a_status_is_as_its_booking_is() -> None:
    """One with a status keeps it."""
    filled = with_allocations(booking(), told(taken("1", 5), taken("2", 6, BookingStatus.CANCELLED)))
    assert [row.status for row in filled.allocations or ()] == [BookingStatus.CONFIRMED, BookingStatus.CANCELLED]


def test_a_period_that_is_told_apart_is_better_than_the_bookings_own() -> None:
    """Where the vendor tells it with the booking, that one counts."""
    apart = Ref(ALLOCATIONS, "park", "1")
    assert with_allocations(booking(period=day(5)), told(period=day(6))).period == day(5)
    linked = Booking(Ref(BOOKING, "park", "1"), NOON, {"period": apart}, period=day(5))
    assert with_allocations(linked, told(period=day(6))).period == day(6)
    assert with_allocations(linked, told()).period == day(5)


async def test_all_are_looked_up_in_one_batch() -> None:
    """Each once, however many rows share it; what is known is not asked for, and other rows stay as they are."""
    park = Memory("park")
    refs = [Ref(ALLOCATIONS, "park", key) for key in "123"]
    for ref in refs:
        park.things[ref] = told(taken(ref.id, 5), key=ref.id)
    loaders, _ = operation(park)
    loaders.shelve({refs[2]: told(taken("known", 6), key="3")})
    other = event("park", 1)
    rows = [booking(allocations=refs[0]), other, booking(allocations=refs[1]), booking(allocations=refs[0])]
    rows += [booking(allocations=refs[2]), booking(allocations=None), booking()]
    filled, faults = await settle(rows, loaders)
    assert park.asked == [("get", ["1", "2"])]
    assert filled[1] is other
    assert [[a.vendor_id for a in row.allocations or ()] if isinstance(row, Booking) else None for row in filled] == [
        ["1"],
        None,
        ["2"],
        ["1"],
        ["known"],
        [],
        [],
    ]
    assert faults == []


async def test_one_that_cannot_be_read_stays_as_it_is() -> None:
    """And is told; one that is nothing's stays as it is, too; a call that failed is raised."""
    park = Memory("park")
    bad, gone = (Ref(ALLOCATIONS, "park", key) for key in ("bad", "gone"))
    park.things[bad] = unreadable("park")
    rows = [booking(taken("own", 5), allocations=bad), booking(taken("own", 5), allocations=gone)]
    filled, faults = await settle(rows, operation(park)[0])
    assert (filled, faults) == (rows, [park.things[bad]])
    park.fault = down("park")
    with pytest.raises(VendorDown):
        await settle([booking(allocations=gone)], operation(park)[0])
