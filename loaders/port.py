"""The one face of a vendor: what the rest of the house may ask of a source, and what a vendor's folder must give."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from loaders.costs import Costs
from loaders.errors import Blame, FoyerError, VendorFault
from loaders.health import Health
from loaders.inquiry import Inquiry
from loaders.readings.keep import Keep
from loaders.readings.larder import Larder
from loaders.records import BookingStatus, EventStatus, Record, Ref
from loaders.store.face import Store
from loaders.store.memory import MemoryStore
from loaders.witness import Witness, nobody
from loaders.writes import Attempt, Write, Written


class Capability(Enum):
    """What can be asked of a source; anything else is refused before a vendor is called."""

    LIST_VENUES = "LIST_VENUES"
    LIST_SPACES = "LIST_SPACES"
    LIST_EVENTS = "LIST_EVENTS"
    LIST_BOOKINGS = "LIST_BOOKINGS"
    LIST_CUSTOMERS = "LIST_CUSTOMERS"
    GET_EVENT = "GET_EVENT"
    GET_BOOKING = "GET_BOOKING"
    GET_CUSTOMER = "GET_CUSTOMER"
    GET_TASK = "GET_TASK"
    AVAILABILITY = "AVAILABILITY"
    CREATE_BOOKING = "CREATE_BOOKING"
    UPDATE_BOOKING = "UPDATE_BOOKING"
    CANCEL_BOOKING = "CANCEL_BOOKING"
    REQUEST_EVENT = "REQUEST_EVENT"
    CREATE_CUSTOMER = "CREATE_CUSTOMER"
    UPDATE_CUSTOMER = "UPDATE_CUSTOMER"
    ADD_CUSTOMER_ADDRESS = "ADD_CUSTOMER_ADDRESS"
    BLOCK_SPACE = "BLOCK_SPACE"
    UPDATE_SPACE_BLOCK = "UPDATE_SPACE_BLOCK"
    UNBLOCK_SPACE = "UNBLOCK_SPACE"
    CREATE_SPACE_TYPE = "CREATE_SPACE_TYPE"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows of a list are wanted; None means any. Ids are the vendor's, as in `Ref.id`, and of one source.

    Args:
        venues: rows of these venues.
        spaces: rows in one of these spaces.
        customers: bookings of these customers.
        event_statuses: events with one of these.
        booking_statuses: bookings with one of these.
        overlaps: rows that touch the half-open range.
        search: text found in what the row is called, whatever its case.
        updated_since: rows changed at or after the moment.
        reference: bookings people quote by exactly this.
        email: customers with this address, whatever its case.
        min_capacity: spaces for at least so many people.

    """

    venues: frozenset[str] | None = None
    spaces: frozenset[str] | None = None
    customers: frozenset[str] | None = None
    event_statuses: frozenset[EventStatus] | None = None
    booking_statuses: frozenset[BookingStatus] | None = None
    overlaps: tuple[dt.datetime, dt.datetime] | None = None
    search: str | None = None
    updated_since: dt.datetime | None = None
    reference: str | None = None
    email: str | None = None
    min_capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list asked of one source: rows of a kind, those that pass the filter.

    Args:
        kind: the kind of the rows.
        filter: which are wanted.
        count: whether the total is wanted.
        periods: whether every row's period is needed, as for an order by it.

    """

    kind: str
    filter: Filter = field(default_factory=Filter)
    count: bool = False
    periods: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row stood in the vendor's own order, so that a later page can begin behind it.

    Args:
        id: the row's `Ref.id`; what counts when the row is found again.
        page: the number, from 1, of the vendor's page it stood on.
        at: its place on that page, from 0; used when the row is gone.
        scope: which of the source's venues the list was being read of, from 0.

    """

    id: str
    page: int = 1
    at: int = 0
    scope: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the vendor's own order.

    Args:
        rows: the records.
        spots: where each row stood.
        more: whether the list goes on behind the last row.
        total: how many rows pass the filter, where the vendor said so.
        fetched_at: when the oldest of what this rests on was read.
        beside: records that came along, by reference.
        faults: one fault for each row that could not be read and is missing here.

    """

    rows: Sequence[Record]
    spots: Sequence[Spot]
    more: bool
    total: int | None
    fetched_at: dt.datetime
    beside: Mapping[Ref, Record] = field(default_factory=dict)
    faults: Sequence[VendorFault] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All rows of a source that pass the filter, in the vendor's own order; `beside` and `faults` as in Page.

    `covers` are the first and last day the vendor was asked for, where it lists nothing without a range.
    """

    rows: Sequence[Record]
    fetched_at: dt.datetime
    beside: Mapping[Ref, Record] = field(default_factory=dict)
    faults: Sequence[VendorFault] = ()
    covers: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a lookup brought: by id asked for a record or the fault in its slot; an id that is absent is nothing's."""

    slots: Mapping[str, Record | FoyerError]
    beside: Mapping[Ref, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing an operator wants to know of a source: what was tried, and the fault if it failed."""

    what: str
    fault: FoyerError | None


class Writer(Protocol):
    """Changes things at one source. It is given only what the source's capabilities name."""

    def faults(self, write: Write) -> Sequence[Blame]:
        """Tell everything of a change that this vendor could not take, without a call."""

    async def write(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Written:
        """Make the change: what must be read for it first, then one call that changes something, never repeated.

        Raises:
            Refused: nothing was changed: of what was read, or by the vendor's own word about the parts of the input.
            VendorFault: it went wrong. Nothing was changed where `reached` is false or the fault is the vendor's
                refusal (InputRejected, CredentialsRefused, NotThere, RateLimited); otherwise it may have been.

        """

    async def find(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Sequence[Written] | None:
        """Look whether a change happened whose answer was lost, at the vendor itself and past everything kept.

        Every thing that is just as the change would have made it, the likeliest first; none where there is no such
        thing, None where the vendor cannot be asked.

        Raises:
            VendorFault: the vendor could be asked, and did not answer.

        """


class Source(Protocol):
    """One configured account at one vendor."""

    @property
    def name(self) -> str:
        """Its name in the configuration."""

    @property
    def vendor(self) -> str:
        """The vendor's name, e.g. `event_temple`."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its venues."""

    @property
    def venue_ids(self) -> Sequence[str]:
        """The ids of its venues, in the order of the configuration."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What can be asked of it."""

    @property
    def health(self) -> Health:
        """How it has answered lately."""

    @property
    def costs(self) -> Costs:
        """What calls to it cost, told without one."""

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things of one kind up. A failure is a value in its slot; nothing is raised but a cancellation.

        Args:
            kind: a record kind, a vendor's own (`event_temple.groups`), or a lookup (`booking@customer`: Rows).
            ids: `Ref.id`s, each once.
            inquiry: the operation that asks.

        """

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
        """Read the next rows in the vendor's own order, asking for no more than that takes.

        None where the vendor cannot apply this filter itself:
        `gather` then does.

        Raises:
            NotListable: the vendor lists no such things.
            VendorFault: it could not be asked.

        """

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Read all rows that pass the filter.

        Raises:
            NotListable: the vendor lists no such things.
            VendorFault: it could not be asked.

        """

    @property
    def writer(self) -> Writer | None:
        """What changes things here; None where the vendor's document has no way to."""

    def is_stale(self, at: dt.datetime) -> bool:
        """Tell whether what was read at a moment is older than the source calls fresh."""

    @property
    def keep(self) -> Keep | None:
        """How what was read of it is kept; None where nothing is."""

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Keep nothing of what was read up to now, or is being read, that these changes may have made untrue."""

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try the credentials and what a question would need, with few calls."""

    async def close(self) -> None:
        """Close its connections."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the configuration says of one source; `repr` shows no credential.

    Args:
        name: the source's name.
        base_url: what stands before the documented paths, without a slash at its end.
        zone: the zone of its venues.
        currency: ISO 4217, where the configuration says.
        venue_name: what its venue is called, where the vendor names none.
        credentials: by their names in the configuration.
        fresh: for how many seconds what was read counts as fresh.
        stale: for how many seconds after that it may still be used.
        windows: (calls, seconds) windows; None for those the vendor documents.
        timeout_seconds: how long one call may take.
        max_concurrent: how many calls may be under way at once.
        share: how many processes count calls each by themselves: each makes no more than its share of a window.
        further: the vendor's further keys.
        store: where what outlives an operation is kept; a private one unless it is given.
        larder: bounds what is kept of what was read; a private one unless it is given.
        clock: the seconds that ages are counted in.
        now: the moment, in UTC; windows go by it.
        chance: a number from 0 up to 1, for what should not happen everywhere at the same moment.
        witness: who watches its calls.

    """

    name: str
    base_url: str
    zone: ZoneInfo
    credentials: Mapping[str, str] = field(repr=False)
    currency: str | None = None
    venue_name: str | None = None
    fresh: float = 30.0
    stale: float = 0.0
    windows: Sequence[tuple[int, int]] | None = None
    timeout_seconds: float = 10.0
    max_concurrent: int = 8
    share: int = 1
    further: Mapping[str, object] = field(default_factory=dict)
    store: Store = field(default_factory=MemoryStore, repr=False)
    larder: Larder = field(default_factory=Larder, repr=False)
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    chance: Callable[[], float] = random.random
    witness: Witness = field(default=nobody, repr=False)


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor's manifest: its name, and how a source at it is opened (no call is made by opening)."""

    name: str
    open: Callable[[Options], Source]


Batch = Callable[[Sequence[Ref]], Awaitable[Sequence[Record | FoyerError | None]]]
