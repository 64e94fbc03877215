"""One question to a vendor, its answer, and the shape every layer has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from loaders.inquiry import Inquiry


class Reason(Enum):
    """Why a vendor is asked."""

    PAGE = "page"
    """One page of a list, for a client's page."""
    WALK = "walk"
    """One page of a whole collection."""
    BATCH = "batch"
    """Things looked up by their ids or by what they belong to."""
    CHECK = "check"
    """The operator asks whether the source works."""
    WRITE = "write"
    """Something is to be changed."""
    FIND = "find"
    """Whether a change happened whose answer was lost."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to a vendor. Two equal asks to one source mean the same answer.

    Args:
        method: GET, POST, PATCH or DELETE.
        path: what follows the source's base URL, beginning with a slash, e.g. `/v2/events`.
        query: decoded pairs in the order they are sent; never a credential.
        headers: what this question adds to the source's own headers, e.g. Accept-Language; never a credential.
        body: bytes to send, or None.
        reason: why the vendor is asked.
        asks: how many things wanted by the operation this one call serves.
        changes: whether it changes something although it is a GET.
        refresh: whether it only renews what is known; whoever waits for a first answer goes first.

    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    reason: Reason = Reason.PAGE
    asks: int = 1
    changes: bool = False
    refresh: bool = False

    @property
    def safe(self) -> bool:
        """Whether it changes nothing, so that it may be shared, kept and repeated."""
        return self.method == "GET" and not self.changes

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two asks equal: everything that reaches the vendor."""
        return (self.method, self.path, self.query, self.headers, self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """A vendor's answer: any status, the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Send: TypeAlias = Callable[[Ask, Inquiry], Awaitable[Reply]]
"""The one verb of this room. A layer takes a Send and gives a Send."""
