"""A booking that is to be elsewhere, at another time, of another status, or off: `booking_save` [002:849-905].

It is a GET that writes, knows one resource and one range, and takes a status that is not sent for Live. So what stays
is read from the vendor at that moment and sent along, the status is always sent, and what takes several things cannot
be moved: it would become one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.errors import Blame, NotThere, Refused
from loaders.http.ask import Reason
from loaders.records import BOOKING, CUSTOMER, SPACE, Allocation, Booking, BookingStatus, Link, Ref
from loaders.vendors.locaboo.api import is_key
from loaders.vendors.locaboo.wire import key_of
from loaders.vendors.locaboo.wire.bookings import Booking as WireBooking
from loaders.vendors.locaboo.write import check, when
from loaders.vendors.locaboo.write.bookings import UNTOLD
from loaders.vendors.locaboo.write.form import Part, quoted
from loaders.vendors.locaboo.write.send import SAVE, before_a_change, id_in, refuse, send, unknown
from loaders.vendors.locaboo.write.when import Span
from loaders.writes import CancelBooking, UpdateBooking, Written

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House
    from loaders.vendors.locaboo.wire.bookings import Instance

WORDS: Final = {
    BookingStatus.CONFIRMED: "Live",
    BookingStatus.DRAFT: "Draft",
    BookingStatus.COMPLETED: "Complete",
    BookingStatus.CANCELLED: "Cancel",
}
"""The statuses that a booking can be given [002:876-881]."""

Save: TypeAlias = UpdateBooking | CancelBooking
Wanted: TypeAlias = tuple[str, Span, BookingStatus | None]
"""Which resource is taken, from when to when, and the status; None where nobody knows that."""
Sent: TypeAlias = tuple[str, Span, BookingStatus]
"""The same, as it is sent: never without a status."""


@dataclass(frozen=True, slots=True)
class Present:
    """A booking as the vendor tells it at this moment.

    Args:
        told: the booking.
        taken: each resource it takes, with the instance that says when.

    """

    told: WireBooking
    taken: Sequence[tuple[str | None, Instance]]

    @property
    def resource(self) -> str | None:
        """What it takes, or takes first."""
        return self.taken[0][0] if self.taken else None

    @property
    def span(self) -> Span | None:
        """From its first beginning to its last end."""
        if not self.taken:
            return None
        return Span(min(row.start for _, row in self.taken), max(row.end for _, row in self.taken))


def faults(write: UpdateBooking, source: str, zone: ZoneInfo) -> Iterator[Blame]:
    """Say what of a change cannot be taken."""
    yield from check.own(("id",), write.id, BOOKING, source)
    if write.space is not None:
        yield from check.own(("space",), write.space, SPACE, source)
        yield from check.key(("space",), write.space.id)
    wrong = [
        *when.untold(("from_",), write.from_, zone, exact=True),
        *when.untold(("to",), write.to, zone, exact=True),
    ]
    yield from wrong
    if not wrong and write.from_ is not None and write.to is not None:
        yield from when.backwards(("to",), write.from_, write.to, zone, exact=True)
    if write.status is not None and write.status not in WORDS:
        words = ", ".join(status.value for status in WORDS)
        yield Blame(("status",), f"{source} takes {words}; got {write.status.value}.")
    if not _moves(write) and write.status is None:
        yield Blame((), "Something to change is expected: space, from, to or status; got nothing.")


async def update(house: House, write: UpdateBooking, inquiry: Inquiry) -> Written:
    """Change a booking.

    Raises:
        Refused: it takes several things and is to be moved, its status must be said, or by the vendor's word.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    with before_a_change():
        present = await read(house, write.id, inquiry)
        refuse(list(_cannot_move(write, present, house.site.source)))
        resource, span = _place(write, present, house)
        wanted = resource, span, write.status or await _status(house, present, inquiry)
    return await _save(house, write, present, wanted, inquiry)


async def cancel(house: House, write: CancelBooking, inquiry: Inquiry) -> Written:
    """Call a booking off, however much it takes. The vendor has no place for a reason.

    Raises:
        Refused: the vendor does not tell what it takes, which must be sent along, or by the vendor's own word.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    with before_a_change():
        present = await read(house, write.id, inquiry)
        resource, span = present.resource, present.span
        if resource is None or span is None:
            raise Refused([Blame(("id",), f"{house.site.source} does not tell what booking {write.id.id} takes.")])
    return await _save(house, write, present, (resource, span, BookingStatus.CANCELLED), inquiry)


async def read(house: House, ref: Ref, inquiry: Inquiry, reason: Reason = Reason.WRITE) -> Present:
    """Read a booking as it is now, not as it is kept.

    Raises:
        NotThere: the vendor knows no such booking.
        VendorFault: it could not be read.

    """
    told = None
    if is_key(ref.id):
        house.api.layers.part()
        told, _ = await house.api.alone("booking", ref.id, WireBooking, "booking", inquiry, reason=reason)
    if told is None:
        raise unknown(house.api, "booking", ref.id)
    return Present(told, [(row.resource_id or one.resource_id, row) for one in told.resources for row in one.instances])


def written(house: House, present: Present, wanted: Wanted, at: dt.datetime) -> Written:
    """Tell what is known of a booking that is so since a moment.

    Raises:
        BadResponse: it ends before it begins.

    """
    resource, span, status = wanted
    told, site = present.told, house.site
    ref = site.ref(BOOKING, told.id)
    known = {"reference", "name", "comments", "customer", "period", *UNTOLD}
    period = site.period(span.start, span.end, f"booking {told.id}")
    customer = None if told.customer_id is None else site.ref(CUSTOMER, told.customer_id)
    links: dict[str, Link] = {"customer": customer, "venue": None}
    rows: tuple[Allocation, ...] | None = None
    if status is not None:
        known |= {"status", "vendor_status"}
    if resource == present.resource:
        known.add("venue")
        links["venue"] = site.venue(next((one.resource_id for one in told.resources if one.resource_id), None))
    if len(present.taken) <= 1 and span.one_day:
        known.add("allocations")
        rows = (Allocation(None, site.space(resource), period, None, status or BookingStatus.UNKNOWN),)
    record = Booking(
        ref,
        at,
        links,
        reference=told.id,
        name=told.title,
        status=status or BookingStatus.UNKNOWN,
        vendor_status=None if status is None else WORDS[status],
        period=period,
        allocations=rows,
        comments=told.comments,
    )
    spaces = (site.ref(SPACE, key) for key in dict.fromkeys((*(key for key, _ in present.taken), resource)) if key)
    return Written(ref, record, frozenset(known), (ref, *spaces))


async def _save(house: House, write: Save, present: Present, wanted: Sent, inquiry: Inquiry) -> Written:
    with before_a_change():
        done = written(house, present, wanted, house.api.now())
    blames: list[Blame] = []
    try:
        data = await send(house.api, SAVE, list(_parts(write, wanted)), inquiry)
        id_in(house.api, data, "booking", known=present.told.id)
    except NotThere:
        space = write.space if isinstance(write, UpdateBooking) else None
        if space is None:
            raise
        blames = [Blame(("space",), f"{house.site.source} knows no space {quoted(space.id)}.", by_vendor=True)]
    refuse(blames)
    return done


def _parts(write: Save, wanted: Sent) -> Iterator[Part]:
    """Give what is sent, in the document's order; what was filled in is the booking's own."""
    resource, span, status = wanted

    def given(name: str) -> tuple[str, ...]:
        return (name,) if getattr(write, name, None) is not None else ("id",)

    yield Part("booking_id", write.id.id, ("id",))
    yield Part("resource_id", resource, given("space"))
    yield Part("date_from", span.days[0].isoformat(), given("from_"))
    yield Part("date_to", span.days[1].isoformat(), given("to"))
    yield Part("time_from", f"{span.start:%H:%M}", given("from_"))
    yield Part("time_to", f"{span.end:%H:%M}", given("to"))
    yield Part("booking_status", WORDS[status], given("status"))


def _moves(write: UpdateBooking) -> bool:
    return write.space is not None or write.from_ is not None or write.to is not None


def _cannot_move(write: UpdateBooking, present: Present, source: str) -> Iterator[Blame]:
    several = len(present.taken)
    if several > 1 and (_moves(write) or write.status is not BookingStatus.CANCELLED):
        yield Blame(("id",), f"Booking {write.id.id} of {source} has {several} instances: it can be cancelled only.")


def _place(write: UpdateBooking, present: Present, house: House) -> tuple[str, Span]:
    """Give what is to be taken and when: what was asked for, and what is there.

    Raises:
        Refused: it is neither told nor asked for, or ends before it begins.

    """
    zone, there = house.site.zone, present.span
    resource = present.resource if write.space is None else write.space.id
    start, end = (None, None) if there is None else (there.start, there.end)
    start = start if write.from_ is None else when.wall(write.from_, zone)
    end = end if write.to is None else when.wall(write.to, zone)
    if resource is None or start is None or end is None:
        told = (("space", resource), ("from_", start), ("to", end))
        message = f"{house.site.source} does not tell it of booking {write.id.id}, so it must be said."
        raise Refused([Blame((name,), message) for name, value in told if value is None])
    span = Span(start, end if write.to is None else when.before_midnight(start, end))
    if _moves(write) and span.end <= span.start:
        path = ("from_",) if write.to is None else ("to",)
        raise Refused([Blame(path, f"An end after the beginning, {span.start}, is expected; got {span.end}.")])
    return resource, span


async def _status(house: House, present: Present, inquiry: Inquiry) -> BookingStatus:
    """Give the status that is sent where none was asked for: Live, if the vendor lists the booking now."""
    span = present.span
    if span is not None:
        query = tuple(of_days(present.resource, span))
        listed = await house.api.listed("booking_list", inquiry, query, reason=Reason.WRITE)
        if present.told.id in map(key_of, listed.rows):
            return BookingStatus.CONFIRMED
    message = f"{house.site.source} does not list booking {present.told.id} now, so its status must be said."
    raise Refused([Blame(("status",), message)])


def of_days(resource: str | None, span: Span) -> Iterator[tuple[str, str]]:
    """Give the query that lists the bookings of some days, of a resource where one is named."""
    if resource is not None:
        yield "resource_id", resource
    yield "date_from", span.days[0].isoformat()
    yield "date_to", span.days[1].isoformat()
    yield "show_details", "true"
