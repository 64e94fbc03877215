"""An outcome as bytes, and back: what a retry with the same key is answered with, without a call.

What only the vendor tells (`details`) is not kept, so that who reads it has the thing read again.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from loaders.records import (
    BOOKING,
    CUSTOMER,
    SPACE_BLOCK,
    SPACE_TYPE,
    Booking,
    Customer,
    Record,
    Ref,
    SpaceBlock,
    SpaceType,
)
from loaders.writes import EVENT_REQUEST, Receipt, Written

_ADAPTERS: Final[dict[str, TypeAdapter[Any]]] = {
    BOOKING: TypeAdapter(Booking),
    CUSTOMER: TypeAdapter(Customer),
    SPACE_BLOCK: TypeAdapter(SpaceBlock),
    SPACE_TYPE: TypeAdapter(SpaceType),
    EVENT_REQUEST: TypeAdapter(Receipt),
}

_DETAILS: Final = "details"


def dump(written: Written) -> bytes:
    """Write an outcome."""
    record = written.record
    return orjson.dumps(
        {
            "ref": list(written.ref),
            "record": None if record is None else _dumped(record),
            "knows": None if record is None else sorted(_known(written, record)),
        }
    )


def load(data: bytes) -> Written | None:
    """Read an outcome; None where it is none of ours."""
    try:
        told = orjson.loads(data)
        ref = Ref(*told["ref"])
        kept, knows = told["record"], told["knows"]
        record = None if kept is None else _ADAPTERS[ref.kind].validate_python(kept)
    except (orjson.JSONDecodeError, ValidationError, LookupError, TypeError):
        return None
    return Written(ref, record, None if knows is None else frozenset(knows))


def _dumped(record: Record) -> object:
    bare: Any = dataclasses.replace(record, details=None) if hasattr(record, _DETAILS) else record  # type: ignore[type-var]  # every record is a dataclass
    return _ADAPTERS[record.ref.kind].dump_python(bare, mode="json")


def _known(written: Written, record: Record) -> frozenset[str]:
    if written.knows is not None:
        return written.knows - {_DETAILS}
    attributes = {field.name for field in dataclasses.fields(record)}  # type: ignore[arg-type]  # as above
    return frozenset(attributes | set(record.links)) - {_DETAILS}
