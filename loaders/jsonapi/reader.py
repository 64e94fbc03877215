"""What is read of a JSON:API vendor's collections: asks for their pages, whole walks, and the records made of both."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from loaders.errors import BadResponse
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.account import PAGE_SIZE, Account, Collection, Scope
from loaders.jsonapi.document import Document, Identifier, ResourceObject
from loaders.jsonapi.include import Plan, plan
from loaders.jsonapi.pages import walk
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Shelf, Translate, resources_of
from loaders.jsonapi.walks import MOST_PAGES, Broken, Filtered, Kept, split
from loaders.readings.readings import Held, Readings
from loaders.records import Record

TRANSLATED_AT_ONCE: Final = 200
"""How many rows become records before others get their turn: about as long as reading one page takes."""


class JsonApiReader:
    """Reads the collections of one account."""

    def __init__(self, account: Account) -> None:
        """Make the reader of an account."""
        self.account: Final = account
        keep = account.layers.keep
        self.walks: Final[Readings[tuple[object, ...], Kept]] = Readings(
            keep, "walks", most=400, area=_path, records=_held
        )
        self.pages: Final[Readings[tuple[object, ...], Document]] = Readings(keep, "pages", most=4000, area=_path)

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


def _path(key: tuple[object, ...]) -> str:
    """Give the path of the collection that a walk or a page is of."""
    return str(key[0])


def _held(key: tuple[object, ...], kept: Kept) -> Held:
    """Give a walk's records; behind a filter, or where a row makes no sense, what is missing may still be there."""
    return Held(kept.records, whole=not key[2] and not kept.faults)
