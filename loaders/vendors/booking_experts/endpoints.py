"""Where Booking Experts keeps what: the endpoints of its document, and how their rows are read.

Walks ask for the order of creation, in which new rows join at the end. An amenity tells no such moment.
"""

from __future__ import annotations

from typing import Final

from loaders.jsonapi.account import Collection
from loaders.jsonapi.query import Pairs
from loaders.vendors.booking_experts.states import RESERVED

_CREATED: Final = ("created_at",)

BOOKINGS: Final = Collection("/bookings", "booking", _CREATED)
OWN_BOOKINGS: Final = Collection("/bookings", "own_booking", _CREATED)
PERIODS: Final = Collection("/agenda_periods", "space_block", _CREATED)
STAYS: Final = Collection("/agenda_periods", "allocation", _CREATED)
CATEGORIES: Final = Collection("/categories", "space_type", _CREATED)
OWN_CATEGORIES: Final = Collection("/categories", "own_category", _CREATED)
AGREEMENTS: Final = Collection("/agreements", "agreement", _CREATED)
AMENITIES: Final = Collection("/administration_amenities", "administration_amenity")
VENUE_AMENITIES: Final = Collection("/administration_amenities", "venue_amenity")
RENTABLES: Final = Collection("/rentables", "space")
"""Not in the document; asked only where the configuration says so."""

ONLY_STAYS: Final[Pairs] = (("filter[type]", RESERVED),)
"""Agenda periods that stand for a reservation."""

WITH_ARCHIVED: Final[Pairs] = (("include_archived", "true"),)
"""Categories out of use are left out unless asked for [004:4285]."""
