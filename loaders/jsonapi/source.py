"""What every JSON:API vendor's source does alike: pages of a list, whole collections, lookups by a filter.

A vendor's source derives from `JsonApiSource` and says which collections it has, how its records are seen in its types
(the views), which filters the vendor applies itself, and where a thing is found that has no endpoint of its own.

Lists are read in pages of 100 rows whatever page a client asks for, so that a client's next page, an alias or another
screen finds its rows in an answer that is there already, or asks for the same one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from loaders.errors import BadResponse
from loaders.health import Health
from loaders.http.ask import Ask, Reason, Send
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.document import Document, Identifier, ResourceObject, read
from loaders.jsonapi.include import Plan, plan
from loaders.jsonapi.pages import Walked, walk
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Shelf, Translate, Views
from loaders.jsonapi.walks import Broken, Kept, Walks, split
from loaders.match import passes
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Page, Spot
from loaders.records import Record, Ref

PAGE_SIZE: Final = 100
"""Rows to a page. Neither document names a most; both vendors are known to give 100."""

IDS_AT_ONCE: Final = 50
"""How many ids go into one filter, to keep addresses short."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A list the vendor has an endpoint for.

    Args:
        path: what follows the scope's path, e.g. `/bookings`.
        view: the view its rows are read as.
        sort: the order a walk asks for, in which rows do not move while it goes on.

    """

    path: str
    view: str
    sort: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the account that is asked by itself: a venue, and the path its collections stand under."""

    venue: str
    path: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a JSON:API source is made of.

    Args:
        name: the source's name in the configuration.
        vendor: the vendor's name.
        zone: the zone of its venues.
        capabilities: what can be asked of it.
        scopes: its venues and their paths, in the order of the configuration.
        views: how its records are seen in the vendor's types.
        translate: makes records of resources.
        send: asks the vendor.
        close: closes the connections.
        health: how it has answered lately.
        fresh: for how many seconds a walk is kept.
        clock: the seconds that age is counted in.
        now: the moment, in UTC.

    """

    name: str
    vendor: str
    zone: ZoneInfo
    capabilities: frozenset[Capability]
    scopes: tuple[Scope, ...]
    views: Views
    translate: Translate
    send: Send
    close: Callable[[], Awaitable[None]]
    health: Health
    fresh: float
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter by ids found: rows, those that make no sense, what came along, and when it was read."""

    rows: Sequence[Record]
    broken: Sequence[Broken]
    beside: Mapping[Ref, Record]
    fetched_at: dt.datetime
    resources: Mapping[Identifier, ResourceObject] = field(default_factory=dict)


class JsonApiSource(ABC):
    """A source at a JSON:API vendor; satisfies `loaders.port.Source`."""

    collections: Mapping[str, Collection]
    """Record kind → the collection it is listed in."""

    def __init__(self, account: Account) -> None:
        """Make the source of an account."""
        self.account: Final = account
        self.walks: Final = Walks(account.name, account.vendor, fresh=account.fresh, clock=account.clock)

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        return self.account.name

    @property
    def vendor(self) -> str:
        """The vendor's name."""
        return self.account.vendor

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its venues."""
        return self.account.zone

    @property
    def venue_ids(self) -> Sequence[str]:
        """The ids of its venues."""
        return tuple(scope.venue for scope in self.account.scopes)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What can be asked of it."""
        return self.account.capabilities

    @property
    def health(self) -> Health:
        """How it has answered lately."""
        return self.account.health

    async def close(self) -> None:
        """Close its connections."""
        await self.account.close()

    # What a vendor says.

    @abstractmethod
    def pushed(self, listing: Listing) -> Pairs | None:
        """Give the query that has the vendor apply the whole filter; None where it cannot."""

    @abstractmethod
    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Read all rows that pass the filter."""

    @abstractmethod
    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things of one kind up."""

    @abstractmethod
    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try the credentials and what a question would need."""

    def headers(self, collection: Collection, inquiry: Inquiry) -> tuple[tuple[str, str], ...]:  # noqa: ARG002  # a vendor may need both
        """Give what an ask adds to the source's own headers."""
        return ()

    def translator(self, scope: Scope, resources: Mapping[Identifier, ResourceObject]) -> Translate:  # noqa: ARG002  # a vendor may need both
        """Give what makes records of an answer's resources.

        Args:
            scope: at which venue they were read.
            resources: all that the answer brought.

        """
        return self.account.translate

    # Lists in the vendor's own order.

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
        """Read the next rows in the vendor's own order; None where `gather` has to."""
        collection = self.collections.get(listing.kind)
        pairs = self.pushed(listing) if collection is not None else None
        if collection is None or pairs is None:
            return None
        reader = _Reader(self, collection, pairs, self.plan(collection, inquiry), inquiry)
        scopes = [(at, scope) for at, scope in enumerate(self.account.scopes) if self._in(scope, listing.filter)]
        for at, scope in scopes:
            if after is not None and at < after.scope:
                continue
            await reader.read(scope, at, after if after is not None and at == after.scope else None, limit)
            if len(reader.rows) >= limit:
                break
        return reader.page(limit, await reader.total([scope for _, scope in scopes], count=listing.count))

    @staticmethod
    def _in(scope: Scope, wanted: Filter) -> bool:
        return wanted.venues is None or scope.venue in wanted.venues

    # Whole collections.

    async def gather_collection(
        self, listing: Listing, collection: Collection, inquiry: Inquiry, pairs: Pairs = (), extra: Iterable[str] = ()
    ) -> Gathered:
        """Walk a collection in every venue wanted and give the rows that pass the filter."""
        scopes = [scope for scope in self.account.scopes if self._in(scope, listing.filter)]
        kept = await asyncio.gather(*(self.walked(collection, scope, inquiry, pairs, extra) for scope in scopes))
        return Gathered(
            [row for one in kept for row in one.records if passes(row, listing.filter)],
            min((one.fetched_at for one in kept), default=self.now()),
            Beside([one.shelf for one in kept]),
            [fault for one in kept for _, fault in one.faults],
        )

    async def walked(
        self, collection: Collection, scope: Scope, inquiry: Inquiry, pairs: Pairs = (), extra: Iterable[str] = ()
    ) -> Kept:
        """Give a whole collection of one venue, as fresh as the source wants it.

        Args:
            collection: which.
            scope: of which venue.
            inquiry: the operation that needs it.
            pairs: a filter the vendor applies.
            extra: include paths needed whatever the operation reads.

        """
        headers = self.headers(collection, inquiry)

        async def read_all(planned: Plan, own: Inquiry) -> Kept:
            def ask(number: int) -> Ask:
                return self.ask(collection, scope, planned, pairs, number, Reason.WALK, headers, sort=collection.sort)

            walked = await walk(self.account.send, ask, own, source=self.name, vendor=self.vendor)
            return self._keep(collection, scope, planned, walked)

        key = (collection.path, scope.path, pairs, headers)
        return await self.walks.get(key, self.plan(collection, inquiry, extra), inquiry, read_all)

    def _keep(self, collection: Collection, scope: Scope, planned: Plan, walked: Walked) -> Kept:
        found = self._read(collection, scope, walked)
        return Kept(
            planned,
            tuple(found.rows),
            tuple(found.broken),
            found.resources,
            found.beside,
            found.fetched_at,
            self.account.clock(),
        )

    def _read(self, collection: Collection, scope: Scope, walked: Walked) -> Filtered:
        """Make records of a walk's rows, and put all that came on a shelf."""
        fetched_at = self.now()
        resources = _resources(walked.rows, walked.included)
        translate = self.translator(scope, resources)
        records, broken = split(walked.rows, lambda row: translate(collection.view, row, fetched_at))
        return Filtered(records, broken, self.shelf(resources, fetched_at, translate), fetched_at, resources)

    # Lookups.

    async def filtered(  # noqa: PLR0913, PLR0917  # one lookup is told by all of these
        self,
        collection: Collection,
        scope: Scope,
        by: str,
        ids: Sequence[str],
        inquiry: Inquiry,
        extra: Iterable[str] = (),
        enough: Callable[[Document], bool] | None = None,
        pairs: Pairs = (),
    ) -> Filtered:
        """Read the rows that a filter by ids finds, 50 ids to a call.

        Args:
            collection: where.
            scope: at which venue.
            by: the filter's name, e.g. `id`.
            ids: what it is to find.
            inquiry: the operation that needs them.
            extra: include paths needed whatever the operation reads.
            enough: stops reading further pages, where what is needed has come.
            pairs: a further filter the vendor applies.

        """
        planned = self.plan(collection, inquiry, extra)
        headers = self.headers(collection, inquiry)

        async def chunk(some: Sequence[str]) -> Walked:
            wanted = (*query.filter(by, some), *pairs)

            def ask(number: int) -> Ask:
                return self.ask(collection, scope, planned, wanted, number, Reason.BATCH, headers, asks=len(some))

            return await walk(self.account.send, ask, inquiry, source=self.name, vendor=self.vendor, enough=enough)

        plain = [one for one in ids if _is_plain(one)]
        parts = [plain[at : at + IDS_AT_ONCE] for at in range(0, len(plain), IDS_AT_ONCE)]
        answers = await asyncio.gather(*(chunk(some) for some in parts))
        found = [self._read(collection, scope, walked) for walked in answers]
        return Filtered(
            [row for one in found for row in one.rows],
            [broken for one in found for broken in one.broken],
            Beside([one.beside for one in found]),
            self.now(),
            {identifier: resource for one in found for identifier, resource in one.resources.items()},
        )

    # The parts of an ask.

    def plan(self, collection: Collection, inquiry: Inquiry, extra: Iterable[str] = ()) -> Plan:
        """Plan what an ask for a collection brings along."""
        return plan(self.account.views.by_name, collection.view, inquiry.selection, hints=inquiry.hints, extra=extra)

    def ask(  # noqa: PLR0913, PLR0917  # the parts of an ask
        self,
        collection: Collection,
        scope: Scope,
        planned: Plan,
        pairs: Pairs,
        number: int,
        reason: Reason,
        headers: tuple[tuple[str, str], ...] = (),
        *,
        sort: tuple[str, ...] = (),
        asks: int = 1,
        size: int = PAGE_SIZE,
    ) -> Ask:
        """Write an ask for one page of a collection."""
        written = query.write(
            pairs,
            query.page(number, size),
            query.include(planned.include),
            query.fields(planned.fields),
            query.sort(sort),
        )
        return Ask("GET", f"{scope.path}{collection.path}", written, headers, reason=reason, asks=asks)

    def shelf(
        self,
        resources: Mapping[Identifier, ResourceObject],
        fetched_at: dt.datetime,
        translate: Translate | None = None,
    ) -> Shelf:
        """Put resources on a shelf."""
        return Shelf(self.name, self.account.views, resources, translate or self.account.translate, fetched_at)

    def now(self) -> dt.datetime:
        """Give the moment, in the venue's zone."""
        return self.account.now().astimezone(self.zone)


class Beside(Mapping[Ref, Record]):
    """Several shelves as one."""

    def __init__(self, shelves: Sequence[Mapping[Ref, Record]]) -> None:
        """Put shelves side by side; the first that has a record gives it."""
        self._shelves: Final = shelves

    def __getitem__(self, ref: Ref) -> Record:
        """Give a record.

        Raises:
            KeyError: no shelf has it.

        """
        for shelf in self._shelves:
            found = shelf.get(ref)
            if found is not None:
                return found
        raise KeyError(ref)

    def __iter__(self) -> Iterator[Ref]:
        """Go through what the shelves know."""
        for shelf in self._shelves:
            yield from shelf

    def __len__(self) -> int:
        """Count what the shelves hold."""
        return sum(len(shelf) for shelf in self._shelves)


def _is_plain(vendor_id: str) -> bool:
    """Tell whether a vendor could have made an id: what holds an operator of its filters is nothing's."""
    return bool(re.fullmatch(r"[\w-]+", vendor_id, re.ASCII))


def _resources(
    rows: Sequence[ResourceObject | BadResponse], included: Mapping[Identifier, ResourceObject]
) -> dict[Identifier, ResourceObject]:
    """Put rows and what came along together; a row is fuller than its copy among what came along."""
    return {**included, **{row.identifier: row for row in rows if not isinstance(row, BadResponse)}}


class _Reader:
    """Reads a list page by page until there are rows enough."""

    def __init__(
        self, source: JsonApiSource, collection: Collection, pairs: Pairs, planned: Plan, inquiry: Inquiry
    ) -> None:
        self._source = source
        self._collection = collection
        self._pairs = pairs
        self._plan = planned
        self._inquiry = inquiry
        self._headers = source.headers(collection, inquiry)
        self._totals: dict[str, int | None] = {}
        self._shelves: list[Shelf] = []
        self._oldest: dt.datetime | None = None
        self.rows: list[tuple[Record, Spot]] = []
        self.faults: list[BadResponse] = []

    async def read(self, scope: Scope, at: int, after: Spot | None, limit: int) -> None:
        """Read on at one venue, from behind a spot, until there are rows enough or no more."""
        number, document, skip = await self._find(scope, after)
        while True:
            self._take(document, scope, number, at, skip)
            if len(self.rows) >= limit or not _goes_on(document, number):
                return
            number, skip = number + 1, 0
            document = await self._fetch(scope, number)

    async def _find(self, scope: Scope, after: Spot | None) -> tuple[int, Document, int]:
        """Find the page a spot is on and how many of its rows are behind us.

        Rows may have come in front of it since, or gone: it is looked for on the pages beside its own, too.
        """
        if after is None:
            return 1, await self._fetch(scope, 1), 0
        first: Document | None = None
        for number in (after.page, after.page + 1, after.page - 1):
            if number < 1 or (number > after.page and first is not None and not _goes_on(first, after.page)):
                continue
            document = await self._fetch(scope, number)
            first = first or document
            for index, row in enumerate(document.rows):
                if isinstance(row, ResourceObject) and self._id(row) == after.id:
                    return number, document, index + 1
        return after.page, first or await self._fetch(scope, after.page), after.at

    def _id(self, row: ResourceObject) -> str:
        return row.identifier.id

    def _take(self, document: Document, scope: Scope, number: int, at: int, skip: int) -> None:
        fetched_at = self._source.now()
        self._oldest = self._oldest or fetched_at
        resources = _resources(document.rows, document.included)
        translate = self._source.translator(scope, resources)
        self._shelves.append(self._source.shelf(resources, fetched_at, translate))
        for index, row in enumerate(document.rows[skip:], skip):
            try:
                if isinstance(row, BadResponse):
                    raise row
                record = translate(self._collection.view, row, fetched_at)
            except BadResponse as fault:
                self.faults.append(fault)
            else:
                self.rows.append((record, Spot(record.ref.id, number, index, at)))

    async def _fetch(self, scope: Scope, number: int, size: int = PAGE_SIZE) -> Document:
        ask = self._source.ask(
            self._collection, scope, self._plan, self._pairs, number, Reason.PAGE, self._headers, size=size
        )
        reply = await self._source.account.send(ask, self._inquiry)
        document = read(reply.body, source=self._source.name, vendor=self._source.vendor)
        self._totals[scope.path] = document.records
        return document

    async def total(self, scopes: Sequence[Scope], *, count: bool) -> int | None:
        """Count the rows of all venues, asking those that were not read only where the count is wanted."""
        if count:
            unread = [scope for scope in scopes if scope.path not in self._totals]
            await asyncio.gather(*(self._fetch(scope, 1, 1) for scope in unread))
        known = [self._totals.get(scope.path) for scope in scopes]
        return sum(total for total in known if total is not None) if None not in known else None

    def page(self, limit: int, total: int | None) -> Page:
        """Give what was read, up to a limit."""
        rows = self.rows[:limit]
        return Page(
            [record for record, _ in rows],
            [spot for _, spot in rows],
            total,
            self._oldest or self._source.now(),
            Beside(self._shelves),
            self.faults,
        )


def _goes_on(document: Document, number: int) -> bool:
    """Tell whether a page follows: as the links say, else as the counts do."""
    if not document.rows or document.next is None:
        return False
    if isinstance(document.next, str):
        return True
    size = document.size or PAGE_SIZE
    if document.pages is not None:
        return number < document.pages
    return document.records is not None and number * size < document.records
