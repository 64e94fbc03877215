"""What everything with a global id has, and what everything read from a vendor has."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from schema.context import open_context
from schema.sources import show_source

if TYPE_CHECKING:
    from schema.types.source import Source


def _id(root: Any) -> strawberry.ID:
    return strawberry.ID(root.record.ref.encode())


def _vendor_id(root: Any) -> strawberry.ID:
    return strawberry.ID(root.record.ref.vendor_id)


def _fetched_at(root: Any) -> dt.datetime:
    moment: dt.datetime = root.record.fetched_at
    return moment


def _source(root: Any, info: Info[Any, Any]) -> Any:
    context = open_context(info)
    return show_source(context.sources[root.record.ref.source])


@strawberry.interface(
    description="Anything with a global id. Ids are opaque, stable across restarts and releases, and unique across all "
    "sources."
)
class Node:
    """Anything with a global id."""

    id: strawberry.ID = strawberry.field(resolver=_id, description="Its global id.")


@strawberry.interface(description="A thing read from one vendor account.")
class Record(Node):
    """A thing read from one vendor account."""

    source: Annotated["Source", strawberry.lazy("schema.types.source")] = strawberry.field(
        resolver=_source, description="The vendor account it was read from."
    )
    vendor_id: strawberry.ID = strawberry.field(
        resolver=_vendor_id, description="The vendor's own id, always as text (Enviso's are 64-bit)."
    )
    fetched_at: dt.datetime = strawberry.field(
        resolver=_fetched_at,
        description="When the gateway read it from the vendor; now minus this is its age.",
    )
