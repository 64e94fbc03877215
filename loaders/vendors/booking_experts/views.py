"""How Foyer's records are seen in Booking Experts' types: the planner's table.

Each documented resource is seen twice where the graph has a unified kind for it: as that kind, and as the vendor's own.
What the document links to and does not describe is a reference: an attribute made of its linkage, never fetched.
Rentables and reservations, which are described nowhere, are included where that is allowed (`includes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from loaders.jsonapi.include import Hop, View
from loaders.records import ALLOCATIONS, BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, SPACE_TYPE
from loaders.vendors.booking_experts import wire

NAME: Final = "booking_experts"

OWN_BOOKING: Final = f"{NAME}.booking"
OWN_CUSTOMER: Final = f"{NAME}.customer"
OWN_CATEGORY: Final = f"{NAME}.category"
AGREEMENT: Final = f"{NAME}.agreement"
ADMINISTRATION_AMENITY: Final = f"{NAME}.administration_amenity"

AMENITIES: Final = "amenities@venue"
"""The amenities of a venue, as a venue shows them."""

REFERENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "booking": {
        name: name
        for name in (
            "owner",
            "traffic_source",
            "channel",
            "guest_invoice",
            "customer_invoice",
            "channel_invoice",
            "reservations",
            "payments",
        )
    },
    "customer": {"labels": "labels"},
    "category": {
        "city_reference": "city",
        **{
            name: name
            for name in (
                "terms",
                "rentable_segment",
                "master_price_list",
                "guest_group_limits",
                "rent_earned_ledger_account",
                "images",
                "rooms",
                "rentable_type_amenities",
                "optional_amenities",
                "attachments",
                "accommodation_type",
                "category_amenities",
            )
        },
    },
    "agreement": {name: name for name in ("owner", "rentable_identity", "commission_agreement")},
    "administration_amenity": {"amenity": "amenity"},
}
"""Type → the attribute a reference is served as → its relationship; `city` is an attribute, too [004:4462]."""

UNDESCRIBED: Final = frozenset({"rentable", "reservation", "amenity"})
"""Types whose attributes the document does not name, so that none can be asked for by name."""

LOCALISED: Final[Mapping[str, frozenset[str]]] = {
    SPACE_TYPE: frozenset({"names", "descriptions"}),
    OWN_CATEGORY: frozenset({"name", "description", "short_description", "usps", "city", "region"}),
}
"""Kind → its attributes that are texts in several languages [004:55]."""

OF_RENTABLE: Final = frozenset({"name", "space_type", "capacity", "area"})
"""What is read of a space that its id alone does not tell."""

OF_CATEGORY: Final = frozenset({"capacity", "area"})
"""What is read of a space and stands in its category."""


def _own(kind: str, model: type[wire.Wire], edges: Mapping[str, tuple[Hop, ...]], *always: str) -> View:
    """Show a documented resource as the vendor's own kind: each attribute is itself."""
    name = kind.removeprefix(f"{NAME}.")
    attributes = {attribute: (attribute,) for attribute in model.model_fields}
    references = {attribute: (relationship,) for attribute, relationship in REFERENCES[name].items()}
    return View(kind, name, {**attributes, **references}, edges, always)


_CUSTOMER: Final = (Hop("customer", "customer", must=True),)
"""A booking tells its customer only when it is included [004:3503]."""

VIEWS: Final[Mapping[str, View]] = {
    "booking": View(
        BOOKING,
        "booking",
        {
            "reference": ("booking_nr",),
            "status": ("state",),
            "total": ("total", "currency"),
            "amount_paid": ("guest_total_paid", "currency"),
            "amount_due": ("guest_payment_due", "currency"),
            "comments": ("memo",),
            "created_at": ("created_at",),
            "updated_at": ("updated_at",),
            "confirmed_at": ("confirmed_at",),
            "cancelled_at": ("cancel_date",),
            "cancel_reason": ("cancel_reason",),
        },
        {
            "customer": _CUSTOMER,
            "allocations": (Hop("reservation", "reservations", offer=False),),
            "details": (Hop("own_booking"),),
        },
        ("reservations", "state"),
    ),
    "own_booking": _own(OWN_BOOKING, wire.Booking, {"customer": _CUSTOMER}, "reservations", "currency"),
    "customer": View(
        CUSTOMER,
        "customer",
        {
            "name": ("first_name", "last_name", "company"),
            "first_name": ("first_name",),
            "last_name": ("last_name",),
            "company": ("company",),
            "email": ("email",),
            "phone": ("phone",),
            "address": ("address", "number", "postalcode", "city", "country_code"),
            "locale": ("locale",),
        },
        {"details": (Hop("own_customer"),)},
        ("last_name",),
    ),
    "own_customer": _own(OWN_CUSTOMER, wire.Customer, {}, "last_name"),
    "space": View(SPACE, "rentable", {}, {"space_type": (Hop("space_type", "category"),)}),
    "space_type": View(
        SPACE_TYPE,
        "category",
        {
            "names": ("name",),
            "descriptions": ("description",),
            "max_people": ("max_number_of_people",),
            "area": ("surface_area",),
            "archived": ("archived",),
        },
        {"details": (Hop("own_category"),)},
    ),
    "own_category": _own(OWN_CATEGORY, wire.Category, {}),
    "space_block": View(
        SPACE_BLOCK,
        "agenda_period",
        {
            "label": ("label",),
            "ical_uid": ("ical_uid",),
            "created_at": ("created_at",),
            "updated_at": ("updated_at",),
        },
        {"space": (Hop("space", "rentable"),)},
        ("start_date", "end_date", "type", "rentable", "reservation"),
    ),
    "allocation": View(
        ALLOCATIONS,
        "agenda_period",
        {},
        {"space": (Hop("space", "rentable"),)},
        ("start_date", "end_date", "type", "rentable", "reservation"),
    ),
    "agreement": _own(AGREEMENT, wire.Agreement, {}, "name"),
    "administration_amenity": _own(
        ADMINISTRATION_AMENITY,
        wire.AdministrationAmenity,
        {},
        "value",
    ),
    "venue_amenity": View(
        AMENITIES,
        "administration_amenity",
        {},
        {"amenity": (Hop("amenity", "amenity", offer=False),)},
        ("value", "amenity"),
    ),
    "amenity": View(f"{NAME}.amenity", "amenity"),
    "reservation": View(f"{NAME}.reservation", "reservation"),
}
