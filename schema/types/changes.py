"""What a subscription is told."""

import datetime as dt
from typing import Any, Final

import strawberry
from strawberry.types.info import Info

from loaders.writing.word import Change, ChangeKind, ChangeOrigin
from schema.context import open_context
from schema.entity import look_up
from schema.enums import described
from schema.types.booking import Booking
from schema.types.space import SpaceBlock

__all__ = ["ChangeKind", "ChangeOrigin"]

described(
    ChangeKind,
    "What became of a thing.",
    {
        "CREATED": "It is new.",
        "UPDATED": "It is not as it was; a booking that was cancelled is one that changed.",
        "DELETED": "It is gone.",
    },
)

described(
    ChangeOrigin,
    "How the gateway came to know of a change.",
    {
        "WEBHOOK": "The vendor told.",
        "MUTATION": "It was made through this gateway.",
        "REFRESH": "Something was read again and was not as before.",
    },
)

_THING: Final = "as it is now, read when this is answered; null if it is gone."


def _at(root: Any, info: Info[Any, Any]) -> dt.datetime:
    change: Change = root.change
    return dt.datetime.fromtimestamp(change.at, open_context(info).sources[change.ref.source].zone)


@strawberry.type(description="Something is not as it was.")
class _Told:
    """Something is not as it was."""

    change: strawberry.Private[Change]

    kind: ChangeKind = strawberry.field(resolver=lambda root: root.change.kind, description="What became of it.")
    origin: ChangeOrigin = strawberry.field(
        resolver=lambda root: root.change.origin, description="How the gateway came to know."
    )
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(root.change.ref.encode()), description="The global id of what changed."
    )
    at: dt.datetime = strawberry.field(
        resolver=_at, description="When the gateway came to know, at the venue's UTC offset."
    )


async def _thing(change: Change, info: Info[Any, Any]) -> Any:
    return None if change.kind is ChangeKind.DELETED else await look_up(change.ref, open_context(info))


@strawberry.type(description="A booking is not as it was.")
class BookingChange(_Told):
    """A booking is not as it was."""

    @strawberry.field(description=f"The booking {_THING}")
    async def booking(self, info: Info[Any, Any]) -> Booking | None:
        """Look the booking up."""
        return await _thing(self.change, info)


@strawberry.type(description="What occupies a space is not as it was.")
class SpaceBlockChange(_Told):
    """What occupies a space is not as it was."""

    @strawberry.field(description=f"The block {_THING}")
    async def space_block(self, info: Info[Any, Any]) -> SpaceBlock | None:
        """Look the block up."""
        return await _thing(self.change, info)
