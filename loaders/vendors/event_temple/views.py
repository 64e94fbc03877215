"""How records are seen in Event Temple's types, for the planner, and which kind of record a resource is.

Each of the document's types is one of the vendor's own kinds, `event_temple.groups`; its attributes and relationships
stand in the record under the vendor's names. Events, bookings and spaces are unified records too, contacts and accounts
are customers, and an account's address is the address of that customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders.jsonapi.include import Hop, View
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE
from loaders.vendors.event_temple.wire import MODELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.jsonapi.document import Identifier

NAME: Final = "event_temple"

ADDRESS: Final = "address"
"""The kind of an address as customers have it: a resource with the one attribute `address`."""

ACTIVITIES: Final = "event_temple.activities"
ACCOUNTS: Final = "event_temple.accounts"
GROUPS: Final = "event_temple.groups"
PICKABLES: Final = "event_temple.pickables"
REVENUE_CATEGORIES: Final = "event_temple.revenue_categories"

RELATIONSHIPS: Final[Mapping[str, Mapping[str, str]]] = {
    "accounts": {
        "market_segment": "market_segments",
        "account_type": "account_types",
        "referral_source": "referral_sources",
        "user": "users",
        "primary_contact": "contacts",
        "parent_account": "accounts",
        "address": "addresses",
    },
    "activities": {"booking": "bookings", "user": "users", "contact": "contacts", "account": "accounts"},
    "bookings": {
        "booking_type": "booking_types",
        "referral_source": "referral_sources",
        "group": "groups",
        "account": "accounts",
        "contact": "contacts",
        "revenue_summaries": "revenue_summaries",
    },
    "events": {"booking": "bookings", "space": "spaces", "revenue_summaries": "revenue_summaries"},
    "groups": {"booking": "bookings", "room_block_members": "room_block_members", "room_rates": "room_rates"},
    "revenue_summaries": {"revenue_category": "revenue_categories"},
    "room_block_members": {"room_rate": "room_rates", "room_type": "room_types"},
    "room_rates": {"group": "groups", "room_type": "room_types"},
}
"""Type → relationship → the type it leads to; the types that are absent have none."""

TO_MANY: Final = frozenset({"revenue_summaries", "room_block_members", "room_rates"})
"""The relationships that lead to any number of resources."""

PICKABLE: Final = frozenset({"market_segments", "account_types", "referral_sources", "booking_types"})
"""Four types of one shape and one kind [001:704-719]."""

SINGULAR: Final = {"revenue_category": "revenue_categories"}
"""How the document's table writes a type that its resources write otherwise [001:753, 001:767]."""

_ALWAYS: Final = {
    "accounts": ("name", "parent_account"),
    "activities": ("activity_type",),
    "addresses": ("city",),
    "bookings": ("unique_id",),
    "contacts": ("name",),
    "events": ("name",),
    "groups": ("name",),
    "revenue_categories": ("title",),
    "revenue_summaries": ("amount",),
    "room_block_members": ("date",),
    "room_rates": ("single",),
    "room_types": ("name",),
    "spaces": ("name",),
    "users": ("name",),
    **dict.fromkeys(PICKABLE, ("value",)),
}
"""What records are joined by, and at least one attribute."""

_ADDRESS_LINES: Final = tuple(MODELS["addresses"].model_fields)


def own_view(of: str) -> str:
    """Name the view that shows a type as the vendor's own resource."""
    return f"{PICKABLES}/{of}" if of in PICKABLE else f"{NAME}.{of}"


def led_to(identifier: Identifier) -> tuple[str, str] | None:
    """Give the kind and id of the record that a relationship leads to; None for a type that is not the vendor's.

    Bookings and spaces are the graph's own, all others the vendor's.
    """
    of = SINGULAR.get(identifier.type, identifier.type)
    if of in PICKABLE:
        return PICKABLES, f"{of}/{identifier.id}"
    if of == "bookings":
        return BOOKING, identifier.id
    if of == "spaces":
        return SPACE, identifier.id
    return (f"{NAME}.{of}", identifier.id) if of in MODELS else None


def _target(of: str) -> str:
    return {"bookings": BOOKING, "spaces": SPACE}.get(of) or own_view(of)


def _own(of: str) -> View:
    return View(
        PICKABLES if of in PICKABLE else f"{NAME}.{of}",
        of,
        fields={name: (name,) for name in MODELS[of].model_fields},
        edges={name: (Hop(_target(target), name),) for name, target in RELATIONSHIPS.get(of, {}).items()},
        always=_ALWAYS[of],
    )


VIEWS: Final[Mapping[str, View]] = {
    EVENT: View(
        EVENT,
        "events",
        fields={
            "name": ("name",),
            "description": ("notes",),
            "status": ("status",),
            "period": ("start_date", "start_time", "end_date", "end_time", "all_day"),
            "attendance": ("expected", "guaranteed", "actual", "set"),
            "deposit": ("deposit",),
            "amount_paid": ("amount_paid",),
            "created_at": ("created_at",),
            "updated_at": ("updated_at",),
        },
        edges={
            "space": (Hop(SPACE, "space"),),
            "booking": (Hop(BOOKING, "booking"),),
            "details": (Hop(own_view("events")),),
        },
        always=_ALWAYS["events"],
    ),
    BOOKING: View(
        BOOKING,
        "bookings",
        fields={
            "reference": ("unique_id",),
            "name": ("name",),
            "status": ("status",),
            "period": ("start_date", "start_time", "end_date", "end_time"),
            "total": ("total",),
            "amount_paid": ("amount_paid",),
            "created_at": ("created_at",),
            "updated_at": ("updated_at",),
            "confirmed_at": ("definite_date",),
            "cancelled_at": ("lost_date",),
        },
        edges={
            "customer": (Hop("customer/contacts", "contact"), Hop("customer/accounts", "account")),
            "details": (Hop(own_view("bookings")),),
        },
        always=_ALWAYS["bookings"],
    ),
    SPACE: View(
        SPACE,
        "spaces",
        fields={name: (name,) for name in MODELS["spaces"].model_fields},
        always=_ALWAYS["spaces"],
    ),
    "customer/contacts": View(
        CUSTOMER,
        "contacts",
        fields={
            "name": ("name",),
            "first_name": ("first_name",),
            "last_name": ("last_name",),
            "email": ("email",),
            "phone": ("phone_number",),
            "created_at": ("created_at",),
        },
        edges={"details": (Hop(own_view("contacts")),)},
        always=_ALWAYS["contacts"],
    ),
    "customer/accounts": View(
        CUSTOMER,
        "accounts",
        fields={
            "name": ("name",),
            "company": ("name",),
            "email": ("email",),
            "phone": ("phone_number",),
            "created_at": ("created_at",),
        },
        edges={"address": (Hop(ADDRESS, "address"),), "details": (Hop(own_view("accounts")),)},
        always=_ALWAYS["accounts"],
    ),
    ADDRESS: View(ADDRESS, "addresses", always=_ADDRESS_LINES),
    **{own_view(of): _own(of) for of in MODELS if of != "spaces"},
}
"""View → how a kind of record is seen in one type."""
