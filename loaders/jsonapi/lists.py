"""Reading a list from where the last page ended, for as many rows as are wanted.

The vendor numbers its pages over a list that others write to, so where a row stood is no more than a hint. A page
begins behind the row itself, which is looked for around its old place; only where it is gone does the place decide. And
where the list is seen to change between two of the vendor's pages, it is gone on behind the last row that was taken: a
row that was pushed onto the next page is not met twice, and one that was pulled onto a page that is done is not lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from loaders.errors import BadResponse
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import PAGE_SIZE, Collection, Scope
from loaders.jsonapi.document import Document, Identifier, ResourceObject, read
from loaders.jsonapi.include import Plan
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Beside, Shelf, resources_of
from loaders.port import Page, Spot
from loaders.records import Record

if TYPE_CHECKING:
    from loaders.jsonapi.source import JsonApiSource

AROUND: Final = (0, 1, -1, 2, 3)
"""How many pages on a row is looked for, in this order: new rows at the front of a list move it further back."""

SEARCHES: Final = 3
"""How often it is looked for at most, where the list changed meanwhile: it may have moved from one page to another."""

MOST_PAGES: Final = 100
"""How many pages are read for one page of a client's; a vendor that repeats itself has no end."""


class ListReader:
    """Reads a list page by page until there are rows enough.

    Args:
        source: whose list it is.
        collection: the list.
        pairs: the filter that the vendor applies.
        planned: what comes along.
        inquiry: the operation that asks.

    """

    def __init__(
        self, source: JsonApiSource, collection: Collection, pairs: Pairs, planned: Plan, inquiry: Inquiry
    ) -> None:
        self._source: Final = source
        self._collection: Final = collection
        self._pairs: Final = pairs
        self._plan: Final = planned
        self._inquiry: Final = inquiry
        self._headers: Final = source.headers(collection, inquiry)
        self._totals: Final[dict[str, int | None]] = {}
        self._shelves: Final[list[Shelf]] = []
        self._rows: Final[list[tuple[Record, Spot]]] = []
        self._taken: Final[set[tuple[int, str]]] = set()
        self._faults: Final[dict[str, BadResponse]] = {}
        self._oldest = source.now()
        self._anew = False
        """Whether the list was seen to have changed, so that no page is as it was."""

    async def read(self, scope: Scope, at: int, after: Spot | None, limit: int) -> bool:
        """Read on at one venue until there are so many rows in all, and tell whether more follow there.

        Args:
            scope: the venue.
            at: its number among the source's, from 0.
            after: the spot to begin behind.
            limit: how many rows are wanted, those read at other venues included.

        """
        number, document, skip = await self._find(scope, after, {})
        for _ in range(MOST_PAGES):
            left, unread = self._take(document, scope, number, at, skip, limit)
            if left:
                return True
            follows = goes_on(document, number)
            if follows and len(self._rows) >= limit:
                return True
            self._faults.update({str(fault): fault for fault in unread})
            if not follows:
                return False
            following = await self._fetch(scope, number + 1)
            if _repeats(document, following):
                return False
            if _moved(document, following):
                self._anew = True
                known, drift = {number + 1: following}, _drift(document, following)
                number, document, skip = await self._find(scope, self._last(at) or after, known, drift)
            else:
                number, document, skip = number + 1, following, 0
        return True

    async def total(self, scopes: Sequence[Scope], *, count: bool) -> int | None:
        """Count the rows of all venues, asking those that were not read only where the count is wanted."""
        if count:
            unread = [scope for scope in scopes if scope.path not in self._totals]
            await asyncio.gather(*(self._fetch(scope, 1, 1) for scope in unread))
        known = [self._totals.get(scope.path) for scope in scopes]
        return sum(total for total in known if total is not None) if None not in known else None

    def page(self, total: int | None, *, more: bool) -> Page:
        """Give what was read."""
        return Page(
            [record for record, _ in self._rows],
            [spot for _, spot in self._rows],
            more,
            total,
            self._oldest,
            Beside(self._shelves),
            list(self._faults.values()),
        )

    async def _find(
        self, scope: Scope, after: Spot | None, known: Mapping[int, Document], drift: int = 0
    ) -> tuple[int, Document, int]:
        """Find the page a spot is on now, and how many of its rows are done.

        Args:
            scope: at which venue.
            after: the spot.
            known: pages that are known; they are tried first.
            drift: by how many pages it has moved if the list grew in front of it.

        """
        if after is None:
            return 1, await self._fetch(scope, 1), 0
        for number, document in known.items():
            if (place := _place(document, after)) is not None:
                return number, document, place + 1
        drifted = await self._drifted(scope, after, drift) if drift else None
        if drifted is not None:
            return drifted
        documents: dict[int, Document] = {}
        for _ in range(SEARCHES):
            documents.clear()
            for number in (after.page + further for further in AROUND):
                before = documents.get(number - 1)
                if number < 1 or (number > after.page and (before is None or not goes_on(before, number - 1))):
                    continue
                documents[number] = await self._fetch(scope, number)
                if (place := _place(documents[number], after)) is not None:
                    return number, documents[number], place + 1
            if len({document.records for document in documents.values()}) == 1:
                break  # the list stood still, so the row is gone, or far away
        return after.page, documents[after.page], after.at

    async def _drifted(self, scope: Scope, after: Spot, drift: int) -> tuple[int, Document, int] | None:
        """Look for a spot where it would be if the list only grew in front of it, and on the pages beside."""
        for number in (max(1, after.page + drift + further) for further in (0, 1, -1)):
            document = await self._fetch(scope, number)
            if (place := _place(document, after)) is not None:
                return number, document, place + 1
        return None

    def _last(self, at: int) -> Spot | None:
        """Give the spot of the last row taken, if it was at this venue."""
        spot = self._rows[-1][1] if self._rows else None
        return spot if spot is not None and spot.scope == at else None

    def _take(  # noqa: PLR0913, PLR0917  # a page, where it is from, and what is wanted of it
        self, document: Document, scope: Scope, number: int, at: int, skip: int, limit: int
    ) -> tuple[bool, list[BadResponse]]:
        """Take rows of a page up to the limit; tell whether one is left, and what is wrong with those behind the last.

        What stands behind the last row taken is read again with the next page, and told then.
        """
        fetched_at = document.at or self._source.now()
        self._oldest = min(self._oldest, fetched_at)
        resources = resources_of(document.rows, document.included)
        translate = self._source.translator(scope, resources)
        taken: list[Record] = []
        unread: list[BadResponse] = []
        left = False
        for index, row in enumerate(document.rows[skip:], skip):
            try:
                if isinstance(row, BadResponse):
                    raise row
                record = translate(self._collection.view, row, fetched_at)
            except BadResponse as fault:
                unread.append(fault)
                continue
            if (at, record.ref.id) in self._taken:
                continue
            if len(self._rows) >= limit:
                left = True
                break
            self._faults.update({str(fault): fault for fault in unread})
            unread.clear()
            self._taken.add((at, record.ref.id))
            self._rows.append((record, Spot(record.ref.id, number, index, at)))
            taken.append(record)
        self._shelves.append(self._source.shelf(resources, fetched_at, translate, taken))
        return left, unread

    async def _fetch(self, scope: Scope, number: int, size: int = PAGE_SIZE) -> Document:
        ask = self._source.ask(
            self._collection, scope, self._plan, self._pairs, number, Reason.PAGE, self._headers, size=size
        )
        source = self._source
        document = await source.pages.get(
            (self._collection.path, ask.key), self._inquiry, partial(self._read, ask), anew=self._anew
        )
        self._totals[scope.path] = _counted(document)
        return document

    async def _read(self, ask: Ask, own: Inquiry) -> Document:
        reply = await self._source.account.send(ask, own)
        return read(reply.body, source=self._source.name, vendor=self._source.vendor, at=own.moment(self._source.now()))


def goes_on(document: Document, number: int) -> bool:
    """Tell whether a page follows: as the links say, else as the counts do."""
    if not document.rows or document.next is None:
        return False
    if isinstance(document.next, str):
        return True
    size = document.size or PAGE_SIZE
    if document.pages is not None:
        return number < document.pages
    return document.records is not None and number * size < document.records


def _moved(before: Document, following: Document) -> bool:
    """Tell whether two pages are of a list that changed between them: another count, or a row on both."""
    counts = {document.records for document in (before, following) if document.records is not None}
    there, then = ({*_identifiers(document)} - {None} for document in (before, following))
    return len(counts) > 1 or not there.isdisjoint(then)


def _drift(before: Document, following: Document) -> int:
    """Give by how many pages a row has moved back while the list grew; 0 where the counts do not tell."""
    if before.records is None or following.records is None:
        return 0
    return (following.records - before.records) // (following.size or PAGE_SIZE)


def _repeats(before: Document, following: Document) -> bool:
    """Tell whether the vendor gives one page again, whatever number it is asked for."""
    same = _identifiers(before) == _identifiers(following)
    return same and any(_identifiers(before)) and before.records == following.records


def _identifiers(document: Document) -> list[Identifier | None]:
    return [None if isinstance(row, BadResponse) else row.identifier for row in document.rows]


def _place(document: Document, spot: Spot) -> int | None:
    """Give the index of a spot's row on a page; the record's id may have the type in it, which the vendor's has not."""
    for index, row in enumerate(document.rows):
        if isinstance(row, ResourceObject) and spot.id in {row.identifier.id, "/".join(row.identifier)}:
            return index
    return None


def _counted(document: Document) -> int | None:
    """Give how many rows the list has; None where the vendor counts fewer than it sends."""
    return None if document.records is None or document.records < len(document.rows) else document.records
