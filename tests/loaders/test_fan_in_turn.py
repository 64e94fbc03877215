"""One list over several sources: without an order they come one after another."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_source import LISTS, Memory, down, event, keys, operation, question, several, statuses, unreadable, walk

from loaders.fan import fan
from loaders.port import Capability, Filter
from loaders.records import EVENT


def asked(source: Memory) -> list[str]:
    """Give what a source was asked, verb by verb."""
    return [verb for verb, _ in source.asked]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from((None, 1, 3, 100))), min_size=1, max_size=4),
    st.sampled_from((1, 2, 3, 7, 100)),
)
def test_the_page_size_changes_nothing(shapes: list[tuple[int, int | None]], first: int) -> None:
    """Pages of any size give each source's rows in its own order, source after source, each row once.

    Whether a source gives pages or its list whole, and wherever a page ends: within a source, at its end, or before
    one that has none.
    """
    sources = [Memory(f"s{at}", several(f"s{at}", count), pages=pages) for at, (count, pages) in enumerate(shapes)]
    expected = [f"{source.name} {row.ref.id}" for source in sources for row in source.rows]
    assert asyncio.run(walk(sources, None, first)) == expected


@pytest.mark.parametrize("pages", [None, 5])
async def test_rows_inserted_at_the_front_lose_and_repeat_none(pages: int | None) -> None:
    """Of each source, those that were there before come once each."""
    sources = [Memory(name, several(name, 12), pages=pages) for name in ("hotel", "park")]
    before = await walk(sources, None, 100)

    def insert(number: int) -> None:
        for source in sources:
            source.rows.insert(0, event(source.name, 1000 + number))

    after = await walk(sources, None, 5, insert)
    assert [one for one in after if one in before] == before
    assert len(set(after)) == len(after)


@pytest.mark.parametrize("pages", [None, 5])
async def test_a_page_begins_where_a_row_stood_that_is_gone(pages: int | None) -> None:
    """Its place counts: the row that stands there now is the next."""
    source = Memory("hotel", several("hotel", 12), pages=pages)
    page = await fan([source], question(source, first=7), *operation(source))
    gone = source.rows.pop(6)
    assert keys(page)[-1] == f"hotel {gone.ref.id}"
    rest = await fan([source], question(source, after=page.rows[-1][1]), *operation(source))
    assert keys(rest) == ["hotel 5", "hotel 4", "hotel 3", "hotel 2", "hotel 1"]


async def test_only_as_many_sources_are_asked_as_the_page_needs() -> None:
    """Those behind are NOT_ASKED, and so are those in front when a later page begins behind them."""
    hotel, park, zoo = (Memory(name, several(name, 4), pages=10) for name in ("hotel", "park", "zoo"))
    first = await fan([hotel, park, zoo], question(hotel, park, zoo, first=3), *operation(hotel, park, zoo))
    assert (statuses(first), first.more, first.total) == (["COMPLETE", "NOT_ASKED", "NOT_ASKED"], True, None)
    mark = first.rows[-1][1]
    second = await fan(
        [hotel, park, zoo], question(hotel, park, zoo, first=3, after=mark), *operation(hotel, park, zoo)
    )
    assert keys(second) == ["hotel 1", "park 4", "park 3"]
    assert statuses(second) == ["COMPLETE", "COMPLETE", "NOT_ASKED"]
    mark = second.rows[-1][1]
    third = await fan([hotel, park, zoo], question(hotel, park, zoo, first=3, after=mark), *operation(hotel, park, zoo))
    assert (keys(third), statuses(third)) == (["park 2", "park 1", "zoo 4"], ["NOT_ASKED", "COMPLETE", "COMPLETE"])
    assert [asked(source) for source in (hotel, park, zoo)] == [["page"] * 2, ["page"] * 2, ["page"]]


async def test_a_source_is_asked_for_no_more_rows_than_are_wanted() -> None:
    """Whether more follow its page says itself; only at a source's end is the next asked for one row, to tell."""
    hotel, park = (Memory(name, several(name, 4), pages=10) for name in ("hotel", "park"))
    page = await fan([hotel, park], question(hotel, park, first=4), *operation(hotel, park))
    assert (len(page.rows), page.more) == (4, True)
    assert (hotel.asked, park.asked) == ([("page", 4)], [("page", 1)])


async def test_a_row_that_only_tells_that_there_is_more_is_no_part_of_the_page() -> None:
    """Nor are the faults of its source, which come with the page that reaches it."""
    hotel, park = (Memory(name, several(name, 2), pages=10) for name in ("hotel", "park"))
    park.broken = [unreadable("park")]
    first = await fan([hotel, park], question(hotel, park, first=2), *operation(hotel, park))
    assert (keys(first), list(first.faults)) == (["hotel 2", "hotel 1"], [])
    second = await fan([hotel, park], question(hotel, park, first=2, after=first.rows[-1][1]), *operation(hotel, park))
    assert (keys(second), list(second.faults)) == (["park 2", "park 1"], park.broken)


async def test_a_list_ends_where_the_last_source_does() -> None:
    """However many empty sources follow; an empty list has no more, and is no error."""
    hotel, park, zoo = Memory("hotel", several("hotel", 3), pages=10), Memory("park", pages=10), Memory("zoo")
    page = await fan([hotel, park, zoo], question(hotel, park, zoo, first=3, count=True), *operation(hotel, park, zoo))
    assert (len(page.rows), page.more, page.total) == (3, False, 3)
    none = await fan([park, zoo], question(park, zoo), *operation(park, zoo))
    assert (list(none.rows), none.more, statuses(none)) == ([], False, ["COMPLETE", "COMPLETE"])
    nobody = await fan([], question(), *operation())
    assert (list(nobody.rows), nobody.more, nobody.total, list(nobody.reports)) == ([], False, 0, [])


async def test_a_source_that_fails_is_passed_over_and_named() -> None:
    """The next fills the page; the total is not known; asked again when it is back, the list is whole."""
    hotel, park = (Memory(name, several(name, 3), pages=10) for name in ("hotel", "park"))
    hotel.fault = down("hotel")
    page = await fan([hotel, park], question(hotel, park, first=2, count=True), *operation(hotel, park))
    assert (keys(page), statuses(page), page.more, page.total) == (
        ["park 3", "park 2"],
        ["FAILED", "COMPLETE"],
        True,
        None,
    )
    assert page.reports[0].error is hotel.fault
    hotel.fault = None
    assert len(await walk([hotel, park], None, 2)) == 6


async def test_a_source_that_fails_on_a_later_page_repeats_nothing_when_it_is_back() -> None:
    """Its rows are missing on the page that names it; asked for that page again, they are there."""
    hotel, park = (Memory(name, several(name, 4), pages=10) for name in ("hotel", "park"))
    first = await fan([hotel, park], question(hotel, park, first=2), *operation(hotel, park))
    hotel.fault = down("hotel")
    again = question(hotel, park, first=3, after=first.rows[-1][1])
    second = await fan([hotel, park], again, *operation(hotel, park))
    assert (keys(second), statuses(second)) == (["park 4", "park 3", "park 2"], ["FAILED", "COMPLETE"])
    hotel.fault = None
    assert keys(await fan([hotel, park], again, *operation(hotel, park))) == ["hotel 2", "hotel 1", "park 4"]


async def test_a_total_counts_every_source_at_once() -> None:
    """Those whose turn it is not are asked side by side, and only where the total is wanted."""
    sources = [Memory("hotel", several("hotel", 9), pages=10), Memory("park", several("park", 4), pages=10)]
    sources += [Memory("zoo", several("zoo", 2), pages=10, tells=False), Memory("hall", several("hall", 1))]
    others = asyncio.Barrier(3)

    def meet(source: Memory) -> None:
        async def once() -> None:
            source.before = None
            await others.wait()

        source.before = once

    for source in sources[1:]:
        meet(source)
    async with asyncio.timeout(10):
        page = await fan(sources, question(*sources, first=3, count=True), *operation(*sources))
    assert (page.total, statuses(page)) == (16, ["COMPLETE"] * 4)
    assert [asked(source) for source in sources] == [["page"], ["page"], ["page", "gather"], ["gather"]]


async def test_a_source_that_cannot_be_counted_leaves_the_total_open() -> None:
    """It is named, FAILED, though its rows were not wanted yet."""
    hotel, park = (Memory(name, several(name, 3), pages=10) for name in ("hotel", "park"))
    park.fault = down("park")
    page = await fan([hotel, park], question(hotel, park, first=1, count=True), *operation(hotel, park))
    assert (page.total, statuses(page), len(page.rows)) == (None, ["COMPLETE", "FAILED"], 1)


async def test_what_cannot_list_is_told_wherever_the_page_begins() -> None:
    """In front of the page and behind it: NOT_LISTABLE, never asked, and it has no rows to count."""
    hotel, park, zoo = (Memory(name, several(name, 2), pages=10) for name in ("hotel", "park", "zoo"))
    hotel.capabilities = zoo.capabilities = LISTS - {Capability.LIST_EVENTS}
    first = await fan([hotel, park, zoo], question(hotel, park, zoo, first=1, count=True), *operation(hotel, park, zoo))
    again = question(hotel, park, zoo, first=1, count=True, after=first.rows[-1][1])
    second = await fan([hotel, park, zoo], again, *operation(hotel, park, zoo))
    for page in (first, second):
        assert (statuses(page), page.total) == (["NOT_LISTABLE", "COMPLETE", "NOT_LISTABLE"], 2)
    assert (hotel.asked, zoo.asked) == ([], [])


async def test_a_filter_the_vendor_cannot_apply_is_applied_here() -> None:
    """The source is asked for its list whole; pages of what passes are cut from it."""
    source = Memory("hotel", several("hotel", 30), pages=10)
    wanted = Filter(search="event 1")
    first = await fan([source], question(source, first=4, wanted=wanted), *operation(source))
    assert (keys(first), first.more, first.total) == (["hotel 28", "hotel 25", "hotel 22", "hotel 19"], True, 10)
    again = question(source, first=40, wanted=wanted, after=first.rows[-1][1])
    second = await fan([source], again, *operation(source))
    assert (len(second.rows), second.more) == (6, False)
    assert asked(source) == ["gather", "gather"]
    assert all(record.ref.kind == EVENT for record, _ in second.rows)
