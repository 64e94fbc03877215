"""Each kind is looked up with as few calls as the vendor allows, and each link leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import listed, one, reading, ref, rows, sample

from loaders.errors import BadInput, FoyerError, VendorDown
from loaders.port import Capability, Filter, Listing

if TYPE_CHECKING:
    from locaboo_desk import Open

CALLS = [
    ("venue", ["48", "51"], ["resource_list"], 2),
    ("space", ["48", "49", "53"], ["resource_list"], 3),
    ("customer", ["41", "54"], ["customer_list"], 2),
    ("booking", ["312842"], ["booking/312842"], 1),
    ("event", ["1"], ["event_details/1"], 1),
    ("booking@customer", ["21749", "1"], ["booking_list"], 2),
    ("booking@space", ["49", "50", "48"], ["booking_list"], 3),
    ("venue@event", ["1"], ["resource_list", "event_details/1"], 1),
    ("space@event", ["1"], ["resource_list", "event_details/1"], 1),
    ("space_type@space", ["51"], ["resource/51"], 1),
    ("locaboo.profile", ["profile"], ["profile"], 1),
    ("locaboo.inventory", ["1890"], ["inventory_list"], 1),
    ("locaboo.services", ["686"], ["service_list"], 1),
    ("locaboo.invoices", ["46475"], ["invoice_list"], 1),
    ("locaboo.free_text_fields", ["1", "2"], ["resource_list"], 2),
    ("locaboo.resources", ["51"], ["resource/51"], 1),
    ("locaboo.bookings", ["312842"], ["booking/312842"], 1),
    ("locaboo.customers", ["41"], ["customer_list"], 1),
    ("locaboo.events", ["1"], ["event_details/1"], 1),
    ("locaboo.booked_along@booking", ["312842"], ["booking/312842"], 1),
    ("locaboo.documents@event", ["1"], ["event_details/1"], 1),
]


@pytest.mark.parametrize(("kind", "keys", "calls", "count"), CALLS)
async def test_what_a_lookup_costs(open_hall: Open, kind: str, keys: list[str], calls: list[str], count: int) -> None:
    """Cold, each lookup takes these calls and no other; again, while it is fresh, none."""
    source, desk = await open_hall()
    found = await source.get(kind, keys, reading())
    assert len(found.slots) == count
    assert not [slot for slot in found.slots.values() if isinstance(slot, FoyerError)]
    assert desk.paths() == calls
    assert (await source.get(kind, keys, reading())).slots == found.slots
    assert desk.paths() == []


@pytest.mark.parametrize(
    ("kind", "keys", "calls"),
    [
        ("venue", ["49", "x", ""], ["resource_list"]),
        ("space", ["1"], ["resource_list"]),
        ("customer", ["9", "041"], ["customer_list"]),
        ("booking", ["9"], ["booking/9"]),
        ("booking", ["abc", "../profile", "0", "-1", "1.5", "٤", "9" * 30], []),
        ("event", ["9", "one"], ["event_details/9"]),
        ("locaboo.profile", ["me"], ["profile"]),
        ("locaboo.documents@event", ["9"], ["event_details/9"]),
        ("locaboo.booked_along@booking", ["9"], ["booking/9"]),
        ("space_block@space", ["49"], []),
        ("allocations", ["312842"], []),
        ("event_temple.groups", ["1"], []),
        ("availability", ["nonsense", "60|today|tomorrow|49"], []),
        ("booking", [], []),
    ],
)
async def test_what_is_not_there_is_absent(open_hall: Open, kind: str, keys: list[str], calls: list[str]) -> None:
    """No fault and no record; an id the vendor could not have made is not asked for."""
    source, desk = await open_hall()
    assert dict((await source.get(kind, keys, reading())).slots) == {}
    assert desk.paths() == calls


async def test_an_empty_answer_is_nothing(open_hall: Open) -> None:
    """A vendor that answers 200 with nothing in it knows no such thing."""
    source, _ = await open_hall(
        {"booking/9": rows(), "event_details/9": rows(), "resource/9": {"data": None, "success": True}}
    )
    for kind in ("booking", "event", "locaboo.resources"):
        assert dict((await source.get(kind, ["9"], reading())).slots) == {}


async def test_many_bookings_are_one_list(open_hall: Open) -> None:
    """Up to five are asked for one by one; more are looked for in the list, and what is not in it one by one."""
    source, desk = await open_hall()
    keys = ["312834", "312838", "312886", "312842", "1", "2"]
    found = await source.get("booking", keys, reading())
    assert sorted(found.slots) == ["312834", "312838", "312842", "312886"]
    assert desk.paths() == ["booking_list", "booking/312842", "booking/1", "booking/2"]


async def test_many_events_are_one_list(open_hall: Open) -> None:
    """The same of events."""
    source, desk = await open_hall()
    found = await source.get("event", [str(key) for key in range(1, 8)], reading())
    assert sorted(found.slots) == ["1", "2"]
    assert desk.paths()[0] == "event_list"


async def test_a_list_that_fails_fails_each_slot_by_itself(open_hall: Open) -> None:
    """Each asker is given a fault of its own."""
    source, _ = await open_hall({"booking_list": (503, b"")})
    found = (await source.get("booking", [str(key) for key in range(1, 8)], reading())).slots
    assert len(found) == 7
    assert len({id(fault) for fault in found.values()}) == 7
    assert all(isinstance(fault, VendorDown) for fault in found.values())
    owned = (await source.get("booking@customer", ["1", "2"], reading())).slots
    assert [type(owned[key]) for key in "12"] == [VendorDown, VendorDown]


async def test_the_bookings_of_a_customer(open_hall: Open) -> None:
    """In the vendor's order; a customer who booked nothing has none, which is not absent."""
    source, _ = await open_hall()
    found: Any = (await source.get("booking@customer", ["21749", "41"], reading())).slots
    assert [row.ref.id for row in found["21749"].rows] == ["312834", "312838", "312886"]
    assert (found["41"].rows, found["41"].ref) == ((), ref("booking@customer", "41"))


async def test_rows_that_cannot_be_read_are_told_once(open_hall: Open) -> None:
    """Nobody knows whose a broken booking is: it is told beside the first, and not beside each."""
    answer = sample("booking_list")
    answer["data"][0]["resources"] = "?"
    source, _ = await open_hall({"booking_list": answer})
    found: Any = (await source.get("booking@customer", ["41", "21749"], reading())).slots
    assert [len(found[key].faults) for key in ("41", "21749")] == [1, 0]


async def test_the_events_of_spaces_and_bookings(open_hall: Open) -> None:
    """Events are where their documents' bookings are; each event is asked once, whoever wants to know."""
    source, desk = await open_hall({"event_details/2": {**sample("event_details"), "data": [{"id": "2"}]}})
    found: Any = (await source.get("event@space", ["47", "49", "50"], reading())).slots
    assert {key: [row.ref.id for row in slot.rows] for key, slot in found.items()} == {
        "47": ["1"],
        "49": ["1"],
        "50": [],
    }
    owned: Any = (await source.get("event@booking", ["193527", "7"], reading())).slots
    assert [row.ref.id for row in owned["193527"].rows] == ["1"]
    assert owned["193527"].rows[0].links["booking"] == ref("booking", "149293")
    assert owned["7"].rows == ()
    assert desk.paths() == ["event_list", "event_details/1", "event_details/2"]


async def test_events_of_a_venue_or_a_space(open_hall: Open) -> None:
    """A filter by either finds an event at whatever its documents mention."""
    source, _ = await open_hall({"event_details/2": {**sample("event_details"), "data": [{"id": "2"}]}})
    for wanted in (
        Filter(venues=frozenset({"47"})),
        Filter(venues=frozenset({"48"})),
        Filter(spaces=frozenset({"49"})),
        Filter(venues=frozenset({"48"}), spaces=frozenset({"49", "50"})),
    ):
        assert [row.ref.id for row in await listed(source, "event", wanted)] == ["1"]
    assert await listed(source, "event", Filter(venues=frozenset({"51"}))) == []


async def test_an_event_that_cannot_be_read_is_told_and_one_that_cannot_be_asked_fails(open_hall: Open) -> None:
    """A list by venue with a broken event in it says so; with an event the vendor fails on it fails."""
    wanted = Filter(venues=frozenset({"48"}))
    source, _ = await open_hall({"event_details/2": rows({"id": "2", "documents": "?"})})
    gathered = await source.gather(Listing("event", wanted), reading())
    assert [row.ref.id for row in gathered.rows] == ["1"]
    assert [str(fault) for fault in gathered.faults] == [
        "hall sent a row that cannot be read: its documents makes no sense (event 2)"
    ]
    source, _ = await open_hall({"event_details/2": (500, b"")})
    with pytest.raises(VendorDown):
        await source.gather(Listing("event", wanted), reading())
    found = (await source.get("event@space", ["49"], reading())).slots
    assert isinstance(found["49"], VendorDown)


async def test_too_many_events_fail_the_lookup(open_hall: Open) -> None:
    """Where events are, of more than 400, is not asked for the sake of a space either."""
    template = sample("event_list")["data"][0]
    source, _ = await open_hall({"event_list": rows(*({**template, "id": key} for key in range(1, 402)))})
    found = (await source.get("event@booking", ["1"], reading())).slots
    assert isinstance(found["1"], BadInput)


async def test_where_an_event_is(open_hall: Open) -> None:
    """The links of an event in a list lead to the things themselves; without documents they lead nowhere."""
    source, desk = await open_hall(
        {"booking/149293": {"data": {"id": 149293}, "success": True}, "event_details/2": rows({"id": "2"})}
    )
    found = {
        kind: dict((await source.get(kind, ["1", "2"], reading())).slots)
        for kind in ("venue@event", "space@event", "booking@event")
    }
    assert {kind: {key: slot.ref for key, slot in slots.items()} for kind, slots in found.items()} == {
        "venue@event": {"1": ref("venue", "47")},
        "space@event": {"1": ref("space", "47")},
        "booking@event": {"1": ref("booking", "149293")},
    }
    assert desk.paths() == ["resource_list", "event_details/1", "event_details/2", "booking/149293"]


async def test_spaces_bring_venues_along(open_hall: Open) -> None:
    """What one list told of all resources is beside whatever was looked up, unless more of it is read."""
    source, _ = await open_hall(fresh=0)
    found = await source.get("space", ["49"], reading())
    assert found.beside[ref("space", "48")].ref == ref("space", "48")
    assert found.beside[ref("venue", "51")].ref == ref("venue", "51")
    found = await source.get("space", ["49"], reading({"venue": ("currency",)}))
    assert ref("venue", "51") not in found.beside


async def test_a_picture_of_a_space(open_hall: Open) -> None:
    """It is told of a resource alone: a call a space, when it is read; a part nobody knows alone has none."""
    source, desk = await open_hall()
    picture = reading({"space": ("image_url",)})
    found: Any = (await source.get("space", ["51", "52"], picture)).slots
    assert found["51"].image_url.endswith("thumb_Buzz%20Aldrin%20on%20the%20moon_HD.jpg")
    assert found["52"].image_url is None
    assert desk.paths() == ["resource_list", "resource/51", "resource/52"]


async def test_what_can_be_asked(open_hall: Open) -> None:
    """It reads all there is, and writes what the document has a way for; who it is needs no call."""
    source, desk = await open_hall()
    assert source.capabilities == {
        Capability.LIST_VENUES,
        Capability.LIST_SPACES,
        Capability.LIST_EVENTS,
        Capability.LIST_BOOKINGS,
        Capability.LIST_CUSTOMERS,
        Capability.GET_EVENT,
        Capability.GET_BOOKING,
        Capability.GET_CUSTOMER,
        Capability.AVAILABILITY,
        Capability.CREATE_BOOKING,
        Capability.UPDATE_BOOKING,
        Capability.CANCEL_BOOKING,
        Capability.CREATE_CUSTOMER,
        Capability.UPDATE_CUSTOMER,
        Capability.ADD_CUSTOMER_ADDRESS,
    }
    assert (source.name, source.vendor, source.zone.key, source.venue_ids) == ("hall", "locaboo", "Europe/Berlin", ())
    assert desk.paths() == []


async def test_a_check_tries_what_there_is(open_hall: Open) -> None:
    """Four small calls, each told by itself."""
    source, desk = await open_hall({"event_list": (501, b"")})
    checks = await source.check(reading())
    assert [(check.what, str(check.fault)) for check in checks] == [
        ("profile", "None"),
        ("resource_list", "None"),
        ("booking_list", "None"),
        ("event_list", "hall answered 501: it is out of order"),
    ]
    assert desk.asked[2][1] == {"date_from": "2023-10-11", "date_to": "2023-10-11", "show_details": "true"}
    assert desk.paths() == ["profile", "resource_list", "booking_list", "event_list"]


async def test_an_event_without_times(open_hall: Open) -> None:
    """Its days are whole, the last one included; with one of the times the other is the day's beginning or end."""
    template = {**sample("event_list")["data"][0], "date_from": "13.05.2021", "date_to": "14.05.2021"}
    days = {**template, "time_from": "", "time_to": ""}
    answers = rows(
        {**days, "id": 1},
        {**days, "id": 2, "date_to": "13.05.2021"},
        {**days, "id": 3, "time_from": "19:30"},
        {**days, "id": 4, "date_from": "", "date_to": ""},
        {**template, "id": 5, "marketing_data_price": "12,50 EUR / frei"},
        {**template, "id": 6, "date_to": "12.05.2021"},
    )
    source, _ = await open_hall({"event_list": answers})
    gathered = await source.gather(Listing("event"), reading())
    found: Any = {row.ref.id: row for row in gathered.rows}
    told = {
        key: (str(row.period.start_date), str(row.period.end_date), row.period.all_day)
        for key, row in found.items()
        if row.period
    }
    assert told == {
        "1": ("2021-05-13", "2021-05-15", True),
        "2": ("2021-05-13", "2021-05-13", True),
        "3": ("2021-05-13", "2021-05-14", False),
        "5": ("2021-05-13", "2021-05-14", False),
    }
    assert (found["3"].period.starts_at.hour, found["3"].period.ends_at.minute) == (19, 59)
    assert found["4"].period is None
    price = found["5"].details.attributes
    assert (price["marketing_data_price"], price["marketing_data_price_text"]) == (None, "12,50 EUR / frei")
    assert [str(fault) for fault in gathered.faults] == [
        "hall sent a row that cannot be read: it ends before it begins (event 6)"
    ]


async def test_an_unheard_of_word_is_unknown(open_hall: Open) -> None:
    """The vendor's word is kept; an invoice without a customer or a discount leads nowhere."""
    invoice = {
        **sample("invoice_list")["data"][0],
        "payment_status": "Verschenkt",
        "status": "",
        "payment_type": " BAR ",
        "discount": [],
        "customer": [],
        "invoice_rows": [],
    }
    source, _ = await open_hall({"invoice_list": rows(invoice)})
    (found,) = await listed(source, "locaboo.invoices")
    told = found.attributes
    assert (told["payment_status"], told["vendor_payment_status"]) == ("UNKNOWN", "Verschenkt")
    assert (told["status"], told["vendor_status"], told["payment_type"]) == ("UNKNOWN", None, "CASH")
    assert (told["discount"], told["payer"], told["rows"], found.links["customer"]) == (None, None, (), None)


async def test_a_booking_of_nobody(open_hall: Open) -> None:
    """No customer, 0 or an empty text lead nowhere; a number leads where its text would."""
    template = sample("booking_list")["data"][0]
    told = [None, 0, "", 21749]
    source, _ = await open_hall(
        {"booking_list": rows(*({**template, "id": 1 + n, "customer_id": key} for n, key in enumerate(told)))}
    )
    assert [row.links["customer"] for row in await listed(source, "booking")] == [
        None,
        None,
        None,
        ref("customer", "21749"),
    ]


async def test_a_booking_without_instances(open_hall: Open) -> None:
    """Nothing taken is no period, and no venue where nothing says which."""
    source, _ = await open_hall({"booking/1": {"data": {"id": 1, "resources": []}, "success": True}})
    booking = await one(source, "booking", "1")
    assert (booking.period, booking.allocations, booking.links["venue"]) == (None, (), None)
