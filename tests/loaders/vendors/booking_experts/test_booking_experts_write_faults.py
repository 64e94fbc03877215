"""What cannot be meant is told before any call: everything at once, each fault with its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from booking_experts_house import House
from booking_experts_writes import block, category, customer, unblock, update, writer

from loaders.errors import Unsupported
from loaders.records import CUSTOMER, SPACE, SPACE_BLOCK, VENUE, Ref
from loaders.vendors.booking_experts.write import category_parts, customer_parts
from loaders.writes import (
    BlockSpace,
    CancelBooking,
    CreateSpaceType,
    PostalAddress,
    UnblockSpace,
    UpdateCustomer,
    UpdateSpaceBlock,
    Write,
)
from schema.types.booking_experts_inputs import (
    BookingExpertsCategoryInput,
    BookingExpertsCustomerInput,
    BookingExpertsInvoiceDetailsInput,
    BookingExpertsTitle,
)

DAY, NEXT = dt.date(2026, 12, 1), dt.date(2026, 12, 2)
LONG = "x" * 256


def paths(house: House, change: Write) -> list[str]:
    """Give where a change has faults, in the order they are told."""
    blames = writer(house).faults(change)
    assert not any(blame.by_vendor for blame in blames)
    return [".".join(blame.path) for blame in blames]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (block(), []),
        (block(from_=DAY, to=DAY), ["to"]),
        (block("..", from_=NEXT, to=DAY, label=LONG), ["space", "to", "label"]),
        (block("a/b"), ["space"]),
        (BlockSpace(Ref(SPACE, "hotel", "5"), block().kind, DAY, NEXT), ["space"]),
        (BlockSpace(Ref(VENUE, "duinpark", "1"), block().kind, DAY, NEXT), ["space"]),
        (block(label="a\x00b"), ["label"]),
        (block(label="half \ud83d"), ["label"]),
        (update("77"), []),
        (update("77", from_=NEXT, to=DAY, label=LONG), ["to", "label"]),
        (update("7/7", from_=NEXT), ["id"]),
        (UpdateSpaceBlock(Ref(SPACE_BLOCK, "hotel", "7")), ["id"]),
        (unblock("77"), []),
        (unblock("?"), ["id"]),
        (UnblockSpace(Ref(SPACE, "duinpark", "7")), ["id"]),
    ],
)
def test_blocks_that_cannot_be_meant(house: House, change: Write, where: list[str]) -> None:
    """Spaces and blocks of this source, from before to, and labels that can be sent."""
    assert paths(house, change) == where


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (customer("7", first_name="Piet"), []),
        (customer("7"), [""]),
        (customer("7", booking_experts={"title": ""}), [""]),
        (UpdateCustomer(Ref(CUSTOMER, "hotel", "7"), Ref(SPACE, "duinpark", "1"), "Piet"), ["id", "booking"]),
        (customer("7", "9/..", first_name="Piet"), ["booking"]),
        (customer("7", first_name=LONG, email="nowhere", locale="xx"), ["first_name", "email", "locale"]),
        (customer("7", locale="en-GB"), ["locale"]),
        (customer("7", locale=""), ["locale"]),
        (customer("7", locale="nl-BE"), []),
        (customer("7", email=""), []),
        (customer("7", first_name="x", locaboo={"salutation": 1}), ["locaboo"]),
        (
            customer("7", address=PostalAddress((LONG, "x"), LONG, None, "x", "Netherlands")),
            ["address.lines.0", "address.house_number", "address.country"],
        ),
        (
            customer("7", address=PostalAddress(country="NL"), booking_experts={"country_code": "BE"}),
            ["booking_experts.country_code"],
        ),
        (customer("7", address=PostalAddress(country="nl"), booking_experts={"country_code": "NL"}), []),
        (
            customer(
                "7",
                booking_experts={
                    "title": "dr",
                    "country_code": "NLD",
                    "iban": LONG,
                    "custom_invoice_details": {"email": "nowhere", "country_code": "x", "city": LONG},
                    "labels": ["3", "a/b"],
                },
            ),
            [
                "booking_experts.iban",
                "booking_experts.title",
                "booking_experts.country_code",
                "booking_experts.custom_invoice_details.city",
                "booking_experts.custom_invoice_details.country_code",
                "booking_experts.custom_invoice_details.email",
                "booking_experts.labels.1",
            ],
        ),
    ],
)
def test_customers_that_cannot_be_meant(house: House, change: Write, where: list[str]) -> None:
    """A customer of this source, something that is to change, and values the document has room for."""
    assert paths(house, change) == where


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (category(), []),
        (CreateSpaceType(Ref(VENUE, "duinpark", "1"), ()), ["names"]),
        (category(venue="2"), ["venue"]),
        (CreateSpaceType(Ref(VENUE, "hotel", "1"), category().names), ["venue"]),
        (category(("en", " "), ("xx", "Tent"), ("en", "Tent")), ["names.0.text", "names.1.locale", "names.2.locale"]),
        (category(("nl_be", "Tent"), ("nl-BE", "Tent")), ["names.1.locale"]),
        (category(max_people=4), ["max_people"]),
        (category(area=Decimal("41.5")), ["area"]),
        (category(area=Decimal(-1)), ["area"]),
        (category(area=Decimal("NaN")), ["area"]),
        (
            category(
                booking_experts={
                    "short_description": [{"locale": "xx", "text": "x"}],
                    "usps": [{"locale": "nl", "texts": ["x", " "]}],
                    "reference": LONG,
                    "same_day_booking_closing_time": "25:00",
                    "number_of_beds": -1,
                    "minimum_number_of_nights": 3,
                    "maximum_number_of_nights": 2,
                    "master_price_list_price_factor": Decimal("1e999"),
                    "latitude": 90.1,
                    "checkin_times_for_week": ["15:00", ""],
                    "city": "a b",
                    "guest_group_limits": ["?"],
                }
            ),
            [
                "booking_experts.short_description.0.locale",
                "booking_experts.usps.0.texts.1",
                "booking_experts.reference",
                "booking_experts.same_day_booking_closing_time",
                "booking_experts.number_of_beds",
                "booking_experts.maximum_number_of_nights",
                "booking_experts.master_price_list_price_factor",
                "booking_experts.latitude",
                "booking_experts.checkin_times_for_week.1",
                "booking_experts.city",
                "booking_experts.guest_group_limits.0",
            ],
        ),
    ],
)
def test_categories_that_cannot_be_meant(house: House, change: Write, where: list[str]) -> None:
    """A park of this source, names in languages the vendor has, and nothing that is read-only there."""
    assert paths(house, change) == where


def test_a_fault_names_what_was_expected_and_what_came(house: House) -> None:
    """Each fault is a sentence for a person; bank details are not repeated in one."""
    (blame,) = writer(house).faults(block(from_=NEXT, to=DAY))
    assert blame.message == "expected from before to, not from 2026-12-02 to 2026-12-01"
    (blame,) = writer(house).faults(customer("7", email="nowhere at all"))
    assert blame.message == 'expected an e-mail address, like jo@example.org, not "nowhere at all"'
    (blame,) = writer(house).faults(customer("7", booking_experts={"iban": "SECRET" * 99}))
    assert "SECRET" not in blame.message


async def test_nothing_was_asked(house: House) -> None:
    """Finding fault takes no call."""
    for change in (block("?"), update("?"), unblock("?"), customer("?"), category(max_people=1)):
        assert writer(house).faults(change)
    assert not house.running.log


def test_what_the_inputs_hold_is_what_is_sent() -> None:
    """Every field of the vendor's own inputs is taken, and every part that is taken has a field and a description."""

    def names(kind: Any) -> set[str]:
        fields = kind.__strawberry_definition__.fields
        assert all(one.description for one in fields)
        return {one.python_name for one in fields}

    assert names(BookingExpertsCustomerInput) == customer_parts.GIVEN
    assert names(BookingExpertsInvoiceDetailsInput) == set(customer_parts.INVOICE)
    assert names(BookingExpertsCategoryInput) == category_parts.GIVEN
    assert {title.value for title in BookingExpertsTitle} == set(customer_parts.TITLES)


def test_other_changes_are_refused(house: House) -> None:
    """A change that no capability names is refused by name."""
    with pytest.raises(Unsupported, match="booking_experts has no way to do a CancelBooking"):
        writer(house).faults(CancelBooking(Ref("booking", "duinpark", "1")))
