"""What Booking Experts sends: one model a resource, every attribute under the vendor's own name and with its type.

Every attribute may be missing, because sparse fields leave out what nobody reads. What cannot be read fails the one
resource it stands in.

A booking's `token` and the link `pay_url` open the guest's own pages [004:3451]: they are not read at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import ValidationError

from loaders.errors import BadResponse
from loaders.vendors.booking_experts.wire.booking import Booking, Customer, PaymentDeadline, Voucher
from loaders.vendors.booking_experts.wire.park import (
    Administration,
    AdministrationAmenity,
    AgendaPeriod,
    Agreement,
    Category,
    Named,
    Rentable,
    Reservation,
)
from loaders.vendors.booking_experts.wire.values import Money, Wire

if TYPE_CHECKING:
    from loaders.jsonapi.document import ResourceObject

__all__ = [
    "Administration",
    "AdministrationAmenity",
    "AgendaPeriod",
    "Agreement",
    "Booking",
    "Category",
    "Customer",
    "Money",
    "Named",
    "PaymentDeadline",
    "Rentable",
    "Reservation",
    "Voucher",
    "Wire",
    "read",
]

_SHOWN: Final = 60

M = TypeVar("M", bound=Wire)


def read(model: type[M], resource: ResourceObject, *, source: str, vendor: str) -> M:
    """Read a resource's attributes.

    Raises:
        BadResponse: some cannot be read; it names them and the resource, and none of their values.

    """
    try:
        return model.model_validate(resource.attributes)
    except ValidationError as error:
        told = error.errors(include_url=False, include_context=False, include_input=False)
        names = ", ".join(sorted({str(one["loc"][0]) for one in told if one["loc"]}))
    kind, key = resource.identifier
    which = "".join(letter if letter.isprintable() else "?" for letter in f"{kind} {key}"[:_SHOWN])
    raise BadResponse(
        f"{source} sent a row that cannot be read: {names} makes no sense ({which})", source=source, vendor=vendor
    )
