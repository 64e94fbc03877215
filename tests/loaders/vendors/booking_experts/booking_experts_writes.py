"""What the tests of Booking Experts' writes share: changes as they are given, and what the sandbox then has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from booking_experts_house import NOW, House, reading

from loaders.records import BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, VENUE, Ref
from loaders.vendors.booking_experts.write import BookingExpertsWriter
from loaders.writes import (
    Attempt,
    BlockSpace,
    CreateSpaceType,
    LocalizedText,
    UnblockSpace,
    UpdateCustomer,
    UpdateSpaceBlock,
    WritableBlockKind,
    Write,
    Written,
)

ATTEMPT = Attempt("foyer-1", NOW)
MAINTENANCE, EXTERNAL = WritableBlockKind.MAINTENANCE, WritableBlockKind.EXTERNAL
RESERVED = "ReservationAgendaPeriod"


def ref(kind: str, key: str) -> Ref:
    """Name a thing of the source."""
    return Ref(kind, "duinpark", key)


def block(space: str = "5", **given: Any) -> BlockSpace:
    """Give a block that is to be made."""
    values: dict[str, Any] = {
        "kind": MAINTENANCE,
        "from_": dt.date(2026, 12, 1),
        "to": dt.date(2026, 12, 4),
        "label": "New floor",
    }
    return BlockSpace(ref(SPACE, space), **(values | given))


def update(key: str, **given: Any) -> UpdateSpaceBlock:
    """Give a change of a block."""
    return UpdateSpaceBlock(ref(SPACE_BLOCK, key), **given)


def unblock(key: str) -> UnblockSpace:
    """Give a block that is to go."""
    return UnblockSpace(ref(SPACE_BLOCK, key))


def customer(key: str, booking: str | None = None, **given: Any) -> UpdateCustomer:
    """Give a change of a customer."""
    return UpdateCustomer(ref(CUSTOMER, key), None if booking is None else ref(BOOKING, booking), **given)


def category(*names: tuple[str, str], venue: str = "1", **given: Any) -> CreateSpaceType:
    """Give a category that is to be made."""
    texts = tuple(LocalizedText(*name) for name in names or (("en", "Safari tent"), ("nl", "Safaritent")))
    return CreateSpaceType(ref(VENUE, venue), texts, **given)


def writer(house: Any) -> BookingExpertsWriter:
    """Give what changes things at a source."""
    one: BookingExpertsWriter = house.source.writer
    return one


async def done(house: Any, change: Write) -> Written:
    """Make a change that is found fault with by nobody."""
    assert writer(house).faults(change) == []
    return await writer(house).write(change, ATTEMPT, reading())


async def found(house: Any, change: Write, attempt: Attempt = ATTEMPT) -> list[Written] | None:
    """Look what became of a change."""
    told = await writer(house).find(change, attempt, reading())
    return None if told is None else list(told)


def periods(house: House, space: str = "5", administration: str = "1") -> list[str]:
    """Give the ids of what stands in a space's calendar."""
    rows = house.rows("agenda_period", administration)
    return [key for key in rows if (rows[key]["relationships"]["rentable"]["data"] or {}).get("id") == space]


def of_kind(house: House, kind: str) -> str:
    """Give the id of a period of a kind."""
    rows = house.rows("agenda_period")
    return next(key for key in rows if rows[key]["attributes"]["type"] == kind)
