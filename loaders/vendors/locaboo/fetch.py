"""A source at Locaboo.

The vendor has one list of each thing, without pages or filters but for days: a list is read whole, kept for as long as
the configuration calls it fresh, and filtered here. What a list does not tell is a call a thing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from loaders.errors import FoyerError
from loaders.layers import Layers, open_layers
from loaders.port import Capability, Check, Found, Gathered, Listing, Options, Page, Spot, Writer
from loaders.readings.keep import Keep
from loaders.records import VENUE
from loaders.vendors.locaboo import lists
from loaders.vendors.locaboo.api import Api
from loaders.vendors.locaboo.costs import LocabooCosts
from loaders.vendors.locaboo.house import House
from loaders.vendors.locaboo.kinds import NAME
from loaders.vendors.locaboo.lookups import look_up
from loaders.vendors.locaboo.sign import PARAMETER, sign
from loaders.vendors.locaboo.write import LocabooWriter

if TYPE_CHECKING:
    import datetime as dt

    from loaders.health import Health
    from loaders.inquiry import Inquiry
    from loaders.records import Ref

CAPABILITIES: Final = frozenset(
    {
        Capability.LIST_VENUES,
        Capability.LIST_SPACES,
        Capability.LIST_EVENTS,
        Capability.LIST_BOOKINGS,
        Capability.LIST_CUSTOMERS,
        Capability.GET_EVENT,
        Capability.GET_BOOKING,
        Capability.GET_CUSTOMER,
        Capability.AVAILABILITY,
        Capability.CREATE_BOOKING,
        Capability.UPDATE_BOOKING,
        Capability.CANCEL_BOOKING,
        Capability.CREATE_CUSTOMER,
        Capability.UPDATE_CUSTOMER,
        Capability.ADD_CUSTOMER_ADDRESS,
    }
)

CHANGING: Final = ("bookings", "booking", "customers", "events", "event", "availability", "invoices")
"""The readings that a booking or a customer who changes makes untrue."""

MAX_BYTES: Final = 128 * 1024 * 1024
"""How large an answer may be: lists have no pages, and 50,000 bookings are some 60 MB."""


def open_source(options: Options) -> LocabooSource:
    """Open a source; no call is made.

    Raises:
        ValueError: the base URL or the key cannot be sent.

    """
    key = options.credentials[PARAMETER]
    layers = open_layers(
        options,
        vendor=NAME,
        headers={"Accept": "application/json"},
        max_bytes=MAX_BYTES,
        through=lambda send, _: sign(key, send),
    )
    return LocabooSource(House(options, Api(options, layers)), layers)


class LocabooSource:
    """A source at Locaboo; satisfies `loaders.port.Source`.

    Args:
        house: all of the account.
        layers: what the vendor is asked through.

    """

    def __init__(self, house: House, layers: Layers) -> None:
        self._house: Final = house
        self._layers: Final = layers
        self._writer: Final = LocabooWriter(house)
        self._costs: Final = LocabooCosts(
            lambda: house.rooms.last_ids, lambda: house.rooms.last_count, currency=house.api.currency is not None
        )

    @property
    def name(self) -> str:
        """Its name in the configuration."""
        return self._house.site.source

    @property
    def vendor(self) -> str:
        """The vendor's name."""
        return NAME

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its venues."""
        return self._house.site.zone

    @property
    def venue_ids(self) -> Sequence[str]:
        """The ids of its venues as they were last read: no configuration names them. None before the first reading."""
        return self._house.rooms.last_ids

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What can be asked of it."""
        return CAPABILITIES

    @property
    def health(self) -> Health:
        """How it has answered lately."""
        return self._layers.health

    @property
    def costs(self) -> LocabooCosts:
        """What calls to it cost."""
        return self._costs

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things of one kind up; a failure is a value in its slot."""
        return await look_up(self._house, kind, ids, inquiry)

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
        """Read the next venues or spaces where each takes a call of its own; None for all other lists."""
        return await lists.page(self._house, listing, after, limit, inquiry)

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Read all rows that pass the filter.

        Raises:
            NotListable: the vendor lists no such things.
            BadInput: the filter would take too many calls.
            VendorFault: it could not be asked.

        """
        return await lists.gather(self._house, listing, inquiry)

    @property
    def writer(self) -> Writer:
        """What changes things here."""
        return self._writer

    def is_stale(self, at: dt.datetime) -> bool:
        """Tell whether what was read at a moment is older than the source calls fresh."""
        return self._layers.keep.is_stale(at)

    @property
    def keep(self) -> Keep:
        """How what was read of it is kept."""
        return self._layers.keep

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Keep nothing of what was read up to now: a list may hold any of it.

        Resources stay, unless nobody knows what changed: no booking and no customer changes them.
        """
        stay = changed and not any(ref.kind == VENUE for ref in changed)
        await self._layers.forget(CHANGING if stay else None)

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try the key: whom it belongs to, the resources, today's bookings and today's events."""
        house = self._house
        today = house.api.now().date()
        tries: Mapping[str, Callable[[], Awaitable[object]]] = {
            "profile": lambda: house.office.profile(inquiry),
            "resource_list": lambda: house.rooms.tree(inquiry),
            "booking_list": lambda: house.diary.on((today, today), inquiry),
            "event_list": lambda: house.programme.on((today, today), inquiry),
        }
        return [Check(what, await _fault(trying)) for what, trying in tries.items()]

    async def close(self) -> None:
        """Close its connections."""
        await self._layers.close()


async def _fault(trying: Callable[[], Awaitable[object]]) -> FoyerError | None:
    """Give the fault that something fails with, if it does."""
    try:
        await trying()
    except FoyerError as fault:
        return fault
    return None
