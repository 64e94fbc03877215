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
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from loaders.errors import BadResponse, FoyerError
from loaders.health import Health
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.account import PAGE_SIZE, Account, Collection, Scope
from loaders.jsonapi.document import Document, Identifier, ResourceObject
from loaders.jsonapi.include import Plan, plan
from loaders.jsonapi.lists import ListReader
from loaders.jsonapi.often import Often
from loaders.jsonapi.pages import walk
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Beside, Shelf, Translate, resources_of
from loaders.jsonapi.told import Told, apart, pack, unpack
from loaders.jsonapi.walks import MOST_PAGES, Broken, Filtered, Kept, split
from loaders.match import passing
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Page, Spot, Writer
from loaders.readings.batches import Batches, Brought, Lookup
from loaders.readings.keep import Keep
from loaders.readings.readings import Held, Readings
from loaders.records import Record, Ref
from loaders.together import together

TRANSLATED_AT_ONCE: Final = 200
"""How many rows become records before others get their turn: about as long as reading one page takes."""

IDS_AT_ONCE: Final = 50
"""How many ids go into one filter, to keep addresses short."""

WORTH_READING: Final = 10
"""How many pages a collection may have to be read whole instead of being looked into again and again."""


class JsonApiSource(ABC):
    """A source at a JSON:API vendor; satisfies `loaders.port.Source`."""

    collections: Mapping[str, Collection]
    """Record kind → the collection it is listed in."""

    def __init__(self, account: Account) -> None:
        """Make the source of an account."""
        self.account: Final = account
        keep = account.layers.keep
        self.walks: Final[Readings[tuple[object, ...], Kept]] = Readings(
            keep, "walks", most=400, area=_path, records=_held
        )
        self.pages: Final[Readings[tuple[object, ...], Document]] = Readings(keep, "pages", most=4000, area=_path)
        self.lookups: Final[Batches[Told]] = Batches(keep, "lookups")
        self._often: Final = Often(account.clock)

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
        return self.account.layers.health

    @property
    def writer(self) -> Writer | None:
        """What changes things here; None where the vendor's document has no way to."""
        return None

    def is_stale(self, at: dt.datetime) -> bool:
        """Tell whether what was read at a moment is older than the source calls fresh."""
        return self.account.layers.keep.is_stale(at)

    @property
    def keep(self) -> Keep:
        """How what was read of it is kept."""
        return self.account.layers.keep

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Keep nothing of what was read up to now of the collections that these changes may have made untrue."""
        await self.account.layers.forget(self.told_by(changed))

    def told_by(self, changed: Sequence[Ref]) -> frozenset[str] | None:  # noqa: ARG002  # a vendor may need it
        """Give the paths of the collections that tell of what changed; None where it may be any."""
        return None

    async def close(self) -> None:
        """Call off what is under way and close its connections."""
        await self.account.layers.close()

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
        reader = ListReader(self, collection, pairs, self.plan(collection, inquiry), inquiry)
        scopes = [(at, scope) for at, scope in enumerate(self.account.scopes) if self._in(scope, listing.filter)]
        more = False
        for at, scope in scopes:
            if after is not None and at < after.scope:
                continue
            more = await reader.read(scope, at, after if after is not None and at == after.scope else None, limit)
            if more:
                break
        return reader.page(await reader.total([scope for _, scope in scopes], count=listing.count), more=more)

    @staticmethod
    def _in(scope: Scope, wanted: Filter) -> bool:
        return wanted.venues is None or scope.venue in wanted.venues

    # Whole collections.

    async def gather_collection(
        self, listing: Listing, collection: Collection, inquiry: Inquiry, pairs: Pairs = (), extra: Iterable[str] = ()
    ) -> Gathered:
        """Walk a collection in every venue wanted and give the rows that pass the filter."""
        scopes = [scope for scope in self.account.scopes if self._in(scope, listing.filter)]
        extra = tuple(extra)
        kept = await together(self.walked(collection, scope, inquiry, pairs, extra) for scope in scopes)
        touched = listing.filter.overlaps
        rows = [row for one in kept for row in (one.records if touched is None else await one.around(*touched))]
        return Gathered(
            passing(rows, listing.filter),
            min((one.fetched_at for one in kept), default=self.now()),
            Beside([one.shelf for one in kept]),
            [fault for one in kept for _, fault in one.faults],
        )

    async def walked(  # noqa: PLR0913  # one collection is told by all of these
        self,
        collection: Collection,
        scope: Scope,
        inquiry: Inquiry,
        pairs: Pairs = (),
        extra: Iterable[str] = (),
        *,
        max_pages: int = MOST_PAGES,
    ) -> Kept:
        """Give a whole collection of one venue, as fresh as the source wants it.

        Args:
            collection: which.
            scope: of which venue.
            inquiry: the operation that needs it.
            pairs: a filter the vendor applies.
            extra: include paths needed whatever the operation reads.
            max_pages: how long it may be to be worth reading.

        """
        headers = self.headers(collection, inquiry)
        whole: tuple[object, ...] = (collection.path, scope.path, pairs, headers)
        planned = self.plan(collection, inquiry, extra)
        known = self.walks.kept(whole)
        bounded = max_pages < MOST_PAGES and (known is None or not known.plan.carries(planned))
        key = (*whole, max_pages) if bounded else whole

        async def read_all(united: Plan, own: Inquiry) -> Kept:
            def ask(number: int) -> Ask:
                return self.ask(collection, scope, united, pairs, number, Reason.WALK, headers, sort=collection.sort)

            began = own.moment(self.now())
            send, name, vendor = self.account.send, self.name, self.vendor
            walked = await walk(
                send, ask, own, source=name, vendor=vendor, max_pages=max_pages if bounded else MOST_PAGES
            )
            found = await self.read(collection, scope, walked.rows, walked.included, began)
            return Kept(united, tuple(found.rows), tuple(found.broken), found.resources, found.beside, began)

        kept = await self.walks.get_for(key, planned, inquiry, read_all)
        if bounded:
            self.walks.move(key, whole)
        return kept

    async def read(
        self,
        collection: Collection,
        scope: Scope,
        rows: Sequence[ResourceObject | BadResponse],
        included: Mapping[Identifier, ResourceObject],
        began: dt.datetime,
    ) -> Filtered:
        """Make records of rows, and put all that came along on a shelf.

        Tens of thousands of rows take seconds, so others get their turn in between.
        """
        resources = resources_of(rows, included)
        translate = self.translator(scope, resources)
        records: list[Record] = []
        broken: list[Broken] = []
        for start in range(0, len(rows), TRANSLATED_AT_ONCE):
            made, unread = split(
                rows[start : start + TRANSLATED_AT_ONCE], lambda row: translate(collection.view, row, began)
            )
            records += made
            broken += unread
            await asyncio.sleep(0)
        return Filtered(records, broken, self.shelf(resources, began, translate, records), began, resources)

    # Lookups.

    async def filtered(  # noqa: PLR0913, PLR0917  # one lookup is told by all of these
        self,
        collection: Collection,
        scope: Scope,
        by: str,
        ids: Sequence[str],
        inquiry: Inquiry,
        extra: Iterable[str] = (),
        enough: Callable[[Sequence[str]], Callable[[Document], bool]] | None = None,
        pairs: Pairs = (),
        predicate: str | None = None,
    ) -> list[tuple[tuple[str, ...], Filtered | FoyerError]]:
        """Read the rows that a filter by ids finds, together with what others look up at the moment.

        Gives what was found with the ids it was found for: a call that failed spoils those it was for.

        Args:
            collection: where.
            scope: at which venue.
            by: the filter's name, e.g. `id`.
            ids: what it is to find.
            inquiry: the operation that needs them.
            extra: include paths needed whatever the operation reads.
            enough: for some ids, stops reading further pages, where what is needed has come.
            pairs: a further filter the vendor applies.
            predicate: for a vendor that wants the filter's predicate named, e.g. `in`.

        """
        if by == "id" and predicate is None:
            kept = await self._whole(collection, scope, inquiry, pairs, extra)
            if kept is not None:
                known = [one for one in ids if one in kept.by_id() or one in kept.broken()]
                left = [one for one in ids if one not in known]
                parts: list[tuple[tuple[str, ...], Filtered | FoyerError]] = []
                if left:
                    parts = await self._filtered(collection, scope, by, left, inquiry, extra, enough, pairs, predicate)
                return [*([(tuple(known), kept.of(known))] if known else ()), *parts]
        return await self._filtered(collection, scope, by, ids, inquiry, extra, enough, pairs, predicate)

    async def _whole(
        self, collection: Collection, scope: Scope, inquiry: Inquiry, pairs: Pairs, extra: Iterable[str]
    ) -> Kept | None:
        """Give a collection whole, where it is kept, or so much of it is looked up that reading it takes less."""
        key = (collection.path, scope.path, pairs, self.headers(collection, inquiry))
        extra = tuple(extra)
        known = self.walks.kept(key)
        if known is not None and known.plan.carries(self.plan(collection, inquiry, extra)):
            return await self.walked(collection, scope, inquiry, pairs, extra)
        if not self._often.is_worth(key):
            return None
        try:
            return await self.walked(collection, scope, inquiry, pairs, extra, max_pages=WORTH_READING)
        except FoyerError:
            self._often.is_not_worth(key)
            return None

    async def _filtered(  # noqa: PLR0913, PLR0917  # one lookup is told by all of these
        self,
        collection: Collection,
        scope: Scope,
        by: str,
        ids: Sequence[str],
        inquiry: Inquiry,
        extra: Iterable[str],
        enough: Callable[[Sequence[str]], Callable[[Document], bool]] | None,
        pairs: Pairs,
        predicate: str | None,
    ) -> list[tuple[tuple[str, ...], Filtered | FoyerError]]:
        headers = self.headers(collection, inquiry)
        key = (collection.path, collection.view, scope.path, by, pairs, predicate, headers, enough is not None)

        async def read_some(some: Sequence[str], united: Plan, own: Inquiry) -> Brought[Told]:
            self._often.count((collection.path, scope.path, pairs, headers))
            wanted = (*query.filter(by, some, predicate=predicate), *pairs)

            def ask(number: int) -> Ask:
                return self.ask(collection, scope, united, wanted, number, Reason.BATCH, headers, asks=len(some))

            walked = await walk(
                self.account.send,
                ask,
                own,
                source=self.name,
                vendor=self.vendor,
                enough=None if enough is None else enough(some),
            )
            at = own.moment(self.now())
            rows = apart(walked.rows, by, some)
            if rows is None:
                whole = Told(walked.rows, walked.included, at)
                return Brought(dict.fromkeys(some, whole), apart=False)
            return Brought({one: Told(found, walked.included, at) for one, found in rows.items()})

        lookup = Lookup(
            key,
            collection.path,
            self.plan(collection, inquiry, extra),
            read_some,
            self.account.layers.wait,
            lambda own: Told((), {}, own.moment(self.now())),
            pack,
            lambda data: unpack(data, source=self.name, vendor=self.vendor),
        )
        slots = await self.lookups.get(lookup, [one for one in ids if _is_plain(one)], inquiry)
        return [
            (some, found if isinstance(found, FoyerError) else await self._found(collection, scope, found))
            for some, found in _alike(slots)
        ]

    async def _found(self, collection: Collection, scope: Scope, told: Sequence[Told]) -> Filtered:
        """Make records of what was told of several ids; a row that stands under several comes once."""
        parts = []
        for included in {id(one.included): one.included for one in told}.values():
            some = [one for one in told if one.included is included]
            rows = list({id(row): row for one in some for row in one.rows}.values())
            began = min(one.at for one in some).astimezone(self.zone)
            parts.append(await self.read(collection, scope, rows, included, began))
        if len(parts) == 1:
            return parts[0]
        records = {record.ref: record for part in parts for record in part.rows}
        return Filtered(
            list(records.values()),
            [broken for part in parts for broken in part.broken],
            Beside([part.beside for part in parts]),
            min((part.fetched_at for part in parts), default=self.now()),
            {identifier: resource for part in parts for identifier, resource in part.resources.items()},
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
        made: Iterable[Record] = (),
    ) -> Shelf:
        """Put resources on a shelf, with the records that were made of some already."""
        return Shelf(self.name, self.account.views, resources, translate or self.account.translate, fetched_at, made)

    def now(self) -> dt.datetime:
        """Give the moment, in the venue's zone."""
        return self.account.now().astimezone(self.zone)


def _alike(slots: Mapping[str, Told | FoyerError]) -> list[tuple[tuple[str, ...], list[Told] | FoyerError]]:
    """Put the ids of which something is known together, and each that failed by itself."""
    known = {one: found for one, found in slots.items() if not isinstance(found, FoyerError)}
    failed = [((one,), found) for one, found in slots.items() if isinstance(found, FoyerError)]
    return [*([(tuple(known), list(known.values()))] if known else []), *failed]


def _path(key: tuple[object, ...]) -> str:
    """Give the path of the collection that a walk or a page is of."""
    return str(key[0])


def _held(key: tuple[object, ...], kept: Kept) -> Held:
    """Give a walk's records; behind a filter, or where a row makes no sense, what is missing may still be there."""
    return Held(kept.records, whole=not key[2] and not kept.faults)


def _is_plain(vendor_id: str) -> bool:
    """Tell whether a vendor could have made an id: what holds an operator of its filters is nothing's."""
    return bool(re.fullmatch(r"[\w-]{1,64}", vendor_id, re.ASCII))
