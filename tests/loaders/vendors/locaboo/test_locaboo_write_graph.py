"""Locaboo's writes in the graph: a client's mutation, the vendor's calls, the payload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.records import Ref
from tests.house import house

if TYPE_CHECKING:
    from tests.house import House

CREATE = """mutation ($input: CreateBookingInput!) { createBooking(input: $input) {
  booking {
    id reference name status vendorStatus comments period { startsAt endsAt } venue { name } customer { name }
    allocations { space { name } status period { startsAt } }
  }
  userErrors { code message field }
} }"""
UPDATE = """mutation ($input: UpdateBookingInput!) { updateBooking(input: $input) {
  booking { status period { endsAt } allocations { space { name } status } } userErrors { code message field }
} }"""
CANCEL = """mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) {
  booking { id status cancelReason details { ... on LocabooBooking { title } } } userErrors { code message field }
} }"""
CUSTOMER = """mutation ($create: CreateCustomerInput!) { createCustomer(input: $create) {
  customer { id email details { ... on LocabooCustomer { customerNumber } } } userErrors { code message field }
} }"""
ADDRESS = """mutation ($input: AddCustomerAddressInput!) { addCustomerAddress(input: $input) {
  customer { name } userErrors { code message field }
} }"""


def gid(kind: str, key: str) -> str:
    """Write a global id."""
    return Ref(kind, "hall", key).encode()


PLAIN: dict[str, Any] = {
    "idempotencyKey": "one",
    "source": "hall",
    "spaces": [gid("space", "49")],
    "from": "2027-09-06T09:00:00+02:00",
    "to": "2027-09-06T11:00:00+02:00",
    "title": "Probe",
    "comments": "Bitte heizen.",
    "customer": gid("customer", "48"),
}


def called(running: House) -> list[str]:
    """Give the endpoints called since the last time, and forget them."""
    paths = [call.path.removeprefix("/api/v2/").split("/")[0] for call in running.calls("hall")]
    running.forget()
    return paths


async def test_a_booking_is_made_once_and_shown() -> None:
    """What the answer shows of it takes no reading; the same key again takes no call at all."""
    async with house("locaboo") as running:
        first = await running.data(CREATE, {"input": PLAIN})
        assert called(running) == ["resource_list", "booking_add", "customer_list"]
        assert first["createBooking"]["userErrors"] == []
        shown = first["createBooking"]["booking"]
        assert {**shown, "id": None, "reference": None} == {
            "id": None,
            "reference": None,
            "name": "Probe",
            "status": "CONFIRMED",
            "vendorStatus": "direct_booking",
            "comments": "Bitte heizen.",
            "period": {"startsAt": "2027-09-06T09:00:00+02:00", "endsAt": "2027-09-06T11:00:00+02:00"},
            "venue": {"name": "Stefan Test"},
            "customer": {"name": "Locaboo B"},
            "allocations": [
                {
                    "space": {"name": "Kleine Halle"},
                    "status": "CONFIRMED",
                    "period": {"startsAt": "2027-09-06T09:00:00+02:00"},
                }
            ],
        }
        assert await running.data(CREATE, {"input": PLAIN}) == first
        assert "booking_add" not in called(running)


async def test_a_booking_whose_answer_was_lost_is_found() -> None:
    """The connection breaks after the vendor has made it: the client is given that booking, and there is one."""
    async with house("locaboo") as running:
        running.vendors["hall"].faults.add("reset", path="booking_add", after=True)
        made = (await running.data(CREATE, {"input": PLAIN}))["createBooking"]
        assert made["userErrors"] == []
        assert called(running).count("booking_add") == 1
        row = running.vendors["hall"].data.bookings[made["booking"]["reference"]]
        assert (row["title"], row["customer_id"]) == ("Probe", "48")


async def test_a_booking_is_moved_and_called_off() -> None:
    """A move keeps what it does not name; a reason has no place at this vendor, and is not claimed to be kept."""
    async with house("locaboo") as running:
        made = (await running.data(CREATE, {"input": PLAIN}))["createBooking"]["booking"]
        called(running)
        changed = await running.data(UPDATE, {"input": {"id": made["id"], "to": "2027-09-06T12:00:00+02:00"}})
        assert changed["updateBooking"] == {
            "booking": {
                "status": "CONFIRMED",
                "period": {"endsAt": "2027-09-06T12:00:00+02:00"},
                "allocations": [{"space": {"name": "Kleine Halle"}, "status": "CONFIRMED"}],
            },
            "userErrors": [],
        }
        assert called(running) == ["booking", "booking_list", "booking_save"]
        off = await running.data(CANCEL, {"input": {"id": made["id"], "reason": "rain"}})
        assert off["cancelBooking"] == {
            "booking": {
                "id": made["id"],
                "status": "CANCELLED",
                "cancelReason": None,
                "details": {"title": "Probe"},
            },
            "userErrors": [],
        }
        assert called(running) == ["booking", "booking_save", "booking"]


async def test_faults_are_told_by_the_inputs_own_names() -> None:
    """Ours and the vendor's alike: each with its place, and nothing was made."""
    async with house("locaboo") as running:
        weekly = {"weekly": {"every": 5, "days": [{"day": "MON", "to": "10:00"}]}}
        wrong = PLAIN | {"color": "red", "recurrence": weekly}
        told = (await running.data(CREATE, {"input": wrong}))["createBooking"]["userErrors"]
        assert [(one["code"], one["field"]) for one in told] == [
            ("BAD_USER_INPUT", ["recurrence", "weekly", "days", "0", "from"]),
            ("BAD_USER_INPUT", ["recurrence", "weekly", "every"]),
            ("BAD_USER_INPUT", ["color"]),
        ]
        assert called(running) == []
        unknown = PLAIN | {"services": [{"space": gid("space", "48"), "item": "999999"}]}
        told = (await running.data(CREATE, {"input": unknown}))["createBooking"]["userErrors"]
        assert [(one["code"], one["field"]) for one in told] == [("VENDOR_REJECTED_INPUT", ["services", "0"])]
        told = (await running.data(CANCEL, {"input": {"id": gid("booking", "999999")}}))["cancelBooking"]["userErrors"]
        assert [(one["code"], one["message"]) for one in told] == [("NOT_FOUND", 'hall knows no booking "999999"')]


async def test_a_customer_is_made_with_what_only_this_vendor_takes() -> None:
    """Enums, flags and lists of Locaboo's own arrive in its words; the customer is read where more is wanted."""
    async with house("locaboo") as running:
        own = {"salutation": "MS", "salutationTitle": "DR", "customerNewsletter": True, "customerNumber": "K1"}
        create = {"idempotencyKey": "one", "source": "hall", "lastName": "Byron", "email": "ada@example.org"}
        made = (await running.data(CUSTOMER, {"create": create | {"locaboo": own}}))["createCustomer"]
        assert made["userErrors"] == []
        assert (made["customer"]["email"], made["customer"]["details"]) == ("ada@example.org", {"customerNumber": "K1"})
        ref = Ref.decode(made["customer"]["id"])
        assert ref is not None
        office = running.vendors["hall"].data
        assert office.customers[ref.id]["salutation"] == "1"
        assert office.further[ref.id] == {"salutation_title": "0", "customer_newsletter": "1"}
        further = {"idempotencyKey": "two", "customer": made["customer"]["id"], "address": {"lines": ["Gasse 5"]}}
        added = (await running.data(ADDRESS, {"input": further}))["addCustomerAddress"]
        assert added == {"customer": {"name": "Byron"}, "userErrors": []}
        assert office.addresses[ref.id] == [{"street": "Gasse 5", "address_type": "secondary"}]
