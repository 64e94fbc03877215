"""Sources: configured accounts at vendors. One concrete type a vendor, which carries what only that vendor has."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry
from strawberry.types.info import Info

from loaders import health, port
from loaders.health import Gate
from loaders.port import Capability
from loaders.records import SOURCE, VENUE, Ref
from schema.context import open_context
from schema.edge import attribute, follow_link
from schema.enums import described
from schema.reads import note
from schema.sources import OTHER, SOURCE_VIEWS
from schema.types.errors import SourceError
from schema.types.node import Node

if TYPE_CHECKING:
    from schema.types.venue import Venue


class Vendor(Enum):
    """The booking systems Foyer knows."""

    EVENT_TEMPLE = "event_temple"
    BOOKING_EXPERTS = "booking_experts"
    LOCABOO = "locaboo"
    ENVISO = "enviso"
    MICE_OPERATIONS = "mice_operations"
    OTHER = OTHER


described(
    Vendor,
    "The booking systems behind the graph.",
    {
        "EVENT_TEMPLE": "Event Temple: sales and catering for hotels.",
        "BOOKING_EXPERTS": "Booking Experts: holiday parks.",
        "LOCABOO": "Locaboo: halls and rooms.",
        "ENVISO": "Enviso by Vintia: museums and attractions.",
        "MICE_OPERATIONS": "MICE Operations: meetings and events; it can only be written to.",
        "OTHER": "One this version of the graph has no name for.",
    },
)

described(
    Capability,
    "What can be asked of a source; anything else is refused before a vendor is called.",
    {
        "LIST_VENUES": "List its venues.",
        "LIST_SPACES": "List its spaces.",
        "LIST_EVENTS": "List its events.",
        "LIST_BOOKINGS": "List its bookings.",
        "LIST_CUSTOMERS": "List its customers.",
        "GET_EVENT": "Look an event up by id.",
        "GET_BOOKING": "Look a booking up by id.",
        "GET_CUSTOMER": "Look a customer up by id.",
        "GET_TASK": "Look a task up by id.",
        "AVAILABILITY": "Tell when a space is free.",
        "CREATE_BOOKING": "Create a booking.",
        "UPDATE_BOOKING": "Change a booking.",
        "CANCEL_BOOKING": "Cancel a booking.",
        "REQUEST_EVENT": "Hand in an event request.",
        "CREATE_CUSTOMER": "Create a customer.",
        "UPDATE_CUSTOMER": "Change a customer.",
        "ADD_CUSTOMER_ADDRESS": "Add an address to a customer.",
        "BLOCK_SPACE": "Block a space.",
        "UPDATE_SPACE_BLOCK": "Change a block.",
        "UNBLOCK_SPACE": "Remove a block.",
        "CREATE_SPACE_TYPE": "Create a kind of space.",
    },
)


class HealthStatus(Enum):
    """How a source has answered lately."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"
    UNKNOWN = "UNKNOWN"


described(
    HealthStatus,
    "How a source has answered lately.",
    {
        "UP": "Its last answer was good.",
        "DEGRADED": "Its last answer was a failure, but a good one came within the last minute.",
        "DOWN": "It keeps failing and is left alone for now, or its last answer was a failure and no good one came "
        "within the last minute.",
        "UNKNOWN": "It has not been asked yet.",
    },
)


@strawberry.type(description="A moving window in which a vendor allows so many calls, and what is left of it.")
class RateWindow:
    """A moving window in which a vendor allows so many calls."""

    limit: int = attribute("How many calls the window allows.")
    remaining: int = attribute("How many are left now.")
    window_seconds: int = attribute("How long the window is, in seconds.")
    resets_at: dt.datetime | None = attribute(
        "When all calls counted now have left the window; null when none is counted."
    )


@strawberry.type(description="How a source has answered lately.")
class SourceHealth:
    """How a source has answered lately."""

    status: HealthStatus = attribute("Whether it answers.")
    last_success_at: dt.datetime | None = attribute("When it last answered well.")
    last_failure: SourceError | None = attribute("What went wrong last; null if nothing has.")
    kept: strawberry.Private[health.Health]

    @strawberry.field(
        description="The rate windows the vendor imposes and what is left of each, for all that share the store."
    )
    async def budget(self) -> list[RateWindow]:
        """Give the windows."""
        return list(await self.kept.windows())  # type: ignore[arg-type]  # the port's window is shown as it is

    @classmethod
    def of(cls, health: health.Health, now: dt.datetime) -> "SourceHealth":
        """Show a source's health at a moment."""
        made = cls.__new__(cls)
        made.kept = health
        made.status = _status(health, now)
        made.last_success_at = health.last_success_at
        made.last_failure = SourceError.of(health.last_failure) if health.last_failure is not None else None
        return made


def _status(health: health.Health, now: dt.datetime) -> HealthStatus:
    if health.gate() is not Gate.CLOSED:
        return HealthStatus.DOWN
    good, bad = health.last_success_at, health.last_failure_at
    if good is None:
        return HealthStatus.UNKNOWN if bad is None else HealthStatus.DOWN
    if bad is None or good >= bad:
        return HealthStatus.UP
    return HealthStatus.DEGRADED if now - good < dt.timedelta(minutes=1) else HealthStatus.DOWN


def _id(root: Any) -> strawberry.ID:
    return strawberry.ID(Ref(SOURCE, root.source.name, root.source.name).encode())


def _venues(root: Any, info: Info[Any, Any]) -> Any:
    return follow_link(tuple(Ref(VENUE, root.source.name, id_) for id_ in root.source.venue_ids), open_context(info))


@strawberry.interface(
    description="One configured account at one vendor. One concrete type a vendor, which carries what only that vendor "
    "has."
)
class Source(Node):
    """One configured account at one vendor."""

    record_kind: ClassVar[str] = SOURCE
    source: strawberry.Private[port.Source]

    @classmethod
    def of(cls, source: port.Source) -> "Source":
        """Show a source."""
        made = cls.__new__(cls)
        made.source = source
        return made

    id: strawberry.ID = strawberry.field(resolver=_id, description="Its global id.")

    @strawberry.field(description="The name it has in the configuration, e.g. grand-hotel.")
    def name(self) -> str:
        """Give its name."""
        return self.source.name

    @strawberry.field(description="The vendor.")
    def vendor(self) -> Vendor:
        """Give its vendor."""
        return next((vendor for vendor in Vendor if vendor.value == self.source.vendor), Vendor.OTHER)

    @strawberry.field(description="The IANA time zone of its venues.")
    def time_zone(self) -> str:
        """Give its zone."""
        return self.source.zone.key

    @strawberry.field(
        description="What can be asked of this source; anything else is refused before a vendor is called."
    )
    def capabilities(self) -> list[Capability]:
        """Give what it can, in the order of the enum."""
        return [capability for capability in Capability if capability in self.source.capabilities]

    @strawberry.field(description="How it has answered lately; asking this calls no vendor.")
    def health(self, info: Info[Any, Any]) -> SourceHealth:
        """Give its health."""
        return SourceHealth.of(self.source.health, open_context(info).now())

    venues: list[Annotated["Venue", strawberry.lazy("schema.types.venue")]] | None = strawberry.field(
        resolver=_venues, description="Its venues.", metadata=note("venues", edge="venues")
    )


def source_type(vendor: Vendor) -> Any:
    """Register a type for the sources of a vendor."""

    def register(cls: type[Any]) -> type[Any]:
        SOURCE_VIEWS[vendor.value] = cls
        return cls

    return register


@source_type(Vendor.OTHER)
@strawberry.type(description="A configured account at a vendor that has no type of its own in this graph.")
class OtherSource(Source):
    """A source whose vendor has no type of its own."""
