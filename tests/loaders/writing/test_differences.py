"""What became of things between two readings of the same question."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from loaders.records import (
    BOOKING,
    CUSTOMER,
    SPACE,
    SPACE_BLOCK,
    VENUE,
    Booking,
    BookingStatus,
    Customer,
    Period,
    Ref,
    Resource,
    SpaceBlock,
    SpaceBlockKind,
)
from loaders.writing.differences import differences
from loaders.writing.word import Change, ChangeKind, ChangeOrigin

EARLIER = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
LATER = EARLIER + dt.timedelta(minutes=1)
AT = LATER.timestamp()
PARK = Ref(VENUE, "park", "1")
LODGE = Ref(SPACE, "park", "7")
DAY = dt.date(2026, 6, 20)
PERIOD = Period(DAY, DAY, None, None, all_day=True, time_zone="Europe/Amsterdam")


def booking(key: str = "1", **more: Any) -> Booking:
    """Make a booking with something of its vendor's own."""
    details = Resource(Ref("booking_experts.booking", "park", key), EARLIER, {"memo": "x"})
    return replace(Booking(Ref(BOOKING, "park", key), EARLIER, {"venue": PARK}, period=PERIOD, details=details), **more)


def block(key: str = "5", **more: Any) -> SpaceBlock:
    """Make a block of a space."""
    kind, ref = SpaceBlockKind.MAINTENANCE, Ref(SPACE_BLOCK, "park", key)
    return replace(SpaceBlock(ref, EARLIER, {"space": LODGE}, kind, None, PERIOD, editable=True), **more)


def again(record: Any, **more: Any) -> Any:
    """Read a record again, a minute later."""
    details = getattr(record, "details", None)
    told = {} if details is None else {"details": replace(details, fetched_at=LATER)}
    return replace(record, fetched_at=LATER, **{**told, **more})


def test_what_was_merely_read_again_has_not_changed() -> None:
    """When something was read tells nothing of the thing, at no depth."""
    old = [booking(), block()]
    assert differences(old, [again(one) for one in old], AT, whole=True) == []


@pytest.mark.parametrize(
    "more",
    [
        {"status": BookingStatus.CANCELLED},
        {"period": replace(PERIOD, end_date=dt.date(2026, 6, 21))},
        {"reference": "BK-1"},
        {"links": {"venue": PARK, "customer": Ref(CUSTOMER, "park", "3")}},
        {"details": Resource(Ref("booking_experts.booking", "park", "1"), LATER, {"memo": "y"})},
        {"details": None},
    ],
)
def test_any_part_of_a_booking_counts(more: dict[str, Any]) -> None:
    """A status, a date, a link, a word of the vendor's own: the booking has changed, and where it is is told."""
    expected = Change(Ref(BOOKING, "park", "1"), ChangeKind.UPDATED, ChangeOrigin.REFRESH, AT, (PARK,), "us")
    assert differences([booking()], [again(booking(), **more)], AT, teller="us") == [expected]


def test_what_came_and_went_is_told_of_the_whole_only() -> None:
    """Of a page rows come and go without being new or gone; of all there is they are."""
    old, new = [booking("1"), block()], [again(booking("1")), again(booking("2"))]
    assert differences(old, new, AT) == []
    assert [(one.ref.kind, one.ref.id, one.kind, one.touched) for one in differences(old, new, AT, whole=True)] == [
        (BOOKING, "2", ChangeKind.CREATED, (PARK,)),
        (SPACE_BLOCK, "5", ChangeKind.DELETED, (LODGE,)),
    ]


def test_only_what_somebody_may_wait_for_is_told() -> None:
    """Customers have no subscription."""
    old = Customer(Ref(CUSTOMER, "park", "1"), EARLIER, {}, name="A")
    assert differences([old], [replace(old, name="B")], AT, whole=True) == []


def test_kinds_of_one_id_are_not_mixed_up() -> None:
    """A booking and a block of the same vendor's id are two things."""
    old = [booking("1"), block("1")]
    (told,) = differences(old, [again(old[0]), again(old[1], label="Paint")], AT, whole=True)
    assert told.ref == Ref(SPACE_BLOCK, "park", "1")


def test_of_a_range_what_was_created_since_is_new() -> None:
    """What only the later reading holds may have moved there; what the vendor says was created since it did not."""
    moved, made = booking("1", created_at=EARLIER - dt.timedelta(days=1)), booking("2", created_at=LATER)
    told = differences([], [moved, made], AT, since=EARLIER.timestamp())
    assert [(change.ref.id, change.kind) for change in told] == [("2", ChangeKind.CREATED)]
