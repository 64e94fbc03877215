"""Who asks, and what they may see.

Where `[server.auth]` is configured, a caller shows a bearer token; it opens the sources and allows what the
configuration says. Tokens are compared as digests in constant time, each with all of them, so that the time taken tells
nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gateway.settings import Auth
from loaders.port import Source
from schema.context import EVERYTHING
from schema.types.errors import ErrorCode

EXPLAIN: Final = "explain"


class Refused(Exception):
    """Who asks may not.

    Args:
        status: the HTTP status that says so.
        code: the error's code.
        message: one sentence for a person; never what was sent.

    """

    def __init__(self, status: int, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.status: Final = status
        self.code: Final = code


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: their name, the sources they may see, by name, and what they may do."""

    name: str
    sources: Mapping[str, Source]
    scopes: frozenset[str]


def callers(
    sources: Mapping[str, Source], auth: Auth | None, *, allow_anonymous: bool
) -> Callable[[str | None], Caller]:
    """Make the function that tells callers by their Authorization header.

    Args:
        sources: every source, by name.
        auth: what is configured; None lets everybody in.
        allow_anonymous: whether those without a token may ask all the same.

    """
    everybody = Caller("", sources, EVERYTHING | {EXPLAIN})
    known = [(digest(token.token.get_secret_value()), token) for token in (auth.tokens if auth is not None else ())]

    def tell(header: str | None) -> Caller:
        if auth is None or (header is None and allow_anonymous):
            return everybody
        scheme, _, shown = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not shown.strip():
            raise Refused(401, ErrorCode.UNAUTHENTICATED, "Expected a bearer token in the Authorization header.")
        asked = digest(shown.strip())
        opened = [token for one, token in known if hmac.compare_digest(one, asked)]
        if not opened:
            raise Refused(401, ErrorCode.UNAUTHENTICATED, "Nobody is known by this token.")
        token = opened[0]
        opens = {name: one for name, one in sources.items() if name in token.sources}
        return Caller(token.name, opens, frozenset(token.scopes))

    return tell


def digest(token: str) -> bytes:
    """Give what a token is compared and remembered by."""
    return sha256(token.encode()).digest()
