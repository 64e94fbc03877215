"""A source at Enviso: bookings and tasks, one call each, and nothing that can be listed.

What a booking tells of (itself, its event, its visitor) is kept together, so that asking for another of them takes no
call more.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from loaders.errors import BadResponse, FoyerError, InputRejected, NotThere
from loaders.http.ask import Ask, Reason
from loaders.http.twin import twin
from loaders.port import Capability, Check, Found, Gathered, Listing, Options, Page, Spot, Writer
from loaders.readings.keep import Keep
from loaders.readings.readings import Held, Readings
from loaders.records import VENUE, Record, Ref
from loaders.sole_venue import SoleVenue
from loaders.together import together
from loaders.vendors.enviso import wire
from loaders.vendors.enviso.answers import read
from loaders.vendors.enviso.costs import EnvisoCosts
from loaders.vendors.enviso.ids import NAME, Place, place, spelled
from loaders.vendors.enviso.moments import Moments
from loaders.vendors.enviso.translate import Translator

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from loaders.http.ask import Reply
    from loaders.inquiry import Inquiry
    from loaders.layers import Layers

CAPABILITIES: Final = frozenset(
    {
        Capability.LIST_VENUES,
        Capability.GET_BOOKING,
        Capability.GET_CUSTOMER,
        Capability.GET_EVENT,
        Capability.GET_TASK,
    }
)
"""The document has two reads, each of one thing by its id [003:58-85]. The venue is the configuration's."""

TRIED: Final = (Place("bookings", "0"), Place("tasks", "00000000-0000-0000-0000-000000000000"))
"""What a check asks for: whether there is such a thing or not, an answer says that the vendor lets us in."""


class EnvisoSource:
    """A venue at Enviso; satisfies `loaders.port.Source`."""

    vendor: Final = NAME
    capabilities: Final = CAPABILITIES
    costs: Final = EnvisoCosts()

    def __init__(self, options: Options, layers: Layers, close: Callable[[], Awaitable[None]]) -> None:
        """Make a source.

        Args:
            options: what the configuration says.
            layers: what the vendor is asked through.
            close: closes all connections.

        """
        self.name: Final = options.name
        self.zone: Final[ZoneInfo] = options.zone
        self.health: Final = layers.health
        self.venue_ids: Final = (options.name,)
        self._options: Final = options
        self._sole_venue: Final = SoleVenue(options, NAME)
        self._layers: Final = layers
        self._send: Final = layers.send
        self._close: Final = close
        self._readings: Final[Readings[Place, Mapping[Ref, Record]]] = Readings(
            layers.keep, "places", records=lambda _, shelf: Held(shelf.values(), whole=False)
        )
        self._translator: Final = Translator(
            Ref(VENUE, options.name, options.name),
            Moments(options.zone, z_is_local=options.further.get("z_is_local") is True),
        )

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things up: each booking and task once, side by side; an id that nothing can have takes no call."""
        if kind == VENUE:
            venue = self._sole_venue.record()
            return Found({venue.ref.id: venue} if venue.ref.id in ids else {})
        places = {key: found for key in ids if (found := place(kind, key)) is not None}
        asks = Counter(places.values())
        shelves = dict(zip(asks, await together(self._shelf(*ask, inquiry) for ask in asks.items()), strict=True))
        slots: dict[str, Record | FoyerError] = {}
        beside: dict[Ref, Record] = {}
        for key, found in places.items():
            shelf = shelves[found]
            if isinstance(shelf, FoyerError):
                slots[key] = twin(shelf)
                continue
            beside |= shelf
            record = shelf.get(Ref(kind, self.name, spelled(kind, key)))
            if record is not None:
                slots[key] = record
        return Found(slots, beside if inquiry.hints else {})

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:  # noqa: ARG002  # the port's signature
        """Read no page: the vendor has none."""
        return None

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:  # noqa: ARG002  # the port's signature
        """Give the venue, which is known without a call.

        Raises:
            NotListable: anything else is wanted.

        """
        return self._sole_venue.gather(listing)

    @property
    def writer(self) -> Writer | None:
        """Nothing: the document changes nothing."""
        return None

    def is_stale(self, at: dt.datetime) -> bool:
        """Tell whether what was read at a moment is older than the source calls fresh."""
        return self._layers.keep.is_stale(at)

    @property
    def keep(self) -> Keep:
        """How what was read of it is kept."""
        return self._layers.keep

    async def forget(self, changed: Sequence[Ref]) -> None:  # noqa: ARG002  # the port's signature
        """Keep nothing of what was read up to now."""
        await self._layers.forget(None)

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Log in and try both reads."""
        return [await self._check(tried, inquiry) for tried in TRIED]

    async def close(self) -> None:
        """Close its connections."""
        await self._close()

    async def _check(self, tried: Place, inquiry: Inquiry) -> Check:
        fault: FoyerError | None = None
        try:
            await self._send(_ask(tried, Reason.CHECK), inquiry)
        except (NotThere, InputRejected):
            fault = None
        except FoyerError as failed:
            fault = failed
        return Check(f"look {tried.of} up", fault)

    async def _shelf(self, found: Place, asks: int, inquiry: Inquiry) -> Mapping[Ref, Record] | FoyerError:
        """Give what a booking or task tells of, nothing where there is none, or why it cannot be known."""

        async def fetch(own: Inquiry) -> Mapping[Ref, Record]:
            reply = await self._send(_ask(found, Reason.BATCH, asks), own)
            return self._translated(found, reply, own.moment(self._now()))

        try:
            return await self._readings.get(found, inquiry, fetch)
        except NotThere:
            return {}
        except FoyerError as fault:
            return fault

    def _translated(self, found: Place, reply: Reply, at: dt.datetime) -> Mapping[Ref, Record]:
        what = f"{found.of.removesuffix('s')} {found.id}"
        told: wire.Booking | wire.Task
        shelf: Mapping[Ref, Record]
        if found.of == "tasks":
            told = read(wire.Task, reply, what=what, source=self.name)
            shelf = self._translator.task(told, at)
        else:
            told = read(wire.Booking, reply, what=what, source=self.name)
            shelf = self._translator.booking(told, at)
        if told.id != found.id:
            raise BadResponse(f"{self.name} sent another than {what}", source=self.name, vendor=NAME)
        return shelf

    def _now(self) -> dt.datetime:
        return self._options.now().astimezone(self.zone)


def _ask(found: Place, reason: Reason, asks: int = 1) -> Ask:
    return Ask("GET", f"/v1/{found.of}/{found.id}", reason=reason, asks=asks)
