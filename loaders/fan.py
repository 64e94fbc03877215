"""One list asked of many sources.

With an order, every source is asked at once for all its rows that pass, and the rows are merged: a page is the first
rows behind the cursor, whatever came or went since the last page, and whichever source was missing then. Without an
order, the sources come one after another as they are configured, each in its vendor's own order, and only as many are
asked as it takes to fill the page.

A source that fails is a report, not an error: the others' rows come all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.allocations import settle
from loaders.batch import Loaders
from loaders.errors import FoyerError, NotListable, VendorFault
from loaders.inquiry import Inquiry
from loaders.match import Order, first_rows, passing, reads
from loaders.port import Gathered, Source
from loaders.question import Fanned, Mark, Question, Status, check_mark, listable, listing, read, reported
from loaders.records import BOOKING, Record, Rows
from loaders.together import together
from loaders.turns import in_turn, plain_page


async def fan(sources: Sequence[Source], question: Question, loaders: Loaders, inquiry: Inquiry) -> Fanned:
    """Ask the sources.

    Raises:
        BadInput: the mark is of a source that is not asked, or of no such list.

    """
    check_mark(question)
    asked = [source for source in sources if source.name in question.filters]
    if question.order is not None:
        return await _merged(asked, question, question.order, loaders, inquiry)
    return await in_turn(asked, question, loaders, inquiry)


async def _merged(
    sources: Sequence[Source], question: Question, order: Order, loaders: Loaders, inquiry: Inquiry
) -> Fanned:
    answers = await together(_gather(source, question, loaders, inquiry) for source in sources)
    known = [answer for answer in answers if isinstance(answer, Gathered)]
    for answer in known:
        loaders.shelve(answer.beside)
    every = [row for answer in known for row in answer.rows]
    page, more = _ordered_page(every, question, order)
    loaders.shelve({record.ref: record for record, _ in page})
    reports = [reported(source, answer) for source, answer in zip(sources, answers, strict=True)]
    complete = all(report.status is not Status.FAILED for report in reports)
    return Fanned(
        page,
        more=more,
        total=len(every) if complete else None,
        reports=reports,
        faults=[fault for answer in known for fault in answer.faults],
    )


def _ordered_page(rows: Sequence[Record], question: Question, order: Order) -> tuple[list[tuple[Record, Mark]], bool]:
    after = None if question.after is None else (question.after.value, question.after.id)
    page, more = first_rows(rows, order, question.first, after)
    return [(record, Mark(row_id, value)) for value, row_id, record in page], more


async def _gather(source: Source, question: Question, loaders: Loaders, inquiry: Inquiry) -> Gathered | FoyerError:
    """Read all that passes at one source; a failure is a value."""
    if not listable(question.kind, source):
        return NotListable(source.vendor, f"{question.kind}s")
    asked, sooner = listing(source, question, inquiry)
    try:
        gathered = await source.gather(asked, sooner)
        if question.kind == BOOKING and asked.periods:
            loaders.shelve(gathered.beside)
            rows, faults = await settle(gathered.rows, loaders, "period")
            return replace(gathered, rows=rows, faults=[*gathered.faults, *faults])
    except FoyerError as fault:
        return fault
    return gathered


async def paged(found: Rows, source: Source, question: Question, loaders: Loaders) -> Fanned:
    """Give one page of rows that were found under one reference, such as the bookings of a customer.

    Raises:
        BadInput: the mark is of no such list.
        VendorFault: what the bookings take could not be asked for.

    """
    check_mark(question)
    wanted = question.filters[source.name]
    rows: Sequence[Record] = found.rows
    faults = [fault for fault in found.faults if isinstance(fault, VendorFault)]
    names = reads(question.kind, wanted, question.order)
    edge = next((name for name in ("allocations", "period") if name in names), None)
    if question.kind == BOOKING and edge is not None:
        rows, unread = await settle(rows, loaders, edge)
        faults += unread
    kept = passing(rows, wanted)
    if question.order is not None:
        page, more = _ordered_page(kept, question, question.order)
    else:
        spot = question.after.spot if question.after is not None else None
        page, more = plain_page(kept, source, spot, question.first)
    return Fanned(page, more, len(kept), [read(source, found.fetched_at)], faults)
