"""Inputs of changes to what keeps spaces, and of new kinds of spaces."""

import datetime as dt
from decimal import Decimal

import strawberry

from loaders import writes
from loaders.records import Ref
from loaders.writes import WritableBlockKind
from schema.changes.reader import further, given, several
from schema.enums import described
from schema.types.booking_experts_inputs import BookingExpertsCategoryInput, LocalizedTextInput

__all__ = ["WritableBlockKind"]

described(
    WritableBlockKind,
    "Why a space is to be kept from being booked.",
    {"MAINTENANCE": "It is maintained.", "EXTERNAL": "It is taken by a system outside."},
)


@strawberry.input(description="A space to be kept from being booked.")
class BlockSpaceInput:
    """A space to be kept from being booked."""

    idempotency_key: strawberry.ID = strawberry.field(
        description="Of your making, new for every block: the same key with the same input gives the first outcome."
    )
    space: strawberry.ID = strawberry.field(description="Which space.")
    kind: WritableBlockKind = strawberry.field(description="Why.")
    from_: dt.date = strawberry.field(name="from", description="The first day.")
    to: dt.date = strawberry.field(description="The day on which it is free again; later than from.")
    label: str | None = strawberry.field(default=strawberry.UNSET, description="What the block is called.")

    def read(self, ref: Ref) -> writes.BlockSpace:
        """Read it."""
        return writes.BlockSpace(ref, self.kind, self.from_, self.to, given(self.label))


@strawberry.input(description="A block to be at another time, or called otherwise; what is left out stays.")
class UpdateSpaceBlockInput:
    """A block to be at another time, or called otherwise."""

    id: strawberry.ID = strawberry.field(description="Which block.")
    from_: dt.date | None = strawberry.field(
        name="from", default=strawberry.UNSET, description="The first day it is to keep."
    )
    to: dt.date | None = strawberry.field(
        default=strawberry.UNSET, description="The day on which the space is to be free again."
    )
    label: str | None = strawberry.field(default=strawberry.UNSET, description="What it is to be called.")

    def read(self, ref: Ref) -> writes.UpdateSpaceBlock:
        """Read it."""
        return writes.UpdateSpaceBlock(ref, given(self.from_), given(self.to), given(self.label))


@strawberry.input(description="A block to be removed.")
class UnblockSpaceInput:
    """A block to be removed."""

    id: strawberry.ID = strawberry.field(description="Which block.")

    def read(self, ref: Ref) -> writes.UnblockSpace:
        """Read it."""
        return writes.UnblockSpace(ref)


@strawberry.input(description="A kind of space to be known at a venue.")
class CreateSpaceTypeInput:
    """A kind of space to be known at a venue."""

    idempotency_key: strawberry.ID = strawberry.field(
        description="Of your making, new for every kind: the same key with the same input gives the first outcome."
    )
    venue: strawberry.ID = strawberry.field(description="At which venue.")
    names: list[LocalizedTextInput] = strawberry.field(description="What it is called, a text a language.")
    descriptions: list[LocalizedTextInput] | None = strawberry.field(
        default=strawberry.UNSET, description="What it is like, a text a language."
    )
    max_people: int | None = strawberry.field(default=strawberry.UNSET, description="For how many people at most.")
    area: Decimal | None = strawberry.field(default=strawberry.UNSET, description="Its floor area in square metres.")
    booking_experts: BookingExpertsCategoryInput | None = strawberry.field(
        default=strawberry.UNSET, description="What only Booking Experts keeps of a kind of space."
    )

    def read(self, ref: Ref) -> writes.CreateSpaceType:
        """Read it."""
        return writes.CreateSpaceType(
            ref,
            tuple(writes.LocalizedText(one.locale, one.text) for one in self.names),
            tuple(writes.LocalizedText(one.locale, one.text) for one in several(self.descriptions)),
            given(self.max_people),
            given(self.area),
            further(self.booking_experts),
        )
