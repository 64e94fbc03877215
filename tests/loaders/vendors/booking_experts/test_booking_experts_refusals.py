"""What a key may not read: the rest is read all the same, and what is missing is told where it is missing."""

from __future__ import annotations

from typing import Any

import pytest
from booking_experts_house import Clock, everything, reading

from loaders.errors import BadResponse, CredentialsRefused, InputRejected, RateLimited, VendorFault
from loaders.http.ask import Ask, Reply
from loaders.inquiry import Inquiry
from loaders.port import Filter, Listing
from loaders.records import Allocations, Rows, Space
from loaders.vendors.booking_experts.includes import REMEMBERED, Includes

ALL = {
    "booking read",
    "customer read",
    "agenda_period read",
    "rentable read",
    "category read",
    "agreement read",
    "amenity read",
}
STAYS = {"booking": {"allocations": {"space": {"space_type": {}}}}, "allocations": {"space": {"space_type": {}}}}


async def test_rentables_that_may_not_be_read_are_known_by_their_ids(open_house: Any) -> None:
    """Without the right to rentables, allocations have spaces with ids and no names; that is found out once."""
    house = await open_house(scopes=ALL - {"rentable read"})
    found = await house.source.get("allocations", ["1/4"], everything(STAYS))
    allocations = found.slots["1/4"]
    assert isinstance(allocations, Allocations)
    space = found.beside[allocations.rows[0].space]
    assert isinstance(space, Space)
    assert space.name is None
    assert len(house.paths) == 3
    house.running.log.clear()
    await house.source.get("allocations", ["1/7"], everything(STAYS))
    found = await house.source.get("space", [space.ref.id], everything(STAYS))
    assert found.slots[space.ref.id] == space
    assert len(house.paths) == 2
    listed = await house.source.gather(Listing("space"), everything(STAYS))
    assert space in listed.rows


async def test_categories_that_may_not_be_read_leave_the_rentable(open_house: Any) -> None:
    """Without the right to categories, spaces have their names, and know of which kind they are."""
    house = await open_house(scopes=ALL - {"category read"})
    found = await house.source.get("allocations", ["1/4"], everything(STAYS))
    allocations = found.slots["1/4"]
    assert isinstance(allocations, Allocations)
    space = found.beside[allocations.rows[0].space]
    assert isinstance(space, Space)
    assert space.name is not None
    assert space.capacity is None
    kind = space.links["space_type"]
    assert (await house.source.get("space_type", [kind.id], everything())).slots[kind.id].status == 403


async def test_customers_that_may_not_be_read_fail_where_they_are_read(open_house: Any) -> None:
    """Without the right to customers, bookings are listed; only whoever asks for a customer is refused."""
    house = await open_house(scopes=ALL - {"customer read"})
    inquiry = everything({"booking": {"customer": {}}})
    page = await house.source.page(Listing("booking"), None, 20, inquiry)
    assert page is not None
    assert len(page.rows) == 20
    loaders = house.loaders(inquiry)
    with pytest.raises(CredentialsRefused):
        await loaders.load(page.rows[1].links["customer"])
    for kind in ("customer", "booking@customer", "booking_experts.customer"):
        assert isinstance((await house.source.get(kind, ["2"], inquiry)).slots["2"], CredentialsRefused)
    with pytest.raises(CredentialsRefused):
        await house.source.gather(Listing("customer"), inquiry)
    of_one = Filter(customers=frozenset({"2"}))
    assert len((await house.source.gather(Listing("booking", of_one), inquiry)).rows) == 4


async def test_a_right_that_was_granted_is_noticed(open_house: Any) -> None:
    """A refusal is remembered for a while; then it is tried again, and what was refused is there."""
    house = await open_house()
    house.running.faults.add("status", status=403, times=1)
    inquiry = everything({"booking": {"customer": {}}})
    page = await house.source.page(Listing("booking"), None, 20, inquiry)
    assert page is not None
    link = page.rows[1].links["customer"]
    assert link.kind == "customer@booking"
    assert isinstance((await house.source.get(link.kind, [link.id], inquiry)).slots[link.id], CredentialsRefused)
    house.clock.now += REMEMBERED
    found = await house.source.get(link.kind, [link.id], inquiry)
    assert found.slots[link.id].email == house.rows("customer")["2"]["attributes"]["email"]


async def test_amenities_that_may_not_be_named_have_values(open_house: Any) -> None:
    """Where the amenity itself may not be included, a venue's amenities have ids and values, and no names."""
    house = await open_house()
    house.running.faults.add("status", status=400, times=1)
    rows = (await house.source.get("amenities@venue", ["1"], reading({"Amenity": "name value"}))).slots["1"]
    assert isinstance(rows, Rows)
    told: list[Any] = list(rows.rows)
    assert (told[0].id, told[0].name) == ("1", None)


async def test_a_key_that_may_read_nothing_is_refused(open_house: Any) -> None:
    """Where an ask fails whatever it includes, the refusal stands, and nothing is remembered of it."""
    house = await open_house(scopes=set())
    inquiry = everything({"booking": {"customer": {}}})
    with pytest.raises(CredentialsRefused):
        await house.source.page(Listing("booking"), None, 20, inquiry)
    assert len(house.paths) == 2
    assert not house.source.includes.refused("customer")


async def test_a_wrong_key_is_refused_at_once(open_house: Any) -> None:
    """A key nobody knows is not tried again without includes."""
    house = await open_house()
    house.running.faults.add("status", status=401)
    with pytest.raises(CredentialsRefused):
        await house.source.page(Listing("booking"), None, 20, everything({"booking": {"customer": {}}}))
    assert len(house.paths) == 1


async def test_a_check_names_the_scopes_that_are_missing(open_house: Any) -> None:
    """An operator is told what works, and which scope what does not work would take; a few calls find out."""
    house = await open_house(scopes=ALL - {"customer read", "agreement read"})
    checks = await house.source.check(reading())
    assert [one.what for one in checks if one.fault is None] == [
        "bookings",
        "agenda_periods",
        "rentables",
        "categories",
        "administration_amenities",
    ]
    faults = {one.what: str(one.fault) for one in checks if one.fault is not None}
    assert set(faults) == {"customers", "agreements"}
    assert "the key lacks the scope customer|read" in faults["customers"]
    assert len(house.paths) == 7
    assert {call.values("page[size]")[0] for call in house.running.log} == {"1"}


async def test_a_check_tells_administrations_apart(open_house: Any) -> None:
    """With several administrations, each is tried, and what fails says where."""
    house = await open_house(("1", "2"))
    house.running.faults.add("status", status=503, path="/2/bookings")
    checks = await house.source.check(reading())
    assert len(checks) == 14
    assert [one.what for one in checks if one.fault is not None] == [
        "bookings of administration 2",
        "customers of administration 2",
    ]


class Refusing:
    """Answers what includes none of some paths; counts what it is asked."""

    def __init__(self, *paths: str, fault: type[VendorFault] = CredentialsRefused, status: int = 403) -> None:
        self.paths = paths
        self.fault = fault
        self.status = status
        self.included: list[str] = []

    async def send(self, ask: Ask, _: Inquiry) -> Reply:
        """Answer, or refuse."""
        included = dict(ask.query).get("include", "")
        self.included.append(included)
        if set(included.split(",")) & set(self.paths) or "everything" in self.paths:
            raise self.fault("no", source="duinpark", vendor="booking_experts", status=self.status)
        return Reply(200, {}, b"{}")


def asking(include: str) -> Ask:
    """Ask for bookings with some includes."""
    query: tuple[tuple[str, str], ...] = (("include", include),) if include else ()
    return Ask("GET", "/v3/administrations/1/bookings", (*query, ("page[number]", "1")))


@pytest.mark.parametrize(
    ("refused", "include", "included"),
    [
        ((), "customer", ["customer"]),
        (("customer",), "customer", ["customer", ""]),
        (("customer",), "customer,reservations", ["customer,reservations", "customer", "reservations"]),
        (
            ("customer", "reservations"),
            "customer,reservations",
            ["customer,reservations", "customer", "reservations", ""],
        ),
        (("rentable.category",), "rentable,rentable.category", ["rentable,rentable.category", "rentable"]),
        (("rentable",), "rentable,rentable.category", ["rentable,rentable.category", "rentable", ""]),
    ],
)
async def test_as_little_is_left_out_as_it_takes(refused: tuple[str, ...], include: str, included: list[str]) -> None:
    """What is missed least is left out first, one relationship, then two; what then works is not tried again."""
    vendor, clock = Refusing(*refused), Clock()
    includes = Includes(vendor.send, clock=clock)
    assert (await includes.send(asking(include), reading())).status == 200
    assert vendor.included == included
    assert {path for path in include.split(",") if includes.refusal(path)} == set(refused)
    vendor.included.clear()
    await includes.send(asking(include), reading())
    assert vendor.included == included[-1:]
    clock.now += REMEMBERED
    vendor.included.clear()
    await includes.send(asking(include), reading())
    assert vendor.included == included


@pytest.mark.parametrize(
    ("fault", "status", "asks"),
    [
        (CredentialsRefused, 403, 2),
        (InputRejected, 400, 2),
        (CredentialsRefused, 401, 1),
        (RateLimited, 429, 1),
        (BadResponse, None, 1),
    ],
)
async def test_a_refusal_of_the_ask_itself_stands(fault: type[VendorFault], status: int, asks: int) -> None:
    """Only what includes may have caused is tried again without them; if that is refused, too, the first stands."""
    vendor = Refusing("everything", fault=fault, status=status)
    includes = Includes(vendor.send)
    with pytest.raises(fault):
        await includes.send(asking("customer"), reading())
    assert len(vendor.included) == asks
    assert not includes.refused("customer")
