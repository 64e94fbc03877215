"""Walking pages when something is wrong: a page fails, counts lie, the list is endless or cannot be trusted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import orjson
import pytest
from paged_vendor import MAY_BE_MISSING, ids, ids_of, one_of_two, page_of, pages, shown, walked

from loaders.errors import BadResponse, VendorDown
from loaders.http.ask import Ask, Reply
from loaders.inquiry import Inquiry
from loaders.jsonapi.pages import READINGS

if TYPE_CHECKING:
    pass


async def test_a_failure_cancels_the_other_pages() -> None:
    """When a page fails the walk raises that fault, and no other page is still under way."""
    cancelled: list[int] = []
    waiting = asyncio.Barrier(3)

    async def send(sent: Ask, _: Inquiry) -> Reply:
        number = page_of(sent)
        if number == 1:
            return Reply(200, {}, shown([1], meta={"pages": 4, "records": 4}))
        await waiting.wait()
        if number == 3:
            raise VendorDown("oceanside is down", source="oceanside", vendor="event_temple")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(number)
            raise
        raise AssertionError

    with pytest.raises(VendorDown, match=r"^oceanside is down$"):
        await walked(send)
    assert sorted(cancelled) == [2, 4]


async def test_a_cancelled_walk_leaves_nothing_under_way() -> None:
    """A caller that gives up takes the pages under way with it."""
    cancelled: list[int] = []
    waiting = asyncio.Barrier(3)

    async def send(sent: Ask, _: Inquiry) -> Reply:
        number = page_of(sent)
        if number == 1:
            return Reply(200, {}, shown([1], meta={"pages": 3, "records": 3}))
        try:
            await waiting.wait()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(number)
            raise
        raise AssertionError

    task = asyncio.ensure_future(walked(send))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sorted(cancelled) == [2, 3]


async def test_a_vendor_that_miscounts_costs_one_reading_more() -> None:
    """A count that is wrong, and stays so, is trusted when two readings agree."""
    meta = {"pages": 2, "records": 12}
    send, _ = pages(shown([1, 2], meta=meta, links={"next": "/2"}), shown([3], meta=meta, links={"next": None}))
    found = await walked(send)
    assert (ids(found), found.calls) == (["1", "2", "3"], 4)


@pytest.mark.parametrize("meta", [{}, {"pages": 3, "records": 6}])
async def test_a_vendor_that_repeats_its_first_page_is_found_out(meta: object) -> None:
    """A vendor that ignores the page's number is left after few calls, and the answer says what it is worth."""
    asked: list[int] = []

    async def send(sent: Ask, _: Inquiry) -> Reply:
        asked.append(page_of(sent))
        return Reply(200, {}, shown([1, 2], links={"next": "/more"}, meta=meta))

    assert ids(await walked(send)) == ["1", "2", MAY_BE_MISSING]
    assert len(asked) <= 6


async def test_too_many_pages_are_refused() -> None:
    """A list longer than the limit is refused: before it is read where it is counted, else at the limit."""
    sentence = "^oceanside has a list of more than 2 pages, too long to be read$"
    send, asked = pages(shown([1], meta={"pages": 3, "records": 3}))
    with pytest.raises(BadResponse, match=sentence):
        await walked(send, max_pages=2)
    assert asked == [1]
    more = {"links": {"next": "/more"}}
    send, asked = pages(shown([1], **more), shown([2], **more), shown([3], **more))
    with pytest.raises(BadResponse, match=sentence):
        await walked(send, max_pages=2)
    assert asked == [1, 2]


@pytest.mark.parametrize("data", [{"type": "events", "id": "1"}, None])
async def test_a_page_that_is_no_list_is_refused(data: object) -> None:
    """A single resource is not taken for a list of one."""

    async def send(_: Ask, __: Inquiry) -> Reply:
        return Reply(200, {}, orjson.dumps({"data": data}))

    with pytest.raises(BadResponse, match=r"^oceanside sent a single resource where a list was expected$"):
        await walked(send)


async def test_a_page_that_cannot_be_read_fails_the_walk() -> None:
    """A page of another language is one fault of the whole list, never a list with a hole."""
    meta = {"pages": 2, "records": 4}
    send, _ = pages(shown([1, 2], meta=meta), b"<html>")
    with pytest.raises(BadResponse, match=r"^oceanside sent a web page or XML where a JSON:API document was expected$"):
        await walked(send)


async def test_enough_of_a_list_that_moved_is_read_again() -> None:
    """A count that changed on the way to what is enough is a sign of movement there too, and read again."""
    asked: list[int] = []

    async def send(sent: Ask, _: Inquiry) -> Reply:
        asked.append(page_of(sent))
        return Reply(200, {}, shown([9 - page_of(sent)], meta={"pages": 4, "records": 5 if len(asked) == 1 else 4}))

    found = await walked(send, enough=lambda document: ids_of(document) == ["7"])
    assert (ids(found), asked) == (["8", "7"], [1, 2, 1, 2])


async def test_a_confirmed_walk_does_not_trust_a_wrong_count() -> None:
    """Who wants to be sure is told when the vendor's own count says that rows are missing."""
    meta = {"pages": 2, "records": 12}
    send, asked = pages(shown([1, 2], meta=meta, links={"next": "/2"}), shown([3], meta=meta, links={"next": None}))
    assert ids(await walked(send, confirm=True)) == ["1", "2", "3", MAY_BE_MISSING]
    assert len(asked) == 2 * READINGS


async def test_giving_up_gives_the_rows_of_all_readings() -> None:
    """When no reading can be trusted, rows that only an earlier one met follow those of the newest."""
    asked: list[int] = []

    async def send(sent: Ask, _: Inquiry) -> Reply:
        asked.append(page_of(sent))
        along = [{"type": "spaces", "id": str(len(asked))}]
        links = {"next": "/2" if page_of(sent) == 1 else None}
        meta = {"pages": 2, "records": 20 + len(asked)}
        return Reply(200, {}, shown([10 * page_of(sent), len(asked)], meta=meta, links=links, included=along))

    found = await walked(send)
    assert ids(found) == ["10", "7", "20", "8", "5", "6", "3", "4", "1", "2", MAY_BE_MISSING]
    assert {key.id for key in found.included} == {"1", "2", "3", "4", "5", "6", "7", "8"}


async def test_a_failing_second_reading_leaves_what_the_first_brought() -> None:
    """When the list has moved and cannot be read again, its rows are given, and that some may be missing."""
    asked: list[int] = []

    async def send(sent: Ask, _: Inquiry) -> Reply:
        asked.append(page_of(sent))
        if len(asked) > 2:
            raise VendorDown("oceanside is down", source="oceanside", vendor="event_temple")
        return Reply(200, {}, one_of_two(page_of(sent), records=1 + len(asked)))

    assert ids(await walked(send)) == ["1", "2", MAY_BE_MISSING]
    assert asked == [1, 2, 1]


async def test_a_list_that_never_stands_still_is_given_up() -> None:
    """A list that changes with every page is read a bounded number of times, and the answer says what it is worth."""
    asked: list[int] = []

    async def send(sent: Ask, _: Inquiry) -> Reply:
        asked.append(page_of(sent))
        return Reply(200, {}, one_of_two(page_of(sent), records=len(asked)))

    found = await walked(send)
    assert ids(found) == ["1", "2", MAY_BE_MISSING]
    assert found.calls == len(asked) == 2 * READINGS
