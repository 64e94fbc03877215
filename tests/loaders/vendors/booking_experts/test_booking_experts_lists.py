"""Booking Experts' lists: filters mean the same whether the vendor applies them or Foyer does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pytest
from booking_experts_house import ZONE, House, everything, reading

from loaders.errors import BadResponse, NotListable, VendorDown
from loaders.port import Filter, Gathered, Listing, Spot
from loaders.records import Booking, BookingStatus, Customer, Ref, Space, SpaceBlock
from loaders.vendors.booking_experts.states import STATES

Row: TypeAlias = Mapping[str, Any]
Days: TypeAlias = tuple[str, str]

JUNE = (dt.datetime(2026, 6, 15, tzinfo=ZONE), dt.datetime(2026, 6, 18, tzinfo=ZONE))


def stays(house: House, booking: Row) -> list[tuple[str, str, str]]:
    """Give the space, the first and the last day of each of a booking's stays, as the vendor has them."""
    keys = [stay["id"] for stay in booking["relationships"]["reservations"]["data"] if stay]
    found = []
    for period in house.rows("agenda_period").values():
        reservation = period["relationships"]["reservation"].get("data") or {}
        if reservation.get("id") in keys:
            rentable = period["relationships"]["rentable"]["data"]["id"]
            found.append((rentable, period["attributes"]["start_date"], period["attributes"]["end_date"]))
    return found


def in_june(house: House, booking: Row) -> bool:
    """Tell whether a booking touches the days from the 15th to the 17th of June."""
    return any(first < "2026-06-18" and last > "2026-06-15" for _, first, last in stays(house, booking))


FILTERS: dict[str, tuple[Filter, Callable[[House, Row], bool]]] = {
    "all": (Filter(), lambda _, __: True),
    "venues": (Filter(venues=frozenset({"1"})), lambda _, __: True),
    "other venues": (Filter(venues=frozenset({"9"})), lambda _, __: False),
    "statuses": (
        Filter(booking_statuses=frozenset({BookingStatus.TENTATIVE, BookingStatus.REJECTED})),
        lambda _, row: STATES[row["attributes"]["state"]] in {BookingStatus.TENTATIVE, BookingStatus.REJECTED},
    ),
    "a status they have not": (Filter(booking_statuses=frozenset({BookingStatus.COMPLETED})), lambda _, __: False),
    "a status nobody knows": (
        Filter(booking_statuses=frozenset({BookingStatus.UNKNOWN, BookingStatus.CANCELLED})),
        lambda _, row: row["attributes"]["state"] == "cancelled",
    ),
    "customers": (
        Filter(customers=frozenset({"2", "5", "nobody's"})),
        lambda _, row: row["relationships"]["customer"]["data"]["id"] in {"2", "5"},
    ),
    "no customers": (Filter(customers=frozenset({"1,2"})), lambda _, __: False),
    "many customers": (
        Filter(customers=frozenset(str(key) for key in range(1, 61))),
        lambda _, row: int(row["relationships"]["customer"]["data"]["id"]) <= 60,
    ),
    "reference": (Filter(reference="BE1-000007"), lambda _, row: row["attributes"]["booking_nr"] == "BE1-000007"),
    "an operator as reference": (Filter(reference="~BE1"), lambda _, __: False),
    "search": (Filter(search="00012"), lambda _, row: "00012" in row["attributes"]["booking_nr"]),
    "updated": (
        Filter(updated_since=dt.datetime(2026, 6, 1, tzinfo=dt.UTC)),
        lambda _, row: row["attributes"]["updated_at"] >= "2026-06-01",
    ),
    "overlaps": (Filter(overlaps=JUNE), in_june),
    "spaces": (
        Filter(spaces=frozenset({"5", "6"})),
        lambda house, row: any(space in {"5", "6"} for space, _, _ in stays(house, row)),
    ),
    "all of it": (
        Filter(
            overlaps=(dt.datetime(2026, 1, 1, tzinfo=ZONE), dt.datetime(2027, 1, 1, tzinfo=ZONE)),
            spaces=frozenset(str(key) for key in range(1, 21)),
            booking_statuses=frozenset({BookingStatus.CONFIRMED}),
            search="BE1",
            venues=frozenset({"1"}),
        ),
        lambda house, row: (
            STATES[row["attributes"]["state"]] is BookingStatus.CONFIRMED
            and any(int(space) <= 20 for space, _, _ in stays(house, row))
            and any(first < "2027-01-01" and last > "2026-01-01" for _, first, last in stays(house, row))
        ),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_gives_what_the_vendor_has(house: House, name: str) -> None:
    """Every filter on bookings gives exactly the rows of the vendor's that pass it, ordered by their ids."""
    wanted, passes = FILTERS[name]
    gathered = await house.source.gather(Listing("booking", wanted), everything())
    expected = [
        key for key, row in sorted(house.rows("booking").items(), key=lambda one: int(one[0])) if passes(house, row)
    ]
    assert [row.ref.id for row in gathered.rows] == expected
    assert gathered.faults == []


@pytest.mark.parametrize("name", FILTERS)
async def test_pages_give_what_gathering_gives(house: House, name: str) -> None:
    """Where the vendor can apply a whole filter, its pages hold the same rows, one call for each hundred."""
    wanted, passes = FILTERS[name]
    page = await house.source.page(Listing("booking", wanted), None, 300, everything())
    pushable = {"all", "venues", "other venues", "statuses", "customers", "reference"}
    assert (page is not None) == (name in pushable)
    if page is not None:
        expected = {key for key, row in house.rows("booking").items() if passes(house, row)}
        assert {row.ref.id for row in page.rows} == expected
        assert page.total == len(expected)
        assert len(house.paths) == (0 if name == "other venues" else max(1, -(-len(expected) // 100)))


async def test_pages_go_on_behind_a_row(house: House) -> None:
    """A page begins behind the row the last one ended with, leads its rows' customers along, and may cost no call."""
    inquiry = reading({"booking": "customer", "customer": "name"}, {"booking": {"customer": {}}})
    first = await house.source.page(Listing("booking"), None, 20, inquiry)
    assert first is not None
    second = await house.source.page(Listing("booking"), first.spots[-1], 20, inquiry)
    assert second is not None
    ids = [row.ref.id for row in (*first.rows, *second.rows)]
    assert ids == [str(key) for key in range(1, 41)]
    assert isinstance(first.spots[-1], Spot)
    customers = [row.links["customer"] for row in second.rows]
    assert all(isinstance(ref, Ref) and isinstance(second.beside[ref], Customer) for ref in customers)
    assert len(house.paths) == 1


@pytest.mark.parametrize(
    ("wanted", "calls"),
    [
        (Filter(overlaps=JUNE), ["1/agenda_periods"] * 5 + ["1/bookings"]),
        (Filter(spaces=frozenset({"5"})), ["1/agenda_periods"] * 5 + ["1/bookings"]),
        (Filter(spaces=frozenset({"999"})), ["1/agenda_periods"] * 5),
        (Filter(search="BE"), ["1/bookings"] * 3),
    ],
)
async def test_a_gathered_list_takes_few_calls(house: House, wanted: Filter, calls: list[str]) -> None:
    """The agenda is read for dates and places, then the bookings of what matches; a second time nothing is asked."""
    await house.source.gather(Listing("booking", wanted), reading({"booking": "reference period allocations"}))
    assert sorted(house.paths) == sorted(calls)
    house.running.log.clear()
    await house.source.gather(Listing("booking", wanted), reading({"booking": "reference period allocations"}))
    assert "1/agenda_periods" not in house.paths


async def test_bookings_that_match_know_when_and_where(house: House) -> None:
    """Bookings that were gathered by date have their allocations and period filled in, with their own status."""
    inquiry = everything({"booking": {"allocations": {"space": {}}}, "allocations": {"space": {}}})
    gathered = await house.source.gather(Listing("booking", Filter(overlaps=JUNE)), inquiry)
    for booking in gathered.rows:
        assert isinstance(booking, Booking)
        assert "allocations" not in booking.links
        told = stays(house, house.rows("booking")[booking.ref.id])
        assert booking.allocations is not None
        assert {
            (row.space.id, str(row.period.start_date), str(row.period.end_date))
            for row in booking.allocations
            if row.space and row.period
        } == set(told)
        assert {row.status for row in booking.allocations} == {booking.status}
        assert booking.period is not None
        assert str(booking.period.start_date) == min(first for _, first, _ in told)
        assert all(isinstance(gathered.beside[row.space], Space) for row in booking.allocations if row.space)


@pytest.mark.parametrize(
    ("wanted", "calls"),
    [
        (Filter(), {"1/bookings": 3, "1/agenda_periods": 5}),
        (Filter(customers=frozenset({"2"})), {"1/bookings": 1, "1/agenda_periods": 1}),
    ],
)
async def test_an_order_by_dates_reads_no_more_of_the_agenda_than_it_takes(
    house: House, wanted: Filter, calls: dict[str, int]
) -> None:
    """Where every row's period is needed, all bookings take the whole agenda, and a few take what is theirs of it."""
    gathered = await house.source.gather(Listing("booking", wanted, periods=True), reading({"booking": "period"}))
    assert {path: house.paths.count(path) for path in set(house.paths)} == calls
    for booking in gathered.rows:
        assert isinstance(booking, Booking)
        told = [first for _, first, _ in stays(house, house.rows("booking")[booking.ref.id])]
        assert (str(booking.period.start_date) if booking.period else None) == min(told, default=None)


@pytest.mark.parametrize("wanted", [Filter(), Filter(customers=frozenset({"2"}))])
async def test_a_booking_whose_dates_cannot_be_read_leads_to_what_is_wrong(house: House, wanted: Filter) -> None:
    """In an order by dates, a booking with an agenda period that makes no sense is there, and its list says so."""
    key, period = next(
        (key, row)
        for key, row in house.rows("agenda_period").items()
        if (row["relationships"]["reservation"].get("data") or {}).get("id") == "4"
    )
    period["attributes"]["start_date"] = "soon"
    gathered = await house.source.gather(Listing("booking", wanted, periods=True), reading({"booking": "period"}))
    booking = next(row for row in gathered.rows if row.ref.id == "2")
    assert isinstance(booking, Booking)
    assert booking.period is None
    assert booking.links["period"] == house.ref("allocations", "1/4")
    assert [str(fault) for fault in gathered.faults] == [
        f"duinpark sent a row that cannot be read: start_date makes no sense (agenda_period {key})"
    ]


async def test_many_matches_are_joined_with_all_bookings(open_house: Any) -> None:
    """Where more than 500 reservations match, all bookings are read instead of looking up a tenth of them at a time."""
    house = await open_house(size=600)
    years = (dt.datetime(2000, 1, 1, tzinfo=ZONE), dt.datetime(2100, 1, 1, tzinfo=ZONE))
    gathered = await house.source.gather(Listing("booking", Filter(overlaps=years)), reading({"booking": "period"}))
    assert {row.ref.id for row in gathered.rows} == {
        key for key, row in house.rows("booking").items() if stays_any(row)
    }
    assert house.paths.count("1/bookings") == 6


def stays_any(booking: Row) -> bool:
    """Tell whether a booking has any reservations."""
    return any(booking["relationships"]["reservations"]["data"])


async def test_reservations_of_their_own_dates_count_where_the_agenda_is_silent(open_house: Any) -> None:
    """With the extra `reservations`, a booking whose reservation stands in no agenda is found by its own dates."""
    house = await open_house(further={"extras": ("reservations",)}, extras=("reservations",))
    key, period = next(
        (key, row)
        for key, row in house.rows("agenda_period").items()
        if (row["relationships"]["reservation"].get("data") or {}).get("id") == "4"
    )
    house.rows("reservation")["4"]["attributes"] |= {"start_date": "2099-01-01", "end_date": "2099-01-05"}
    wanted = Filter(overlaps=(dt.datetime(2099, 1, 2, tzinfo=ZONE), dt.datetime(2099, 1, 3, tzinfo=ZONE)))
    gathered = await house.source.gather(Listing("booking", wanted), everything())
    assert gathered.rows == []
    assert period
    del house.running.data["1"]["agenda_period"][key]
    house.clock.now += 31
    gathered = await house.source.gather(Listing("booking", wanted), everything())
    assert [row.ref.id for row in gathered.rows] == ["2"]


async def test_customers_are_those_of_bookings(house: House) -> None:
    """Each customer that a booking has is listed once, by id; search and e-mail are matched here."""
    gathered = await house.source.gather(Listing("customer"), everything())
    booked = {row["relationships"]["customer"]["data"]["id"] for row in house.rows("booking").values()}
    assert [row.ref.id for row in gathered.rows] == sorted(booked, key=int)
    assert house.paths == ["1/bookings"] * 3
    email = house.rows("customer")["2"]["attributes"]["email"]
    found = await house.source.gather(Listing("customer", Filter(email=f" {email.upper()} ")), everything())
    assert "2" in {row.ref.id for row in found.rows}
    assert {row.email for row in found.rows if isinstance(row, Customer)} == {email}
    searched = await house.source.gather(Listing("customer", Filter(search=email[:5])), everything())
    assert {row.ref.id for row in found.rows} <= {row.ref.id for row in searched.rows}


async def test_spaces_are_those_of_agendas(house: House) -> None:
    """Each rentable that stands in an agenda is listed once, by id; a least capacity is matched here."""
    gathered = await house.source.gather(Listing("space"), everything())
    mentioned = {
        row["relationships"]["rentable"]["data"]["id"]
        for row in house.rows("agenda_period").values()
        if row["relationships"]["rentable"].get("data")
    }
    assert [row.ref.id for row in gathered.rows] == sorted(mentioned, key=int)
    roomy = await house.source.gather(Listing("space", Filter(min_capacity=8)), everything())
    assert roomy.rows
    assert all(isinstance(row, Space) and (row.capacity or 0) >= 8 for row in roomy.rows)
    stubs = await house.source.gather(Listing("space"), reading({"space": "venue"}))
    assert [row.ref for row in stubs.rows] == [row.ref for row in gathered.rows]


async def test_spaces_are_listed_as_the_configuration_says(open_house: Any) -> None:
    """With the extra `rentables`, those that stand in no agenda are listed, too."""
    house = await open_house(further={"extras": ("rentables",)}, extras=("rentables",))
    gathered = await house.source.gather(Listing("space"), everything())
    assert [row.ref.id for row in gathered.rows] == [str(key) for key in range(1, 41)]
    assert house.paths == ["1/rentables"]
    assert isinstance(gathered.rows[0], Space)
    assert gathered.rows[0].capacity is not None


async def test_venues_are_those_of_the_configuration(house: House) -> None:
    """The list of venues takes no call, and can be searched."""
    assert [row.ref.id for row in (await house.source.gather(Listing("venue"), reading())).rows] == ["1"]
    assert not (await house.source.gather(Listing("venue", Filter(search="elsewhere")), reading())).rows
    assert house.paths == []


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("space_block", "agenda_period"),
        ("space_type", "category"),
        ("booking_experts.agreement", "agreement"),
        ("booking_experts.administration_amenity", "administration_amenity"),
    ],
)
async def test_what_only_this_vendor_lists(house: House, kind: str, rows: str) -> None:
    """Agenda periods, categories, agreements and amenities are listed, by page and whole, those out of use included."""
    page = await house.source.page(Listing(kind), None, 1000, everything())
    gathered = await house.source.gather(Listing(kind), everything())
    assert page is not None
    assert {row.ref.id for row in page.rows} == {row.ref.id for row in gathered.rows} == set(house.rows(rows))
    assert page.total == len(house.rows(rows))


async def test_a_page_of_the_agenda_brings_the_ids_of_its_spaces(house: House) -> None:
    """Where only the id of a space is read, an agenda period leads to it without a call."""
    page = await house.source.page(Listing("space_block"), None, 10, reading({"space_block": "space"}))
    assert page is not None
    links = [row.links["space"] for row in page.rows if isinstance(row, SpaceBlock)]
    assert all(page.beside[ref].ref == ref for ref in links if isinstance(ref, Ref))


@pytest.mark.parametrize("kind", ["event", "booking_experts.booking", "enviso.tasks"])
async def test_what_the_vendor_does_not_list(house: House, kind: str) -> None:
    """Events, and what is no list of this vendor's, are refused by name."""
    assert await house.source.page(Listing(kind), None, 10, reading()) is None
    with pytest.raises(NotListable, match=f"booking_experts has no way to list {kind}s"):
        await house.source.gather(Listing(kind), reading())


@pytest.mark.parametrize("kind", ["booking", "space", "customer", "space_block"])
async def test_a_list_that_fails_is_raised(house: House, kind: str) -> None:
    """A list whose vendor fails is a fault, never half a list."""
    house.running.faults.add("status", status=503)
    for wanted in (Filter(), Filter(overlaps=JUNE)):
        with pytest.raises(VendorDown):
            await house.source.gather(Listing(kind, wanted), everything())


@pytest.mark.parametrize(
    ("kind", "type_", "attribute"),
    [("booking", "booking", "cancel_date"), ("customer", "customer", "date_of_birth"), ("space", "rentable", "name")],
)
async def test_a_broken_row_is_missing_and_named(house: House, kind: str, type_: str, attribute: str) -> None:
    """A row that cannot be read is missing from its list, which says so; the others are all there."""
    whole = await house.source.gather(Listing(kind), everything())
    house.rows(type_)["5"]["attributes"][attribute] = ["nonsense"]
    house.clock.now += 31
    gathered: Gathered = await house.source.gather(Listing(kind), everything())
    assert len(gathered.rows) == len(whole.rows) - 1
    assert [type(fault) for fault in gathered.faults] == [BadResponse]
    assert f"{attribute} makes no sense ({type_} 5)" in str(gathered.faults[0])
