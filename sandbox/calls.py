"""The log of what a vendor was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

KEPT_HEADERS = ("Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "If-None-Match", "User-Agent")
"""Headers worth a look. None of them carries a credential."""


@dataclass(slots=True)
class Call:
    """One call, entered when it arrives; `status` and `sent` are filled in when it is answered."""

    method: str
    path: str
    query: list[tuple[str, str]]
    """Decoded, in the order sent; credentials are masked."""
    headers: Mapping[str, str]
    at: float
    """Seconds on the sandbox's clock."""
    status: int = 0
    """0 while the call is open, and for good where the connection broke."""
    sent: int = 0
    """Bytes of the body."""
    fault: str | None = None
    """The kind of fault that the call met."""

    def values(self, name: str) -> list[str]:
        """Return what was sent under a query parameter."""
        return [value for key, value in self.query if key == name]

    def as_json(self) -> dict[str, Any]:
        """Write the call for `GET /_sandbox/calls`."""
        return asdict(self)
