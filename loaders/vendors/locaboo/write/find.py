"""Whether a change happened whose answer was lost: the vendor is asked, past all that is kept.

Reading never tells a booking's status, a customer's further addresses, or most of what can be told of a customer. So a
change of such things cannot be found; what cannot be told apart from what was there before is not claimed to be found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from loaders.errors import NotThere
from loaders.http.ask import Reason
from loaders.records import CUSTOMER
from loaders.together import together
from loaders.vendors.locaboo.wire.bookings import Booking as WireBooking
from loaders.vendors.locaboo.wire.customers import Customer as WireCustomer
from loaders.vendors.locaboo.write import bookings, customers, fields, occurrences, save, when
from loaders.writes import CreateBooking, CreateCustomer, UpdateBooking, UpdateCustomer, Written

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House
    from loaders.vendors.locaboo.sheet import Sheet
    from loaders.vendors.locaboo.write.places import Places
    from loaders.vendors.locaboo.write.when import Span
    from loaders.writes import Attempt

APART: Final = dt.timedelta(minutes=5)
"""How far the vendor's clock and ours may be apart."""

M = TypeVar("M")

READABLE: Final = frozenset(
    """
    first_name last_name company_name email phone street zip city country show_name color customer_number
    """.split()  # noqa: SIM905  # names read better in a row
)
"""What `customer_list` tells in the words it was sent in [002:626-646]."""


async def created_booking(house: House, write: CreateBooking, inquiry: Inquiry) -> Sequence[Written]:
    """Find bookings of the same spaces, times, title, customer, comments and colour; the likeliest and newest first.

    The list leaves out what a booking takes elsewhere or on other days, so what looks like it is read alone.

    Raises:
        VendorFault: the vendor did not tell.

    """
    places = await bookings.place(house, write, inquiry)
    if places.unknown:
        return ()
    span = bookings.span_of(write, house.site.zone)
    only = write.spaces[0].id if len(write.spaces) == 1 and not places.leaves else None
    house.api.layers.part()
    listed = await house.api.listed("booking_list", inquiry, tuple(save.of_days(only, span)), reason=Reason.FIND)
    sheet = await house.api.sheet(listed, WireBooking, "booking")
    like = partial(_likeness, write, places, span)
    keys = [row.id for row in sheet.rows if row.id.isdecimal() and like(row)]
    read = partial(house.api.alone, "booking", model=WireBooking, what="booking", inquiry=inquiry, reason=Reason.FIND)
    alone = [row for row, _ in await together(read(key) for key in keys) if row is not None]
    ranked = sorted(((like(row), int(row.id)) for row in alone if like(row)), reverse=True)
    found = [bookings.written(house.site, write, places, str(key), sheet.fetched_at) for _, key in ranked]
    return _or_doubt(found, sheet)


async def updated_booking(house: House, write: UpdateBooking, inquiry: Inquiry) -> Sequence[Written] | None:
    """Find out whether a booking is where it was to be; None where its status was to change, which nobody can read.

    Raises:
        VendorFault: the vendor did not tell.

    """
    if write.status is not None:
        return None
    try:
        present = await save.read(house, write.id, inquiry, Reason.FIND)
    except NotThere:
        return ()
    there, zone = present.span, house.site.zone
    if there is None or present.resource is None or len({key for key, _ in present.taken}) != 1:
        return ()
    start = there.start if write.from_ is None else when.wall(write.from_, zone)
    end = there.end if write.to is None else when.before_midnight(start, when.wall(write.to, zone))
    space = present.resource if write.space is None else write.space.id
    if (present.resource, there.start, there.end) != (space, start, end):
        return ()
    return (save.written(house, present, (present.resource, there, None), house.api.now()),)


async def created_customer(
    house: House, write: CreateCustomer, attempt: Attempt, inquiry: Inquiry
) -> Sequence[Written] | None:
    """Find customers of whom the same is told and who were not there before, the newest first.

    Of whom less was told than the vendor knows is somebody else. None where nothing of what was sent can be read.

    Raises:
        VendorFault: the vendor did not tell.

    """
    sent = _readable(write)
    if not sent:
        return None
    sent = dict.fromkeys(fields.PEOPLE.values(), "") | sent
    sheet = await _customers(house, inquiry)
    like = [row for row in sheet.rows if row.id.isdecimal() and _is(row, sent) and _since(house, row, attempt.began)]
    keys = sorted((int(row.id) for row in like), reverse=True)
    found = [customers.written(write, house.site.ref(CUSTOMER, str(key)), sheet.fetched_at) for key in keys]
    return _or_doubt(found, sheet)


async def updated_customer(house: House, write: UpdateCustomer, inquiry: Inquiry) -> Sequence[Written] | None:
    """Find out whether a customer is as they were to be; None where something of it cannot be read.

    Raises:
        VendorFault: the vendor did not tell.

    """
    sent = _readable(write)
    if len(sent) < len(list(customers.parts(write))):
        return None
    sheet = await _customers(house, inquiry)
    row = next((row for row in sheet.rows if row.id == write.id.id), None)
    if row is None:
        return _or_doubt((), sheet)
    return (customers.written(write, write.id, sheet.fetched_at),) if _is(row, sent) else ()


def _since(house: House, row: WireCustomer, began: dt.datetime) -> bool:
    """Tell whether a customer may have become one by an attempt that began then."""
    created = house.site.moment(row.created)
    return created is None or created >= began - APART


async def _customers(house: House, inquiry: Inquiry) -> Sheet[WireCustomer]:
    house.api.layers.part()
    listed = await house.api.listed("customer_list", inquiry, reason=Reason.FIND)
    return await house.api.sheet(listed, WireCustomer, "customer")


def _or_doubt(found: Sequence[Written], sheet: Sheet[M]) -> Sequence[Written]:
    """Give what was found; that nothing was is not said where a row could not be read: it might be the one."""
    if sheet.faults and not found:
        raise sheet.faults[0]
    return found


def _says(write: CreateBooking, row: WireBooking) -> bool:
    """Tell whether a booking says what was sent."""
    customer = None if write.customer is None else write.customer.id
    told = [(row.title, write.title), (row.comments, write.comments), (row.customer_id, customer)]
    if write.color is not None:
        told.append((row.color, write.color))
    return all(_same(there, sent) for there, sent in told)


def _likeness(write: CreateBooking, places: Places, span: Span, row: WireBooking) -> int:
    """Tell how well a booking is what was sent: 2 as it reads, 1 perhaps, 0 not at all."""
    taken: dict[str | None, set[tuple[dt.datetime, dt.datetime]]] = {}
    for one in row.resources:
        for instance in one.instances:
            taken.setdefault(instance.resource_id or one.resource_id, set()).add((instance.start, instance.end))
    times = {frozenset(spans) for spans in taken.values()}
    if not _says(write, row) or not places.are(taken.keys()) or len(times) != 1:
        return 0
    (same,) = times
    if write.recurrence is None:
        return 2 if occurrences.is_span(span, same) else 0
    return occurrences.likeness(write.recurrence, span, same)


def _readable(write: CreateCustomer | UpdateCustomer) -> dict[str, str]:
    """Give what was sent of a customer and can be read in the same words; a street beside its number may be told so."""
    sent = {part.name: part.value for part in customers.parts(write)}
    hidden = {"street"} if "house_number" in sent else set()
    return {name: value for name, value in sent.items() if name in READABLE - hidden}


def _is(row: WireCustomer, sent: dict[str, str]) -> bool:
    return all(_same(getattr(row, name), value) for name, value in sent.items())


def _same(there: str | None, sent: str | None) -> bool:
    """Tell whether two texts are the same, blanks at their ends and the case of letters aside."""
    return (there or "").strip().casefold() == (sent or "").strip().casefold()
