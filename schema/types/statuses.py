"""The records' own enums, as the graph shows them."""

from loaders.records import BookingStatus, EventStatus, SpaceBlockKind
from schema.enums import described

__all__ = ["BookingStatus", "EventStatus", "SpaceBlockKind"]

described(
    EventStatus,
    "How far an event is.",
    {
        "INQUIRY": "Somebody asked.",
        "TENTATIVE": "It is pencilled in.",
        "CONFIRMED": "It will take place.",
        "COMPLETED": "It is over.",
        "CANCELLED": "It will not take place.",
        "UNKNOWN": "The vendor does not say, or says something unheard of; vendorStatus holds its word.",
    },
)

described(
    BookingStatus,
    "How far a booking is.",
    {
        "INQUIRY": "Somebody asked.",
        "DRAFT": "It is being put together.",
        "PENDING": "It waits for somebody to accept or check it.",
        "TENTATIVE": "It is held for a while.",
        "CONFIRMED": "It is agreed.",
        "COMPLETED": "It is over.",
        "CANCELLED": "It was cancelled.",
        "REJECTED": "It was refused.",
        "UNKNOWN": "The vendor does not say, or says something unheard of; vendorStatus holds its word.",
    },
)

described(
    SpaceBlockKind,
    "Why a space cannot be booked.",
    {
        "MAINTENANCE": "It is being maintained.",
        "EXTERNAL": "It is taken by a system outside.",
        "RESERVATION": "It is reserved.",
        "OWNER": "Its owner keeps it.",
        "STOCK": "There is not enough stock.",
        "OTHER": "For another reason; vendorKind holds the vendor's word.",
    },
)
