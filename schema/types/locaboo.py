"""Locaboo's own: its accounts, and sources at this vendor."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.errors import FoyerError
from loaders.port import Filter, Listing
from loaders.records import VENUE, Ref
from schema.arguments import After, First
from schema.connection import Connection, connect
from schema.context import open_context
from schema.edge import attribute, edge, follow_link, show
from schema.reads import note
from schema.resource import ResourceView
from schema.types.errors import graphql_error
from schema.types.locaboo_bookings import LocabooBooking, LocabooCustomer, LocabooEvent
from schema.types.locaboo_stock import LocabooInventoryItem, LocabooInvoice, LocabooService
from schema.types.node import Record
from schema.types.source import Source, Vendor, source_type
from schema.types.values import Closure, OpeningHours

if TYPE_CHECKING:
    from schema.types.space import Space
    from schema.types.venue import Venue

__all__ = [
    "LocabooBooking",
    "LocabooCustomer",
    "LocabooEvent",
    "LocabooFreeTextField",
    "LocabooInventoryItem",
    "LocabooInvoice",
    "LocabooProfile",
    "LocabooResource",
    "LocabooService",
    "LocabooSource",
]


@strawberry.type(description="The manager whose key a Locaboo account is read with.")
class LocabooProfile(Record, ResourceView, kind="locaboo.profile"):
    """The manager whose key an account is read with."""

    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    company_name: str | None = attribute("The company.")
    email: str | None = attribute("The e-mail address.")
    logo: str | None = attribute("The address of the logo.")
    logo_thumbnail: str | None = attribute("The address of a small logo.")
    currency: str | None = attribute("The account's currency, ISO 4217.")
    language: str | None = attribute("The account's language, e.g. en.")
    created: dt.date | None = attribute("The day the account was created.")
    age: int | None = attribute("How old the account is, in years.")
    zip: str | None = attribute("The postal code.")
    city: str | None = attribute("The town.")
    country: str | None = attribute("The country, as the vendor writes it.")
    phone: str | None = attribute("The telephone number.")
    fax: str | None = attribute("The fax number.")
    address: str | None = attribute("Street and house number.")


@strawberry.type(description="A field whose value every resource of a Locaboo account may have.")
class LocabooFreeTextField(Record, ResourceView, kind="locaboo.free_text_fields"):
    """A field whose value every resource may have."""

    name: str | None = attribute("What it is called.")
    type: str | None = attribute("What it holds, in the vendor's word, e.g. numeric or select.")
    options: list[str] | None = attribute("What there is to choose from.")


@strawberry.type(description="All that Locaboo documents of a resource.")
class LocabooResource(Record, ResourceView, kind="locaboo.resources"):
    """All that Locaboo documents of a resource."""

    manager: strawberry.ID | None = attribute("The vendor's own id of who manages it.")
    title: str | None = attribute("What it is called.")
    image: str | None = attribute("The address of a picture.")
    category_id: strawberry.ID | None = attribute("The vendor's own id of its category.")
    category_name: str | None = attribute("What its category is called.")
    street_hnr: str | None = attribute("Street and house number.")
    zip: str | None = attribute("The postal code.")
    city: str | None = attribute("The town.")
    country: str | None = attribute("The country, as the vendor writes it.")
    phone: str | None = attribute("The telephone number.")
    fax: str | None = attribute("The fax number.")
    public_comment: str | None = attribute("What everybody may know of it.")
    today_opening_times: list[OpeningHours] | None = attribute("When it is open today.")
    today_holidays: list[Closure] | None = attribute("For what holidays it is closed today.")
    space: Annotated["Space", strawberry.lazy("schema.types.space")] | None = edge("space", "The space it is.")


async def _listed(root: Source, info: Info[Any, Any], kind: str, first: int | None, after: str | None) -> Any:
    """Answer a list that only this source is asked for."""
    return await connect(info, kind, {root.source.name: Filter()}, first=first, after=after)


async def _venues(root: Source, info: Info[Any, Any]) -> Any:
    """Answer its venues: no configuration names them, so the vendor is asked."""
    context = open_context(info)
    try:
        gathered = await root.source.gather(Listing(VENUE), context.inquiry)
    except FoyerError as fault:
        raise graphql_error(fault) from None
    context.loaders.shelve(gathered.beside)
    return [show(row) for row in gathered.rows]


def _profile(root: Source, info: Info[Any, Any]) -> Any:
    """Answer its profile, of which there is one."""
    return follow_link(Ref(LocabooProfile.record_kind, root.source.name, "profile"), open_context(info))


@source_type(Vendor.LOCABOO)
@strawberry.type(description="An account at Locaboo. Its main resources are its venues.")
class LocabooSource(Source):
    """An account at Locaboo."""

    venues: list[Annotated["Venue", strawberry.lazy("schema.types.venue")]] | None = strawberry.field(
        resolver=_venues, description="Its venues.", metadata=note("venues", edge="venues")
    )
    profile: LocabooProfile | None = strawberry.field(
        resolver=_profile, description="Whose account it is.", metadata=note("profile", edge="profile")
    )

    @strawberry.field(
        description="What can be booked along, by the piece.", metadata=note("inventory", edge="inventory")
    )
    async def inventory(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[LocabooInventoryItem]:
        """Answer its inventory."""
        return await _listed(self, info, LocabooInventoryItem.record_kind, first, after)

    @strawberry.field(description="What can be done for a booking.", metadata=note("services", edge="services"))
    async def services(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[LocabooService]:
        """Answer its services."""
        return await _listed(self, info, LocabooService.record_kind, first, after)

    @strawberry.field(description="What it charged.", metadata=note("invoices", edge="invoices"))
    async def invoices(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[LocabooInvoice]:
        """Answer its invoices."""
        return await _listed(self, info, LocabooInvoice.record_kind, first, after)

    @strawberry.field(
        description="The fields whose values its resources may have.",
        metadata=note("free_text_fields", edge="free_text_fields"),
    )
    async def free_text_fields(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[LocabooFreeTextField]:
        """Answer its fields."""
        return await _listed(self, info, LocabooFreeTextField.record_kind, first, after)

    @strawberry.field(
        description="Its main resources with all that is told of each; a call a resource.",
        metadata=note("resources", edge="resources"),
    )
    async def resources(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[LocabooResource]:
        """Answer its main resources."""
        return await _listed(self, info, LocabooResource.record_kind, first, after)
