"""Walking the pages of a list that stands still: how far, how many calls, what ends it, what it brings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import orjson
import pytest
from aiohttp import web
from paged_vendor import ids, ids_of, page_of, pages, shown, walked

from loaders.http.ask import Ask, Reply
from loaders.http.session import Session
from loaders.inquiry import Inquiry
from loaders.jsonapi.document import Identifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.test_utils import TestServer


async def test_a_list_of_one_page_is_one_call() -> None:
    """One page is one call, with or without counts."""
    for members in ({}, {"meta": {"pages": 1, "records": 2}, "links": {"next": None}}):
        send, asked = pages(shown([1, 2], **members))
        found = await walked(send, confirm=True)
        assert (ids(found), found.calls, asked) == (["1", "2"], 1, [1])


@pytest.mark.parametrize("meta", [{"pages": 3, "records": 5}, {"pagination": {"total_records": 5, "size": 2}}])
async def test_a_list_that_stands_still_is_read_once(meta: object) -> None:
    """Where the counts are told and the list stands still, each page is asked for once."""
    send, asked = pages(*(shown(rows, meta=meta) for rows in ([1, 2], [3, 4], [5])))
    found = await walked(send)
    assert ids(found) == ["1", "2", "3", "4", "5"]
    assert (found.records, found.calls, asked) == (5, 3, [1, 2, 3])


async def test_the_pages_behind_the_first_are_asked_together() -> None:
    """Where the count is known all further pages are under way before any is answered."""
    coming = asyncio.Barrier(3)

    async def send(sent: Ask, _: Inquiry) -> Reply:
        number = page_of(sent)
        if number > 1:
            await coming.wait()
        return Reply(200, {}, shown([number], meta={"pages": 4, "records": 4}))

    assert ids(await walked(send)) == ["1", "2", "3", "4"]


async def test_next_is_followed_by_number_only() -> None:
    """A next link of whatever host only says that there is a next page: the question asked is our own."""
    send, asked = pages(
        shown([1], links={"next": "https://evil.example/v2/secrets?page=9"}),
        shown([2], links={"next": {"href": "/elsewhere"}}),
        shown([3], links={"next": None}),
    )
    assert ids(await walked(send)) == ["1", "2", "3"]
    assert asked == [1, 2, 3] * 2


async def test_a_list_without_counts_is_read_until_two_readings_agree() -> None:
    """Without counts only agreement shows that nothing was lost, so a list of several pages is read twice."""
    send, _ = pages(shown([1, 2], links={"next": "/2"}), shown([3], links={"next": None}))
    found = await walked(send)
    assert (ids(found), found.records, found.calls) == (["1", "2", "3"], None, 4)


async def test_an_empty_page_ends_the_list() -> None:
    """A vendor that always tells a next page is left at the first empty one."""
    always = {"links": {"next": "/more"}}
    send, asked = pages(shown([1], **always), shown([2], **always), shown([], **always), shown([9], **always))
    assert ids(await walked(send)) == ["1", "2"]
    assert max(asked) == 3


async def test_a_next_of_null_ends_the_list() -> None:
    """Null says that this page is the last, whatever the counts say."""
    send, asked = pages(shown([1], links={"next": None}, meta={"pages": 3, "records": 3}), shown([2]))
    assert ids(await walked(send)) == ["1"]
    assert asked == [1]


async def test_counts_that_promise_too_few_pages_do_not_end_a_list_that_goes_on() -> None:
    """Where the last counted page tells a next one, it is read."""
    send, _ = pages(
        shown([1], links={"next": "/2"}, meta={"pages": 2, "records": 3}),
        shown([2], links={"next": "/3"}, meta={"pages": 2, "records": 3}),
        shown([3], links={"next": None}, meta={"pages": 2, "records": 3}),
    )
    assert ids(await walked(send)) == ["1", "2", "3"]


async def test_a_size_that_is_not_kept_does_not_end_the_list() -> None:
    """A vendor that says it puts 100 on a page, but puts 1, is read on while rows are missing."""
    meta = {"pagination": {"total_records": 3, "size": 100}}
    send, _ = pages(*(shown([row], meta=meta) for row in (1, 2, 3)))
    found = await walked(send)
    assert (ids(found), found.calls) == (["1", "2", "3"], 3)


async def test_broken_rows_keep_their_place() -> None:
    """A row that cannot be read is a fault in its slot, counts as a row, and costs no further reading."""
    meta = {"pages": 2, "records": 4}
    send, asked = pages(shown([1, None], meta=meta), shown([3, 4], meta=meta))
    told = "oceanside sent a row that cannot be read: it is not an object (row 2)"
    assert ids(await walked(send)) == ["1", told, "3", "4"]
    assert asked == [1, 2]


async def test_what_came_along_on_all_pages_is_merged() -> None:
    """Included resources of all pages are one mapping; of equal ones the first counts."""

    def space(key: str, name: str) -> object:
        return {"type": "spaces", "id": key, "attributes": {"name": name}}

    meta = {"pages": 2, "records": 2}
    send, _ = pages(
        shown([1], meta=meta, included=[space("4", "first")]),
        shown([2], meta=meta, included=[space("4", "second"), space("5", "third")]),
    )
    found = (await walked(send)).included
    assert {key: value.attributes["name"] for key, value in found.items()} == {
        Identifier("spaces", "4"): "first",
        Identifier("spaces", "5"): "third",
    }


async def test_enough_is_enough() -> None:
    """Where a caller can say what is enough, no page behind it is asked for, and none is asked for ahead."""
    meta = {"pages": 3, "records": 3}
    send, asked = pages(*(shown([row], meta=meta) for row in (9, 7, 5)))

    found = await walked(send, enough=lambda document: min(ids_of(document)) <= "7")
    assert (ids(found), found.records, asked) == (["9", "7"], 3, [1, 2])


async def test_what_is_never_enough_is_the_whole_list() -> None:
    """A walk that nothing is enough for ends where the list does."""
    meta = {"pages": 3, "records": 3}
    send, asked = pages(*(shown([row], meta=meta) for row in (9, 7, 5)))
    assert ids(await walked(send, enough=lambda _: False)) == ["9", "7", "5"]
    assert asked == [1, 2, 3]


async def test_a_walk_over_real_http(aiohttp_server: Callable[[web.Application], TestServer]) -> None:
    """Over a real connection: each page once, brackets percent-encoded, and no other host followed."""
    queries: list[str] = []

    async def events(request: web.Request) -> web.Response:
        queries.append(request.rel_url.raw_query_string)
        number = int(request.query["page[number]"])
        rows = [{"type": "events", "id": str(row)} for row in range(2 * number - 1, min(2 * number, 5) + 1)]
        following = None if number == 3 else f"http://elsewhere.invalid/v2/events?page[number]={number + 1}"
        content = {"data": rows, "meta": {"pages": 3, "records": 5}, "links": {"next": following}}
        return web.Response(body=orjson.dumps(content), content_type="application/vnd.api+json")

    application = web.Application()
    application.router.add_get("/v2/events", events)
    server = await aiohttp_server(application)  # type: ignore[misc]  # the fixture gives a coroutine function
    session = Session(
        str(server.make_url("")).rstrip("/"),
        source="oceanside",
        vendor="event_temple",
        timeout_seconds=5.0,
        max_concurrent=2,
    )
    try:
        found = await walked(session.send)
    finally:
        await session.close()
    assert ids(found) == ["1", "2", "3", "4", "5"]
    assert sorted(queries) == [f"page%5Bnumber%5D={number}&page%5Bsize%5D=2&sort=id" for number in (1, 2, 3)]
