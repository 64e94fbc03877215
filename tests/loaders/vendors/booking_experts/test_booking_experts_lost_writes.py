"""Answers that are lost: what is said of the change, how often it was sent, and what is found when one looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from booking_experts_house import NOW, House, reading
from booking_experts_writes import ATTEMPT, EXTERNAL, block, category, customer, done, found, periods, unblock, update
from booking_experts_writes import writer as writer_of

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    NotThere,
    RateLimited,
    TimedOut,
    Unreachable,
    VendorDown,
    VendorFault,
)
from loaders.http.ask import Reason
from loaders.records import SpaceBlock
from loaders.writes import Attempt

LOST: list[tuple[dict[str, Any], type[VendorFault]]] = [
    ({"kind": "reset", "after": True}, Unreachable),
    ({"kind": "hang", "after": True}, TimedOut),
    ({"kind": "status", "status": 500, "after": True}, VendorDown),
    ({"kind": "html", "status": 502, "after": True}, VendorDown),
    ({"kind": "truncated"}, BadResponse),
    ({"kind": "partial"}, BadResponse),
    ({"kind": "html", "status": 200, "after": True}, BadResponse),
    ({"kind": "empty", "after": True}, BadResponse),
    ({"kind": "garbage", "after": True}, BadResponse),
]
IDS = [f"{fault['kind']} {fault.get('status', '')}".strip() for fault, _ in LOST]


def sent(house: House, method: str) -> int:
    """Count the calls of a method."""
    return sum(call.method == method for call in house.running.log)


async def open_patiently(open_house: Any, fault: dict[str, Any]) -> House:
    """Open a house whose source waits no longer than it takes to see that nothing comes."""
    house: House = await open_house(patience=1.0 if fault["kind"] == "hang" else 10.0)
    return house


@pytest.mark.parametrize(("fault", "kind"), LOST, ids=IDS)
async def test_a_block_whose_answer_was_lost_is_found(
    open_house: Any, fault: dict[str, Any], kind: type[VendorFault]
) -> None:
    """It is sent once, said to be in doubt, and found as the very block that was made."""
    house = await open_patiently(open_house, fault)
    before = set(periods(house))
    house.running.faults.add(**fault, method="POST")
    with pytest.raises(kind) as lost:
        await done(house, block())
    assert lost.value.reached
    assert "sandbox-booking-experts-key" not in f"{lost.value!r} {lost.value.__dict__}"
    assert sent(house, "POST") == 1
    (key,) = set(periods(house)) - before
    told = await found(house, block())
    assert told is not None
    assert [one.ref.id for one in told] == [key]
    assert isinstance(told[0].record, SpaceBlock)
    assert told[0].record.label == "New floor"


@pytest.mark.parametrize(("fault", "kind"), LOST, ids=IDS)
async def test_a_change_whose_answer_was_lost_is_found(
    open_house: Any, fault: dict[str, Any], kind: type[VendorFault]
) -> None:
    """A block that is as it was to be counts as changed; the PATCH is sent once."""
    house = await open_patiently(open_house, fault)
    key = (await done(house, block())).ref.id
    change = update(key, to=dt.date(2026, 12, 9), label="Roof")
    assert await found(house, change) == []
    house.running.faults.add(**fault, method="PATCH")
    with pytest.raises(kind) as lost:
        await done(house, change)
    assert lost.value.reached
    assert sent(house, "PATCH") == 1
    told = await found(house, change)
    assert told is not None
    assert [one.ref.id for one in told] == [key]
    assert await found(house, update("999999", label="Roof")) == []


NO_ANSWER = [row for row in LOST if row[1] in {Unreachable, TimedOut, VendorDown}]


@pytest.mark.parametrize(("fault", "kind"), NO_ANSWER, ids=[f"{one['kind']}" for one, _ in NO_ANSWER])
async def test_lifting_is_asked_once_more(open_house: Any, fault: dict[str, Any], kind: type[VendorFault]) -> None:
    """A DELETE whose answer was lost is sent a second time, whose 404 says that the first was done; never a third."""
    house = await open_patiently(open_house, fault)
    key = (await done(house, block())).ref.id
    house.running.faults.add(**fault, method="DELETE", times=1)
    gone = await done(house, unblock(key))
    assert gone.record is None
    assert key not in periods(house)
    assert sent(house, "DELETE") == 2
    other = (await done(house, block())).ref.id
    house.running.faults.add(**fault, method="DELETE")
    with pytest.raises(kind) as lost:
        await done(house, unblock(other))
    assert lost.value.reached
    assert sent(house, "DELETE") == 4
    told = await found(house, unblock(other))
    assert told is not None
    assert [one.ref.id for one in told] == [other]


async def test_a_refusal_of_the_second_does_not_speak_for_the_first(house: House) -> None:
    """Where the second DELETE is refused, the first is still in doubt, and is what is told of."""
    key = (await done(house, block())).ref.id
    house.running.faults.add("reset", method="DELETE", after=True, times=1)
    house.running.faults.add("status", status=403, method="DELETE", times=1)
    with pytest.raises(Unreachable) as lost:
        await done(house, unblock(key))
    assert lost.value.reached


async def test_a_first_404_is_no_success(house: House) -> None:
    """A block that goes just before it is lifted is told to be gone already; one that stays is not found gone."""
    key = (await done(house, block())).ref.id
    assert await found(house, unblock(key)) == []
    house.running.faults.add("status", status=404, method="DELETE", times=1)
    with pytest.raises(NotThere):
        await done(house, unblock(key))
    assert sent(house, "DELETE") == 1


@pytest.mark.parametrize(("fault", "kind"), LOST, ids=IDS)
async def test_the_others_are_sent_once_too(open_house: Any, fault: dict[str, Any], kind: type[VendorFault]) -> None:
    """A customer and a category whose answers were lost are in doubt, and found by what they are now."""
    house = await open_patiently(open_house, fault)
    owner = house.rows("booking")["31"]["relationships"]["customer"]["data"]["id"]
    for change, method in ((customer(owner, "31", first_name="Piet"), "PATCH"), (category(), "POST")):
        house.running.faults.add(**fault, method=method)
        with pytest.raises(kind) as lost:
            await done(house, change)
        assert lost.value.reached
        assert sent(house, method) == 1
        told = await found(house, change)
        assert told is not None
        assert len(told) == 1


async def test_nothing_is_found_where_nothing_happened(house: House) -> None:
    """An attempt that never took effect leaves nothing to find, whatever else stands there."""
    house.running.faults.add("reset", method="POST")
    with pytest.raises(Unreachable):
        await done(house, block())
    house.running.faults.clear()
    for other in (
        block(label="Another"),
        block(label=None),
        block(kind=EXTERNAL),
        block(to=dt.date(2026, 12, 5)),
        block(from_=dt.date(2026, 12, 2)),
        block("6"),
    ):
        await done(house, other)
    assert await found(house, block()) == []
    nameless = await found(house, block(label=None))
    assert nameless is not None
    assert [one.record.label for one in nameless if isinstance(one.record, SpaceBlock)] == [None]


async def test_of_several_alike_the_likeliest_comes_first(house: House) -> None:
    """Of blocks alike in everything, those made since the attempt are told, the one made nearest to it first."""
    made = [(await done(house, block())).ref.id for _ in range(3)]
    rows = house.rows("agenda_period")
    stamps = {
        made[0]: NOW - dt.timedelta(days=1),
        made[1]: NOW + dt.timedelta(minutes=9),
        made[2]: NOW - dt.timedelta(minutes=2),
    }
    for key, stamp in stamps.items():
        rows[key]["attributes"]["created_at"] = stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
    told = await found(house, block())
    assert told is not None
    assert [one.ref.id for one in told] == [made[2], made[1]]


async def test_a_clock_that_is_far_off_makes_no_second_block(house: House) -> None:
    """Where nothing alike was made since, by the vendor's clock, what is alike is told all the same."""
    key = (await done(house, block())).ref.id
    told = await found(house, block(), Attempt("foyer-1", NOW + dt.timedelta(days=100)))
    assert told is not None
    assert [one.ref.id for one in told] == [key]


@pytest.mark.parametrize("change", [block(), category()], ids=lambda change: type(change).__name__)
async def test_a_list_that_cannot_be_read_is_not_empty(recorded: Any, change: Any) -> None:
    """Where nothing alike is found and a row could not be read, it might be that one: nobody knows."""
    counts = {"pagination": {"total_records": 1, "page": 1, "size": 100}}
    recorded.vendor.say(200, {"data": [{"id": "8", "type": "x", "attributes": "broken"}], "meta": counts})
    with pytest.raises(BadResponse):
        await found(recorded, change)


async def test_looking_reads_what_the_vendor_has_now(house: House) -> None:
    """What is kept is not asked; each look is a call of its own, and says why."""
    await found(house, block())
    key = (await done(house, block())).ref.id
    inquiry = reading()
    told = await writer_of(house).find(block(), ATTEMPT, inquiry)
    assert told is not None
    assert [one.ref.id for one in told] == [key]
    assert {call.reason for call in inquiry.calls} == {Reason.FIND.value}
    query = dict(house.running.log[-1].query)
    assert (query["filter[rentable]"], query["filter[type]"]) == ("5", "MaintenanceAgendaPeriod")


@pytest.mark.parametrize(
    "change",
    [block(), update("77", label="x"), unblock("77"), customer("7", "9", first_name="x"), category()],
    ids=lambda change: type(change).__name__,
)
async def test_a_look_that_fails_says_so(house: House, change: Any) -> None:
    """Where the vendor does not answer when it is looked, nobody knows, and that is what is told."""
    house.running.faults.add("status", status=503)
    with pytest.raises(VendorDown):
        await found(house, change)


async def test_no_connection_means_nothing_was_changed(house: House) -> None:
    """Where nobody listens, every change says that it did not reach the vendor."""
    owner = house.rows("booking")["31"]["relationships"]["customer"]["data"]["id"]
    await house.running.stop()
    for change in (block(), update("77", label="x"), unblock("77"), customer(owner, "31", first_name="x"), category()):
        with pytest.raises(Unreachable) as fault:
            await done(house, change)
        assert not fault.value.reached


@pytest.mark.parametrize(
    ("status", "kind"), [(429, RateLimited), (401, CredentialsRefused), (500, VendorDown), (404, NotThere)]
)
async def test_a_read_that_fails_before_the_change(open_house: Any, status: int, kind: type[VendorFault]) -> None:
    """Whatever goes wrong with what must be read first, nothing was changed, and the fault says so."""
    house = await open_house(("1", "2"))
    house.running.faults.add("status", status=status, method="GET")
    for change in (block("4"), update("77", label="x"), unblock("77"), customer("7", first_name="x")):
        with pytest.raises(kind) as fault:
            await done(house, change)
        assert not fault.value.reached
    assert {call.method for call in house.running.log} == {"GET"}
