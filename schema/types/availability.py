"""When a space is free."""

import asyncio
from enum import Enum
from itertools import islice
from typing import Any

import strawberry
from strawberry.types.info import Info

from loaders import records
from loaders.availability import AVAILABILITY, Span, occupied, slots, written
from loaders.errors import BadInput, Unsupported
from loaders.port import Capability
from loaders.records import EVENT, SPACE, SPACE_BLOCK, Ref, Rows
from schema.context import open_context
from schema.edge import attribute
from schema.enums import described
from schema.filters import checked_range
from schema.types.values import DateTimeRange, Slot

ALSO = {EVENT: frozenset(("status", "period", "space")), SPACE_BLOCK: frozenset(("period", "kind"))}
"""What availability reads of what occupies a space."""

MOST_SLOTS = 2000
"""How many slots an answer has at most, whatever is asked for."""


class AvailabilityBasis(Enum):
    """How it is known when a space is free."""

    VENDOR = "VENDOR"
    DERIVED = "DERIVED"


described(
    AvailabilityBasis,
    "How it is known when a space is free.",
    {
        "VENDOR": "The vendor computed it.",
        "DERIVED": "The gateway derived it from what occupies the space.",
    },
)


@strawberry.type(description="When a space is free.")
class Availability:
    """When a space is free."""

    basis: AvailabilityBasis = attribute("How it is known.")
    slots: list[Slot] = attribute("The free slots, in order of time.")


async def available(  # what the field's arguments say
    space: records.Space, info: Info[Any, Any], between: DateTimeRange, minutes: int | None, limit: int | None
) -> Any:
    """Answer when a space is free.

    Raises:
        Unsupported: the vendor tells nothing it could be known by.
        BadInput: an argument makes no sense.
        FoyerError: the source failed, or sent something of the space that cannot be read: it may not be free then.

    """
    context = open_context(info)
    source = context.sources[space.ref.source]
    if Capability.AVAILABILITY not in source.capabilities:
        raise Unsupported(source.vendor, "tell when a space is free")
    from_, to = checked_range(between, "between")
    length = _positive(minutes, "minutes", 60)
    most = min(_positive(limit, "limit", MOST_SLOTS), MOST_SLOTS)
    asked = Ref(AVAILABILITY, source.name, written(space.ref.id, from_, to, length))
    told = await context.loaders.load(asked)
    if isinstance(told, records.Free):
        basis = AvailabilityBasis.VENDOR if told.computed else AvailabilityBasis.DERIVED
        return _made(basis, list(told.slots)[:most])
    owned = [Ref(f"{kind}@{SPACE}", source.name, space.ref.id) for kind in (EVENT, SPACE_BLOCK)]
    found = [rows for rows in await asyncio.gather(*map(context.loaders.load, owned)) if isinstance(rows, Rows)]
    for fault in (fault for rows in found for fault in rows.faults):
        raise fault
    taken = occupied(row for rows in found for row in rows.rows)
    return _made(AvailabilityBasis.DERIVED, list(islice(slots(taken, from_, to, length, source.zone), most)))


def _made(basis: AvailabilityBasis, spans: list[Span]) -> Availability:
    return Availability(basis=basis, slots=[Slot(from_=start, to=stop) for start, stop in spans])


def _positive(number: int | None, name: str, default: int) -> int:
    if number is None or number is strawberry.UNSET:
        return default
    if number < 1:
        raise BadInput(f"{name}: expected 1 or more; got {number}.")
    return number
