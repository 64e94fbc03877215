"""A source at MICE Operations: it takes event requests [000:49-50], and nothing at all can be read from it.

The key goes in a header, as it is [000:3-5]; never in the query, which ends up in logs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders.layers import open_layers
from loaders.port import Capability, Check, Found, Gathered, Listing, Options, Page, Spot, Writer
from loaders.readings.keep import Keep
from loaders.records import VENUE, Ref, Resource, Rows
from loaders.sole_venue import SoleVenue
from loaders.vendors.mice_operations.answers import plainly
from loaders.vendors.mice_operations.costs import MiceOperationsCosts
from loaders.vendors.mice_operations.fields import REQUEST_FIELDS
from loaders.vendors.mice_operations.write import NAME, MiceOperationsWriter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from loaders.inquiry import Inquiry

CAPABILITIES: Final = frozenset({Capability.LIST_VENUES, Capability.REQUEST_EVENT})
"""The venue is the configuration's; a request can be handed in and not be read."""

REQUEST_FIELD: Final = f"{NAME}.request_field"
REQUEST_FIELDS_OF: Final = f"{REQUEST_FIELD}@source"
"""What may be requested of a source: Rows, found under its name."""


class MiceOperationsSource:
    """An account at MICE Operations; satisfies `loaders.port.Source`."""

    vendor: Final = NAME
    capabilities: Final = CAPABILITIES
    costs: Final = MiceOperationsCosts()

    def __init__(self, options: Options) -> None:
        """Make a source of what the configuration says; no call is made."""
        self.name: Final = options.name
        self.zone: Final[ZoneInfo] = options.zone
        self.venue_ids: Final = (options.name,)
        self._options: Final = options
        self._sole_venue: Final = SoleVenue(options, NAME)
        self._layers: Final = open_layers(
            options,
            vendor=NAME,
            headers={"X-Authorization": f"Basic {options.credentials['api_key']}"},
            through=lambda send, _: plainly(send),
        )
        self.health: Final = self._layers.health
        self._writer: Final = MiceOperationsWriter(options.name, self._layers.send, options.zone, options.now)

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:  # noqa: ARG002  # the port's signature
        """Give the venue, or what may be requested; both are known without a call."""
        if self.name not in ids or kind not in {VENUE, REQUEST_FIELDS_OF}:
            return Found({})
        return Found({self.name: self._sole_venue.record() if kind == VENUE else self._request_fields()})

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
    def writer(self) -> Writer:
        """What hands requests in."""
        return self._writer

    def is_stale(self, at: dt.datetime) -> bool:
        """Tell whether what was read at a moment is older than the source calls fresh."""
        return self._layers.keep.is_stale(at)

    @property
    def keep(self) -> Keep:
        """How what was read of it is kept."""
        return self._layers.keep

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Forget nothing: nothing is read."""

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:  # noqa: ARG002  # the port's signature
        """Try nothing: every call there is creates an event at the venue."""
        return [Check("configured; it can only be written to, so the key was not tried", None)]

    async def close(self) -> None:
        """Close its connections."""
        await self._layers.close()

    def _request_fields(self) -> Rows:
        now = self._now()
        rows = tuple(
            Resource(
                Ref(REQUEST_FIELD, self.name, one.name),
                now,
                {"name": one.name, "type": one.type, "description": one.description},
            )
            for one in REQUEST_FIELDS
        )
        return Rows(Ref(REQUEST_FIELDS_OF, self.name, self.name), now, rows)

    def _now(self) -> dt.datetime:
        return self._options.now().astimezone(self.zone)
