"""A source at Locaboo.

The vendor has one list of each thing, without pages or filters but for days: a list is read whole, kept for as long as
the configuration calls it fresh, and filtered here. What a list does not tell is a call a thing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from loaders.errors import FoyerError
from loaders.health import Health
from loaders.http.budget import Budget
from loaders.http.session import Session
from loaders.http.wire import wire
from loaders.port import Capability, Check, Found, Gathered, Listing, Options, Page, Spot, Writer
from loaders.records import VENUE
from loaders.vendors.locaboo import lists
from loaders.vendors.locaboo.api import Api
from loaders.vendors.locaboo.house import House
from loaders.vendors.locaboo.kinds import NAME
from loaders.vendors.locaboo.lookups import look_up
from loaders.vendors.locaboo.sign import PARAMETER, sign
from loaders.vendors.locaboo.write import LocabooWriter

if TYPE_CHECKING:
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

MAX_BYTES: Final = 128 * 1024 * 1024
"""How large an answer may be: lists have no pages, and 50,000 bookings are some 60 MB."""


def open_source(options: Options) -> LocabooSource:
    """Open a source; no call is made.

    Raises:
        ValueError: the base URL or the key cannot be sent.

    """
    session = Session(
        options.base_url,
        source=options.name,
        vendor=NAME,
        timeout_seconds=options.timeout_seconds,
        max_concurrent=options.max_concurrent,
        witness=options.witness,
        max_bytes=MAX_BYTES,
    )
    health = Health()
    budget = Budget(
        options.store.windows,
        source=options.name,
        vendor=NAME,
        credentials=options.credentials,
        windows=options.windows or (),
        slots=options.max_concurrent,
        now=options.now,
    )
    layers = wire(
        sign(options.credentials[PARAMETER], session.send),
        source=options.name,
        vendor=NAME,
        headers={"Accept": "application/json"},
        health=health,
        budget=budget,
        now=options.now,
        clock=options.clock,
        chance=options.chance,
    )
    return LocabooSource(House(options, Api(options, layers, health)), health, session.close)


class LocabooSource:
    """A source at Locaboo; satisfies `loaders.port.Source`.

    Args:
        house: all of the account.
        health: how it has answered lately.
        close: closes the connections.

    """

    def __init__(self, house: House, health: Health, close: Callable[[], Awaitable[None]]) -> None:
        self._house: Final = house
        self._health: Final = health
        self._close: Final = close
        self._writer: Final = LocabooWriter(house)

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
        return self._health

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

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Keep nothing of what was read up to now: a list may hold any of it.

        Resources stay, unless nobody knows what changed: no booking and no customer changes them.
        """
        self._house.forget(resources=not changed or any(ref.kind == VENUE for ref in changed))

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
        await self._close()


async def _fault(trying: Callable[[], Awaitable[object]]) -> FoyerError | None:
    """Give the fault that something fails with, if it does."""
    try:
        await trying()
    except FoyerError as fault:
        return fault
    return None
