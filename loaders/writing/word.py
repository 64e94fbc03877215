"""Word of a change, told to every process: who kept what it touched drops it, who waits for news hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import orjson

from loaders.records import Ref
from loaders.writes import (
    AddCustomerAddress,
    BlockSpace,
    CancelBooking,
    CreateBooking,
    CreateCustomer,
    CreateSpaceType,
    RequestEvent,
    UnblockSpace,
    UpdateBooking,
    UpdateCustomer,
    UpdateSpaceBlock,
    Write,
)

CHANGES: Final = "changes"
"""The topic of the store's notices that words of changes are told under."""


class ChangeKind(Enum):
    """What became of a thing."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"


class ChangeOrigin(Enum):
    """How the gateway came to know."""

    WEBHOOK = "WEBHOOK"
    MUTATION = "MUTATION"
    REFRESH = "REFRESH"


KINDS: Final[dict[type[Write], ChangeKind]] = {
    CreateBooking: ChangeKind.CREATED,
    UpdateBooking: ChangeKind.UPDATED,
    CancelBooking: ChangeKind.UPDATED,
    RequestEvent: ChangeKind.CREATED,
    CreateCustomer: ChangeKind.CREATED,
    UpdateCustomer: ChangeKind.UPDATED,
    AddCustomerAddress: ChangeKind.UPDATED,
    BlockSpace: ChangeKind.CREATED,
    UpdateSpaceBlock: ChangeKind.UPDATED,
    UnblockSpace: ChangeKind.DELETED,
    CreateSpaceType: ChangeKind.CREATED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something is not as it was.

    Args:
        ref: what.
        kind: what became of it.
        origin: how that is known.
        at: when, in seconds since 1970.
        touched: what else may be untrue as it was read before, and where it is: its venue, its space.
        teller: which process tells it, so that it does not take its own word for news.

    """

    ref: Ref
    kind: ChangeKind
    origin: ChangeOrigin
    at: float
    touched: tuple[Ref, ...] = ()
    teller: str = ""


def dump(change: Change) -> bytes:
    """Write word of a change."""
    told = [change.ref, change.kind.value, change.origin.value, change.at, change.touched, change.teller]
    return orjson.dumps(told, default=list)


def load(word: bytes) -> Change | None:
    """Read word of a change; None where it is none."""
    try:
        ref, kind, origin, at, touched, teller = orjson.loads(word)
        return Change(Ref(*ref), ChangeKind(kind), ChangeOrigin(origin), float(at), _refs(touched), str(teller))
    except (orjson.JSONDecodeError, TypeError, ValueError):
        return None


def _refs(told: Sequence[Sequence[str]]) -> tuple[Ref, ...]:
    return tuple(Ref(*one) for one in told)
