"""One session at the vendor for all calls: begun once, continued in time, replaced when it is refused."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from enviso_house import asks

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    FoyerError,
    RateLimited,
    TimedOut,
    Unreachable,
    VendorDown,
)
from loaders.records import BOOKING

if TYPE_CHECKING:
    from conftest import Open
    from enviso_house import House

LOGIN = "POST /authenticationapi/v1/login"
RENEW = "POST /authenticationapi/v1/renew"


async def look_up(house: House, count: int = 1) -> list[object]:
    """Look bookings up and give what is in their slots."""
    ids = house.ids(count)
    slots = (await house.source.get(BOOKING, ids, asks())).slots
    return [slots.get(key) for key in ids]


async def until_answered(house: House, call: str) -> None:
    """Ask on until the vendor has answered a call that nobody waits for."""
    while not any(f"{one.method} {one.path}" == call and one.status for one in house.running.log):
        await look_up(house)


async def test_any_number_of_calls_take_one_login(house: House) -> None:
    """Twelve bookings asked for by four operations at once take one login, and later ones none."""
    await asyncio.gather(*(look_up(house, 3 * (1 + turn)) for turn in range(4)))
    house.moment.pass_minutes(54)
    await look_up(house)
    assert house.calls[0] == LOGIN
    assert house.count("POST") == 1


async def test_a_session_is_renewed_before_its_hour_is_over(open_house: Open) -> None:
    """At the fifty-sixth minute a call renews the session behind its back; the hour passes without another login."""
    house = await open_house({"fresh": 0})
    await look_up(house)
    house.moment.pass_minutes(56)
    await until_answered(house, RENEW)
    house.moment.pass_minutes(30)
    await look_up(house)
    assert (house.count(LOGIN), house.count(RENEW)) == (1, 1)
    assert all(call.status == 200 for call in house.running.log)


async def test_a_renewal_may_bring_no_token(open_house: Open) -> None:
    """Where a renewal brings no new token the old one goes on, for another hour by our count."""
    house = await open_house({"fresh": 0}, renews_in_place=True)
    await look_up(house)
    house.moment.pass_minutes(56)
    await until_answered(house, RENEW)
    house.moment.pass_minutes(30)
    await look_up(house)
    assert (house.count(LOGIN), house.count(RENEW)) == (1, 1)
    assert all(call.status == 200 for call in house.running.log)


async def test_a_renewal_that_fails_is_a_login(open_house: Open) -> None:
    """A session that the vendor does not renew is begun anew."""
    house = await open_house({"fresh": 0})
    await look_up(house)
    house.running.faults.add("status", status=400, path="renew")
    house.moment.pass_minutes(56)
    while house.count(LOGIN) == 1:
        assert await look_up(house) != [None]
    assert house.count(RENEW) == 1


async def test_no_call_waits_for_a_renewal(open_house: Open) -> None:
    """While the vendor is silent on a renewal, calls are answered with the token that is still good."""
    house = await open_house({"fresh": 0})
    await look_up(house)
    house.running.faults.add("hang", path="authenticationapi")
    house.moment.pass_minutes(56)
    for _ in range(3):
        (slot,) = await look_up(house)
        assert not isinstance(slot, FoyerError)
    assert (house.count(LOGIN), house.count("GET")) == (1, 4)


async def test_a_renewal_that_fails_is_left_alone_for_a_while(open_house: Open) -> None:
    """While neither renewal nor login works, calls go on with the good token, and 30 seconds lie between attempts."""
    house = await open_house({"fresh": 0})
    await look_up(house)
    house.running.faults.add("status", status=500, path="authenticationapi")
    house.moment.pass_minutes(56)
    while house.count(LOGIN) == 1:
        await look_up(house)
    for _ in range(5):
        (slot,) = await look_up(house)
        assert not isinstance(slot, FoyerError)
    assert (house.count(RENEW), house.count(LOGIN)) == (1, 2)
    house.moment.pass_minutes(0.6)
    while house.count(LOGIN) == 2:
        await look_up(house)
    assert (house.count(RENEW), house.count(LOGIN)) == (2, 3)


async def test_after_its_hour_a_session_is_begun_anew(house: House) -> None:
    """A session left alone for more than an hour is not renewed: the next call logs in, and none is refused."""
    await look_up(house)
    house.moment.pass_minutes(61)
    await look_up(house)
    assert (house.count(LOGIN), house.count(RENEW)) == (2, 0)
    assert all(call.status == 200 for call in house.running.log)


async def test_a_refused_token_is_replaced_once_for_all(open_house: Open) -> None:
    """When the vendor forgets a session, all calls under way share one login and each is repeated once."""
    house = await open_house({"fresh": 0})
    await look_up(house)
    house.running.data.sessions.until.clear()
    house.running.log.clear()
    slots = await look_up(house, 5)
    assert not any(slot is None or isinstance(slot, FoyerError) for slot in slots)
    assert (house.count(LOGIN), house.count(RENEW), house.count("GET")) == (1, 0, 10)


async def test_a_call_is_repeated_once_only(house: House) -> None:
    """A vendor that refuses the new token, too, is not asked a third time: the slot says that it refuses us."""
    house.running.faults.add("status", status=401, path="bookings")
    (slot,) = await look_up(house)
    assert isinstance(slot, CredentialsRefused)
    assert str(slot) == "museum answered 401: it refuses the credentials"
    assert (house.count(LOGIN), house.count("GET")) == (2, 2)


async def test_a_403_takes_no_login(house: House) -> None:
    """A 403 is about the key, which a login would not change: it is told at once."""
    await look_up(house)
    house.running.faults.add("status", status=403, path="bookings")
    house.running.log.clear()
    slot = (await house.source.get(BOOKING, ["0"], asks())).slots["0"]
    assert isinstance(slot, CredentialsRefused)
    assert house.calls == ["GET /bookingapi/v1/bookings/0"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, CredentialsRefused),
        (401, CredentialsRefused),
        (403, CredentialsRefused),
        (422, CredentialsRefused),
        (404, BadResponse),
        (429, RateLimited),
        (501, VendorDown),
        (505, VendorDown),
    ],
)
async def test_a_failed_login_is_told_in_each_slot(house: House, status: int, kind: type[FoyerError]) -> None:
    """A login that fails fails each slot with its own copy of the fault, and no booking is asked for."""
    house.running.faults.add("status", status=status, path="login")
    slots = await look_up(house, 3)
    assert [type(slot) for slot in slots] == [kind] * 3
    assert len({id(slot) for slot in slots}) == 3
    assert house.calls == [LOGIN]
    assert isinstance(house.source.health.last_failure, kind)


async def test_what_a_refused_login_says(open_house: Open) -> None:
    """A wrong key is told in a sentence that says where to look."""
    house = await open_house(credentials={"api_key": "not-the-key"})
    (slot,) = await look_up(house)
    assert str(slot) == ("museum refused the login (403): the API key, its secret or the time of this machine is wrong")


async def test_a_clock_that_is_wrong_is_a_refused_login(open_house: Open) -> None:
    """A machine whose time is off by ten minutes is not let in, and is told so as a refusal."""
    house = await open_house()
    house.running.data.sessions.now = lambda: house.moment.now().replace(hour=13)
    (slot,) = await look_up(house)
    assert isinstance(slot, CredentialsRefused)
    assert slot.status == 401


@pytest.mark.parametrize(("kind", "fault"), [("reset", Unreachable), ("garbage", BadResponse), ("empty", BadResponse)])
async def test_a_login_without_a_token(house: House, kind: str, fault: type[FoyerError]) -> None:
    """A login that breaks off, or brings no token, is a fault and not a session."""
    house.running.faults.add(kind, path="login", times=3 if fault is Unreachable else 1)
    (slot,) = await look_up(house)
    assert isinstance(slot, fault)
    (slot,) = await look_up(house)
    assert not isinstance(slot, FoyerError)


async def test_a_login_outlives_the_caller_who_began_it(house: House) -> None:
    """A caller whose time is up before the login is over hears so; the login goes on and serves the next."""
    house.running.faults.add("slow", path="login", seconds=0.3, times=1)
    slots = (await house.source.get(BOOKING, ["0"], asks(0.1))).slots
    assert isinstance(slots["0"], TimedOut)
    (slot,) = await look_up(house)
    assert not isinstance(slot, FoyerError)
    assert house.count(LOGIN) == 1


async def test_closing_calls_a_login_off(house: House) -> None:
    """Who waits for a login when the source is closed is told so, and does not wait on."""
    house.running.faults.add("hang", path="login")
    waiting = asyncio.create_task(house.source.get(BOOKING, ["0"], asks()))
    await asyncio.wait((waiting,), timeout=0.05)
    await house.source.close()
    slot = (await waiting).slots["0"]
    assert isinstance(slot, Unreachable)
    assert str(slot) == "museum was called off before it had answered"


async def test_every_attempt_is_counted(open_house: Open) -> None:
    """A call that is repeated counts twice in the windows of the configuration; a login is none of the bookings'."""
    house = await open_house({"windows": ((100, 60),)})
    await look_up(house)
    house.running.data.sessions.until.clear()
    await house.source.get(BOOKING, ["0"], asks())
    (window,) = await house.source.health.windows()
    assert window.remaining == 97


async def test_logins_go_where_the_configuration_says(open_house: Open) -> None:
    """A login goes to the configured address, and beside the bookings where none is configured."""
    house = await open_house(further={"auth_url": "http://127.0.0.1:9/authenticationapi"})
    (slot,) = await look_up(house)
    assert isinstance(slot, Unreachable)
    assert house.calls == []
