"""What a change is answered with: the thing, or why not."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.errors import Blame, FoyerError, Refused
from loaders.writes import Receipt
from schema.changes.paths import camel
from schema.context import open_context
from schema.edge import View, attribute
from schema.sources import show_source
from schema.types.booking import Booking
from schema.types.customer import Customer
from schema.types.errors import ErrorCode, code_of
from schema.types.space import SpaceBlock, SpaceType

if TYPE_CHECKING:
    from schema.types.source import Source


@strawberry.type(description="Why a change was not made, or what of its input was at fault.")
class UserError:
    """Why a change was not made."""

    code: ErrorCode = strawberry.field(description="What kind of fault it is.")
    message: str = strawberry.field(description="One sentence for a person.")
    field: list[str] | None = strawberry.field(
        description='Path into the input, e.g. ["period", "from"]; null where the whole is meant.'
    )
    retryable: bool = strawberry.field(description="Whether the same input may do later, under the same key.")
    retry_after_seconds: int | None = strawberry.field(
        description="How long to wait before trying again, where that is known."
    )


_ERRORS = strawberry.field(description="Why it was not done; empty if it was.")


@strawberry.type(description="What became of a change to a booking.")
class BookingPayload:
    """What became of a change to a booking."""

    booking: Booking | None = strawberry.field(description="The booking as it is now.")
    user_errors: list[UserError] = _ERRORS


@strawberry.type(description="What became of a change to a customer.")
class CustomerPayload:
    """What became of a change to a customer."""

    customer: Customer | None = strawberry.field(description="The customer as it is now.")
    user_errors: list[UserError] = _ERRORS


@strawberry.type(description="What became of a change to a block.")
class SpaceBlockPayload:
    """What became of a change to a block."""

    space_block: SpaceBlock | None = strawberry.field(description="The block as it is now.")
    user_errors: list[UserError] = _ERRORS


@strawberry.type(description="What became of a block that was to go.")
class UnblockSpacePayload:
    """What became of a block that was to go."""

    deleted_id: strawberry.ID | None = strawberry.field(description="The id it had.")
    user_errors: list[UserError] = _ERRORS


@strawberry.type(description="What became of a new kind of space.")
class SpaceTypePayload:
    """What became of a new kind of space."""

    space_type: SpaceType | None = strawberry.field(description="The kind of space as it is now.")
    user_errors: list[UserError] = _ERRORS


def _source(root: Any, info: Info[Any, Any]) -> Any:
    return show_source(open_context(info).sources[root.record.ref.source])


@strawberry.type(description="A venue took an event request.")
class EventRequestReceipt(View[Receipt]):
    """A venue took an event request."""

    source: Annotated["Source", strawberry.lazy("schema.types.source")] = strawberry.field(
        resolver=_source, description="Where."
    )
    reference: str = attribute("The reference the gateway sent along, so that a person can find the request.")
    vendor_id: strawberry.ID | None = attribute("The vendor's own id of it, where it tells one.")
    accepted_at: dt.datetime = attribute("When it was taken.")


@strawberry.type(description="What became of an event request.")
class RequestEventPayload:
    """What became of an event request."""

    receipt: EventRequestReceipt | None = strawberry.field(description="That it was taken.")
    user_errors: list[UserError] = _ERRORS


def user_errors(fault: FoyerError) -> list[UserError]:
    """Show why a change was not made: an error for each fault of its input, or one for the whole."""
    if isinstance(fault, Refused):
        return [_blamed(blame) for blame in fault.blames]
    at = ["idempotencyKey"] if code_of(fault) is ErrorCode.CONFLICT else None
    wait = None if fault.retry_after is None else max(0, -int(-fault.retry_after // 1))
    return [_error(code_of(fault), str(fault), at, retryable=fault.retryable, wait=wait)]


def _blamed(blame: Blame) -> UserError:
    code = ErrorCode.VENDOR_REJECTED_INPUT if blame.by_vendor else ErrorCode.BAD_USER_INPUT
    path = [camel(part) for part in blame.path]
    return _error(code, blame.message, path or None, retryable=False, wait=None)


def _error(code: ErrorCode, message: str, field: list[str] | None, *, retryable: bool, wait: int | None) -> UserError:
    return UserError(code=code, message=message, field=field, retryable=retryable, retry_after_seconds=wait)
