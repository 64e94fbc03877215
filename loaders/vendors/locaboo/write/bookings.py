"""A booking that is to be made, or asked for: `booking_add` [002:1048-1273]. Only what is asked or required is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loaders.errors import Blame, NotThere
from loaders.records import BOOKING, CUSTOMER, SPACE, Allocation, Booking, BookingStatus
from loaders.vendors.locaboo.write import check, recurrence, when
from loaders.vendors.locaboo.write.form import Part, flag, quoted
from loaders.vendors.locaboo.write.places import Places, field_id
from loaders.vendors.locaboo.write.send import before_a_change, id_in, refuse, send
from loaders.writes import BookingMode, CreateBooking, Written

if TYPE_CHECKING:
    import datetime as dt
    from zoneinfo import ZoneInfo

    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House
    from loaders.vendors.locaboo.translate.site import Site

MODES: Final = {
    BookingMode.DIRECT: ("direct_booking", BookingStatus.CONFIRMED),
    BookingMode.REQUEST: ("booking_request", BookingStatus.PENDING),
}
"""What each mode is called [002:1079-1082], and how far a booking made so is."""

UNTOLD: Final = frozenset(
    """
    total amount_paid amount_due created_at updated_at confirmed_at cancelled_at cancel_reason events
    """.split()  # noqa: SIM905  # a set of nine strings reads worse
)
"""What this vendor never tells of a booking, or what the record is not read for: nobody learns it by reading."""

MOST_QUANTITY: Final = 100_000
OWN: Final = ("persons", "season_id", "entrance_hall", "hidden_in_widget")
"""What only this vendor takes, by its names in `CreateBooking.locaboo`."""


def faults(write: CreateBooking, source: str, zone: ZoneInfo) -> Iterator[Blame]:
    """Say what of it cannot be taken."""
    yield from _spaces(write, source)
    yield from _times(write, zone)
    if write.customer is not None:
        yield from check.own(("customer",), write.customer, CUSTOMER, source)
    if write.recurrence is not None:
        yield from recurrence.faults(write.recurrence)
    yield from check.line(("title",), write.title)
    yield from check.text(("comments",), write.comments)
    yield from check.text(("internal_comments",), write.internal_comments)
    yield from check.color(("color",), write.color)
    for index, given in enumerate(write.custom_fields):
        yield from check.own(("custom_fields", str(index), "space"), given.space, SPACE, source)
        yield from check.key(("custom_fields", str(index), "field"), field_id(given.field))
        yield from check.text(("custom_fields", str(index), "value"), given.value)
    for name in ("inventory", "services"):
        yield from _items(write, name, source)
    yield from _own(write)


async def create(house: House, write: CreateBooking, inquiry: Inquiry) -> Written:
    """Make it.

    Raises:
        Refused: the spaces cannot be booked so, or the vendor says which parts of the input it does not take.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    places = await place(house, write, inquiry)
    refuse(list(places.faults(write)))
    sent, at = list(parts(write, places, house.site.zone)), house.api.now()
    data: object = None
    blames: list[Blame] = []
    try:
        data = await send(house.api, "booking_add", sent, inquiry)
    except NotThere:
        blames = _unknown(write, house.site.source)
        if not blames:
            raise
    refuse(blames)
    return written(house.site, write, places, id_in(house.api, data, "booking"), at)


async def place(house: House, write: CreateBooking, inquiry: Inquiry) -> Places:
    """Find out where it is to be, by the list of all resources.

    Raises:
        VendorFault: the list, or the row that a space may be in, cannot be read.

    """
    with before_a_change():
        tree = await house.rooms.tree(inquiry)
        places = Places.of(house.site.source, write.spaces, tree)
        if places.unknown and tree.faults:
            raise tree.faults[0]
    return places


def parts(write: CreateBooking, places: Places, zone: ZoneInfo) -> Iterator[Part]:
    """Give what is sent, in the document's order."""
    yield Part("booking_mode", MODES[write.mode][0], ("mode",))
    if write.title is not None:
        yield Part("title", write.title, ("title",))
    if write.customer is not None:
        yield Part("customer_id", write.customer.id, ("customer",))
    for index, person in enumerate(_persons(write)):
        yield Part("persons[]", person, ("locaboo", "persons", str(index)))
    yield from _when(write, zone)
    yield from places.fields(write)
    if write.all_day and write.recurrence is None:
        yield Part("multi_day", "1", ("all_day",))
    yield from places.parts(write)
    if write.color is not None:
        yield Part("custom_color", "1", ("color",))
        yield Part("color", write.color, ("color",))
    for name, theirs in (("entrance_hall", "entrance_hall"), ("hidden_in_widget", "booking_hidden_widget")):
        if write.locaboo.get(name) is not None:
            yield Part(theirs, flag(write.locaboo[name]), ("locaboo", name))
    if write.internal_comments is not None:
        yield Part("internal_comments", write.internal_comments, ("internal_comments",))
    if write.comments is not None:
        yield Part("comments", write.comments, ("comments",))
    yield from places.items(write, "inventory")
    yield from places.items(write, "services")


def written(site: Site, write: CreateBooking, places: Places, key: str, at: dt.datetime) -> Written:
    """Tell what is known of a booking that was made: what was sent.

    What the vendor makes of several days, or of a rule, only reading tells.
    """
    word, status = MODES[write.mode]
    ref = site.ref(BOOKING, key)
    known = {"reference", "name", "status", "vendor_status", "comments", "venue", "customer", *UNTOLD}
    record = Booking(
        ref,
        at,
        {"venue": site.venue(places.main), "customer": write.customer},
        reference=key,
        name=write.title or None,
        status=status,
        vendor_status=word,
        comments=write.comments or None,
    )
    if write.recurrence is None:
        known.add("period")
        span = span_of(write, site.zone)
        period = site.period(span.start, span.end, f"booking {key}")
        record = replace(record, period=period)
        if span.one_day:
            known.add("allocations")
            rows = tuple(Allocation(None, space, period, None, status) for space in write.spaces)
            record = replace(record, allocations=rows)
    customer = () if write.customer is None else (write.customer,)
    return Written(ref, record, frozenset(known), (ref, *write.spaces, *customer))


def span_of(write: CreateBooking, zone: ZoneInfo) -> when.Span:
    """Give from when to when it is; of one that repeats only the days count, the last of which is that of `to`."""
    if write.recurrence is not None:
        return when.Span(when.wall(write.from_, zone), when.wall(write.to, zone))
    return when.span(write.from_, write.to, zone, all_day=write.all_day)


def _when(write: CreateBooking, zone: ZoneInfo) -> Iterator[Part]:
    """Give days and times, or days and a rule: times are required of what does not repeat only [002:1171-1177]."""
    span = span_of(write, zone)
    yield Part("recurring", flag(write.recurrence), ("recurrence",))
    if write.locaboo.get("season_id") is not None:
        yield Part("season_id", str(write.locaboo["season_id"]), ("locaboo", "season_id"))
    yield Part("date_from", span.days[0].isoformat(), ("from_",))
    yield Part("date_to", span.days[1].isoformat(), ("to",))
    if write.recurrence is not None:
        yield from recurrence.parts(write.recurrence)
        return
    yield Part("time_from", f"{span.start:%H:%M}", ("from_",))
    yield Part("time_to", f"{span.end:%H:%M}", ("to",))


def _spaces(write: CreateBooking, source: str) -> Iterator[Blame]:
    if not write.spaces:
        yield Blame(("spaces",), "A space is expected; got none.")
    for index, space in enumerate(write.spaces):
        yield from check.own(("spaces", str(index)), space, SPACE, source)
        if space in write.spaces[:index]:
            yield Blame(("spaces", str(index)), "Each space is expected once; got one twice.")


def _times(write: CreateBooking, zone: ZoneInfo) -> Iterator[Blame]:
    exact = not write.all_day and write.recurrence is None
    wrong = [
        *when.untold(("from_",), write.from_, zone, exact=exact),
        *when.untold(("to",), write.to, zone, exact=exact),
    ]
    yield from wrong
    if not wrong:
        yield from when.backwards(("to",), write.from_, write.to, zone, exact=exact)
    rules = () if write.recurrence is None else recurrence.rules(write.recurrence)
    if write.all_day and not all(rule.full_day for _, rule in rules):
        yield Blame(("all_day",), "What repeats says in its rule whether it takes whole days, with fullDay.")


def _items(write: CreateBooking, name: str, source: str) -> Iterator[Blame]:
    for index, given in enumerate(getattr(write, name)):
        yield from check.own((name, str(index), "space"), given.space, SPACE, source)
        yield from check.key((name, str(index), "item"), given.item)
        if not 1 <= given.quantity <= MOST_QUANTITY:
            message = f"1 to {MOST_QUANTITY} is expected; got {given.quantity}."
            yield Blame((name, str(index), "quantity"), message)


def _own(write: CreateBooking) -> Iterator[Blame]:
    for index, person in enumerate(_persons(write)):
        yield from check.key(("locaboo", "persons", str(index)), person)
    if write.locaboo.get("season_id") is not None:
        yield from check.key(("locaboo", "season_id"), str(write.locaboo["season_id"]))


def _persons(write: CreateBooking) -> Sequence[str]:
    given = write.locaboo.get("persons")
    return [str(person) for person in given] if isinstance(given, Sequence) and not isinstance(given, str) else []


def _unknown(write: CreateBooking, source: str) -> list[Blame]:
    """Say what a 404 means where only one thing that was sent is not known to be there: the customer."""
    others = write.custom_fields or write.inventory or write.services or _persons(write)
    if write.customer is None or others or write.locaboo.get("season_id") is not None:
        return []
    return [Blame(("customer",), f"{source} knows no customer {quoted(write.customer.id)}.", by_vendor=True)]
