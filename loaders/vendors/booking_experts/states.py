"""What Booking Experts' words for states and kinds mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from loaders.records import BookingStatus, SpaceBlockKind

STATES: Final[Mapping[str, BookingStatus]] = {
    "concept": BookingStatus.DRAFT,
    "concept_to_be_accepted": BookingStatus.DRAFT,
    "concept_option": BookingStatus.DRAFT,
    "concept_to_be_accepted_option": BookingStatus.DRAFT,
    "temporary": BookingStatus.PENDING,
    "temporary_to_be_accepted": BookingStatus.PENDING,
    "temporary_to_be_checked": BookingStatus.PENDING,
    "temporary_to_be_accepted_and_checked": BookingStatus.PENDING,
    "temporary_option": BookingStatus.TENTATIVE,
    "temporary_to_be_accepted_option": BookingStatus.TENTATIVE,
    "to_be_accepted": BookingStatus.PENDING,
    "to_be_accepted_option": BookingStatus.TENTATIVE,
    "to_be_checked": BookingStatus.PENDING,
    "to_be_accepted_and_checked": BookingStatus.PENDING,
    "option": BookingStatus.TENTATIVE,
    "rejected": BookingStatus.REJECTED,
    "confirmed": BookingStatus.CONFIRMED,
    "imported": BookingStatus.CONFIRMED,
    "cancelled": BookingStatus.CANCELLED,
}
"""A booking's state [004:3610-3628] → its status."""

BLOCKS: Final[Mapping[str, SpaceBlockKind]] = {
    "MaintenanceAgendaPeriod": SpaceBlockKind.MAINTENANCE,
    "OwnerMaintenanceAgendaPeriod": SpaceBlockKind.OWNER,
    "BlockedByGroupedRentableTypeAgendaPeriod": SpaceBlockKind.OTHER,
    "ReservationAgendaPeriod": SpaceBlockKind.RESERVATION,
    "ExternalBlockedAgendaPeriod": SpaceBlockKind.EXTERNAL,
    "NotEnoughStockAgendaPeriod": SpaceBlockKind.STOCK,
}
"""An agenda period's type [004:848-855] → why the space cannot be booked."""

RESERVED: Final = "ReservationAgendaPeriod"

EDITABLE: Final = frozenset({"MaintenanceAgendaPeriod", "ExternalBlockedAgendaPeriod"})
"""The kinds that have a path to change them by [004:1165, 004:1789]."""


def status(state: str | None) -> BookingStatus:
    """Give the status a state means."""
    return STATES.get(state or "", BookingStatus.UNKNOWN)


def states(statuses: Iterable[BookingStatus]) -> tuple[str, ...] | None:
    """Give the states that mean one of these; None where states nobody has heard of may mean one, too."""
    wanted = frozenset(statuses)
    if BookingStatus.UNKNOWN in wanted:
        return None
    return tuple(state for state, meaning in STATES.items() if meaning in wanted)
