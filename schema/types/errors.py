"""What went wrong, as part of the answer: the codes, and the table from the loaders' tree of faults to them."""

from enum import Enum
from typing import Final

import strawberry
from graphql import GraphQLError

from loaders import errors
from schema.edge import attribute
from schema.enums import described


class ErrorCode(Enum):
    """Why something failed."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    UNSUPPORTED_BY_VENDOR = "UNSUPPORTED_BY_VENDOR"
    VENDOR_UNREACHABLE = "VENDOR_UNREACHABLE"
    VENDOR_TIMEOUT = "VENDOR_TIMEOUT"
    VENDOR_ERROR = "VENDOR_ERROR"
    VENDOR_REFUSED_CREDENTIALS = "VENDOR_REFUSED_CREDENTIALS"
    VENDOR_RATE_LIMITED = "VENDOR_RATE_LIMITED"
    VENDOR_REJECTED_INPUT = "VENDOR_REJECTED_INPUT"
    VENDOR_BAD_RESPONSE = "VENDOR_BAD_RESPONSE"
    OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
    STORE_UNREACHABLE = "STORE_UNREACHABLE"
    QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    INTERNAL = "INTERNAL"


described(
    ErrorCode,
    "Why something failed.",
    {
        "BAD_USER_INPUT": "What was asked cannot be meant: an id, a cursor, a range, a name.",
        "NOT_FOUND": "The vendor knows no such thing.",
        "CONFLICT": "What was asked contradicts what is there.",
        "UNAUTHENTICATED": "Nobody we know asks.",
        "FORBIDDEN": "Who asks may not.",
        "UNSUPPORTED_BY_VENDOR": "This vendor has no such operation; it was not called.",
        "VENDOR_UNREACHABLE": "No connection to the vendor could be made, or it broke.",
        "VENDOR_TIMEOUT": "The vendor did not answer in time.",
        "VENDOR_ERROR": "The vendor answered that it is broken.",
        "VENDOR_REFUSED_CREDENTIALS": "The vendor refused the configured credentials.",
        "VENDOR_RATE_LIMITED": "The vendor allows no more calls just now.",
        "VENDOR_REJECTED_INPUT": "The vendor refused what it was sent.",
        "VENDOR_BAD_RESPONSE": "The vendor's answer cannot be read.",
        "OUTCOME_UNKNOWN": "A change may or may not have happened: look before you repeat it.",
        "STORE_UNREACHABLE": "The gateway's own store is away: a change that must not happen twice was not begun.",
        "QUERY_TOO_COMPLEX": "The query would cost more than is allowed.",
        "PERSISTED_QUERY_NOT_FOUND": "No query is stored under this hash: send it along.",
        "INTERNAL": "A fault of the gateway itself.",
    },
)

CODES: Final[tuple[tuple[type[errors.FoyerError], ErrorCode], ...]] = (
    (errors.BadInput, ErrorCode.BAD_USER_INPUT),
    (errors.Refused, ErrorCode.BAD_USER_INPUT),
    (errors.Conflict, ErrorCode.CONFLICT),
    (errors.OutcomeUnknown, ErrorCode.OUTCOME_UNKNOWN),
    (errors.StoreDown, ErrorCode.STORE_UNREACHABLE),
    (errors.Unsupported, ErrorCode.UNSUPPORTED_BY_VENDOR),
    (errors.Unreachable, ErrorCode.VENDOR_UNREACHABLE),
    (errors.TimedOut, ErrorCode.VENDOR_TIMEOUT),
    (errors.VendorDown, ErrorCode.VENDOR_ERROR),
    (errors.CredentialsRefused, ErrorCode.VENDOR_REFUSED_CREDENTIALS),
    (errors.RateLimited, ErrorCode.VENDOR_RATE_LIMITED),
    (errors.NotThere, ErrorCode.NOT_FOUND),
    (errors.InputRejected, ErrorCode.VENDOR_REJECTED_INPUT),
    (errors.BadResponse, ErrorCode.VENDOR_BAD_RESPONSE),
)
"""Fault → code; the first that fits."""


@strawberry.type(description="Why a source could not do what was asked.")
class SourceError:
    """Why a source could not do what was asked."""

    code: ErrorCode = attribute("What kind of fault it is.")
    message: str = attribute(
        "One sentence for a person. Never holds a credential, a vendor URL's query string, or a stack trace."
    )
    retryable: bool = attribute("Whether asking again may help.")
    retry_after_seconds: int | None = attribute("How long to wait before asking again, where that is known.")

    @classmethod
    def of(cls, fault: BaseException) -> "SourceError":
        """Show a fault."""
        made = cls.__new__(cls)
        made.code = code_of(fault)
        made.message = str(fault) if isinstance(fault, errors.FoyerError) else "The gateway failed."
        made.retryable = isinstance(fault, errors.FoyerError) and fault.retryable
        made.retry_after_seconds = _seconds(fault)
        return made


def code_of(fault: BaseException) -> ErrorCode:
    """Give the code of a fault; INTERNAL for what nobody expected."""
    return next((code for kind, code in CODES if isinstance(fault, kind)), ErrorCode.INTERNAL)


def graphql_error(fault: BaseException) -> GraphQLError:
    """Say a fault as a GraphQL error with its code and, where a vendor is the cause, its source and vendor."""
    if not isinstance(fault, errors.FoyerError):
        return GraphQLError("The gateway failed.", extensions={"code": ErrorCode.INTERNAL.value})
    extensions: dict[str, object] = {"code": code_of(fault).value}
    if isinstance(fault, errors.VendorFault):
        extensions |= {"source": fault.source, "vendor": fault.vendor.upper(), "retryable": fault.retryable}
        if fault.retry_after is not None:
            extensions["retryAfterSeconds"] = _seconds(fault)
    elif isinstance(fault, errors.Unsupported):
        extensions |= {"vendor": fault.vendor.upper(), "retryable": False}
    return GraphQLError(str(fault), extensions=extensions)


def _seconds(fault: BaseException) -> int | None:
    wait = fault.retry_after if isinstance(fault, errors.FoyerError) else None
    return None if wait is None else max(0, -int(-wait // 1))
