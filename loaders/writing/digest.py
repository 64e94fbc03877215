"""What tells changes apart: the whole of one, what of one a vendor shows, and what the gateway calls one. Pure."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Final

import orjson

from loaders.writes import BlockSpace, CreateBooking, CreateCustomer, CreateSpaceType, Write

_REFERENCE: Final = 12
"""How many letters and digits of a key's digest make a reference."""


def key_of(caller: str, operation: str, key: str) -> str:
    """Name a client's key among those of all callers and operations; nothing of them can be read from the name."""
    return sha256(orjson.dumps([caller, operation, key])).hexdigest()


def reference_of(key: str) -> str:
    """Give what the gateway calls the change of a key, towards vendors and people."""
    letters = base64.b32encode(sha256(key.encode()).digest()).decode()
    return f"FOYER-{letters[:_REFERENCE]}"


def digest(write: Write) -> str:
    """Give the digest of all that was asked; equal changes have equal ones, whatever order their parts came in."""
    return sha256(_written([type(write).__name__, write])).hexdigest()


def print_of(write: Write) -> str:
    """Give the digest of what a vendor shows of a change: changes with other prints can never be taken for another.

    So nothing belongs to it that a vendor's `Writer.find` does not compare, or compares less closely.
    """
    return sha256(_written([type(write).__name__, *_shown(write)])).hexdigest()


def _shown(write: Write) -> tuple[object, ...]:
    match write:
        case CreateBooking():
            # Of whole days and of what repeats the times of day are not told.
            exact = not write.all_day and write.recurrence is None
            times = (write.from_.timestamp(), write.to.timestamp()) if exact else ()
            said = _plainly(write.title), _plainly(write.comments), write.customer
            return write.source, sorted(write.spaces), times, said
        case BlockSpace():
            return write.space, write.kind.value, write.from_, write.to, _plainly(write.label)
        case CreateCustomer():
            told = write.first_name, write.last_name, write.company, write.email, write.phone
            return write.source, [_plainly(one) for one in told]
        case CreateSpaceType():
            return write.venue, sorted({_plainly(text.text) for text in write.names})
        case _:
            return (write,)


def _plainly(text: str | None) -> str:
    """Give a text as it is compared at a vendor: nothing is blank, and neither case nor blanks around it count."""
    return (text or "").strip().casefold()


def _written(value: object) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: object) -> object:
    """Give what JSON has no word for; moments that are the same instant are the same."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise TypeError(f"a change holds no {type(value).__name__}")
