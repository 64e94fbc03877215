"""What a list over several sources is asked with, and how it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from loaders.errors import BadInput, FoyerError, NotListable, VendorFault
from loaders.inquiry import Inquiry
from loaders.match import Order, OrderValue, reads
from loaders.port import Capability, Filter, Gathered, Listing, Source, Spot
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, VENUE, Record

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


def check_mark(question: Question) -> None:
    """Refuse a mark that no page of such a list has given: a cursor comes from a client, who may have changed it."""
    mark = question.after
    if mark is None:
        return
    if question.order is None:
        spot = mark.spot
        sound = spot is not None and spot.page >= 1 and spot.at >= 0 and spot.scope >= 0
    elif question.order.field.endswith("_AT"):
        sound = mark.value is None or (isinstance(mark.value, dt.datetime) and mark.value.tzinfo is not None)
    else:
        sound = mark.value is None or isinstance(mark.value, str)
    if not (sound and isinstance(mark.id, str)):
        raise BadInput("after: expected a cursor of this list; got one that has been changed.")


def reported(source: Source, answer: Gathered | FoyerError) -> Report:
    """Tell how a source fared."""
    if isinstance(answer, NotListable):
        return Report(source, Status.NOT_LISTABLE, error=answer)
    if isinstance(answer, FoyerError):
        return Report(source, Status.FAILED, error=answer)
    return read(source, answer.fetched_at, answer.covers)


def read(source: Source, at: dt.datetime, covers: tuple[dt.date, dt.date] | None = None) -> Report:
    """Tell that all matching rows of a source came, and whether they are fresh.

    Args:
        source: the source.
        at: when the oldest of them was read.
        covers: the days that were asked for, where its vendor lists nothing without a range.

    """
    if not source.is_stale(at):
        return Report(source, Status.COMPLETE, as_of=at, covers=covers)
    return Report(source, Status.STALE, as_of=at, covers=covers, error=source.health.not_renewed)


def listing(source: Source, question: Question, inquiry: Inquiry) -> tuple[Listing, Inquiry]:
    """Say which list is asked of a source, and by what operation: with less time, and all that is looked at read."""
    wanted = question.filters[source.name]
    names = reads(question.kind, wanted, question.order)
    periods = question.order is not None and "period" in reads(question.kind, Filter(), question.order)
    return Listing(question.kind, wanted, question.count, periods), inquiry.within(SHARE).reading(question.kind, names)
