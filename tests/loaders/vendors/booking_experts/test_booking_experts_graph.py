"""Booking Experts seen through the graph: what a client gets, and what it costs."""

from __future__ import annotations

from typing import Any, Final

import pytest
from booking_experts_house import House

from gateway.context import open_operation
from schema.build import build_schema

SCHEMA: Final = build_schema()

QUESTIONS: Final = {
    "bookings with all that hangs off them": """{ bookings(first: 20) { totalCount nodes {
        id reference status vendorStatus comments createdAt cancelledAt cancelReason
        total { amount currency } amountPaid { amount } amountDue { amount } period { startDate endDate allDay }
        venue { name } customer { name email address { lines city countryCode } bookings { nodes { reference } } }
        allocations { vendorId status period { startDate } space { name capacity area spaceType { name } } } } } }""",
    "details": """{ bookings(first: 10) { nodes { details { ... on BookingExpertsBooking {
        id vendorId bookingNr state deposit { amount } paymentDeadlines { date openAmount { amount } }
        pendingVouchers { code balance { amount } } reservations { vendorId type } owner { vendorId }
        customer { name details { ... on BookingExpertsCustomer { debtorCode labels { vendorId type } } } }
        administration { name } } } } } }""",
    "an order": """{ bookings(first: 5, orderBy: { field: STARTS_AT, direction: DESC }) {
        nodes { id period { startDate } } } }""",
    "dates": """{ bookings(filter: { overlaps: { from: "2026-06-15T00:00:00Z", to: "2026-06-18T00:00:00Z" } }) {
        totalCount nodes { reference period { startDate } allocations { space { name } status } } } }""",
    "spaces": """{ spaces(first: 5) { totalCount nodes { id name capacity spaceType { name(locale: "de") maxPeople
        details { shortDescription usps(locale: "nl") cityReference { vendorId } images { vendorId } parkcmsUrl } }
        blocks(between: { from: "2026-06-01T00:00:00Z", to: "2026-07-01T00:00:00Z" }) {
          kind vendorKind label reservationId icalUid createdAt period { startDate endDate } booking { reference } }
        bookings(first: 3) { totalCount nodes { reference status } }
        availability(between: { from: "2026-06-15T00:00:00Z", to: "2026-06-25T00:00:00Z" }, minutes: 1440) {
          basis slots { from to } } } } }""",
    "customers": """{ customers(first: 5, filter: { search: "de" }) {
        totalCount nodes { name company bookings { totalCount } } } }""",
    "venues": "{ venues { nodes { name amenities { id name value } bookings(first: 1) { totalCount } } } }",
    "the source": """{ source(name: "duinpark") { capabilities ... on BookingExpertsSource {
        agendaPeriods(first: 5) { totalCount nodes { vendorKind space { vendorId name } booking { reference } } }
        agreements(first: 5) { nodes { name frequency owner { vendorId type } venue { name } canPromote } }
        administrationAmenities(first: 5) { nodes { value amenity { vendorId type } administration { name } } }
        categories(first: 10) { totalCount nodes { name archived details { latitude region } } } } } }""",
}


async def ask(house: House, question: str, *, hints: bool = True) -> Any:
    """Ask a question that must be answered without errors."""
    operation = open_operation({house.source.name: house.source}, 30, hints=hints)
    answer = await SCHEMA.execute(question, context_value=operation)
    assert answer.errors is None
    assert operation.faults == []
    return answer.data


@pytest.mark.parametrize("name", QUESTIONS)
async def test_hints_change_no_answer(open_house: Any, name: str) -> None:
    """Whether relations may come along or not, the answer is the same; without, it takes at least as many calls."""
    answers = []
    calls = []
    for hints in (True, False):
        house = await open_house()
        answers.append(await ask(house, QUESTIONS[name], hints=hints))
        calls.append(len(house.paths))
    assert answers[0] == answers[1]
    assert calls[0] <= calls[1]


@pytest.mark.parametrize(
    ("fields", "calls"),
    [
        ("customer { name }", 1),
        ("customer { name } allocations { space { name } period { startDate } }", 2),
        ("customer { name bookings { nodes { reference } } } allocations { space { name spaceType { name } } }", 3),
        ("period { startDate } venue { name } details { ... on BookingExpertsBooking { memo } }", 2),
        ("allocations { space { id } }", 2),
    ],
)
async def test_twenty_bookings_take_few_calls(house: House, fields: str, calls: int) -> None:
    """Twenty bookings come in one call, all their places in one more, and all their customers' bookings in a third."""
    await ask(house, f"{{ bookings(first: 20) {{ nodes {{ reference {fields} }} }} }}")
    assert len(house.paths) == calls


async def test_a_broken_row_is_told_beside_the_data(house: House) -> None:
    """A booking that cannot be read is missing from the list, and an error beside the data names it."""
    house.rows("booking")["3"]["attributes"]["cancel_date"] = "never"
    operation = open_operation({house.source.name: house.source}, 30)
    answer = await SCHEMA.execute(
        "{ bookings(first: 5) { nodes { vendorId cancelReason cancelledAt } } }", context_value=operation
    )
    assert answer.data is not None
    assert [row["vendorId"] for row in answer.data["bookings"]["nodes"]] == ["1", "2", "4", "5", "6"]
    assert [str(fault.message) for fault in operation.faults] == [
        "duinpark sent a row that cannot be read: cancel_date makes no sense (booking 3)"
    ]


async def test_the_guests_secrets_are_never_sent_for(house: House) -> None:
    """No call asks for a booking's token, even where all else is read."""
    await ask(house, QUESTIONS["details"])
    assert all("token" not in value for call in house.running.log for _, value in call.query)


async def test_a_category_is_shown_in_the_language_asked_for(house: House) -> None:
    """One operation may ask for several languages; each falls back to its base language, English, then any."""
    found = await ask(
        house,
        """{ source(name: "duinpark") { ... on BookingExpertsSource { categories(first: 2) { nodes {
          name german: name(locale: "de-CH") flemish: name(locale: "nl-BE") turkish: name(locale: "tr") } } } } }""",
    )
    (_, row) = found["source"]["categories"]["nodes"]
    texts = house.rows("category")["2"]["attributes"]["name"]
    assert row == {"name": texts["en"], "german": texts["de"], "flemish": texts["nl-BE"], "turkish": texts["en"]}
    (call,) = house.running.log
    assert call.headers["Accept-Language"] == "de-CH,de,en,nl-BE,nl,tr"


async def test_a_thing_of_the_vendors_own_is_a_node(house: House) -> None:
    """The vendor's own records have global ids, and are found by them."""
    found = await ask(
        house,
        '{ source(name: "duinpark") { ... on BookingExpertsSource { agreements(first: 1) { nodes { id name } } } } }',
    )
    (row,) = found["source"]["agreements"]["nodes"]
    again = await ask(house, f'{{ node(id: "{row["id"]}") {{ ... on BookingExpertsAgreement {{ id name }} }} }}')
    assert again["node"] == row
