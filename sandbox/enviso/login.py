"""Logins and sessions: a signature that only the holder of the API secret can make, and a token of an hour.

The API secret is an RSA public key. The caller encrypts the hex SHA-256 of `apikey_timestamp` with it (PKCS#1 v1.5),
and the vendor, who has the private key, looks whether that is what comes out. None of this is in the vendor document;
it follows the vendor's public pages about its Authentication API.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from sandbox.jsonapi.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sandbox.jsonapi.resources import Row

FAILED: Final = "Api key authentication failed."
"""All that the vendor says, whatever was wrong with a login."""
_TIMESTAMP: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)
_HEADER: Final = {"alg": "HS256", "typ": "JWT"}
_SIGNING_KEY: Final = b"the sandbox signs its tokens with this"


def private_key() -> RSAPrivateKey:
    """Read the sandbox's own key. It is published and opens nothing but the sandbox."""
    text = files(__package__).joinpath("sandbox_key.pem").read_bytes()
    # Checking the primes takes longer than everything else at a start, and the file is the sandbox's own.
    key = serialization.load_pem_private_key(text, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("sandbox_key.pem holds no RSA key")
    return key


def public_pem(key: RSAPrivateKey) -> str:
    """Write the public half: the API secret that callers are given."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@dataclass(slots=True)
class Sessions:
    """Who is logged in, until when."""

    key: RSAPrivateKey = field(repr=False)
    api_key: str = field(repr=False)
    now: Callable[[], datetime]
    window_seconds: float
    """By how much a login's timestamp may be off, to either side."""
    token_seconds: float
    renews_in_place: bool
    until: dict[str, float] = field(default_factory=dict)
    """Session → Unix time when its token ends."""
    refresh_tokens: dict[str, str] = field(default_factory=dict, repr=False)
    """Refresh token → the session that it may extend, once."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    def login(self, sent: Row) -> Row:
        """Open a session. Raises RefusalError with 401 for a wrong key, timestamp or signature."""
        timestamp = sent["timestamp"]
        if sent["apikey"] != self.api_key or not self._is_current(timestamp):
            raise RefusalError(401, FAILED)
        wanted = hashlib.sha256(f"{self.api_key}_{timestamp}".encode()).hexdigest()
        if self._opened(sent["signature"]) != wanted:
            raise RefusalError(401, FAILED)
        return self._begin()

    def renew(self, token: str, refresh_token: str) -> Row:
        """Extend a session that has not ended. Raises RefusalError with 401 for one that has."""
        session = self.session_of(token)
        if self.refresh_tokens.get(refresh_token) != session:
            raise RefusalError(401, FAILED)
        if self.renews_in_place:
            self.until[session] = self.now().timestamp() + self.token_seconds
            return {}
        del self.refresh_tokens[refresh_token]
        return self._begin()

    def session_of(self, token: str) -> str:
        """Tell whose token it is. Raises RefusalError with 401 for one that is malformed, foreign or over."""
        claims = _claims(token)
        session = str(claims.get("jti"))
        if self.until.get(session, 0.0) <= self.now().timestamp():
            raise RefusalError(401, "The token is invalid or has expired.")
        return session

    def _begin(self) -> Row:
        issued, number = self.now().timestamp(), next(self.numbers)
        session, refresh_token = f"session-{number}", hashlib.sha256(f"refresh-{number}".encode()).hexdigest()
        self.until[session] = issued + self.token_seconds
        self.refresh_tokens[refresh_token] = session
        claims = {"jti": session, "sub": self.api_key, "iat": int(issued), "exp": int(issued + self.token_seconds)}
        return {"authToken": _token(claims), "refreshToken": refresh_token}

    def _is_current(self, timestamp: str) -> bool:
        if not _TIMESTAMP.fullmatch(timestamp):
            return False
        try:
            moment = datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            return False
        return abs((moment - self.now()).total_seconds()) <= self.window_seconds

    def _opened(self, signature: str) -> str | None:
        """Decrypt a signature. Public samples write the hash in either case, so it is read without regard to it."""
        try:
            hidden = base64.b64decode(signature, validate=True)
            return self.key.decrypt(hidden, padding.PKCS1v15()).decode("ascii").lower()
        except (binascii.Error, ValueError):
            return None


def _token(claims: dict[str, Any]) -> str:
    signed = f"{_encoded(json.dumps(_HEADER).encode())}.{_encoded(json.dumps(claims).encode())}"
    return f"{signed}.{_signature(signed).decode()}"


def _claims(token: str) -> dict[str, Any]:
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(signed), signature.encode(errors="replace")):
        raise RefusalError(401, "The token is invalid or has expired.")
    payload = signed.partition(".")[2]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def _signature(signed: str) -> bytes:
    return _encoded(hmac.digest(_SIGNING_KEY, signed.encode(errors="replace"), "sha256")).encode()


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()
