"""Looking things up at Enviso: what is found, and how many calls it takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from enviso_house import HUGE, NOW, VENUE_REF, ZONE, asks

from loaders.batch import Loaders
from loaders.errors import BadResponse, FoyerError, NotListable, TimedOut, Unreachable, VendorDown
from loaders.fan import fan
from loaders.port import Capability, Filter, Found, Gathered, Listing, Source
from loaders.question import Question, Status
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, VENUE, Customer, Event, Ref, Rows, Venue

if TYPE_CHECKING:
    from conftest import Open
    from enviso_house import House

TASK = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
CALL = "GET /bookingapi/v1/bookings/"


async def find(house: House, kind: str, *ids: str) -> Found:
    """Look things up in an operation of their own."""
    return await house.source.get(kind, ids, asks())


async def event_of(house: House, key: str) -> Event:
    """Give the event of a booking."""
    found = (await find(house, "event@booking", key)).slots[key]
    assert isinstance(found, Rows)
    (event,) = found.rows
    assert isinstance(event, Event)
    return event


async def test_a_source_is_what_the_port_says(house: House) -> None:
    """The source satisfies the port, and says what can be asked of it."""
    source: Source = house.source
    assert (source.name, source.vendor, source.zone, tuple(source.venue_ids)) == ("museum", "enviso", ZONE, ("museum",))
    assert source.capabilities == {
        Capability.LIST_VENUES,
        Capability.GET_BOOKING,
        Capability.GET_CUSTOMER,
        Capability.GET_EVENT,
        Capability.GET_TASK,
    }
    assert house.calls == []


async def test_each_booking_is_asked_for_once(house: House) -> None:
    """Fifty bookings take fifty calls, each for one of them."""
    ids = house.ids(50)
    found = await find(house, BOOKING, *ids)
    assert set(found.slots) == set(ids)
    assert all(found.slots[key].ref == Ref(BOOKING, "museum", key) for key in ids)  # type: ignore[union-attr]  # no faults
    assert sorted(house.calls[1:]) == sorted(CALL + key for key in ids)


async def test_the_biggest_id_there_is(house: House) -> None:
    """A booking whose id no float holds is found under exactly that id."""
    found = await find(house, BOOKING, HUGE)
    assert found.slots[HUGE].ref.vendor_id == HUGE  # type: ignore[union-attr]  # it is no fault
    assert house.calls[-1] == CALL + HUGE


async def test_everything_a_booking_tells_takes_one_call(house: House) -> None:
    """Booking, event, customer, what leads from each to the other, and their details: one call in one operation."""
    (key,) = house.ids(1)
    event = await event_of(house, key)
    kinds = {
        BOOKING: key,
        "enviso.bookings": key,
        EVENT: event.ref.id,
        "enviso.events": event.ref.id,
        CUSTOMER: f"booking-{key}",
        "booking@customer": f"booking-{key}",
    }
    for kind, one in kinds.items():
        assert (await find(house, kind, one)).slots[one].ref == Ref(kind, "museum", one)  # type: ignore[union-attr]  # no fault
    assert event.links[BOOKING] == Ref(BOOKING, "museum", key)
    assert event.ref.id == f"{key}/{event.ref.vendor_id}"
    assert house.count(CALL) == 1


async def test_what_a_booking_brings_along_is_put_beside_it(house: House) -> None:
    """An operation that asks for a booking has its event and customer too; without hints it asks, and gets the same."""
    (key,) = house.ids(1)
    for hints in (True, False):
        inquiry = asks(hints=hints)
        loaders = Loaders({"museum": house.source}, inquiry)
        booking = await loaders.load(Ref(BOOKING, "museum", key))
        assert booking is not None
        customer = booking.links[CUSTOMER]
        assert isinstance(customer, Ref)
        assert (loaders.peek(customer) is not None) is hints
        assert isinstance(await loaders.load(customer), Customer)
        loaders.close()


async def test_what_was_read_is_kept_for_a_while(house: House) -> None:
    """A booking is asked for again when what was read of it is no longer fresh."""
    for seconds, calls in ((0, 1), (29, 1), (2, 2)):
        house.moment.seconds += seconds
        await find(house, BOOKING, "0")
        assert house.count(CALL) == calls


async def test_operations_at_the_same_time_share_a_call(open_house: Open) -> None:
    """Two operations that want one booking at the same time take one call, even where nothing is kept."""
    house = await open_house({"fresh": 0})
    first, second = asks(), asks()
    await asyncio.gather(*(house.source.get(BOOKING, ["0"], one) for one in (first, second)))
    assert house.count(CALL) == 1
    assert [[call.cache for call in one.calls] for one in (first, second)] == [["MISS"], ["JOINED"]]


async def test_no_more_calls_at_once_than_allowed(open_house: Open) -> None:
    """Forty bookings at a slow vendor go two at a time; those that wait their turn are not timed out meanwhile."""
    house = await open_house({"max_concurrent": 2, "timeout_seconds": 0.7})
    await find(house, BOOKING, "0")
    house.running.faults.add("slow", path="bookings", seconds=0.05)
    ids = house.ids(40)
    found = await find(house, BOOKING, *ids)
    assert not [slot for slot in found.slots.values() if isinstance(slot, FoyerError)]
    starts = sorted(call.at for call in house.running.log if call.fault == "slow")
    gaps = [later - sooner for sooner, later in zip(starts, starts[2:], strict=False)]
    assert min(gaps) >= 0.049


async def test_the_explain_log(house: House) -> None:
    """Each call stands in its operation's log, with its path and no credential, as part of a batch."""
    inquiry = asks()
    await house.source.get(BOOKING, ["0", HUGE], inquiry)
    await house.source.get("enviso.tasks", [TASK], inquiry)
    assert sorted(
        (call.path, call.query, call.reason, call.status, call.asks, call.cache) for call in inquiry.calls
    ) == [
        ("/v1/bookings/0", "", "batch", 200, 1, "MISS"),
        (f"/v1/bookings/{HUGE}", "", "batch", 200, 1, "MISS"),
        (f"/v1/tasks/{TASK}", "", "batch", 200, 1, "MISS"),
    ]


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        (
            BOOKING,
            [
                "",
                "x",
                "-1",
                "+1",
                "1.0",
                "007",
                " 1",
                "1\n",
                "\N{ARABIC-INDIC DIGIT ONE}",
                "9223372036854775808",
                "1/2",
                "..",
                "1?a=b",
            ],
        ),
        (EVENT, ["1", "1/", "/1", "1/x", "x/1", "1/2/3", "booking-1"]),
        (CUSTOMER, ["1", "booking-", "booking-x", "booking/1", "Booking-1"]),
        ("event@booking", ["x"]),
        ("booking@customer", ["1"]),
        ("enviso.tasks", ["1", TASK[:-1], TASK + "0", "{" + TASK + "}", TASK.replace("-", ""), TASK.replace("a", "g")]),
        ("enviso.bookings", ["x"]),
        ("enviso.events", ["1"]),
        (SPACE, ["1"]),
        ("booking@space", ["1"]),
        ("allocations", ["1"]),
        ("locaboo.invoices", ["1"]),
        (VENUE, ["other"]),
    ],
)
async def test_what_nothing_can_have_takes_no_call(house: House, kind: str, ids: list[str]) -> None:
    """An id that Enviso could not have given, or of a kind it has not, is nothing's: absent, without a call."""
    assert dict((await find(house, kind, *ids)).slots) == {}
    assert house.calls == []


async def test_what_is_not_there_is_absent(house: House) -> None:
    """A booking or task the vendor does not know is absent, and asked for again as it may come to be [003:34]."""
    guid = "00000000-0000-4000-8000-000000000000"
    for _ in range(2):
        assert dict((await find(house, BOOKING, "123")).slots) == {}
        assert dict((await find(house, "enviso.tasks", guid)).slots) == {}
    assert (house.count("bookings/123"), house.count(f"tasks/{guid}")) == (2, 2)


async def test_an_event_is_found_through_its_own_booking_only(house: House) -> None:
    """The event of another booking is absent, though there is such an event."""
    (key,) = house.ids(1)
    event = await event_of(house, key)
    wrong = f"0/{event.ref.vendor_id}"
    assert dict((await find(house, EVENT, wrong)).slots) == {}


async def test_a_task_in_capitals(house: House) -> None:
    """Two spellings of a GUID are one task, one call, and one id."""
    found = await find(house, "enviso.tasks", TASK, TASK.upper())
    assert {slot.ref.id for slot in found.slots.values()} == {TASK}  # type: ignore[union-attr]  # no faults
    assert set(found.slots) == {TASK, TASK.upper()}
    assert house.count("tasks") == 1


async def test_one_that_fails_fails_alone(house: House) -> None:
    """A booking that cannot be had is a fault in its own slots, each with its own copy; the others are there."""
    good, bad = house.ids(2)
    house.running.faults.add("status", status=503, path=f"bookings/{bad}")
    found = await find(house, BOOKING, good, bad)
    assert isinstance(found.slots[bad], VendorDown)
    assert not isinstance(found.slots[good], FoyerError)
    house.running.faults.clear()
    assert not isinstance((await find(house, BOOKING, bad)).slots[bad], FoyerError)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("truncated", BadResponse),
        ("html", VendorDown),
        ("garbage", BadResponse),
        ("reset", Unreachable),
        ("hang", TimedOut),
    ],
)
async def test_a_vendor_in_trouble(open_house: Open, kind: str, fault: type[FoyerError]) -> None:
    """Whatever a vendor does instead of answering is a fault in the slot."""
    house = await open_house({"timeout_seconds": 1 if kind == "hang" else 10})
    await find(house, BOOKING, "0")
    house.running.faults.add(kind, path="bookings")
    slots = (await find(house, BOOKING, HUGE)).slots
    assert isinstance(slots[HUGE], fault)


async def test_text_plain_is_json_all_the_same(house: House) -> None:
    """An answer that calls itself text is read."""
    house.running.faults.add("content_type", path="bookings")
    assert not isinstance((await find(house, BOOKING, "0")).slots["0"], FoyerError)


async def test_another_booking_than_asked_for(house: House) -> None:
    """An answer that is another booking than the one asked for is refused, not shown under the wrong id."""
    first, second = house.ids(2)
    house.running.data.bookings[first] = {**house.running.data.bookings[second]}
    slot = (await find(house, BOOKING, first)).slots[first]
    assert isinstance(slot, BadResponse)
    assert str(slot) == f"museum sent another than booking {first}"


async def test_the_venue_is_the_configurations(house: House) -> None:
    """The venue bears the source's name as its id and the configured name, without a call."""
    slots = (await find(house, VENUE, "museum", "other")).slots
    assert slots == {
        "museum": Venue(
            VENUE_REF, NOW.astimezone(ZONE), name="Museum of Glass", time_zone="Europe/Brussels", currency=None
        )
    }
    assert house.calls == []


async def test_a_venue_without_a_name(open_house: Open) -> None:
    """A venue whose name is not configured is called as its source is."""
    house = await open_house({"venue_name": None, "currency": "EUR"})
    venue = (await find(house, VENUE, "museum")).slots["museum"]
    assert isinstance(venue, Venue)
    assert (venue.name, venue.currency) == ("museum", "EUR")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 1),
        (Filter(search="glass"), 1),
        (Filter(search="brick"), 0),
        (Filter(venues=frozenset({"museum"})), 1),
        (Filter(venues=frozenset({"other"})), 0),
    ],
)
async def test_venues_can_be_listed(house: House, wanted: Filter, count: int) -> None:
    """The list of venues is the one venue, if it passes the filter."""
    listing = Listing(VENUE, wanted)
    assert await house.source.page(listing, None, 25, asks()) is None
    gathered = await house.source.gather(listing, asks())
    assert isinstance(gathered, Gathered)
    assert len(gathered.rows) == count


@pytest.mark.parametrize("kind", [SPACE, EVENT, BOOKING, CUSTOMER, "enviso.tasks"])
async def test_nothing_else_can_be_listed(house: House, kind: str) -> None:
    """A list of anything else is refused before the vendor is asked; in a list over sources it is reported so."""
    with pytest.raises(NotListable, match=rf"^enviso has no way to list {kind}s$"):
        await house.source.gather(Listing(kind), asks())
    inquiry = asks()
    loaders = Loaders({"museum": house.source}, inquiry)
    fanned = await fan([house.source], Question(kind, {"museum": Filter()}), loaders, inquiry)
    assert [report.status for report in fanned.reports] == [Status.NOT_LISTABLE]
    assert house.calls == []


async def test_checking_takes_a_login_and_one_call_a_read(house: House) -> None:
    """A check logs in and tries both reads; that a thing is not there, or its id not liked, is no failure."""
    for status in (None, 404, 400):
        house.running.faults.clear()
        if status is not None:
            house.running.faults.add("status", status=status, path="bookingapi")
        checks = await house.source.check(asks())
        assert [(one.what, one.fault) for one in checks] == [("look bookings up", None), ("look tasks up", None)]
    assert house.count("POST") == 1
    assert house.count("GET") == 6


async def test_a_check_that_fails_says_why(open_house: Open) -> None:
    """A check with a wrong tenant's key tells that it is refused."""
    house = await open_house(credentials={"tenant_secret_key": "not-the-key"})
    checks = await house.source.check(asks())
    assert [str(one.fault) for one in checks] == ["museum answered 403: the credentials do not permit this"] * 2


async def test_headers(open_house: Open) -> None:
    """A source without a tenant's key sends none; JSON is asked for."""
    credentials: dict[str, Any] = dict((await open_house()).running.vendor.credentials)
    del credentials["tenant_secret_key"]
    house = await open_house({"credentials": credentials})
    await find(house, BOOKING, "0")
    assert {call.headers.get("Accept") for call in house.running.log} == {"application/json"}
    assert house.running.log[-1].status == 200


@pytest.mark.parametrize(
    ("spelling", "z_is_local"), [("bare", False), ("z", False), ("z_local", True)], ids=["bare", "z", "local z"]
)
async def test_the_same_moments_however_they_are_spelled(open_house: Open, spelling: str, z_is_local: bool) -> None:  # noqa: FBT001  # a row of the table
    """A venue's times mean the same moments whichever of the three ways it writes them."""
    plain = await open_house()
    house = await open_house(further={"z_is_local": z_is_local}, time_spelling=spelling)
    for key in plain.ids(6):
        found = [(await find(one, BOOKING, key)).slots[key] for one in (plain, house)]
        assert [one.period for one in found] == [found[0].period] * 2  # type: ignore[union-attr]  # bookings, no faults


async def test_the_operations_time_is_up(house: House) -> None:
    """A caller whose time is up hears so; a later one gets the answer."""
    await find(house, BOOKING, "0")
    house.running.faults.add("slow", path=HUGE, seconds=0.2, times=1)
    slots = (await house.source.get(BOOKING, [HUGE], asks(0.05))).slots
    assert isinstance(slots[HUGE], TimedOut)
    assert not isinstance((await find(house, BOOKING, HUGE)).slots[HUGE], FoyerError)
