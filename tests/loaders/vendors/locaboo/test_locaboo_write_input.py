"""What of a change Locaboo could not take is told before any call, everything at once, each fault at its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import ref
from locaboo_writes import ADDRESS_NOW, CUSTOMER_NOW, PLAIN, at, booking, contact, customer, space

from loaders.records import BookingStatus, Ref
from loaders.vendors.locaboo.write import bookings, fields
from loaders.writes import (
    BookedItem,
    CancelBooking,
    CreateCustomer,
    CustomField,
    Daily,
    Monthly,
    PostalAddress,
    Recurrence,
    UnblockSpace,
    UpdateBooking,
    UpdateCustomer,
    Weekday,
    WeekdayTimes,
    Weekly,
    Write,
    Yearly,
)
from schema.types.locaboo_inputs import LocabooAddressInput, LocabooBookingInput, LocabooCustomerInput

if TYPE_CHECKING:
    from locaboo_desk import Open

ELSEWHERE = Ref("space", "barn", "49")
TWICE = dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)
"""02:30 in Berlin for the second time."""


def rule(**kind: Any) -> dict[str, Any]:
    """Give a rule among the parts of a booking."""
    return {"recurrence": Recurrence(**kind)}


def month(**parts: Any) -> dict[str, Any]:
    """Give a monthly rule of whole days."""
    return rule(monthly=Monthly(full_day=True, **parts))


WEEKLY = ("recurrence", "weekly")
MONTHLY = ("recurrence", "monthly")

BOOKINGS: list[tuple[dict[str, Any], tuple[str, ...], str]] = [
    ({"spaces": ()}, ("spaces",), "A space is expected; got none."),
    ({"spaces": (space("49"), ELSEWHERE)}, ("spaces", "1"), "A space of hall is expected; got one of barn."),
    ({"spaces": (ref("venue", "48"),)}, ("spaces", "0"), "A space is expected; got a venue."),
    ({"spaces": (space("49"), space("49"))}, ("spaces", "1"), "Each space is expected once; got one twice."),
    (
        {"to": at(6, 9)},
        ("to",),
        "A moment after 2027-09-06T09:00:00+02:00 is expected; got 2027-09-06T09:00:00+02:00.",
    ),
    (
        {"to": at(5, 9)},
        ("to",),
        "A moment after 2027-09-06T09:00:00+02:00 is expected; got 2027-09-05T09:00:00+02:00.",
    ),
    (
        {"from_": at(6, 23, 59), "to": at(7)},
        ("to",),
        "A moment after 2027-09-06T23:59:00+02:00 is expected; got 2027-09-07T00:00:00+02:00.",
    ),
    (
        {"from_": at(6, 9).replace(second=30)},
        ("from_",),
        "Whole minutes are expected; got 2027-09-06T09:00:30+02:00.",
    ),
    (
        {"from_": at(30, 9, month=10), "to": TWICE},
        ("to",),
        "The clocks of Europe/Berlin show that time twice, and only the first can be booked.",
    ),
    (
        {"to": dt.datetime(9999, 12, 31, tzinfo=dt.UTC)},
        ("to",),
        "A day of the calendar is expected; got 9999-12-31.",
    ),
    ({"customer": Ref("customer", "barn", "1")}, ("customer",), "A customer of hall is expected; got one of barn."),
    ({"title": "x" * 256}, ("title",), "255 characters at most are expected; got 256."),
    ({"title": "a\nb"}, ("title",), "A line of text is expected; got a line break or another control character."),
    ({"comments": "x" * 10_001}, ("comments",), "10000 characters at most are expected; got 10001."),
    ({"internal_comments": "a\x00"}, ("internal_comments",), "Text is expected; got a control character."),
    ({"comments": "\ud800"}, ("comments",), "Text is expected; got a control character."),
    ({"color": "red"}, ("color",), 'A colour, #rrggbb, is expected; got "red".'),
    ({"color": "#ff00000"}, ("color",), 'A colour, #rrggbb, is expected; got "#ff00000".'),
    (
        {"custom_fields": (CustomField(space("49"), "seats", "1"),)},
        ("custom_fields", "0", "field"),
        'A number, as the vendor\'s ids are, is expected; got "seats".',
    ),
    (
        {"custom_fields": (CustomField(ELSEWHERE, "mf_56", "1"),)},
        ("custom_fields", "0", "space"),
        "A space of hall is expected; got one of barn.",
    ),
    (
        {"inventory": (BookedItem(space("49"), "1317", 0),)},
        ("inventory", "0", "quantity"),
        "1 to 100000 is expected; got 0.",
    ),
    (
        {"services": (BookedItem(space("49"), "1317"), BookedItem(space("49"), "x"))},
        ("services", "1", "item"),
        'A number, as the vendor\'s ids are, is expected; got "x".',
    ),
    (
        {"locaboo": {"persons": ["3", "Ada"]}},
        ("locaboo", "persons", "1"),
        'A number, as the vendor\'s ids are, is expected; got "Ada".',
    ),
    (
        {"locaboo": {"season_id": "summer"}},
        ("locaboo", "season_id"),
        'A number, as the vendor\'s ids are, is expected; got "summer".',
    ),
    (
        {"all_day": True, **rule(daily=Daily("09:00", "10:00"))},
        ("all_day",),
        "What repeats says in its rule whether it takes whole days, with fullDay.",
    ),
    (rule(), ("recurrence",), "One of daily, weekly, monthly and yearly is expected; got 0."),
    (
        rule(daily=Daily(full_day=True), yearly=Yearly(full_day=True)),
        ("recurrence",),
        "One of daily, weekly, monthly and yearly is expected; got 2.",
    ),
    (
        rule(daily=Daily(to="10:00")),
        ("recurrence", "daily", "from_"),
        "A time, HH:MM, is expected, or fullDay; got neither.",
    ),
    (rule(daily=Daily("9:00", "10:00")), ("recurrence", "daily", "from_"), 'A time, HH:MM, is expected; got "9:00".'),
    (rule(daily=Daily("09:00", "24:00")), ("recurrence", "daily", "to"), 'A time, HH:MM, is expected; got "24:00".'),
    (rule(daily=Daily("09:00", "09:00")), ("recurrence", "daily", "to"), "A time after 09:00 is expected; got 09:00."),
    (
        rule(daily=Daily("09:00", full_day=True)),
        ("recurrence", "daily", "from_"),
        'A whole day has no times; got "09:00".',
    ),
    (rule(weekly=Weekly(())), (*WEEKLY, "days"), "A day of the week is expected; got none."),
    (rule(weekly=Weekly((WeekdayTimes(full_day=True),), 5)), (*WEEKLY, "every"), "1 to 4 is expected; got 5."),
    (
        rule(weekly=Weekly((WeekdayTimes(full_day=True), WeekdayTimes("10:00", "09:00", day=Weekday.TUE)))),
        (*WEEKLY, "days", "1", "to"),
        "A time after 10:00 is expected; got 09:00.",
    ),
    (
        rule(weekly=Weekly((WeekdayTimes("09:00", "11:00"), WeekdayTimes("10:00", "12:00")))),
        (*WEEKLY, "days", "1"),
        "Times that do not meet are expected; got two on MON that do.",
    ),
    (
        rule(weekly=Weekly((WeekdayTimes("09:00", "11:00"), WeekdayTimes(full_day=True)))),
        (*WEEKLY, "days", "1"),
        "Times that do not meet are expected; got two on MON that do.",
    ),
    (month(), (*MONTHLY, "day_of_month"), "Either dayOfMonth or week and weekday is expected; got neither."),
    (month(day_of_month=32), (*MONTHLY, "day_of_month"), "1 to 31 is expected; got 32."),
    (month(day_of_month=1, week=1), (*MONTHLY, "week"), "Either dayOfMonth or week and weekday is expected; got both."),
    (month(week=6, weekday=Weekday.MON), (*MONTHLY, "week"), "1 to 5 is expected; got 6."),
    (month(weekday=Weekday.MON), (*MONTHLY, "week"), "1 to 5 is expected; got none."),
    (month(week=1), (*MONTHLY, "weekday"), "A day of the week is expected; got none."),
    (month(day_of_month=1, every_months=0), (*MONTHLY, "every_months"), "1 to 12 is expected; got 0."),
    (
        rule(yearly=Yearly(full_day=True, day=1, month=13)),
        ("recurrence", "yearly", "month"),
        "1 to 12 is expected; got 13.",
    ),
    (
        rule(yearly=Yearly(full_day=True, day=30, month=2)),
        ("recurrence", "yearly", "day"),
        "A day of month 2 is expected; got 30.",
    ),
]

OTHERS: list[tuple[Write, tuple[str, ...], str]] = [
    (
        UpdateBooking(ref("booking", "1")),
        (),
        "Something to change is expected: space, from, to or status; got nothing.",
    ),
    (
        UpdateBooking(ref("booking", "1"), status=BookingStatus.TENTATIVE),
        ("status",),
        "hall takes CONFIRMED, DRAFT, COMPLETED, CANCELLED; got TENTATIVE.",
    ),
    (
        UpdateBooking(ref("booking", "1"), from_=at(2), to=at(1)),
        ("to",),
        "A moment after 2027-09-02T00:00:00+02:00 is expected; got 2027-09-01T00:00:00+02:00.",
    ),
    (
        UpdateBooking(ref("booking", "1"), to=at(1).replace(microsecond=1)),
        ("to",),
        "Whole minutes are expected; got 2027-09-01T00:00:00.000001+02:00.",
    ),
    (
        UpdateBooking(ref("booking", "1"), space=space("the hall")),
        ("space",),
        'A number, as the vendor\'s ids are, is expected; got "the hall".',
    ),
    (UpdateBooking(ref("booking", "1"), space=ELSEWHERE), ("space",), "A space of hall is expected; got one of barn."),
    (CancelBooking(Ref("booking", "barn", "1")), ("id",), "A booking of hall is expected; got one of barn."),
    (CreateCustomer("hall"), (), "Something to tell of the customer is expected; got nothing."),
    (replace(CUSTOMER_NOW, locale="de"), ("locale",), "hall keeps no language of a customer."),
    (replace(CUSTOMER_NOW, email="ada"), ("email",), 'An e-mail address is expected; got "ada".'),
    (
        replace(CUSTOMER_NOW, email="a b@example.org"),
        ("email",),
        'An e-mail address is expected; got "a b@example.org".',
    ),
    (replace(CUSTOMER_NOW, first_name="x" * 256), ("first_name",), "255 characters at most are expected; got 256."),
    (
        replace(CUSTOMER_NOW, locaboo={"color": "blue"}),
        ("locaboo", "color"),
        'A colour, #rrggbb, is expected; got "blue".',
    ),
    (
        replace(CUSTOMER_NOW, locaboo={"customer_group_id": "VIP"}),
        ("locaboo", "customer_group_id"),
        'A number, as the vendor\'s ids are, is expected; got "VIP".',
    ),
    (
        replace(CUSTOMER_NOW, locaboo={"internal_comment": "\x07"}),
        ("locaboo", "internal_comment"),
        "Text is expected; got a control character.",
    ),
    (
        replace(CUSTOMER_NOW, address=PostalAddress(("a", "b\x00"))),
        ("address", "lines"),
        "A line of text is expected; got a line break or another control character.",
    ),
    (
        UpdateCustomer(customer("48"), phone="1", booking_experts={"title": "x"}),
        ("booking_experts", "title"),
        "hall is no account at Booking Experts.",
    ),
    (
        UpdateCustomer(Ref("customer", "barn", "1"), phone="1"),
        ("id",),
        "A customer of hall is expected; got one of barn.",
    ),
    (UpdateCustomer(customer("48")), (), "Something to tell of the customer is expected; got nothing."),
    (
        replace(ADDRESS_NOW, address=PostalAddress()),
        ("address",),
        "Something of an address is expected; got nothing.",
    ),
    (
        replace(ADDRESS_NOW, contact=contact(email="x", address=PostalAddress())),
        ("contact", "email"),
        'An e-mail address is expected; got "x".',
    ),
    (
        replace(ADDRESS_NOW, contact=contact(address=PostalAddress(("b",)))),
        ("contact", "address"),
        "One address is expected, in address; got another of the contact.",
    ),
    (
        replace(ADDRESS_NOW, locaboo={"function": "a\nb"}),
        ("locaboo", "function"),
        "A line of text is expected; got a line break or another control character.",
    ),
]


async def told(open_hall: Open, write: Write) -> list[tuple[tuple[str, ...], str]]:
    """Give the faults of a change, for which nobody is called."""
    source, desk = await open_hall()
    assert source.writer is not None
    found = source.writer.faults(write)
    assert not desk.asked
    assert not [blame for blame in found if blame.by_vendor]
    return [(blame.path, blame.message) for blame in found]


@pytest.mark.parametrize(("parts", "path", "sentence"), BOOKINGS)
async def test_a_booking_that_cannot_be_meant(
    open_hall: Open, parts: dict[str, Any], path: tuple[str, ...], sentence: str
) -> None:
    """Each fault of a new booking is told at its place, by the names of the input, with what was expected."""
    assert (path, sentence) in await told(open_hall, booking(**parts))


@pytest.mark.parametrize(("write", "path", "sentence"), OTHERS)
async def test_another_change_that_cannot_be_meant(
    open_hall: Open, write: Write, path: tuple[str, ...], sentence: str
) -> None:
    """So is each of a booking that is changed, and of a customer."""
    assert (path, sentence) in await told(open_hall, write)


async def test_every_fault_is_told_at_once(open_hall: Open) -> None:
    """Nobody has to mend one fault to learn of the next."""
    wrong = booking(
        spaces=(ELSEWHERE,), to=at(5), color="red", title="\n", **rule(daily=Daily("x", "y")), comments="\x00"
    )
    assert [path for path, _ in await told(open_hall, wrong)] == [
        ("spaces", "0"),
        ("to",),
        ("recurrence", "daily", "from_"),
        ("recurrence", "daily", "to"),
        ("title",),
        ("comments",),
        ("color",),
    ]


@pytest.mark.parametrize(
    "write",
    [
        PLAIN,
        booking(from_=at(6), to=at(7), all_day=True),
        booking(to=at(6, 23, 59).replace(second=59), all_day=True),
        booking(from_=at(31, 2, 30, month=10), to=at(31, 4, month=10)),
        booking(title="Geänderte Überschrift ✓", comments="eins\r\nzwei\tdrei", color="#FF00aa"),
        booking(to=at(8, 7), **rule(daily=Daily("09:00", "10:00"))),
        booking(all_day=True, **rule(daily=Daily(full_day=True))),
        booking(**rule(weekly=Weekly((WeekdayTimes("09:00", "10:00"), WeekdayTimes("10:00", "11:00"))))),
        booking(**rule(yearly=Yearly(full_day=True, day=29, month=2))),
        UpdateBooking(ref("booking", "1"), to=at(7)),
        CancelBooking(ref("booking", "1"), "no longer needed"),
        CUSTOMER_NOW,
        UpdateCustomer(customer("48"), email="", booking=ref("booking", "1")),
        ADDRESS_NOW,
    ],
)
async def test_what_can_be_meant_has_no_faults(open_hall: Open, write: Write) -> None:
    """What the document allows passes: midnights, the hour that comes twice told first, line breaks in comments."""
    assert await told(open_hall, write) == []


async def test_what_no_capability_names_is_not_taken(open_hall: Open) -> None:
    """A change of a kind that the document has no way for is a mistake of who asks."""
    source, _ = await open_hall()
    assert source.writer is not None
    with pytest.raises(TypeError, match="no capability of Locaboo takes a UnblockSpace"):
        source.writer.faults(UnblockSpace(ref("space_block", "1")))


def test_the_inputs_of_the_graph_are_those_that_are_sent() -> None:
    """Every field of Locaboo's own that the graph takes reaches the vendor, and none is missing in the graph."""

    def names(made: Any) -> set[str]:
        return {field.python_name for field in made.__strawberry_definition__.fields}

    assert names(LocabooCustomerInput) == set(fields.CUSTOMER)
    assert names(LocabooAddressInput) == set(fields.ADDRESS)
    assert names(LocabooBookingInput) == set(bookings.OWN)
