"""A Booking Experts account as a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from loaders.costs import Seen
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Account, Collection, Scope
from loaders.jsonapi.open import open_account
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Beside
from loaders.jsonapi.walks import MOST_PAGES, Kept
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Options, Page, Spot, Writer
from loaders.records import BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, SPACE_TYPE, VENUE, Ref, SpaceBlock
from loaders.vendors.booking_experts.agenda import Agenda
from loaders.vendors.booking_experts.checks import check
from loaders.vendors.booking_experts.costs import BookingExpertsCosts
from loaders.vendors.booking_experts.desk import Desk, Manner
from loaders.vendors.booking_experts.endpoints import BOOKINGS, CATEGORIES, PERIODS, WITH_ARCHIVED
from loaders.vendors.booking_experts.lists import COLLECTIONS, Lists
from loaders.vendors.booking_experts.lookups import Lookups
from loaders.vendors.booking_experts.park import Park
from loaders.vendors.booking_experts.places import Places
from loaders.vendors.booking_experts.pushdown import pushdown
from loaders.vendors.booking_experts.translate import translator
from loaders.vendors.booking_experts.venues import Venues
from loaders.vendors.booking_experts.views import NAME, VIEWS
from loaders.vendors.booking_experts.webhooks import BookingExpertsWebhooks
from loaders.vendors.booking_experts.write import BookingExpertsWriter

WINDOWS: Final = ((500, 900), (100, 60))
"""500 calls in 15 minutes, bursts of 100 in one [004:106-110]."""

CAPABILITIES: Final = frozenset(
    {
        Capability.LIST_VENUES,
        Capability.LIST_SPACES,
        Capability.LIST_BOOKINGS,
        Capability.LIST_CUSTOMERS,
        Capability.GET_BOOKING,
        Capability.GET_CUSTOMER,
        Capability.AVAILABILITY,
        Capability.BLOCK_SPACE,
        Capability.UPDATE_SPACE_BLOCK,
        Capability.UNBLOCK_SPACE,
        Capability.UPDATE_CUSTOMER,
        Capability.CREATE_SPACE_TYPE,
    }
)


TOLD_BY: Final[Mapping[str, tuple[str, ...]]] = {
    SPACE_BLOCK: (PERIODS.path,),
    BOOKING: (BOOKINGS.path, PERIODS.path),
    CUSTOMER: (BOOKINGS.path,),
    SPACE_TYPE: (CATEGORIES.path,),
}
"""What may change → the collections whose rows tell of it."""

WHERE: Final = frozenset({VENUE, SPACE})
"""What only says where something changed: its own rows tell nothing of that."""


class BookingExpertsSource(Desk):
    """A Booking Experts account; satisfies `loaders.port.Source`."""

    collections = COLLECTIONS

    def __init__(
        self, account: Account, manner: Manner, currency: str | None, secret: tuple[str, str] | None = None
    ) -> None:
        """Make the source of an account; `secret` is what signs its webhooks, and where the source reads."""
        super().__init__(account, manner, currency)
        venues = Venues(self)
        self.agenda: Final = Agenda(self)
        self._lookups: Final = Lookups(self, self.agenda, venues)
        self._lists: Final = Lists(self, self.agenda, venues)
        self._seen: Final = Seen(len(account.scopes))
        self.costs: Final = BookingExpertsCosts(self._seen, self.venue_ids, manner.extras)
        self._writer: Final = BookingExpertsWriter(self, Places(self, self.agenda))
        self._webhooks: Final = None if secret is None else BookingExpertsWebhooks(self, *secret)

    @property
    def writer(self) -> Writer:
        """What changes things here."""
        return self._writer

    @property
    def webhooks(self) -> BookingExpertsWebhooks | None:
        """What reads the vendor's own calls; None where no secret is configured."""
        return self._webhooks

    def pushed(self, listing: Listing) -> Pairs | None:
        """Give the query that has the vendor apply the whole filter; None where it cannot."""
        split = pushdown(listing.filter) if listing.kind == BOOKING else ((), listing.filter)
        if split is None or replace(split[1], venues=None) != Filter():
            return None
        return WITH_ARCHIVED if listing.kind == SPACE_TYPE else split[0]

    async def walked(  # noqa: PLR0913  # the parts of a walk
        self,
        collection: Collection,
        scope: Scope,
        inquiry: Inquiry,
        pairs: Pairs = (),
        extra: Iterable[str] = (),
        *,
        max_pages: int = MOST_PAGES,
    ) -> Kept:
        """Give a whole collection; how long it is counts for what later questions are planned to cost."""
        kept = await super().walked(collection, scope, inquiry, pairs, extra, max_pages=max_pages)
        if pairs in {(), WITH_ARCHIVED}:
            self._seen.note(collection.path, scope.venue, len(kept.records))
        return kept

    def told_by(self, changed: Sequence[Ref]) -> frozenset[str] | None:
        """Give the paths of the collections that tell of what changed; None where it may be any."""
        kinds = {ref.kind for ref in changed[:1]} | ({ref.kind for ref in changed[1:]} - WHERE)
        if not kinds or not kinds <= set(TOLD_BY):
            return None
        return frozenset(path for kind in kinds for path in TOLD_BY[kind])

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
        """Read the next rows in the vendor's own order; None where `gather` has to."""
        page = await super().page(listing, after, limit, inquiry)
        if page is None:
            return None
        blocks = (row for row in page.rows if isinstance(row, SpaceBlock))
        return replace(page, beside=Beside([page.beside, self.agenda.stubs(blocks, inquiry)]))

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Read all rows that pass the filter."""
        return await self._lists.gather(listing, inquiry)

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things of one kind up."""
        return await self._lookups.get(kind, ids, inquiry)

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try every endpoint of every administration."""
        return await check(self, inquiry)


def open_source(options: Options) -> BookingExpertsSource:
    """Open a source; no call is made."""
    administrations = [str(one) for one in _several(options, "administrations")]
    names = options.further.get("venue_names")
    locales = tuple(str(one) for one in _several(options, "locales")) or ("en",)
    scopes = [Scope(one, f"/v3/administrations/{one}") for one in administrations]
    account = open_account(
        options,
        vendor=NAME,
        headers={"X-API-KEY": options.credentials["api_key"]},
        windows=WINDOWS,
        scopes=scopes,
        views=VIEWS,
        translate=translator(Park(options.name, administrations[0], options.zone, options.currency, locales), {}),
        capabilities=CAPABILITIES,
    )
    extras = frozenset(str(one) for one in _several(options, "extras"))
    named = {str(key): str(name) for key, name in names.items()} if isinstance(names, dict) else {}
    secret = options.credentials.get("webhook_secret")
    signed = None if not secret else (secret, options.base_url)
    return BookingExpertsSource(account, Manner(locales, extras, named), options.currency, signed)


def _several(options: Options, key: str) -> Sequence[object]:
    value = options.further.get(key)
    return value if isinstance(value, list | tuple) else ()
