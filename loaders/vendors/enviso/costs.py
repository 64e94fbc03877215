"""What calls to Enviso cost: one a booking and one a task; a login is another API's and is not counted."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Final

from loaders.costs import Cost, Wanted, each
from loaders.records import BOOKING, CUSTOMER, EVENT, SOURCE, VENUE

if TYPE_CHECKING:
    from loaders.inquiry import Selection

_TASK: Final = "enviso.tasks"
_TOLD_BY_A_BOOKING: Final = frozenset({BOOKING, EVENT, CUSTOMER, "enviso.bookings", "enviso.events"})
_LOOKED_UP: Final = "GET /v1/bookings/{id}"


class EnvisoCosts:
    """Satisfies `loaders.costs.Costs`."""

    def known(self) -> Hashable:
        """Give nothing: nothing is learned."""
        return None

    def most(self, kind: str) -> int | None:
        """Give 1 for venues: the venue is the account."""
        return 1 if kind == VENUE else None

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:  # noqa: ARG002  # the face's signature
        """Tell that the one list, of venues, takes no call."""
        return ()

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # as above
        """Tell that every booking and every task is a call; events and visitors are told along with their booking."""
        if kind == VENUE:
            return ()
        if kind == _TASK:
            return (each("GET /v1/tasks/{id}", count),)
        return (each(_LOOKED_UP, count),) if kind in _TOLD_BY_A_BOOKING else None

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:
        """Tell what leads on: all that a booking tells of comes along with it."""
        if kind == SOURCE and edge == "task":
            return self.lookup(_TASK, count, selection)
        if (kind, edge) in {(CUSTOMER, "bookings"), (BOOKING, "events")}:
            return (each(_LOOKED_UP, count),)
        known = kind in _TOLD_BY_A_BOOKING or kind in {VENUE, SOURCE, "Allocation", "EnvisoLinkedBooking"}
        return () if known else None

    def writing(self) -> int:
        """Give 0: the document changes nothing."""
        return 0
