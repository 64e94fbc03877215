"""An include is a hint: drop every one and each answer of Event Temple's stays the same, only slower."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from event_temple_house import everything

from loaders.batch import Loaders
from loaders.inquiry import Selection
from loaders.jsonapi.include import plan
from loaders.jsonapi.walks import refs
from loaders.port import Listing
from loaders.records import Record, Ref
from loaders.vendors.event_temple.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from event_temple_house import House

    from loaders.inquiry import Tree

    Open = Callable[..., Awaitable[House]]

ACCOUNT: Tree = {
    "address": {},
    "parent_account": {"address": {}},
    "primary_contact": {},
    "market_segment": {},
    "account_type": {},
    "referral_source": {},
    "user": {},
}
SUMMARIES: Tree = {"revenue_summaries": {"revenue_category": {}}}
BOOKING: Tree = {
    "customer": {"address": {}, "details": ACCOUNT},
    "details": {
        "account": ACCOUNT,
        "contact": {},
        "booking_type": {},
        "referral_source": {},
        "group": {"room_rates": {"room_type": {}}, "room_block_members": {"room_rate": {}, "room_type": {}}},
        **SUMMARIES,
    },
}
EVENT: Tree = {"space": {}, "booking": BOOKING, "details": SUMMARIES}


def links(record: Record) -> list[Ref]:
    """Give where a record and its details lead."""
    details = getattr(record, "details", None)
    every = [*record.links.values(), *(details.links.values() if details is not None else ())]
    return [ref for link in every for ref in refs(link)]


async def reached(house: House, kind: str, *, hints: bool) -> tuple[dict[Ref, Any], int]:
    """Follow every link from the first rows of a list, four steps deep, and count the calls."""
    tree = {"event": EVENT, "booking": BOOKING}[kind]
    inquiry = house.asks(hints=hints, selection=everything(**{kind: tree}))
    loaders = Loaders({"grand-hotel": house.source}, inquiry)
    page = await house.source.page(Listing(kind), None, 12, inquiry)
    assert page is not None
    loaders.shelve(page.beside)
    known: dict[Ref, Any] = {row.ref: row for row in page.rows}
    edge: Sequence[Record] = page.rows
    for _ in range(4):
        ahead = sorted({ref for row in edge for ref in links(row)} - set(known))
        found = [await loaders.load(ref) for ref in ahead]
        known.update(zip(ahead, found, strict=True))
        edge = [record for record in found if record is not None]
    loaders.close()
    return known, len(house.calls)


async def test_without_hints_every_record_is_the_same(open_house: Open) -> None:
    """All that lies four steps around the newest events and bookings is the same record, hints or not."""
    for kind in ("event", "booking"):
        hinted, calls = await reached(await open_house(), kind, hints=True)
        plain, more_calls = await reached(await open_house(), kind, hints=False)
        assert plain.keys() == hinted.keys()
        assert {ref: record for ref, record in plain.items() if record != hinted[ref]} == {}
        assert len({ref.kind for ref in hinted}) > 12
        assert calls < more_calls


def planned(root: str, tree: Tree, **fields: str) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """Plan an ask; kinds are named with a `0` for a dot, what is read of them in words."""
    read = {kind.replace("0", "."): frozenset(names.split()) for kind, names in fields.items()}
    made = plan(VIEWS, root, Selection(fields=read, trees={root: tree}))
    return ",".join(made.include), made.fields


def test_the_plan_of_a_diary() -> None:
    """Events with their rooms and who booked them are one ask."""
    include, fields = planned(
        "event",
        {"space": {}, "booking": {"customer": {}}},
        event="name period space booking",
        space="name",
        booking="reference customer",
        customer="name",
    )
    assert include == "booking,booking.account,booking.contact,space"
    assert fields == {
        "accounts": ("name", "parent_account"),
        "bookings": ("account", "contact", "unique_id"),
        "contacts": ("name",),
        "events": ("all_day", "booking", "end_date", "end_time", "name", "space", "start_date", "start_time"),
        "spaces": ("name",),
    }


def test_the_plan_of_details() -> None:
    """Details are the same resource, so they cost fields and no include; what hangs off them is included."""
    include, fields = planned(
        "booking",
        {"details": {"group": {"room_rates": {}}}},
        booking="details",
        event_temple0bookings="status archived_at group",
        event_temple0groups="name room_rates",
        event_temple0room_rates="single",
    )
    assert include == "group,group.room_rates"
    assert fields == {
        "bookings": ("archived_at", "group", "status", "unique_id"),
        "groups": ("name", "room_rates"),
        "room_rates": ("single",),
    }


def test_the_plan_of_a_companys_address() -> None:
    """A customer's address is an account's, all of it, and comes along with the account."""
    include, fields = planned("booking", {"customer": {"address": {}}}, booking="customer", customer="name address")
    assert include == "account,account.address,contact"
    assert set(fields["addresses"]) >= {"street1", "street2", "zipcode", "city", "country_code", "latitude"}
    assert fields["accounts"] == ("address", "name", "parent_account")
    assert fields["contacts"] == ("name",)
