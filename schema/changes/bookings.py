"""Inputs of changes to bookings."""

import datetime as dt
from typing import Final

import strawberry

from loaders import writes
from loaders.port import Source
from loaders.records import CUSTOMER, SPACE, Ref
from loaders.writes import BookingMode
from schema.changes.reader import Reader, further, given, several
from schema.changes.recurrence import RecurrenceInput
from schema.enums import described
from schema.types.locaboo_inputs import LocabooBookingInput
from schema.types.statuses import BookingStatus

__all__ = ["BookingMode"]

FIELD: Final = "locaboo.free_text_fields"
ITEM: Final = "locaboo.inventory"
SERVICE: Final = "locaboo.services"

described(
    BookingMode,
    "Whether a booking is made, or asked for.",
    {"DIRECT": "It is made at once.", "REQUEST": "The venue is asked for it, and decides."},
)


@strawberry.input(description="What a field of the vendor's own is to hold.")
class CustomFieldInput:
    """What a field of the vendor's own is to hold."""

    space: strawberry.ID = strawberry.field(description="The space it is filled in for: one that is booked.")
    field: strawberry.ID = strawberry.field(description="The field: its global id, or the vendor's own.")
    value: str = strawberry.field(description="What it is to hold.")

    def read(self, reader: Reader, *path: str) -> writes.CustomField:
        """Read it."""
        return writes.CustomField(
            reader.ref(self.space, SPACE, *path, "space"),
            reader.own_id(self.field, FIELD, *path, "field"),
            self.value,
        )


@strawberry.input(description="So many of a thing, booked along with a space.")
class BookedItemInput:
    """So many of a thing, booked along with a space."""

    space: strawberry.ID = strawberry.field(description="The space it goes with: one that is booked.")
    item: strawberry.ID = strawberry.field(description="The thing: its global id, or the vendor's own.")
    quantity: int = strawberry.field(default=1, description="How many.")

    def read(self, reader: Reader, kind: str, *path: str) -> writes.BookedItem:
        """Read it."""
        return writes.BookedItem(
            reader.ref(self.space, SPACE, *path, "space"),
            reader.own_id(self.item, kind, *path, "item"),
            self.quantity,
        )


@strawberry.input(description="A booking to be made, or asked for.")
class CreateBookingInput:
    """A booking to be made, or asked for."""

    idempotency_key: strawberry.ID = strawberry.field(
        description="Of your making, new for every booking: the same key with the same input gives the first outcome."
    )
    source: str = strawberry.field(description="Where: the source's name in the configuration.")
    spaces: list[strawberry.ID] = strawberry.field(description="What is booked: spaces of this source.")
    from_: dt.datetime = strawberry.field(
        name="from", description="When it begins; of a booking that repeats, the day from which on."
    )
    to: dt.datetime = strawberry.field(
        description="When it ends, later than from; of a booking that repeats, the last day."
    )
    all_day: bool | None = strawberry.field(default=False, description="Whether it takes whole days.")
    title: str | None = strawberry.field(default=strawberry.UNSET, description="What it is called.")
    customer: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Who books.")
    mode: BookingMode | None = strawberry.field(
        default=BookingMode.DIRECT, description="Whether it is made, or asked for."
    )
    recurrence: RecurrenceInput | None = strawberry.field(default=strawberry.UNSET, description="How it repeats.")
    comments: str | None = strawberry.field(default=strawberry.UNSET, description="What everybody may read.")
    internal_comments: str | None = strawberry.field(
        default=strawberry.UNSET, description="What only the venue's staff read."
    )
    color: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its colour in the vendor's calendar, e.g. #ff0000."
    )
    custom_fields: list[CustomFieldInput] | None = strawberry.field(
        default=strawberry.UNSET, description="What the vendor's own fields are to hold."
    )
    inventory: list[BookedItemInput] | None = strawberry.field(
        default=strawberry.UNSET, description="Things of the inventory booked along."
    )
    services: list[BookedItemInput] | None = strawberry.field(
        default=strawberry.UNSET, description="Services booked along."
    )
    locaboo: LocabooBookingInput | None = strawberry.field(
        default=strawberry.UNSET, description="What only Locaboo takes of a booking."
    )

    def read(self, reader: Reader, source: Source | None) -> writes.CreateBooking:
        """Read it."""
        spaces = tuple(reader.ref(one, SPACE, "spaces", str(at)) for at, one in enumerate(self.spaces))
        customer = given(self.customer)
        who = None if customer is None else reader.ref(customer, CUSTOMER, "customer")
        fields = [one.read(reader, "custom_fields", str(at)) for at, one in enumerate(several(self.custom_fields))]
        inventory = [one.read(reader, ITEM, "inventory", str(at)) for at, one in enumerate(several(self.inventory))]
        services = [one.read(reader, SERVICE, "services", str(at)) for at, one in enumerate(several(self.services))]
        recurrence = given(self.recurrence)
        reader.at(source, _placed(spaces, who))
        return writes.CreateBooking(
            self.source,
            spaces,
            self.from_,
            self.to,
            bool(given(self.all_day)),
            given(self.title),
            who,
            given(self.mode) or BookingMode.DIRECT,
            None if recurrence is None else recurrence.read(),
            given(self.comments),
            given(self.internal_comments),
            given(self.color),
            tuple(fields),
            tuple(inventory),
            tuple(services),
            further(self.locaboo),
        )


@strawberry.input(description="A booking to be elsewhere, at another time, or of another status; the rest stays.")
class UpdateBookingInput:
    """A booking to be elsewhere, at another time, or of another status."""

    id: strawberry.ID = strawberry.field(description="Which booking.")
    space: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Where it is to be.")
    from_: dt.datetime | None = strawberry.field(
        name="from", default=strawberry.UNSET, description="When it is to begin."
    )
    to: dt.datetime | None = strawberry.field(default=strawberry.UNSET, description="When it is to end.")
    status: BookingStatus | None = strawberry.field(
        default=strawberry.UNSET,
        description="How far it is to be. Locaboo does not tell how far a booking is: it has to be said for a booking "
        "that Locaboo does not list.",
    )

    def read(self, reader: Reader, ref: Ref, source: Source | None) -> writes.UpdateBooking:
        """Read it."""
        space = given(self.space)
        where = None if space is None else reader.ref(space, SPACE, "space")
        reader.at(source, _placed((), None, where))
        return writes.UpdateBooking(ref, where, given(self.from_), given(self.to), given(self.status))


@strawberry.input(description="A booking to be called off.")
class CancelBookingInput:
    """A booking to be called off."""

    id: strawberry.ID = strawberry.field(description="Which booking.")
    reason: str | None = strawberry.field(
        default=strawberry.UNSET, description="Why, for vendors that keep it; Locaboo does not."
    )

    def read(self, ref: Ref) -> writes.CancelBooking:
        """Read it."""
        return writes.CancelBooking(ref, given(self.reason))


def _placed(
    spaces: tuple[Ref, ...], customer: Ref | None, space: Ref | None = None
) -> list[tuple[Ref, tuple[str, ...]]]:
    """Give references, each with its place in the input."""
    placed = [(ref, ("spaces", str(at))) for at, ref in enumerate(spaces)]
    further = [(ref, (name,)) for name, ref in (("customer", customer), ("space", space)) if ref is not None]
    return [*placed, *further]
