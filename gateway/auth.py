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
from schema.types.errors import ErrorCode

READ: Final = "read"
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
    """Who asks: the sources they may see, by name, and whether they may see what an answer took."""

    sources: Mapping[str, Source]
    may_explain: bool


def callers(
    sources: Mapping[str, Source], auth: Auth | None, *, allow_anonymous: bool
) -> Callable[[str | None], Caller]:
    """Make the function that tells callers by their Authorization header.

    Args:
        sources: every source, by name.
        auth: what is configured; None lets everybody in.
        allow_anonymous: whether those without a token may ask all the same.

    """
    everybody = Caller(sources, may_explain=True)
    known = [
        (digest(token.token.get_secret_value()), frozenset(token.sources), frozenset(token.scopes))
        for token in (auth.tokens if auth is not None else ())
    ]

    def tell(header: str | None) -> Caller:
        if auth is None or (header is None and allow_anonymous):
            return everybody
        scheme, _, shown = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not shown.strip():
            raise Refused(401, ErrorCode.UNAUTHENTICATED, "Expected a bearer token in the Authorization header.")
        asked = digest(shown.strip())
        opened = [(names, scopes) for one, names, scopes in known if hmac.compare_digest(one, asked)]
        if not opened:
            raise Refused(401, ErrorCode.UNAUTHENTICATED, "Nobody is known by this token.")
        names, scopes = opened[0]
        if READ not in scopes:
            raise Refused(403, ErrorCode.FORBIDDEN, "This token may not read.")
        return Caller({name: one for name, one in sources.items() if name in names}, EXPLAIN in scopes)

    return tell


def digest(token: str) -> bytes:
    """Give what a token is compared and remembered by."""
    return sha256(token.encode()).digest()
