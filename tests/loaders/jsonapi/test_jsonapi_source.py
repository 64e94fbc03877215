"""What a source at a JSON:API vendor does alike at every vendor: whole collections and lookups."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tiny_vendor import (
    EVENTS,
    NOON,
    ZONE,
    Clock,
    Vendor,
    event,
    events,
    ids,
    open_tiny,
    operation,
    translate,
)

from loaders.errors import BadResponse, VendorDown
from loaders.jsonapi.lookups import Sought
from loaders.jsonapi.walks import Filtered
from loaders.port import Filter, Listing, Source
from loaders.records import EVENT, SPACE, Ref

if TYPE_CHECKING:
    from loaders.http.ask import Ask
    from loaders.jsonapi.document import ResourceObject
    from loaders.records import Record

ALL = Listing(EVENT)


def asked(vendor: Vendor) -> list[tuple[str, str]]:
    """Give the pages that were asked for, by path and number."""
    return [(ask.path, dict(ask.query)["page[number]"]) for ask in vendor.asked]


def test_it_has_the_face_of_a_source() -> None:
    """Its name, vendor, zone, venues, capabilities and health are its account's."""
    source: Source = open_tiny(Vendor(), "a", "b")
    assert (source.name, source.vendor, source.zone, source.venue_ids) == ("tiny", "tiny", ZONE, ("a", "b"))
    assert [one.name for one in source.capabilities] == ["LIST_EVENTS"]
    assert source.health.last_success_at is None


# Whole collections.


async def test_a_collection_is_walked_once_and_filtered_here() -> None:
    """Page by page in an order in which rows do not move; the next question with another filter asks nobody."""
    vendor = Vendor({"/a/events": events(250)})
    source = open_tiny(vendor)
    found = await source.gather(Listing(EVENT, Filter(search="event 24")), operation("name"))
    assert ids(found.rows) == ["24", *map(str, range(240, 250))]
    assert asked(vendor) == [("/a/events", "1"), ("/a/events", "2"), ("/a/events", "3")]
    assert all(dict(ask.query)["sort"] == "id" for ask in vendor.asked)
    assert all(dict(ask.query)["fields[events]"] == "name,number" for ask in vendor.asked)
    assert len((await source.gather(ALL, operation("name"))).rows) == 250
    assert len(vendor.asked) == 3


async def test_every_venue_wanted_is_walked_side_by_side() -> None:
    """Venue after venue in the order of the configuration; those not wanted are not asked."""
    vendor = Vendor({f"/{venue}/events": events(2, first) for venue, first in (("a", 1), ("b", 11), ("c", 21))})
    meeting = asyncio.Barrier(3)
    vendor.before = lambda _: _meet(meeting)
    async with asyncio.timeout(10):
        found = await open_tiny(vendor, "a", "b", "c").gather(ALL, operation("name"))
    assert ids(found.rows) == ["1", "2", "11", "12", "21", "22"]
    vendor.before = None
    vendor.asked.clear()
    some = await open_tiny(vendor, "a", "b", "c").gather(Listing(EVENT, Filter(venues=frozenset("b"))), operation())
    assert {path for path, _ in asked(vendor)} == {"/b/events"}
    assert some.rows == []  # the tiny vendor's events all say that they are at venue a
    none = await open_tiny(vendor).gather(Listing(EVENT, Filter(venues=frozenset("x"))), operation())
    assert (none.rows, none.fetched_at) == ([], NOON)


async def _meet(meeting: asyncio.Barrier) -> None:
    await meeting.wait()


async def test_include_paths_are_asked_for_at_every_venue() -> None:
    """Though they may be given by a generator, which can be gone through only once."""
    vendor = Vendor({"/a/events": events(1), "/b/events": events(1, 2)})
    source = open_tiny(vendor, "a", "b")
    await source.gather_collection(ALL, EVENTS, operation("name"), extra=(path for path in ("space",)))
    assert [dict(ask.query)["include"] for ask in vendor.asked] == ["space", "space"]


async def test_one_venue_that_fails_calls_the_others_off() -> None:
    """The list has failed, so the vendor is not asked for the rest of it."""
    vendor = Vendor({"/a/events": events(1), "/b/events": events(1, 2)})
    ended: list[str] = []

    async def fail_or_hang(ask: Ask) -> None:
        try:
            if ask.path == "/a/events":
                raise VendorDown("tiny is down", source="tiny", vendor="tiny")
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append(ask.path)
            raise

    vendor.before = fail_or_hang
    with pytest.raises(VendorDown):
        await open_tiny(vendor, "a", "b").gather(ALL, operation())
    await asyncio.sleep(0)
    assert ended == ["/b/events"]


async def test_what_came_along_is_on_the_shelf_and_a_row_is_made_once() -> None:
    """Rows are there as they were made; what came along is made when it is looked for."""
    made: list[str] = []

    def counting(view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
        made.append(resource.identifier.type)
        return translate(view, resource, fetched_at)

    hall = {"type": "spaces", "id": "7", "attributes": {"name": "Hall"}}
    vendor = Vendor({"/a/events": [event(1, space="7")]}, included=[hall])
    found = await open_tiny(vendor, translating=counting).gather(ALL, operation("name", "space"))
    (row,) = found.rows
    assert found.beside[row.ref] is row
    assert row.links["space"] == Ref(SPACE, "tiny", "7")
    assert made == ["events"]
    assert found.beside[Ref(SPACE, "tiny", "7")].ref.id == "7"
    assert made == ["events", "spaces"]


async def test_a_row_that_makes_no_sense_is_told_and_spoils_only_itself() -> None:
    """Whether no resource at all or one whose attributes cannot be read."""
    rows = [event(3), {"type": "events"}, event(2, number="many"), event(1)]
    found = await open_tiny(Vendor({"/a/events": rows})).gather(ALL, operation("name"))
    assert ids(found.rows) == ["1", "3"]
    assert [str(fault) for fault in found.faults] == [
        "tiny sent a row that cannot be read: it has no id (events)",
        "tiny sent events 2, whose number cannot be read",
    ]


async def test_a_walk_is_as_old_as_its_first_page() -> None:
    """Rows of a walk that took long are not told to be fresher than they are; it is kept from its beginning on."""
    clock = Clock()
    vendor = Vendor({"/a/events": events(250)})

    def later(_: Ask) -> None:
        clock.seconds += 20

    vendor.before = later
    source = open_tiny(vendor, fresh=90, clock=clock)
    found = await source.gather(ALL, operation("name"))
    assert found.fetched_at == NOON == found.rows[0].fetched_at
    assert found.fetched_at.tzinfo is ZONE
    clock.seconds = 1089.9
    await source.gather(ALL, operation("name"))
    assert len(vendor.asked) == 3
    clock.seconds = 1090
    await source.gather(ALL, operation("name"))
    assert len(vendor.asked) == 6


async def test_others_get_their_turn_while_rows_become_records() -> None:
    """Tens of thousands of rows take seconds to translate, in which everything else would stand still."""
    turns: list[int] = []
    made: list[str] = []

    def counting(view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
        made.append(resource.identifier.id)
        return translate(view, resource, fetched_at)

    async def watch() -> None:
        while True:
            turns.append(len(made))
            await asyncio.sleep(0)

    watching = asyncio.ensure_future(watch())
    await open_tiny(Vendor({"/a/events": events(2000)}), translating=counting).gather(ALL, operation("name"))
    watching.cancel()
    assert len({count for count in turns if 0 < count < 2000}) >= 9


async def test_a_list_too_long_to_be_worth_reading_is_refused() -> None:
    """By the number of its pages; who wants it whole gets it whole."""
    source = open_tiny(Vendor({"/a/events": events(250)}))
    scope = source.account.scopes[0]
    with pytest.raises(BadResponse, match="more than 2 pages"):
        await source.walked(EVENTS, scope, operation("name"), max_pages=2)
    assert len((await source.walked(EVENTS, scope, operation("name"))).records) == 250


async def test_a_list_short_enough_answers_who_wants_it_whole() -> None:
    """It was read to its end; and while it is read, who wants it whole does not share the bound on its length."""
    vendor = Vendor({"/a/events": events(150)})
    source = open_tiny(vendor)
    scope = source.account.scopes[0]
    await source.walked(EVENTS, scope, operation("name"), max_pages=2)
    await source.gather(ALL, operation("name"))
    await source.walked(EVENTS, scope, operation("name"), max_pages=3)
    assert vendor.numbers() == [1, 2]


async def test_what_is_stale_is_renewed_however_long_it_has_become() -> None:
    """Whoever asks for it only if it is short is given what is kept, and does not bound the reading of all."""
    vendor, clock = Vendor({"/a/events": events(150)}), Clock()
    source = open_tiny(vendor, clock=clock, stale=60)
    scope = source.account.scopes[0]
    await source.gather(ALL, operation("name"))
    vendor.rows["/a/events"] = events(250)
    clock.seconds += 30
    assert len((await source.walked(EVENTS, scope, operation("name"), max_pages=2)).records) == 150
    for _ in range(50):
        await asyncio.sleep(0)
    assert len((await source.gather(ALL, operation("name"))).rows) == 250
    assert source.health.not_renewed is None


async def test_without_hints_nothing_is_included() -> None:
    """What is needed whatever the operation reads is, and the rows are the same."""
    vendor = Vendor({"/a/events": events(3)})
    source = open_tiny(vendor, fresh=0)
    reading = operation("name", hints=False)
    plain = await source.gather(ALL, reading)
    whole = await source.gather_collection(ALL, EVENTS, reading, extra=("space",))
    assert ["include" in dict(ask.query) for ask in vendor.asked] == [False, True]
    assert ids(plain.rows) == ids(whole.rows)


# Lookups.


async def test_ids_are_looked_up_fifty_to_a_call() -> None:
    """Each answer's rows together; the log says how many things each call served."""
    vendor = Vendor({"/a/events": events(200)})
    source = open_tiny(vendor)
    wanted = [str(key) for key in range(1, 121)]
    found = await source.get(EVENT, wanted, operation("name"))
    assert sorted(found.slots, key=int) == wanted
    assert [ask.asks for ask in vendor.asked] == [50, 50, 20]
    assert [ask.reason.value for ask in vendor.asked] == ["batch"] * 3
    assert all("sort" not in dict(ask.query) for ask in vendor.asked)
    assert all(found.beside.get(row.ref) is row for row in found.slots.values() if not isinstance(row, Exception))


@pytest.mark.parametrize("odd", ["1,2", "!1", "~1", "1..9", "", " 1", "1\n", "1|2", "é"])
async def test_an_id_no_vendor_could_have_made_is_nothings(odd: str) -> None:
    """It would mean something else in a filter, so it is not sent; alone, nothing is."""
    vendor = Vendor({"/a/events": events(3)})
    source = open_tiny(vendor)
    assert (await source.get(EVENT, [odd], operation())).slots == {}
    assert vendor.asked == []
    assert list((await source.get(EVENT, [odd, "2"], operation())).slots) == ["2"]


async def test_one_call_that_fails_spoils_its_own_ids_only() -> None:
    """The others have their answers, and keep them; what failed is asked for again, alone."""
    vendor = Vendor({"/a/events": events(200)})
    vendor.before = refuse_less_than_fifty
    source = open_tiny(vendor)
    wanted = [str(key) for key in range(1, 121)]
    slots = (await source.get(EVENT, wanted, operation())).slots
    failed = [key for key, slot in slots.items() if isinstance(slot, VendorDown)]
    assert (len(slots), failed) == (120, wanted[100:])
    vendor.before = None
    again = (await source.get(EVENT, wanted, operation())).slots
    assert not any(isinstance(slot, Exception) for slot in again.values())
    assert [ask.asks for ask in vendor.asked] == [50, 50, 20, 20]


def refuse_less_than_fifty(ask: Ask) -> None:
    """Fail a call for fewer ids than fifty."""
    if ask.asks < 50:
        raise VendorDown("tiny is down", source="tiny", vendor="tiny")


async def test_a_lookup_is_as_old_as_its_asking() -> None:
    """And tells the rows that make no sense with their ids."""
    clock = Clock()
    vendor = Vendor({"/a/events": [event(1), event(2, number="many")]})

    def later(_: Ask) -> None:
        clock.seconds += 5

    vendor.before = later
    source = open_tiny(vendor, clock=clock)
    sought = Sought(EVENTS, source.account.scopes[0], "id")
    ((asked, found),) = await source.lookups.find(sought, ["1", "2", "3"], operation())
    assert asked == ("1", "2", "3")
    assert isinstance(found, Filtered)
    assert (found.fetched_at, ids(found.rows), [key for key, _ in found.broken]) == (NOON, ["1"], ["2"])
    assert {identifier.id for identifier in found.resources} == {"1", "2"}
