"""Who asks, and what they may see.

Where `[server.auth]` is configured, a caller shows a bearer token; it opens the sources and allows what the
configuration says, or what an identity provider says who signed it. Configured tokens are compared as digests in
constant time, each with all of them, so that the time taken tells nothing.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gateway.issuer_keys import KeysAway
from gateway.settings import Auth
from gateway.signed_tokens import DoesNotHold, SignedTokens
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
        seconds: how long to wait before asking again, a whole number, where waiting helps.

    """

    def __init__(self, status: int, code: ErrorCode, message: str, seconds: int | None = None) -> None:
        super().__init__(message)
        self.status: Final = status
        self.code: Final = code
        self.seconds: Final = seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Args:
        name: a name of theirs alone.
        sources: the sources they may see, by name.
        scopes: what they may do.
        shown: what a log may call them: a name of the configuration, never a person's.

    """

    name: str
    sources: Mapping[str, Source]
    scopes: frozenset[str]
    shown: str = ""


def callers(
    sources: Mapping[str, Source],
    auth: Auth | None,
    *,
    allow_anonymous: bool,
    signed: SignedTokens | None = None,
) -> Callable[[str | None], Awaitable[Caller]]:
    """Make the function that tells callers by their Authorization header.

    Args:
        sources: every source, by name.
        auth: what is configured; None lets everybody in.
        allow_anonymous: whether those without a token may ask all the same.
        signed: reads the tokens of an identity provider; None where none is configured.

    """
    everybody = Caller("", sources, EVERYTHING | {EXPLAIN})
    known = [(digest(token.token.get_secret_value()), token) for token in (auth.tokens if auth is not None else ())]

    def opened(names: frozenset[str]) -> Mapping[str, Source]:
        return {name: one for name, one in sources.items() if name in names}

    async def tell(header: str | None) -> Caller:
        if auth is None or (header is None and allow_anonymous):
            return everybody
        scheme, _, shown = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not shown.strip():
            raise _unknown("Expected a bearer token in the Authorization header.")
        asked = digest(shown.strip())
        for token in [token for one, token in known if hmac.compare_digest(one, asked)]:
            return Caller(token.name, opened(frozenset(token.sources)), frozenset(token.scopes), token.name)
        if signed is None:
            raise _unknown("Nobody is known by this token.")
        try:
            proven = await signed.read(shown.strip())
        except DoesNotHold as why:
            raise _unknown(str(why)) from None
        except KeysAway as away:
            seconds = max(1, math.ceil(away.seconds))
            sentence = f"Whether the token holds cannot be told now: ask again in {seconds} seconds."
            raise Refused(503, ErrorCode.UNAUTHENTICATED, sentence, seconds) from None
        # No configured token has a colon in its name.
        return Caller(f"jwt:{proven.subject}", opened(proven.sources), proven.scopes, "jwt")

    return tell


def _unknown(message: str) -> Refused:
    return Refused(401, ErrorCode.UNAUTHENTICATED, message)


def digest(token: str) -> bytes:
    """Give what a token is compared and remembered by."""
    return sha256(token.encode()).digest()
