"""What bookings take, filled in where their vendor tells it apart from them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from loaders.batch import Loaders
from loaders.errors import BadResponse
from loaders.records import ALLOCATIONS, Allocation, Allocations, Booking, Record, Ref


async def settle(
    rows: Sequence[Record], loaders: Loaders, edge: str = ALLOCATIONS
) -> tuple[list[Record], list[BadResponse]]:
    """Give bookings with their allocations and period filled in, and a fault for each whose cannot be read.

    Args:
        rows: the bookings.
        loaders: the operation's.
        edge: which link is followed: `allocations`, or `period` where no more than the period is needed.

    Raises:
        FoyerError: allocations could not be asked for.

    """
    known = {link: loaders.peek(link) for row in rows if (link := _link(row, edge)) is not None}
    asked = [link for link, found in known.items() if found is None]
    answers = await asyncio.gather(*(loaders.load(link) for link in asked), return_exceptions=True)
    faults: list[BadResponse] = []
    for link, answer in zip(asked, answers, strict=True):
        if isinstance(answer, BadResponse):
            faults.append(answer)
        elif isinstance(answer, BaseException):
            raise answer
        else:
            known[link] = answer
    return [_filled(row, known, edge) for row in rows], faults


def _link(row: Record, edge: str) -> Ref | None:
    link = row.links.get(edge) if isinstance(row, Booking) else None
    return link if isinstance(link, Ref) else None


def _filled(row: Record, known: Mapping[Ref, Record | None], edge: str) -> Record:
    link = _link(row, edge)
    found = known[link] if link is not None else None
    return with_allocations(row, found) if isinstance(row, Booking) and isinstance(found, Allocations) else row


def with_allocations(booking: Booking, known: Allocations) -> Booking:
    """Fill a booking's allocations and period from what its link led to; what only the booking knows stays."""
    rows = tuple(row if row.status else replace(row, status=booking.status) for row in merged_rows(booking, known))
    apart = "period" in booking.links
    return replace(booking, allocations=rows, period=(known.period if apart else None) or booking.period)


def merged_rows(booking: Booking, known: Allocations) -> tuple[Allocation, ...]:
    """Give a booking's allocations: those its link led to, and of the rest what the booking itself tells."""
    own = booking.allocations or ()
    told = {row.vendor_id: row for row in own if row.vendor_id is not None}
    better = tuple(told.get(row.vendor_id, row) if row.period is None and row.vendor_id else row for row in known.rows)
    seen = {row.vendor_id for row in known.rows if row.vendor_id is not None}
    return better + tuple(row for row in own if row.vendor_id not in seen)
