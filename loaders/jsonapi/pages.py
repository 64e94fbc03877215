"""Walking all pages of a list that may change while it is read.

A vendor numbers pages over a list that others write to. A row inserted before what has been read pushes a row we have
onto the next page: it is met twice. A row deleted there pulls a row we have not onto a page we have left: it is lost,
and nothing on the pages says so. Repetition is cured by keeping the first of each (type, id). Loss has to be noticed:

**Reading.** One reading is page 1, then the others: together where the count of pages is known, else one after another
for as long as there is a next page. `next` only says *that* there is one: the question asked is always our own for the
next number, so that no address a vendor sends is ever followed. `next: null` ends the list, an empty page ends it, and
where `next` is not told the counts decide. Reading the rest together keeps the time short in which rows can move.

**Trust.** A list of one page is one answer and cannot have moved. A longer reading is trusted when all its pages tell
the same count, no row was met twice, and there are as many rows as the count says. In an order that new rows join at
the end, as ascending ids, this holds unless the list changes in that very moment, so the walk costs nothing extra.

**Reading again.** Otherwise everything is read again, at most READINGS times in all. The first reading that is trusted
is the answer, by itself: what only an earlier one had is gone. Two readings in a row that agree page by page are
trusted too, so a vendor that merely miscounts costs one more reading; and a vendor that tells no count is always read
until two agree, because there only agreement shows that nothing was lost. Two that agree on meeting the same row twice
will not get better, and end the walk as follows.

**Giving up.** When no reading was trusted, or a further one fails, all rows of all readings are the answer, the newest
first, and a BadResponse in a slot of its own says that some may be missing.

**What one reading cannot show.** As many rows deleted as inserted between the same two pages leave every count as it
was; no sign is left, whoever reads each page once. `confirm` closes this gap at the price of a second reading: what
both readings have was there all the time between them, and at the end of the first the list was no longer than that. So
at that moment these rows were the list, in whatever order rows moved, as long as no deleted row comes back.

Where a caller can say what is `enough`, pages are read one after another until one is. What was read till then is
trusted when no row was met twice and all pages told the same count.

`send` must bring what the vendor says now. A remembered page agrees with itself, whatever has happened since.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from loaders.errors import BadResponse, VendorFault
from loaders.jsonapi.document import ABSENT, Document, Identifier, ResourceObject, read

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from loaders.http.ask import Ask, Send
    from loaders.inquiry import Inquiry

READINGS: Final = 4
"""How often a list is read at most, the first time included."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A whole list.

    Args:
        rows: each resource once, in the vendor's order; a BadResponse for each row that could not be read, and a last
            one where the list changed too fast to be sure of it.
        included: what came along on all pages.
        records: how many rows the vendor says there are.
        calls: how many pages were asked for, over all readings.

    """

    rows: tuple[ResourceObject | BadResponse, ...]
    included: Mapping[Identifier, ResourceObject]
    records: int | None
    calls: int


async def walk(  # noqa: PLR0913  # a verb, its object and its settings, all but three by name
    send: Send,
    ask: Callable[[int], Ask],
    inquiry: Inquiry,
    *,
    source: str,
    vendor: str,
    max_pages: int = 600,
    enough: Callable[[Document], bool] | None = None,
    confirm: bool = False,
) -> Walked:
    """Read a list to its end.

    Args:
        send: asks the vendor and passes only answers whose status says success; must not answer from memory.
        ask: gives the question for a page, by its number from 1.
        inquiry: the operation that asks.
        source: the source's name, for the faults.
        vendor: the vendor's name, for the faults.
        max_pages: how many pages one reading may have.
        enough: whether the walk may end with this page; asked of each page in order, and of all again when they are
            read again.
        confirm: read everything at least twice, so that not even a deletion hidden by an insertion loses a row.

    Raises:
        BadResponse: a page cannot be read, is no list, or there are more than `max_pages`.
        VendorFault: a page could not be asked for; the other pages under way are cancelled.

    """
    reader = _Reader(send, ask, inquiry, source, vendor, max_pages, enough)
    readings = [await reader.read()]
    while not (settled := _trusted(readings, confirm=confirm)) and not _hopeless(readings):
        try:
            readings.append(await reader.read())
        except VendorFault:
            break  # what was read before is worth having
    newest = readings[-1]
    earlier = [] if settled else readings[-2::-1]
    rows = _once(newest.documents, [document for reading in earlier for document in reading.documents])
    if not settled:
        told = f"{source} changed a list while it was read, so rows may be missing"
        rows.append(BadResponse(told, source=source, vendor=vendor))
    return Walked(
        rows=tuple(rows),
        included=_merged(document for reading in (newest, *earlier) for document in reading.documents),
        records=newest.documents[-1].records,
        calls=reader.calls,
    )


class _Reading:
    """One reading of a list, and what tells whether the list stood still."""

    def __init__(self, documents: Sequence[Document], *, whole: bool) -> None:
        """Look a reading over.

        Args:
            documents: its pages in order.
            whole: whether it went on to the end of the list.

        """
        self.documents: Final = documents
        self.whole: Final = whole
        self.pages: Final = [_identifiers(document) for document in documents]
        counts = {document.records for document in documents}
        self.counts: Final = set() if None in counts else counts
        every = [identifier for page in self.pages for identifier in page]
        known = [identifier for identifier in every if identifier is not None]
        self.repeats: Final = len(set(known)) < len(known)
        self.full: Final = not self.repeats and self.counts == {len(every)}


def _trusted(readings: Sequence[_Reading], *, confirm: bool) -> bool:
    """Tell whether the newest reading lost nothing."""
    newest = readings[-1]
    if len(newest.documents) == 1:
        return True
    if newest.repeats or len(newest.counts) > 1:
        return False
    if not newest.whole:
        return True
    if newest.full and not confirm:
        return True
    return _agreed(readings) and (newest.full or not newest.counts or not confirm)


def _hopeless(readings: Sequence[_Reading]) -> bool:
    """Tell whether another reading is of no use, or is one too many."""
    return len(readings) >= READINGS or (_agreed(readings) and readings[-1].repeats)


def _agreed(readings: Sequence[_Reading]) -> bool:
    """Tell whether the two newest readings are the same, page by page."""
    if len(readings) == 1:
        return False
    before, newest = readings[-2:]
    return before.whole and newest.whole and before.pages == newest.pages and before.counts == newest.counts


@dataclass(slots=True)
class _Reader:
    """Reads a list from page 1 on, as often as it is told to, and counts its calls."""

    send: Send
    ask: Callable[[int], Ask]
    inquiry: Inquiry
    source: str
    vendor: str
    max_pages: int
    enough: Callable[[Document], bool] | None
    calls: int = field(default=0, init=False)

    async def read(self) -> _Reading:
        documents = [await self._page(1)]
        if self.enough is None and (pages := _pages(documents[0])) > 1:
            self._refuse_beyond(pages)
            documents += await _together(self._page(number) for number in range(2, pages + 1))
        while not (cut := self.enough is not None and self.enough(documents[-1])) and _goes_on(documents):
            self._refuse_beyond(len(documents) + 1)
            documents.append(await self._page(len(documents) + 1))
        return _Reading(documents, whole=not cut)

    async def _page(self, number: int) -> Document:
        self.calls += 1
        reply = await self.send(self.ask(number), self.inquiry)
        document = read(reply.body, source=self.source, vendor=self.vendor)
        if document.single:
            raise self._refusal("sent a single resource where a list was expected")
        return document

    def _refuse_beyond(self, pages: int) -> None:
        if pages > self.max_pages:
            raise self._refusal(f"has a list of more than {self.max_pages} pages, too long to be read")

    def _refusal(self, what: str) -> BadResponse:
        return BadResponse(f"{self.source} {what}", source=self.source, vendor=self.vendor)


async def _together(coming: Iterable[Coroutine[None, None, Document]]) -> list[Document]:
    """Await all pages; the first failure cancels the others and is raised when they have ended."""
    pages = [asyncio.ensure_future(page) for page in coming]
    try:
        return await asyncio.gather(*pages)
    except BaseException:
        for page in pages:
            page.cancel()
        await asyncio.gather(*pages, return_exceptions=True)
        raise


def _pages(first: Document) -> int:
    """Give how many pages the first one says there are; 1 where it does not say, or says it is the last."""
    if first.next is None or not first.rows:
        return 1
    if first.pages is not None:
        return first.pages
    return 1 if first.records is None else math.ceil(first.records / (first.size or len(first.rows)))


def _goes_on(documents: Sequence[Document]) -> bool:
    """Tell whether there is a page behind these."""
    last = documents[-1]
    if not last.rows:
        return False
    if len(documents) > 1 and any(_identifiers(last)) and _identifiers(last) == _identifiers(documents[-2]):
        return False  # the vendor repeats itself, whatever number it is asked for
    if last.next is not ABSENT:
        return last.next is not None
    if last.records is not None:
        return sum(len(document.rows) for document in documents) < last.records
    return last.pages is not None and len(documents) < last.pages


def _identifiers(document: Document) -> list[Identifier | None]:
    """Give the rows of a page by their identifiers, None for each that could not be read."""
    return [None if isinstance(row, BadResponse) else row.identifier for row in document.rows]


def _once(newest: Sequence[Document], earlier: Sequence[Document]) -> list[ResourceObject | BadResponse]:
    """Give each resource once, first those of the newest reading; what could not be read is taken from there only."""
    rows: list[ResourceObject | BadResponse] = []
    met: set[Identifier] = set()
    current = [row for document in newest for row in document.rows]
    former = [row for document in earlier for row in document.rows if not isinstance(row, BadResponse)]
    for row in (*current, *former):
        if isinstance(row, BadResponse):
            rows.append(row)
        elif row.identifier not in met:
            met.add(row.identifier)
            rows.append(row)
    return rows


def _merged(documents: Iterable[Document]) -> dict[Identifier, ResourceObject]:
    included: dict[Identifier, ResourceObject] = {}
    for document in documents:
        for identifier, resource in document.included.items():
            included.setdefault(identifier, resource)
    return included
