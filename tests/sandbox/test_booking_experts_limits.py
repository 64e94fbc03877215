"""Booking Experts' limits: moving windows and scopes [004:106-110, 004:159-286]."""

from __future__ import annotations

import pytest

from tests.sandbox.wire import PARK, Clock, Open, Wire

DELETE = f"{PARK}/maintenance_agenda_periods/1"


async def _spend(wire: Wire, calls: int) -> list[int]:
    return [(await wire.ask(f"{PARK}/agreements/3")).status for _ in range(calls)]


async def test_every_answer_tells_the_limit_and_what_is_left(booking_experts: Wire) -> None:
    """While within the limit, whatever the answer, it has the limit of 500 and the calls left."""
    first = await booking_experts.ask(f"{PARK}/agreements")
    second = await booking_experts.ask(f"{PARK}/nothing")
    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("500", "499")
    assert (second.status, second.headers["X-RateLimit-Remaining"]) == (404, "498")


async def test_a_minute_takes_100_calls(booking_experts: Wire, clock: Clock) -> None:
    """The call after the hundredth in a minute gets 429 with the seconds to wait; refused calls do not count."""
    assert set(await _spend(booking_experts, 60)) == {200}
    clock.now += 30
    assert set(await _spend(booking_experts, 40)) == {200}
    refused = await booking_experts.ask(f"{PARK}/agreements")
    assert (refused.status, refused.fault["status"]) == (429, "429")
    assert refused.headers["Retry-After"] == "30"
    assert "X-RateLimit-Remaining" not in refused.headers
    clock.now += 30
    assert await _spend(booking_experts, 61) == [200] * 60 + [429]


async def test_a_quarter_of_an_hour_takes_500_calls(booking_experts: Wire, clock: Clock) -> None:
    """After 500 calls in bursts the next one waits until the first burst is a quarter of an hour old."""
    for _ in range(5):
        assert set(await _spend(booking_experts, 100)) == {200}
        clock.now += 61
    refused = await booking_experts.ask(f"{PARK}/agreements")
    assert refused.status == 429
    assert refused.headers["Retry-After"] == str(900 - 5 * 61)
    clock.now += 900 - 5 * 61
    assert await _spend(booking_experts, 101) == [200] * 100 + [429]


async def test_windows_are_an_option(open_vendor: Open) -> None:
    """Windows can be made smaller, or left out."""
    small = await open_vendor("booking_experts", windows=((2, 10.0),))
    assert await _spend(small, 3) == [200, 200, 429]
    none = await open_vendor("booking_experts", windows=None)
    assert set(await _spend(none, 120)) == {200}
    assert "X-RateLimit-Limit" not in (await none.ask(f"{PARK}/agreements")).headers


async def test_a_wrong_key_spends_nothing(booking_experts: Wire) -> None:
    """Calls that are not let in do not count."""
    await booking_experts.ask(f"{PARK}/agreements", headers={"X-API-KEY": "wrong"})
    reply = await booking_experts.ask(f"{PARK}/agreements")
    assert reply.headers["X-RateLimit-Remaining"] == "499"


@pytest.mark.parametrize(
    ("path", "method", "needed"),
    [
        (f"{PARK}/bookings", "GET", "booking|read"),
        (f"{PARK}/bookings/1", "GET", "booking|read"),
        (f"{PARK}/categories", "GET", "category|read"),
        (f"{PARK}/categories", "POST", "category|write"),
        (f"{PARK}/agreements", "GET", "agreement|read"),
        (f"{PARK}/administration_amenities", "GET", "amenity|read"),
        (f"{PARK}/agenda_periods", "GET", "agenda_period|read"),
        (f"{PARK}/maintenance_agenda_periods", "POST", "agenda_period|write"),
        (f"{PARK}/external_blocked_agenda_periods/3", "PATCH", "agenda_period|write"),
        (DELETE, "DELETE", "agenda_period|delete"),
        (f"{PARK}/bookings/1/customer", "PATCH", "customer|write"),
        (f"{PARK}/bookings?include=customer", "GET", "booking|read"),
    ],
)
async def test_each_operation_takes_its_scope(open_vendor: Open, path: str, method: str, needed: str) -> None:
    """Without the scope an operation gets 403 NO_VALID_SCOPE that names it, in the document's words."""
    wire = await open_vendor("booking_experts", scopes=set())
    reply = await wire.ask(path, method=method)
    assert reply.status == 403
    assert (reply.fault["status"], reply.fault["code"]) == ("403", "NO_VALID_SCOPE")
    assert reply.fault["detail"].endswith(f"One of the following scopes is required: {needed}.")


async def test_including_takes_the_scope_of_what_is_included(open_vendor: Open) -> None:
    """Who may read bookings and not customers gets bookings, and 403 for including customers, at any depth."""
    wire = await open_vendor("booking_experts", scopes={"booking read", "reservation read"})
    assert (await wire.ask(f"{PARK}/bookings")).status == 200
    assert (await wire.ask(f"{PARK}/bookings", include="reservations")).status == 200
    for include, needed in (("customer", "customer|read"), ("reservations.rentable", "rentable|read")):
        reply = await wire.ask(f"{PARK}/bookings", include=include)
        assert (reply.status, reply.fault["code"]) == (403, "NO_VALID_SCOPE")
        assert needed in reply.fault["detail"]
        assert (await wire.ask(f"{PARK}/bookings/3", include=include)).status == 403


async def test_the_right_scope_lets_in(open_vendor: Open) -> None:
    """Scopes are written as in the document's table: the name, a space, the right."""
    wire = await open_vendor("booking_experts", scopes={"agenda_period delete"})
    assert (await wire.ask(DELETE, method="DELETE")).status == 204
