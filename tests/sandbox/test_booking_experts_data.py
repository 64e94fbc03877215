"""Booking Experts' generated data: parks, guests and stays that hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sandbox.booking_experts.resources import CURRENCIES, LOCALES, STATES, TYPES
from sandbox.booking_experts.tables import Parks
from sandbox.jsonapi.resources import linked
from sandbox.vendor import Site

TODAY = date(2026, 11, 21)


def _parks(seed: int = 1, size: int = 300) -> Parks:
    return Parks(Site(seed=seed, size=size, today=TODAY, clock=lambda: 0.0, opened=0.0), ("1", "2"))


@pytest.fixture(scope="module")
def parks() -> Parks:
    """Return two parks."""
    return _parks(size=1000)


def test_the_same_seed_gives_the_same_data() -> None:
    """Two sandboxes of one seed have the same rows, and of two seeds different ones."""
    one, two, other = ([row for _, row in _all(_parks(seed))] for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_every_link_leads_somewhere(parks: Parks) -> None:
    """Whatever a generated resource names exists in its own park."""
    for park, row in _all(parks):
        for name in row.get("relationships", {}):
            for kind, key in linked(row, name):
                assert kind == TYPES[row["type"]].relationships[name]
                assert parks[park].find(kind, key) is not None, (row["type"], row["id"], name)


def test_every_row_has_its_types_attributes(parks: Parks) -> None:
    """No attribute of the document is missing from a row, and none is made up."""
    for _, row in _all(parks):
        assert set(row["attributes"]) == TYPES[row["type"]].attributes


def test_ids_are_one_parks_only(parks: Parks) -> None:
    """No two parks have a resource of the same type and id."""
    for kind in parks["1"]:
        assert not set(parks["1"][kind]) & set(parks["2"].get(kind, ()))


def test_bookings_are_shared_out(parks: Parks) -> None:
    """The bookings asked for are divided among the parks; each has 40 rentables in six categories."""
    assert [len(park["booking"]) for park in parks.values()] == [500, 500]
    assert [len(park["booking"]) for park in _parks(size=5).values()] == [3, 2]
    for park in parks.values():
        assert len(park["rentable"]) == 40
        assert len({key for row in park["rentable"].values() for _, key in linked(row, "category")}) == 6


def test_some_customers_come_back(parks: Parks) -> None:
    """One customer in seven has four bookings, the others have one."""
    visits = Counter(key for row in parks["2"]["booking"].values() for _, key in linked(row, "customer"))
    counts = Counter(visits.values())
    assert set(counts) == {1, 4}
    assert 0.1 < counts[4] / sum(counts.values()) < 0.2


def test_each_reservation_has_its_period(parks: Parks) -> None:
    """A booking has no dates; its reservations have, and each has one agenda period that agrees with it."""
    for park in parks.values():
        periods = {
            next(linked(row, "reservation"))[1]: row
            for row in park["agenda_period"].values()
            if row["attributes"]["type"] == "ReservationAgendaPeriod"
        }
        assert set(periods) == set(park["reservation"])
        for key, row in park["reservation"].items():
            period = periods[key]
            assert period["attributes"]["start_date"] == row["attributes"]["start_date"]
            assert period["attributes"]["end_date"] == row["attributes"]["end_date"]
            assert period["relationships"]["rentable"] == row["relationships"]["rentable"]
            assert row["attributes"]["start_date"] < row["attributes"]["end_date"]


def test_some_bookings_have_several_reservations(parks: Parks) -> None:
    """Most bookings have one reservation, some two or three; the document's has none."""
    counts = Counter(len(row["relationships"]["reservations"]["data"]) for row in parks["2"]["booking"].values())
    assert set(counts) == {1, 2, 3}
    assert counts[1] > counts[2] + counts[3]
    assert parks["1"]["booking"]["1"]["relationships"]["reservations"] == {"data": [None]}


def test_every_state_currency_and_gap_occurs() -> None:
    """The 19 states all appear among 300 bookings, and what may be missing is missing somewhere."""
    rows = [row for park in _parks().values() for row in park["booking"].values()]
    assert {row["attributes"]["state"] for row in rows} == set(STATES)
    assert {row["attributes"]["currency"] for row in rows} == set(CURRENCIES)
    for name in [
        "memo",
        "cancel_date",
        "confirmed_at",
        "option_validity",
        "remote_booking_nr",
        "reference_nr",
        "deposit",
        "provision",
    ]:
        assert {row["attributes"][name] is None for row in rows} == {True, False}, name
    for name in ("owner", "traffic_source", "customer_invoice", "channel_invoice"):
        assert {row["relationships"][name]["data"] in (None, {}) for row in rows} == {True, False}, name
    customers = [row["attributes"] for park in _parks().values() for row in park["customer"].values()]
    assert {row["title"] for row in customers} == {"mr", "ms", "family", "", None}


def test_money_is_a_currency_and_a_string(parks: Parks) -> None:
    """Amounts are strings with their currency, and what is due and what is paid make the total."""
    for key, row in parks["2"]["booking"].items():
        mine = row["attributes"]
        amounts = {
            name: round(float(mine[name]["value"]) * 100) for name in ("total", "guest_payment_due", "guest_total_paid")
        }
        assert amounts["total"] == amounts["guest_payment_due"] + amounts["guest_total_paid"], key
        assert mine["total"]["currency"] == mine["currency"]
        assert isinstance(mine["total"]["value"], str)


def test_categories_write_17_locales(parks: Parks) -> None:
    """Localized texts have a member for every locale, null where the park has no such text."""
    for park, known in (("1", {"en", "nl", "nl-BE", "de", "fr"}), ("2", {"nl", "nl-BE", "de"})):
        for key, row in parks[park]["category"].items():
            if key != "1":
                name = row["attributes"]["name"]
                assert set(name) == set(LOCALES)
                assert {locale for locale, text in name.items() if text} == known


def test_dates_surround_today() -> None:
    """Stays begin from 400 days ago to 800 ahead, a good share within 30 days, some today."""
    rows = [row for park in _parks().values() for row in park["reservation"].values()]
    offsets = [(date.fromisoformat(row["attributes"]["start_date"]) - TODAY).days for row in rows]
    assert -400 <= min(offsets) < -100
    assert 400 < max(offsets) <= 800
    assert sum(0 <= offset <= 30 for offset in offsets) > 100
    assert offsets.count(0) >= 5


def test_nothing_is_recorded_before_it_happens(parks: Parks) -> None:
    """No booking, period or agreement was made after today or changed before it was made."""
    for _, row in _all(parks):
        mine = row["attributes"]
        if "created_at" in mine:
            assert mine["created_at"] <= mine["updated_at"] <= f"{TODAY}T23:59:59Z", (row["type"], row["id"])


def _all(parks: Parks) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, park in parks.items():
        for table in park.values():
            for row in table.values():
                yield name, row
