"""The names of what only Locaboo has, and of the lookups that its records lead on by."""

from __future__ import annotations

from typing import Final

NAME: Final = "locaboo"

BOOKINGS: Final = "locaboo.bookings"
CUSTOMERS: Final = "locaboo.customers"
EVENTS: Final = "locaboo.events"
FREE_TEXT_FIELDS: Final = "locaboo.free_text_fields"
INVENTORY: Final = "locaboo.inventory"
INVOICES: Final = "locaboo.invoices"
PROFILE: Final = "locaboo.profile"
RESOURCES: Final = "locaboo.resources"
SERVICES: Final = "locaboo.services"

BOOKED_ALONG: Final = "locaboo.booked_along@booking"
"""Services and inventory of a booking, which only the booking alone tells."""
DOCUMENTS: Final = "locaboo.documents@event"
"""Documents of an event, which only the event alone tells."""
VENUE_OF_EVENT: Final = "venue@event"
SPACE_OF_EVENT: Final = "space@event"
BOOKING_OF_EVENT: Final = "booking@event"
"""Where an event is and what it is booked by; what is found is the thing itself."""
TYPE_OF_SPACE: Final = "space_type@space"
"""The category of a space; what is found is the thing itself."""

MONEY: Final = "Money"
"""Under which name an operation reads of amounts, whatever they are of."""
PRICES: Final = frozenset(("marketing_data_price",))
"""What of an event in a list is an amount in the account's currency."""
