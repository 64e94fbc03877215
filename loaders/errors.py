"""What can go wrong, as a tree.

    FoyerError
    ├── BadInput                what was asked cannot be meant: an id, a cursor, a range
    ├── Refused                 a change that cannot be meant, or that its vendor refused: every fault with its place
    ├── Conflict                a key that stands for another change already
    ├── OutcomeUnknown          a change that may or may not have happened
    ├── StoreDown               the store that all processes share cannot be reached
    ├── Unsupported             this vendor has no such operation; known before any call
    │   └── NotListable         this vendor has no way to list such things
    └── VendorFault             a call to a vendor went wrong; carries the source's and vendor's names
        ├── Unreachable         no connection, or it broke
        ├── TimedOut            no answer in the time there was
        ├── VendorDown          the vendor answered 5xx
        ├── CredentialsRefused  401 or 403
        ├── RateLimited         429, or the budget is spent
        ├── NotThere            404: the vendor knows no such path or thing
        ├── InputRejected       400 or 422: the vendor refused the question itself
        └── BadResponse         an answer that cannot be read: not JSON, too large, a broken row

Messages are for people. None holds a credential, the query of a vendor's URL, or a vendor's body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


class FoyerError(Exception):
    """Anything Foyer expects to go wrong. `str()` of it may be shown to a client."""

    retryable: bool = False
    retry_after: float | None = None


class BadInput(FoyerError):
    """The question is at fault; the message names what was expected and what came."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What is wrong with one part of an input.

    Args:
        path: where it stands, by the names of `loaders.writes`, e.g. `("recurrence", "weekly", "days", "0", "from_")`;
            empty for the whole.
        message: one sentence for a person: what was expected and what came.
        by_vendor: whether the vendor refused it; otherwise nobody was asked.

    """

    path: tuple[str, ...]
    message: str
    by_vendor: bool = False


class Refused(FoyerError):
    """A change that was not made: every fault of its input, each with its place."""

    def __init__(self, blames: Sequence[Blame]) -> None:
        super().__init__(" ".join(blame.message for blame in blames))
        self.blames: Final = tuple(blames)


class Conflict(FoyerError):
    """The key stands for another change already."""


class OutcomeUnknown(FoyerError):
    """A change may or may not have happened.

    Args:
        message: one sentence for a person, with what to look for.
        retryable: whether asking again with the same key looks again, and changes nothing.

    """

    def __init__(self, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.retryable = retryable


class StoreDown(FoyerError):
    """The store cannot be reached, so what needs it was not begun."""

    retryable = True


class Unsupported(FoyerError):
    """The vendor has no such operation.

    Args:
        vendor: the vendor's name, e.g. `enviso`.
        operation: what was asked of it, in words a person understands.

    """

    def __init__(self, vendor: str, operation: str) -> None:
        super().__init__(f"{vendor} has no way to {operation}")
        self.vendor: Final = vendor
        self.operation: Final = operation


class NotListable(Unsupported):
    """The vendor cannot list things of this kind."""

    def __init__(self, vendor: str, things: str) -> None:
        super().__init__(vendor, f"list {things}")


class VendorFault(FoyerError):
    """A call to a vendor went wrong.

    Args:
        message: one sentence for a person.
        source: the source's name in the configuration.
        vendor: the vendor's name, e.g. `booking_experts`.
        status: the HTTP status it answered with, where it answered.
        retry_after: seconds until asking again makes sense, where known.

    """

    def __init__(
        self,
        message: str,
        *,
        source: str,
        vendor: str,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.source: Final = source
        self.vendor: Final = vendor
        self.status: Final = status
        self.retry_after = retry_after
        self.reached = True
        """Whether the vendor may have begun to do what was asked of it."""


class Unreachable(VendorFault):
    """No connection could be made, or it broke before the answer was whole."""

    retryable = True


class TimedOut(VendorFault):
    """The vendor did not answer within the time there was."""

    retryable = True


class VendorDown(VendorFault):
    """The vendor answered with a 5xx status."""

    retryable = True


class CredentialsRefused(VendorFault):
    """The vendor answered 401 or 403: the key is wrong, or lacks a permission."""


class RateLimited(VendorFault):
    """The vendor answered 429, or asking it now would earn one."""

    retryable = True


class NotThere(VendorFault):
    """The vendor answered 404: it knows no such thing, or no such path."""


class InputRejected(VendorFault):
    """The vendor refused the question itself (400, 422, or another 4xx).

    `pointers` maps the vendor's own pointer into what was sent to its sentence about it.
    """

    def __init__(  # noqa: PLR0913  # a fault is told by its parts, all of them by name
        self,
        message: str,
        *,
        source: str,
        vendor: str,
        status: int | None = None,
        retry_after: float | None = None,
        pointers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message, source=source, vendor=vendor, status=status, retry_after=retry_after)
        self.pointers: Final = pointers or {}


class BadResponse(VendorFault):
    """The vendor's answer cannot be read: not JSON, too large, cut short, or a row that makes no sense."""
