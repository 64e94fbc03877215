"""Pages of a list in the vendor's own order, whatever happens to the list between them and while they are read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_vendor import NOON, Clock, Tiny, Vendor, event, events, ids, open_tiny, operation

from loaders.errors import VendorDown
from loaders.port import Filter, Listing, Page, Spot
from loaders.records import EVENT, SPACE, Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.http.ask import Ask

ALL = Listing(EVENT)
PATH = "/a/events"


async def read(source: Tiny, after: Spot | None = None, limit: int = 25, listing: Listing = ALL) -> Page:
    """Read one page."""
    page = await source.page(listing, after, limit, operation("name"))
    assert page is not None
    assert len(page.rows) == len(page.spots) <= limit
    return page


async def walk(source: Tiny, limit: int, between: Callable[[int], None] | None = None) -> list[str]:
    """Read page after page to the end of the list; `between` is called after each."""
    rows: list[str] = []
    after: Spot | None = None
    for number in range(3000):
        page = await read(source, after, limit)
        rows += ids(page.rows)
        if not page.more:
            return rows
        assert page.rows
        after = page.spots[-1]
        if between is not None:
            between(number)
    raise AssertionError("the list has no end")


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from((0, 1, 99, 100, 101, 230)), min_size=1, max_size=3),
    st.sampled_from((7, 25, 99, 100)),
    st.sampled_from(("links", "counts", "both")),
    st.sampled_from((30, 100, 1000)),
)
def test_the_page_size_changes_nothing(counts: list[int], limit: int, tells: str, most: int) -> None:
    """Every row once, venue after venue in the vendor's order, wherever pages end and however the vendor tells that.

    Whether its own pages are as long as was asked or shorter, and whether a venue has none, or exactly as many as fit.
    """
    rows = {f"/v{at}/events": events(count, 1000 * at + 1) for at, count in enumerate(counts)}
    source = open_tiny(Vendor(rows, tells=tells, most=most), *(f"v{at}" for at in range(len(counts))))
    expected = [row["id"] for some in rows.values() for row in some]
    assert asyncio.run(walk(source, limit)) == expected


async def test_rows_are_asked_for_a_hundred_at_a_time() -> None:
    """A page of a hundred is one call, since the vendor's page tells whether more follow; smaller ones ask the same."""
    vendor = Vendor({PATH: events(250)})
    source = open_tiny(vendor, fresh=0)
    page = await read(source, limit=100)
    assert (len(page.rows), page.more, page.total) == (100, True, 250)
    assert vendor.numbers() == [1]
    small = await read(source, limit=10)
    assert dict(vendor.asked[-1].query) == dict(vendor.asked[0].query)
    middle = await read(source, small.spots[-1], limit=10)
    assert vendor.numbers() == [1, 1, 1]
    assert ids(middle.rows) == [str(key) for key in range(240, 230, -1)]
    assert "sort" not in dict(vendor.asked[0].query)


async def test_a_page_that_is_kept_answers_every_page_made_of_it() -> None:
    """All that a client's pages are made of is asked for once while it is fresh, whatever their size."""
    vendor = Vendor({PATH: events(250)})
    clock = Clock()
    source = open_tiny(vendor, clock=clock)
    small = await read(source, limit=10)
    clock.seconds += 29.9
    middle = await read(source, small.spots[-1], limit=10)
    assert ids((await read(source, limit=100)).rows)[10:20] == ids(middle.rows)
    assert (vendor.numbers(), middle.fetched_at) == ([1], NOON)
    clock.seconds += 0.1
    await read(source, limit=10)
    assert vendor.numbers() == [1, 1]


async def test_the_last_row_of_the_last_page_is_the_end() -> None:
    """A limit that is exactly what there is left leaves nothing, and costs no further call."""
    vendor = Vendor({PATH: events(100)})
    page = await read(open_tiny(vendor), limit=100)
    assert (len(page.rows), page.more, vendor.numbers()) == (100, False, [1])
    none = await read(open_tiny(Vendor()))
    assert (none.rows, none.more, none.total, none.fetched_at) == ([], False, 0, NOON)


async def test_a_venue_that_ends_with_the_page_has_the_next_asked_whether_it_has_rows() -> None:
    """A page that is full at the end of one venue is told to go on only if another has something."""
    vendor = Vendor({"/a/events": events(5), "/b/events": [], "/c/events": events(1, 11)})
    full = await read(open_tiny(vendor, "a", "b", "c"), limit=5)
    assert (ids(full.rows), full.more) == (["5", "4", "3", "2", "1"], True)
    rest = await read(open_tiny(vendor, "a", "b", "c"), full.spots[-1], limit=5)
    assert (ids(rest.rows), rest.more, rest.spots[0].scope) == (["11"], False, 2)
    assert not (await read(open_tiny(vendor, "a", "b"), limit=5)).more


async def test_only_venues_that_are_wanted_are_read() -> None:
    """A spot knows which venue it is of, also when the others are left out."""
    vendor = Vendor({"/a/events": events(3), "/b/events": events(3, 11)})
    source, only_b = open_tiny(vendor, "a", "b"), Listing(EVENT, Filter(venues=frozenset("b")))
    page = await read(source, None, 2, only_b)
    assert (ids(page.rows), page.total) == (["13", "12"], 3)
    assert ids((await read(source, page.spots[-1], 2, only_b)).rows) == ["11"]
    assert {ask.path for ask in vendor.asked} == {"/b/events"}


async def test_a_total_is_asked_for_only_where_it_is_wanted() -> None:
    """Of venues that the page does not reach, by one row each; a vendor that tells no count leaves it open."""
    vendor = Vendor({"/a/events": events(5), "/b/events": events(7, 11)})
    source = open_tiny(vendor, "a", "b")
    assert (await read(source, limit=2)).total is None
    assert len(vendor.asked) == 1
    assert (await read(source, None, 2, Listing(EVENT, count=True))).total == 12
    assert dict(vendor.asked[-1].query)["page[size]"] == "1"
    silent = open_tiny(Vendor({PATH: events(5)}, tells="links"))
    assert (await read(silent, None, 2, Listing(EVENT, count=True))).total is None


async def test_what_the_vendor_cannot_filter_or_list_is_not_paged() -> None:
    """`gather` has to, and nobody is asked."""
    vendor = Vendor({PATH: events(5)})
    source = open_tiny(vendor)
    assert await source.page(Listing(EVENT, Filter(search="x")), None, 5, operation()) is None
    assert await source.page(Listing(SPACE), None, 5, operation()) is None
    assert vendor.asked == []


async def test_a_vendor_that_fails_fails_the_page() -> None:
    """Also when it fails on a later one of its own pages."""
    vendor = Vendor({PATH: events(150)})

    def fail(ask: Ask) -> None:
        if dict(ask.query)["page[number]"] == "2":
            raise VendorDown("tiny is down", source="tiny", vendor="tiny")

    vendor.before = fail
    source = open_tiny(vendor)
    first = await read(source, limit=95)
    with pytest.raises(VendorDown):
        await read(source, first.spots[-1], 10)


# A list that changes between two pages of a client.


@pytest.mark.parametrize("most", [10, 1000])
@pytest.mark.parametrize("new", [1, 9, 25])
async def test_rows_inserted_at_the_front_lose_and_repeat_none(new: int, most: int) -> None:
    """Those that were there before come once each, in their order, as the vendor's pages move under the client's."""
    vendor = Vendor({PATH: events(60)}, most=most)
    before = [row["id"] for row in vendor.rows[PATH]]

    def insert(number: int) -> None:
        vendor.rows[PATH][:0] = events(new, 1000 + number * 100)

    seen = await walk(open_tiny(vendor), 7, insert)
    assert seen == before


async def test_rows_deleted_in_front_lose_none() -> None:
    """The row is found on the page before its own."""
    vendor = Vendor({PATH: events(60)}, most=10)

    def delete(_: int) -> None:
        del vendor.rows[PATH][:4]

    seen = await walk(open_tiny(vendor), 7, delete)
    assert seen == [str(key) for key in range(60, 60 - len(seen), -1)]
    assert len(seen) == 60


@pytest.mark.parametrize("size", [1000, 10])
async def test_a_page_begins_where_a_row_stood_that_is_gone(size: int) -> None:
    """By its place, which is now the next row's."""
    vendor = Vendor({PATH: events(40)}, most=size)
    source = open_tiny(vendor)
    page = await read(source, limit=17)
    gone = page.spots[-1]
    vendor.rows[PATH] = [row for row in vendor.rows[PATH] if row["id"] != gone.id]
    assert ids((await read(source, gone, 3)).rows) == ["23", "22", "21"]


async def test_a_row_is_looked_for_on_a_few_pages_only() -> None:
    """On its own and those around; none beyond the end of the list is asked for."""
    vendor = Vendor({PATH: events(100)}, most=10)
    source = open_tiny(vendor)
    await read(source, Spot("gone", page=5), 1)
    assert sorted(vendor.numbers()) == [4, 5, 6, 7, 8]
    vendor.asked.clear()
    assert not (await read(source, Spot("gone", page=10, at=9), 5)).more
    assert sorted(set(vendor.numbers())) == [9, 10]
    vendor.asked.clear()
    assert (await read(source, Spot("gone", page=99), 5)).rows == []
    assert sorted(set(vendor.numbers())) == [98, 99]


# A list that changes while one page of a client is read.


class Moving:
    """Changes the vendor's list before each answer but the first of a page."""

    def __init__(self, vendor: Vendor, changes: list[int]) -> None:
        self.vendor = vendor
        self.changes = changes
        self.added = 0

    def __call__(self, _: Ask) -> None:
        """Insert rows at the front, or delete some there."""
        change = self.changes.pop(0) if self.changes else 0
        rows = self.vendor.rows[PATH]
        if change >= 0:
            self.added += change
            rows[:0] = events(change, 1000 * self.added) if change else []
        else:
            del rows[:-change]


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from((0, 0, 1, 3, 10, -1, -3)), max_size=9).filter(
        lambda changes: sum(one for one in changes if one > 0) <= 30 and sum(one for one in changes if one < 0) >= -9
    ),
    st.sampled_from((5, 25, 100)),
    st.sampled_from(("counts", "both")),
)
def test_rows_that_stay_come_once_each(changes: list[int], limit: int, tells: str) -> None:
    """Up to three pages of rows inserted in front, or one deleted, at any moment while the vendor's pages are read."""
    vendor = Vendor({PATH: events(80)}, tells=tells, most=10)
    moving = Moving(vendor, [0, *changes])
    vendor.before = moving
    seen = asyncio.run(walk(open_tiny(vendor), limit))
    stayed = [row["id"] for row in vendor.rows[PATH] if int(row["id"]) <= 80]
    assert [one for one in seen if one in set(stayed)] == stayed
    assert len(set(seen)) == len(seen)


async def test_a_row_pushed_onto_the_next_page_is_met_once() -> None:
    """And finding the place again costs nothing, as it is on the page that has just come."""
    vendor = Vendor({PATH: events(40)}, most=10)
    vendor.before = Moving(vendor, [0, 3])
    page = await read(open_tiny(vendor), limit=25)
    assert ids(page.rows) == [str(key) for key in range(40, 15, -1)]
    assert vendor.numbers() == [1, 2, 3]


async def test_a_row_pulled_onto_a_page_that_is_done_is_not_lost() -> None:
    """Where the count tells that rows went, the place is looked for again."""
    vendor = Vendor({PATH: events(40)}, most=10)
    vendor.before = Moving(vendor, [0, -3])
    page = await read(open_tiny(vendor), limit=25)
    assert ids(page.rows) == [str(key) for key in range(40, 15, -1)]
    assert vendor.numbers() == [1, 2, 1, 2, 3]


async def test_a_vendor_that_repeats_itself_comes_to_an_end() -> None:
    """One that gives the first page whatever number it is asked for is not asked for ever."""
    vendor = Vendor({PATH: events(10)}, tells="links")

    async def same(ask: Ask, inquiry: Any) -> Any:
        query = {**dict(ask.query), "page[number]": "1", "page[size]": "4"}
        changed = type(ask)(ask.method, ask.path, tuple(query.items()))
        return await vendor.send(changed, inquiry)

    source = open_tiny(vendor)
    repeating = Tiny(type(source.account)(**{**_fields(source), "send": same}))
    page = await read(repeating, limit=25)
    assert (ids(page.rows), page.more, len(vendor.asked)) == (["10", "9", "8", "7"], False, 2)


def _fields(source: Tiny) -> dict[str, Any]:
    account = source.account
    return {name: getattr(account, name) for name in account.__dataclass_fields__}


# Rows that make no sense.


async def test_rows_that_cannot_be_read_are_left_out_and_told() -> None:
    """A page is filled up with those behind; each fault is told with the page it stands on, once."""
    rows = [event(5), {"type": "events"}, event(4), event(3, number="many"), event(2), event(1)]
    source = open_tiny(Vendor({PATH: rows}))
    first = await read(source, limit=2)
    assert (ids(first.rows), first.more) == (["5", "4"], True)
    assert [str(fault) for fault in first.faults] == ["tiny sent a row that cannot be read: it has no id (events)"]
    second = await read(source, first.spots[-1], 2)
    assert (ids(second.rows), second.more) == (["2", "1"], False)
    assert [str(fault) for fault in second.faults] == ["tiny sent events 3, whose number cannot be read"]


@pytest.mark.parametrize("limit", [3, 10])
async def test_broken_rows_at_the_end_are_no_further_page(limit: int) -> None:
    """Nothing that can be given follows, so the list ends, and they are told on its last page."""
    rows = [*events(3, 3), event(2, number="many"), event(1, number="many")]
    page = await read(open_tiny(Vendor({PATH: rows})), limit=limit)
    assert (ids(page.rows), page.more, len(page.faults)) == (["5", "4", "3"], False, 2)


async def test_a_whole_page_of_broken_rows_is_passed() -> None:
    """The rows behind it come."""
    rows = [*(event(key, number="many") for key in range(30, 10, -1)), *events(10)]
    page = await read(open_tiny(Vendor({PATH: rows}, most=10)), limit=4)
    assert (ids(page.rows), page.more, len(page.faults)) == (["10", "9", "8", "7"], True, 20)


# What came along.


async def test_rows_and_what_came_along_are_on_the_shelf() -> None:
    """Rows as they were made; no row is told to be younger than the moment it was asked for."""
    hall = {"type": "spaces", "id": "7", "attributes": {"name": "Hall"}}
    clock = Clock()
    vendor = Vendor({PATH: [event(1, space="7")]}, included=[hall])

    def later(_: Ask) -> None:
        clock.seconds += 5

    vendor.before = later
    page = await read(open_tiny(vendor, clock=clock))
    (row,) = page.rows
    assert page.beside[row.ref] is row
    assert Ref(SPACE, "tiny", "7") in page.beside
    assert (page.fetched_at, row.fetched_at) == (NOON, NOON)


async def test_a_kind_with_its_type_in_the_id_is_found_again() -> None:
    """The spot holds the record's id, `people/2`; the vendor's row has only its own."""
    people = [{"type": "people", "id": str(key), "attributes": {}} for key in (3, 2, 1)]
    source = open_tiny(Vendor({"/a/people": people}))
    first = await read(source, None, 2, Listing("person"))
    assert ids(first.rows) == ["people/3", "people/2"]
    people.insert(0, {"type": "people", "id": "4", "attributes": {}})
    assert ids((await read(source, first.spots[-1], 2, Listing("person"))).rows) == ["people/1"]
