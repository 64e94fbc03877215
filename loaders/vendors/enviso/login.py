"""How one logs in at Enviso's Authentication API, which the Booking API's document only names [003:49-51].

The API secret is the public half of an RSA key. What is encrypted with it (this is no signature, whatever it is called)
proves that the caller has it: the SHA-256 of the API key and the time. The result differs on every call. The key, the
secret's proof and the tokens enter an ask beside the wire only: nothing that keeps, logs or refuses an ask sees them.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Final

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import ValidationError

from loaders.errors import BadResponse, CredentialsRefused, InputRejected, NotThere
from loaders.http.ask import Ask, Reason
from loaders.http.sign import sign
from loaders.http.verdict import verdict
from loaders.vendors.enviso import wire
from loaders.vendors.enviso.ids import NAME
from loaders.vendors.enviso.tokens import Token, extended, issued

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.http.ask import Reply, Send
    from loaders.inquiry import Inquiry

JSON: Final = "application/json"


def stamp(now: dt.datetime) -> str:
    """Write a moment as a login does: UTC, `yyyy-MM-ddTHH:mm:ss.fffZ`."""
    return now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digest(api_key: str, timestamp: str) -> str:
    """Give the lower-case hex SHA-256 of key and timestamp that a login encrypts."""
    return hashlib.sha256(f"{api_key}_{timestamp}".encode()).hexdigest()


def signature(api_key: str, timestamp: str, public_key: RSAPublicKey) -> str:
    """Encrypt the digest by PKCS#1 v1.5, in base64."""
    return base64.b64encode(public_key.encrypt(digest(api_key, timestamp).encode(), PKCS1v15())).decode()


def read_key(pem: str, source: str) -> RSAPublicKey:
    """Read an API secret.

    Raises:
        ValueError: it is no RSA public key in PEM; the message does not show it.

    """
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPublicKey):
        raise ValueError(f"the api_secret of {source} is no RSA public key in PEM")  # noqa: TRY004  # a wrong value of a setting
    return key


class Login:
    """Logs one source in.

    Args:
        send: the wire to the Authentication API.
        source: the source's name.
        api_key: the integrator's key.
        public_key: the API secret.
        now: the moment, in UTC.

    """

    def __init__(
        self, send: Send, *, source: str, api_key: str, public_key: RSAPublicKey, now: Callable[[], dt.datetime]
    ) -> None:
        self._wire: Final = sign({"x-api-key": api_key, "Accept": JSON, "Content-Type": JSON}, send)
        self._source: Final = source
        self._api_key: Final = api_key
        self._public_key: Final = public_key
        self._now: Final = now

    async def log_in(self, inquiry: Inquiry) -> Token:
        """Begin a session.

        Raises:
            CredentialsRefused: the vendor does not accept the login.
            VendorFault: it could not be asked, or gave no token.

        """

        async def proven(ask: Ask, inquiry: Inquiry) -> Reply:
            timestamp = stamp(self._now())
            proof = signature(self._api_key, timestamp, self._public_key)
            body = orjson.dumps({"apikey": self._api_key, "timestamp": timestamp, "signature": proof})
            return await self._wire(dataclasses.replace(ask, body=body), inquiry)

        send = verdict(self._source, NAME, proven, now=self._now)
        fault: BadResponse | CredentialsRefused
        try:
            reply = await send(Ask("POST", "/v1/login", reason=Reason.BATCH), inquiry)
        except (CredentialsRefused, InputRejected) as refused:
            fault = self._refused(refused.status)
        except NotThere:
            fault = self._bad("knows no login at its auth_url")
        else:
            grant = _grant(reply.body)
            if grant is not None and grant.auth_token is not None:
                return issued(grant.auth_token, grant.refresh_token, self._now())
            fault = self._bad("answered a login without a readable token")
        raise fault

    async def renew(self, token: Token, inquiry: Inquiry) -> Token | None:
        """Continue a session: by a new token, or by the old one where the answer brings none.

        None where there is nothing to renew it with, or the answer makes no sense.

        Raises:
            VendorFault: the vendor could not be asked, or refuses.

        """
        refresh = token.refresh
        if refresh is None:
            return None

        async def borne(ask: Ask, inquiry: Inquiry) -> Reply:
            headers = (*ask.headers, ("Authorization", f"Bearer {token.auth}"))
            body = orjson.dumps({"refreshToken": refresh})
            return await self._wire(dataclasses.replace(ask, headers=headers, body=body), inquiry)

        send = verdict(self._source, NAME, borne, now=self._now)
        reply = await send(Ask("POST", "/v1/renew", reason=Reason.BATCH), inquiry)
        grant = _grant(reply.body or b"{}")
        if grant is None:
            return None
        if grant.auth_token is None or grant.auth_token == token.auth:
            return extended(token, grant.refresh_token, self._now())
        return issued(grant.auth_token, grant.refresh_token, self._now())

    def _refused(self, status: int | None) -> CredentialsRefused:
        told = (
            f"{self._source} refused the login ({status}): the API key, its secret or the time of this machine is wrong"
        )
        return CredentialsRefused(told, source=self._source, vendor=NAME, status=status)

    def _bad(self, what: str) -> BadResponse:
        return BadResponse(f"{self._source} {what}", source=self._source, vendor=NAME)


def _grant(body: bytes) -> wire.Grant | None:
    """Read what a login or renewal brings; None where it makes no sense."""
    try:
        return wire.Grant.model_validate_json(body)
    except ValidationError:
        return None
