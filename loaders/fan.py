"""One list asked of many sources.

With an order, every source is asked at once for all its rows that pass, and the rows are merged: a page is the first
rows behind the cursor, whatever came or went since the last page, and whichever source was missing then. Without an
order, the sources come one after another as they are configured, each in its vendor's own order, and only as many are
asked as it takes to fill the page.

A source that fails is a report, not an error: the others' rows come all the same.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from loaders.batch import Loaders
from loaders.errors import BadInput, FoyerError, NotListable, VendorFault
from loaders.inquiry import Inquiry
from loaders.match import Order, OrderValue, behind, passes, reads, sort
from loaders.port import Capability, Filter, Gathered, Listing, Source, Spot
from loaders.records import (
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    VENUE,
    Allocation,
    Allocations,
    Booking,
    Record,
    Ref,
    Rows,
)

SHARE: Final = 0.85
"""How much of the time left a list may use; the rest is for what hangs off its rows."""

LISTING: Final = {
    VENUE: Capability.LIST_VENUES,
    SPACE: Capability.LIST_SPACES,
    EVENT: Capability.LIST_EVENTS,
    BOOKING: Capability.LIST_BOOKINGS,
    CUSTOMER: Capability.LIST_CUSTOMERS,
}


class Status(Enum):
    """How one source fared in a list that asks several."""

    COMPLETE = "COMPLETE"
    STALE = "STALE"
    FAILED = "FAILED"
    NOT_LISTABLE = "NOT_LISTABLE"
    NOT_ASKED = "NOT_ASKED"


@dataclass(frozen=True, slots=True)
class Report:
    """How one source fared: when its oldest row was read, which dates it was asked for, and why it failed."""

    source: Source
    status: Status
    as_of: dt.datetime | None = None
    covers: tuple[dt.date, dt.date] | None = None
    error: FoyerError | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Behind which row a page begins: by the order's value and the row's global id, or by its spot in a source."""

    id: str
    value: OrderValue = None
    source: str = ""
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Fanned:
    """One page of a list over several sources; `total` is None where a source failed or did not say."""

    rows: Sequence[tuple[Record, Mark]]
    more: bool
    total: int | None
    reports: Sequence[Report]
    faults: Sequence[VendorFault] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of all sources.

    Args:
        kind: the kind of the rows.
        filters: source name → what is wanted of it; a source that is absent is not part of the list.
        order: by what the rows are ordered; None for each vendor's own order, source after source.
        after: where the page begins.
        first: how many rows it has at most.
        count: whether the total is wanted, even if it takes further calls.

    """

    kind: str
    filters: Mapping[str, Filter]
    order: Order | None = None
    after: Mark | None = None
    first: int = 25
    count: bool = False


def listable(kind: str, source: Source) -> bool:
    """Tell whether a source can list a kind; a vendor's own kinds are asked only of sources that have them."""
    needed = LISTING.get(kind)
    return needed is None or needed in source.capabilities


async def fan(sources: Sequence[Source], question: Question, loaders: Loaders, inquiry: Inquiry) -> Fanned:
    """Ask the sources.

    Raises:
        BadInput: the mark is of a source that is not asked.

    """
    asked = [source for source in sources if source.name in question.filters]
    if question.order is not None:
        return await _merged(asked, question, question.order, loaders, inquiry)
    return await _in_turn(asked, question, loaders, inquiry)


async def _merged(
    sources: Sequence[Source], question: Question, order: Order, loaders: Loaders, inquiry: Inquiry
) -> Fanned:
    answers = await asyncio.gather(*(_gather(source, question, loaders, inquiry) for source in sources))
    known = [answer for answer in answers if isinstance(answer, Gathered)]
    for answer in known:
        loaders.shelve(answer.beside)
    every = [row for answer in known for row in answer.rows]
    page, more = _ordered_page(every, question, order)
    loaders.shelve({record.ref: record for record, _ in page})
    reports = [_report(source, answer) for source, answer in zip(sources, answers, strict=True)]
    complete = all(report.status is not Status.FAILED for report in reports)
    return Fanned(
        page,
        more=more,
        total=len(every) if complete else None,
        reports=reports,
        faults=[fault for answer in known for fault in answer.faults],
    )


def _ordered_page(rows: Sequence[Record], question: Question, order: Order) -> tuple[list[tuple[Record, Mark]], bool]:
    after = question.after
    left = [
        (record, Mark(row_id, value))
        for value, row_id, record in sort(rows, order)
        if after is None or behind(value, row_id, after.value, after.id, order)
    ]
    return left[: question.first], len(left) > question.first


async def _gather(source: Source, question: Question, loaders: Loaders, inquiry: Inquiry) -> Gathered | FoyerError:
    """Read all that passes at one source; a failure is a value."""
    if not listable(question.kind, source):
        return NotListable(source.vendor, f"{question.kind}s")
    wanted = question.filters[source.name]
    names = reads(question.kind, wanted, question.order)
    sooner = inquiry.within(SHARE).reading(question.kind, names)
    try:
        gathered = await source.gather(Listing(question.kind, wanted), sooner)
        if question.kind == BOOKING and "period" in names:
            loaders.shelve(gathered.beside)
            return replace(gathered, rows=await settled(gathered.rows, loaders))
    except FoyerError as fault:
        return fault
    return gathered


def _report(source: Source, answer: Gathered | FoyerError) -> Report:
    if isinstance(answer, NotListable):
        return Report(source, Status.NOT_LISTABLE, error=answer)
    if isinstance(answer, FoyerError):
        return Report(source, Status.FAILED, error=answer)
    return Report(source, Status.COMPLETE, as_of=answer.fetched_at)


@dataclass(slots=True)
class _Turn:
    """What one source gave when its turn came."""

    rows: list[tuple[Record, Mark]] = field(default_factory=list)
    total: int | None = None
    report: Report | None = None
    faults: Sequence[VendorFault] = ()


async def _in_turn(sources: Sequence[Source], question: Question, loaders: Loaders, inquiry: Inquiry) -> Fanned:
    begin = _begin(sources, question.after)
    turns: list[_Turn] = []
    rows: list[tuple[Record, Mark]] = []
    for index, source in enumerate(sources):
        spot = question.after.spot if question.after is not None and index == begin else None
        wanted = question.first + 1 - len(rows)
        if not listable(question.kind, source):
            refused = NotListable(source.vendor, f"{question.kind}s")
            turns.append(_Turn(report=Report(source, Status.NOT_LISTABLE, error=refused), total=0))
        elif index < begin or wanted <= 0:
            turns.append(await _counted(source, question, inquiry))
        else:
            turn = await _turn(source, question, spot, wanted, loaders, inquiry)
            turns.append(turn)
            rows += turn.rows
    page = rows[: question.first]
    loaders.shelve({record.ref: record for record, _ in page})
    totals = [turn.total for turn in turns]
    return Fanned(
        page,
        more=len(rows) > question.first,
        total=sum(total for total in totals if total is not None) if None not in totals else None,
        reports=[turn.report for turn in turns if turn.report is not None],
        faults=[fault for turn in turns for fault in turn.faults],
    )


def _begin(sources: Sequence[Source], after: Mark | None) -> int:
    if after is None:
        return 0
    names = [source.name for source in sources]
    if after.source not in names:
        raise BadInput("after: expected a cursor of this list; got one of a source that is not in it.")
    return names.index(after.source)


async def _counted(source: Source, question: Question, inquiry: Inquiry) -> _Turn:
    """Count the rows of a source whose turn it is not, where a total is wanted."""
    waiting = Report(source, Status.NOT_ASKED)
    if not question.count:
        return _Turn(report=waiting)
    try:
        listing = Listing(question.kind, question.filters[source.name], question.count)
        names = reads(question.kind, listing.filter, None)
        sooner = inquiry.within(SHARE).reading(question.kind, names)
        page = await source.page(listing, None, 1, sooner)
        if page is not None and page.total is not None:
            return _Turn(report=replace(waiting, status=Status.COMPLETE, as_of=page.fetched_at), total=page.total)
        gathered = await source.gather(listing, sooner)
    except FoyerError as fault:
        return _Turn(report=Report(source, Status.FAILED, error=fault))
    return _Turn(report=_report(source, gathered), total=len(gathered.rows))


async def _turn(  # noqa: PLR0913, PLR0917  # one turn needs all of these, and nothing else does
    source: Source, question: Question, spot: Spot | None, wanted: int, loaders: Loaders, inquiry: Inquiry
) -> _Turn:
    listing = Listing(question.kind, question.filters[source.name], question.count)
    names = reads(question.kind, listing.filter, None)
    sooner = inquiry.within(SHARE).reading(question.kind, names)
    try:
        page = await source.page(listing, spot, wanted, sooner)
        if page is not None:
            loaders.shelve(page.beside)
            marks = [
                Mark(row.ref.encode(), None, source.name, at) for row, at in zip(page.rows, page.spots, strict=True)
            ]
            report = Report(source, Status.COMPLETE, as_of=page.fetched_at)
            return _Turn(list(zip(page.rows, marks, strict=True)), page.total, report, page.faults)
        gathered = await source.gather(listing, sooner)
    except FoyerError as fault:
        status = Status.NOT_LISTABLE if isinstance(fault, NotListable) else Status.FAILED
        return _Turn(report=Report(source, status, error=fault))
    loaders.shelve(gathered.beside)
    rows, _ = _plain_page(gathered.rows, source, spot, wanted)
    return _Turn(rows, len(gathered.rows), _report(source, gathered), gathered.faults)


def _plain_page(
    rows: Sequence[Record], source: Source, spot: Spot | None, wanted: int
) -> tuple[list[tuple[Record, Mark]], bool]:
    start = _place(rows, spot)
    page = [
        (row, Mark(row.ref.encode(), None, source.name, Spot(row.ref.id, at=start + offset)))
        for offset, row in enumerate(rows[start : start + wanted])
    ]
    return page, len(rows) > start + wanted


def _place(rows: Sequence[Record], spot: Spot | None) -> int:
    """Give the index of the first row behind a spot; by its place where its row is gone."""
    if spot is None:
        return 0
    found = next((index for index, row in enumerate(rows) if row.ref.id == spot.id), None)
    return spot.at if found is None else found + 1


async def settled(rows: Sequence[Record], loaders: Loaders) -> list[Record]:
    """Give bookings with their allocations and period filled in, where those are told apart from the booking."""

    async def settle(record: Record) -> Record:
        link = record.links.get("allocations")
        if not isinstance(record, Booking) or not isinstance(link, Ref):
            return record
        known = loaders.peek(link) or await loaders.load(link)
        return with_allocations(record, known) if isinstance(known, Allocations) else record

    return list(await asyncio.gather(*(settle(row) for row in rows)))


def with_allocations(booking: Booking, known: Allocations) -> Booking:
    """Fill a booking's allocations and period from what its link led to; what only the booking knows stays."""
    return replace(booking, allocations=merged_rows(booking, known), period=known.period or booking.period)


def merged_rows(booking: Booking, known: Allocations) -> tuple[Allocation, ...]:
    """Give a booking's allocations: those its link led to, and of the rest what the booking itself tells."""
    told = {row.vendor_id: row for row in booking.allocations or ()}
    seen = {row.vendor_id for row in known.rows}
    better = tuple(told[row.vendor_id] if row.period is None and row.vendor_id in told else row for row in known.rows)
    return better + tuple(row for key, row in told.items() if key not in seen)


async def paged(found: Rows, source: Source, question: Question, loaders: Loaders) -> Fanned:
    """Give one page of rows that were found under one reference, such as the bookings of a customer."""
    wanted = question.filters[source.name]
    rows: Sequence[Record] = found.rows
    if question.kind == BOOKING and "allocations" in reads(question.kind, wanted, question.order):
        rows = await settled(rows, loaders)
    kept = [row for row in rows if passes(row, wanted)]
    if question.order is not None:
        page, more = _ordered_page(kept, question, question.order)
    else:
        spot = question.after.spot if question.after is not None else None
        page, more = _plain_page(kept, source, spot, question.first)
    return Fanned(page, more, len(kept), [Report(source, Status.COMPLETE, as_of=found.fetched_at)])
