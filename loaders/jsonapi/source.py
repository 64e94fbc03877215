"""What every JSON:API vendor's source does alike: pages of a list, whole collections, lookups by a filter.

A vendor's source derives from `JsonApiSource` and says which collections it has, how its records are seen in its types
(the views), which filters the vendor applies itself, and where a thing is found that has no endpoint of its own.

Lists are read in pages of 100 rows whatever page a client asks for, so that a client's next page, an alias or another
screen finds its rows in an answer that is there already, or asks for the same one.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from loaders.health import Health
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Account, Collection, Scope
from loaders.jsonapi.lists import ListReader
from loaders.jsonapi.lookups import Lookups
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.reader import JsonApiReader
from loaders.jsonapi.shelf import Beside
from loaders.match import passing
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Page, Spot, Writer
from loaders.readings.keep import Keep
from loaders.records import Ref
from loaders.together import together


class JsonApiSource(JsonApiReader, ABC):
    """A source at a JSON:API vendor; satisfies `loaders.port.Source`."""

    collections: Mapping[str, Collection]
    """Record kind → the collection it is listed in."""

    def __init__(self, account: Account) -> None:
        """Make the source of an account."""
        super().__init__(account)
        self.lookups: Final = Lookups(self)

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
