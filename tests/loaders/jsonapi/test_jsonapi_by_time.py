"""A filtered page of a large collection costs no call and no look at all of its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
from tiny_vendor import Clock, Vendor, event, ids, open_tiny, operation, translate

from loaders.http.ask import Ask, Reply
from loaders.port import Filter, Listing
from loaders.records import EVENT, Event, Period, Record
from tests.counted import Counted

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.jsonapi.document import ResourceObject

MANY = 50_000
FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Large(Vendor):
    """A vendor with many events, ten a day, its pages written beforehand."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[bytes] = []
        for first in range(1, MANY, 100):
            rows = [event(key, space=None) for key in range(first, first + 100)]
            more = "/next" if first + 100 < MANY else None
            document = {"data": rows, "links": {"next": more}, "meta": {"pagination": {"total_records": MANY}}}
            self.pages.append(orjson.dumps(document))

    async def send(self, ask: Ask, _: Inquiry) -> Reply:
        """Give a page."""
        self.asked.append(ask)
        return Reply(200, {}, self.pages[int(dict(ask.query)["page[number]"]) - 1])


def on(day: int) -> Listing:
    """Ask for the events of a day, counted from the first."""
    between = (Counted.at(FIRST + dt.timedelta(days=day)), Counted.at(FIRST + dt.timedelta(days=day + 1)))
    return Listing(EVENT, Filter(overlaps=between))


async def test_a_day_of_a_large_collection_costs_no_walk_and_no_scan() -> None:
    """It is walked once; while it is kept, a page of any day makes no call, no record, and looks at few rows."""
    made: list[str] = []

    def dated(view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
        record = translate(view, resource, fetched_at)
        assert isinstance(record, Event)
        made.append(record.ref.id)
        start = FIRST + dt.timedelta(days=int(record.ref.id) // 10)
        end = start + dt.timedelta(hours=2)
        return replace(record, period=Period(start.date(), end.date(), start, end, all_day=False, time_zone="UTC"))

    vendor, clock = Large(), Clock()
    source = open_tiny(vendor, clock=clock, stale=60, translating=dated)
    await source.gather(on(1), operation("name", "period"))
    assert (len(vendor.asked), len(made)) == (MANY // 100, MANY)
    made.clear()
    for day in (10, 2500, 4999):
        Counted.looks = 0
        page = await source.gather(on(day), operation("name", "period"))
        assert ids(page.rows) == [str(key) for key in range(day * 10, day * 10 + 10)]
        assert Counted.looks < 500
    assert (len(vendor.asked), made) == (MANY // 100, [])
