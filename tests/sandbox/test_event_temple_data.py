"""Event Temple's generated data: steady, lifelike, and right where sums can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.event_temple.resources import TYPES
from sandbox.event_temple.tables import furnish
from sandbox.jsonapi.resources import Tables, linked
from sandbox.vendor import Site

TODAY = date(2026, 11, 21)
KINDS = ("single", "double", "triple", "quadruple")


def _tables(seed: int = 1, size: int = 300, today: date = TODAY) -> Tables:
    return furnish(Site(seed=seed, size=size, today=today, clock=lambda: 0.0, opened=0.0))


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Return an organisation's data."""
    return _tables(size=2000)


def test_the_same_seed_gives_the_same_data() -> None:
    """Two sandboxes of one seed have the same rows, and of two seeds different ones."""
    assert _rows(_tables()) == _rows(_tables())
    assert _rows(_tables()) != _rows(_tables(seed=2))


def test_another_day_moves_the_dates_and_nothing_else() -> None:
    """Names, ids and links stay what they are when today is another day; generated dates move with it."""
    before, after = _tables(), _tables(today=TODAY + timedelta(days=10))
    for kind, table in before.items():
        for key, row in table.items():
            other = after[kind][key]
            assert other.get("relationships") == row.get("relationships")
            assert _without_dates(other["attributes"]) == _without_dates(row["attributes"])
    first, second = (tables["events"]["1"]["attributes"]["start_date"] for tables in (before, after))
    assert date.fromisoformat(second) - date.fromisoformat(first) == timedelta(days=10)


def test_a_row_stays_the_same_in_a_bigger_sandbox() -> None:
    """People and bookings do not depend on how many others there are."""
    small, big = _tables(size=300), _tables(size=1000)
    for kind in ("contacts", "accounts", "bookings", "users", "spaces"):
        assert all(row == big[kind][key] for key, row in small[kind].items())


def test_every_link_leads_somewhere(tables: Tables) -> None:
    """Whatever a generated resource names exists."""
    for _, row in _all(tables):
        for name in row.get("relationships", {}):
            for kind, key in linked(row, name):
                assert kind == TYPES[row["type"]].relationships[name]
                assert tables.find(kind, key) is not None, (row["type"], row["id"], name)


def test_every_row_has_the_documents_attributes(tables: Tables) -> None:
    """No attribute of the document is missing from a row, and none is made up."""
    for kind, row in _all(tables):
        assert set(row["attributes"]) == TYPES[kind].attributes


def test_the_sums_of_groups_are_exact(tables: Tables) -> None:
    """Nights are the sum of rooms; a room for three or four costs a double and one or two extra adults."""
    assert len(tables["groups"]) > 100
    for group in tables["groups"].values():
        nights = {"blocked": 0, "pickup": 0}
        revenue = {"blocked": Decimal(0), "pickup": Decimal(0)}
        for _, key in linked(group, "room_block_members"):
            member = tables["room_block_members"][key]
            named = next(linked(member, "room_rate"), ("room_rates", "15"))
            rate = tables["room_rates"][named[1]]["attributes"]
            double, extra = Decimal(rate["double"]), Decimal(rate["extra_adult"])
            prices = dict(
                zip(KINDS, (Decimal(rate["single"]), double, double + extra, double + 2 * extra), strict=True)
            )
            for name, suffix in (("blocked", ""), ("pickup", "_pickup")):
                rooms = {kind: member["attributes"][kind + suffix] for kind in KINDS}
                nights[name] += sum(rooms.values())
                revenue[name] += sum(rooms[kind] * prices[kind] for kind in KINDS)
        for name, count in nights.items():
            assert group["attributes"][f"{name}_room_nights"] == count
            assert group["attributes"][f"{name}_revenue"] == f"{revenue[name]:.1f}"


def test_a_bookings_total_is_the_sum_of_its_summaries(tables: Tables) -> None:
    """Totals are decimals in strings, with one digit behind the point."""
    for key, row in tables["bookings"].items():
        if key == "103":
            continue
        amounts = [
            Decimal(tables["revenue_summaries"][summary]["attributes"]["amount"])
            for _, summary in linked(row, "revenue_summaries")
        ]
        assert row["attributes"]["total"] == f"{sum(amounts, Decimal(0)):.1f}"


def test_events_take_place_while_their_booking_lasts(tables: Tables) -> None:
    """An event begins on a day of its booking, and ends that day or the next."""
    for key, row in tables["events"].items():
        if key == "59":
            continue
        owner = tables["bookings"][next(linked(row, "booking"))[1]]["attributes"]
        mine = row["attributes"]
        assert owner["start_date"] <= mine["start_date"] <= owner["end_date"]
        days = (date.fromisoformat(mine["end_date"]) - date.fromisoformat(mine["start_date"])).days
        assert days in (0, 1)
        if not mine["all_day"]:
            assert 0 <= mine["start_time"] < 86_400
            assert days == 1 or mine["start_time"] < mine["end_time"] < 86_400


def test_dates_surround_today() -> None:
    """Dates run from 400 days ago to 800 ahead, a good share within 30 days, several events today."""
    offsets = [
        (date.fromisoformat(row["attributes"]["start_date"]) - TODAY).days
        for key, row in _tables()["events"].items()
        if key != "59" and ("bookings", "103") not in linked(row, "booking")
    ]
    assert -400 <= min(offsets) < -100
    assert 400 < max(offsets) <= 800
    assert sum(0 <= offset <= 30 for offset in offsets) > 60
    assert offsets.count(0) >= 5


def test_nothing_is_recorded_before_it_happens(tables: Tables) -> None:
    """No record was made or changed after today, nor changed before it was made."""
    for kind in ("bookings", "events", "contacts", "accounts", "activities"):
        for row in tables[kind].values():
            made = row["attributes"]["created_at"]
            changed = row["attributes"].get("updated_at", made)
            assert made <= changed <= f"{TODAY}T23:59:59.999Z"


def test_every_kind_of_gap_occurs(tables: Tables) -> None:
    """What may be missing is missing somewhere and present elsewhere, ends of the night included."""
    for kind, names in {
        "bookings": "external_id deal_value lost_date definite_date archived_at name start_time",
        "events": "start_time notes guaranteed actual status_date",
        "contacts": "email phone_number job_title",
        "accounts": "external_id website email phone_number iata_number",
        "spaces": "capacity area",
        "room_rates": "child",
    }.items():
        for name in names.split():
            present = {row["attributes"][name] is None for row in tables[kind].values()}
            assert present == {True, False}, (kind, name)
    for kind, names in {"bookings": "contact account group", "events": "space", "accounts": "address"}.items():
        for name in names.split():
            linkage = {row["relationships"][name]["data"] is None for row in tables[kind].values()}
            assert linkage == {True, False}, (kind, name)
    starts = {row["attributes"]["start_time"] for row in tables["events"].values()}
    assert {0, 72_000, None} <= starts
    customers = [row["relationships"] for row in tables["bookings"].values()]
    assert all(row["contact"]["data"] or row["account"]["data"] for row in customers)


def test_serial_numbers_are_unique(tables: Tables) -> None:
    """Each booking and each event has a number of its own beside its id."""
    for kind in ("bookings", "events"):
        numbers = [row["attributes"]["unique_id"] for row in tables[kind].values()]
        assert len(set(numbers)) == len(numbers)


def _all(tables: Tables) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, table in tables.items():
        for row in table.values():
            yield kind, row


def _rows(tables: Tables) -> dict[tuple[str, str], Any]:
    return {(kind, row["id"]): row for kind, row in _all(tables)}


def _without_dates(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if not name.endswith(("date", "_at"))}
