"""Tokens an identity provider signed (JWT): whether they hold, and what they say of who shows them.

A token holds when an asymmetric key of the issuer signed it, by an algorithm named here, for this audience, and it is
in its time. What its header says of keys (`jwk`, `jku`, `x5u`, `x5c`) is not looked at: the issuer's keys are those it
publishes. Why a token does not hold is told by a sentence that helps whoever set it up and nobody who forges one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError

from gateway.issuer_keys import IssuerKeys, Key, fetcher
from gateway.settings import Auth
from gateway.settings.models import Jwt

ALGORITHMS: Final = (
    *("RS256", "RS384", "RS512"),
    *("PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
    "Ed25519",
)
"""Never `none`, and none with a shared secret."""

TYPES: Final = frozenset({"jwt", "at+jwt", "application/at+jwt"})
"""What a token may call itself, where it says so (RFC 9068)."""

LEEWAY_SECONDS: Final = 30
"""How far the issuer's clock may be from this machine's."""

MOST_CHARACTERS: Final = 16 * 1024
LONGEST_SUBJECT: Final = 255


class DoesNotHold(Exception):
    """The token proves nothing; `str()` is why, for whoever shows it, and holds nothing of the token."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What a token that holds says: whose it is, the sources it opens, and what it allows."""

    subject: str
    sources: frozenset[str]
    scopes: frozenset[str]


class SignedTokens:
    """Reads the tokens of one issuer.

    Args:
        configured: whose tokens, and for whom.
        keys: the issuer's keys.
        now: the moment, in seconds since 1970.

    """

    def __init__(self, configured: Jwt, keys: IssuerKeys, now: Callable[[], float] = time.time) -> None:
        self._issuer: Final = configured.issuer
        self._audience: Final = configured.audience
        self._keys: Final = keys
        self._now: Final = now

    async def read(self, token: str) -> Proven:
        """Give what a token says.

        Raises:
            DoesNotHold: it proves nothing.
            KeysAway: the issuer's keys cannot be had, so nobody knows.

        """
        header = _header(token)
        keys = await self._keys.named(header.get("kid"))
        claims = _verified(token, [key for key in keys if key.alg in {None, header["alg"]}])
        return self._proven(claims)

    async def close(self) -> None:
        """Fetch no more keys."""
        await self._keys.close()

    def _proven(self, claims: dict[str, Any]) -> Proven:
        registry = jwt.JWTClaimsRegistry(
            now=int(self._now()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            registry.validate(claims)
        except ExpiredTokenError:
            raise DoesNotHold("The token has expired.") from None
        except ClaimError as fault:
            raise DoesNotHold(f"The token's {fault.claim} is not what it should be.") from None
        except TypeError:  # a claim of a type that cannot be compared
            raise DoesNotHold("The token's claims are not what they should be.") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or len(subject) > LONGEST_SUBJECT:
            raise DoesNotHold("The token's sub is not what it should be.")
        scopes = _words(claims.get("scopes")) | _words(claims.get("scope"))
        return Proven(subject, _words(claims.get("sources")), scopes)


def signed_tokens(auth: Auth | None) -> SignedTokens | None:
    """Make what reads the tokens of the identity provider that is configured; None where none is."""
    if auth is None or auth.jwt is None:
        return None
    return SignedTokens(auth.jwt, IssuerKeys(fetcher(auth.jwt.jwks_url)))


def _header(token: str) -> Mapping[str, Any]:
    if len(token) > MOST_CHARACTERS or not token.isascii():
        raise DoesNotHold("Nobody is known by this token.")
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError):
        raise DoesNotHold("Nobody is known by this token.") from None
    if header.get("alg") not in ALGORITHMS:
        raise DoesNotHold("The token is signed in a way that is not accepted here.")
    kind, kid = header.get("typ", "JWT"), header.get("kid")
    if not isinstance(kind, str) or kind.lower() not in TYPES or not isinstance(kid, str | None):
        raise DoesNotHold("The token is of a kind that is not accepted here.")
    return header


def _verified(token: str, keys: list[Key]) -> dict[str, Any]:
    for key in keys:
        try:
            return jwt.decode(token, key, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, AttributeError):  # the last two: a key of another kind
            continue
    raise DoesNotHold("The token is not signed by its issuer.")


def _words(claim: object) -> frozenset[str]:
    """Read words, in a list or with blanks between them."""
    if isinstance(claim, str):
        return frozenset(claim.split())
    return frozenset(word for word in claim if isinstance(word, str)) if isinstance(claim, list) else frozenset()
