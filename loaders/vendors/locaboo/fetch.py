"""A source at Locaboo.

The vendor has one list of each thing, without pages or filters but for days: a list is read whole, kept for as long as
the configuration calls it fresh, and filtered here. What a list does not tell is a call a thing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from loaders.errors import FoyerError
from loaders.health import Health
from loaders.http.session import Session
from loaders.http.twin import twin
from loaders.http.window import Windows
from loaders.http.wire import wire
from loaders.port import Capability, Check, Found, Gathered, Listing, Options, Page, Spot
from loaders.vendors.locaboo import lists
from loaders.vendors.locaboo.api import Api
from loaders.vendors.locaboo.house import House
from loaders.vendors.locaboo.kinds import NAME
from loaders.vendors.locaboo.lookups import FROM_THE_TREE, LOOKUPS
from loaders.vendors.locaboo.sign import PARAMETER, sign

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry

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
        max_bytes=MAX_BYTES,
    )
    health = Health()
    send = wire(
        sign(options.credentials[PARAMETER], session.send),
        source=options.name,
        vendor=NAME,
        credentials={"Accept": "application/json"},
        health=health,
        windows=Windows(options.windows or (), now=options.now, clock=options.clock),
        now=options.now,
    )
    return LocabooSource(House(options, Api(options, send, health)), health, session.close)


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
        look_up = LOOKUPS.get(kind)
        if look_up is None or not ids:
            return Found({})
        try:
            slots = await look_up(self._house, ids, inquiry)
            tree = await self._house.rooms.tree(inquiry) if kind in FROM_THE_TREE else None
        except FoyerError as fault:
            return Found({key: twin(fault) for key in ids})
        found = {key: slot for key, slot in slots.items() if slot is not None}
        return Found(found, lists.beside(self._house, tree, inquiry) if tree is not None else {})

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

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try the key: who it belongs to, the resources, and today's bookings and events."""
        return [await self._check(what, inquiry) for what in ()]

    async def close(self) -> None:
        """Close its connections."""
        await self._close()
