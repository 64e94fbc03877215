"""Refuses what the page of another site can have a browser send without asking first.

A browser asks (a preflight, which Foyer does not answer) before it sends `application/json` or a header of its own
choosing to another site, and nothing else is read from a body. What is left is GET: another site's page cannot read the
answer, but it could have a visitor's browser, inside the house's network, spend the vendors' budgets, or measure how
long answers take. So a GET that a browser marks as another site's is refused, unless a header proves that it was asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from strawberry.http.websocket_origin import is_same_origin

PROOFS: Final = ("Apollo-Require-Preflight", "GraphQL-Preflight", "GraphQL-Require-Preflight", "X-Foyer-Request")
"""Headers no page can send to another site unasked; their content does not matter."""

_OURS: Final = frozenset({"same-origin", "none"})


def from_another_site(headers: Mapping[str, str]) -> bool:
    """Tell whether a GET comes from another site's page, unasked.

    Every browser since 2023 says where a request to https, or to its own machine, comes from in Sec-Fetch-Site; others
    name an Origin where a script asks. Programs that are no browsers send neither.

    Args:
        headers: the request's headers, found whatever their case.

    """
    if any(name in headers for name in PROOFS):
        return False
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site.lower() not in _OURS
    origin = headers.get("Origin")
    return origin is not None and not is_same_origin(origin, headers.get("Host"))


def from_another_origin(headers: Mapping[str, str]) -> bool:
    """Tell whether a WebSocket is opened by the page of another origin, which no preflight would have asked about.

    Args:
        headers: the handshake's headers, found whatever their case.

    """
    origin = headers.get("Origin")
    if origin is None or headers.get("Sec-Fetch-Site") == "same-origin":
        return False
    return not is_same_origin(origin, headers.get("Host"))
