"""A token issuer for tests: real keys, and a real server on loopback that publishes them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from gateway.serve import listening

ISSUER = "https://id.example.com/"
AUDIENCE = "foyer"
RSA = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
NEXT = ECKey.generate_key("P-256", {"kid": "second"})
STRANGER = RSAKey.generate_key(2048, {"kid": "first"})
"""A key of somebody else, under the name of the issuer's."""


def claims(**changed: Any) -> dict[str, Any]:
    """Give the claims of a good token; None takes one away."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "anna",
        "exp": now + 300,
        "iat": now,
        "scope": "read explain",
        "sources": ["park"],
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def signed(key: RSAKey | ECKey = RSA, alg: str = "RS256", header: dict[str, Any] | None = None, **changed: Any) -> str:
    """Sign a token."""
    return jwt.encode({"alg": alg, "kid": key.kid, **(header or {})}, claims(**changed), key, algorithms=[alg])


@dataclass(slots=True)
class Issuer:
    """A running issuer; `body` and `status` are what it answers, `asked` how often it was."""

    url: str = ""
    body: bytes = b""
    status: int = 200
    asked: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def publish(self, *keys: RSAKey | ECKey) -> None:
        """Publish keys, as an issuer does: what verifies, not what signs."""
        self.body = orjson.dumps({"keys": [key.as_dict(private=False) for key in keys]})

    def auth(self) -> dict[str, Any]:
        """Give what a server's configuration says of it."""
        return {"auth": {"jwt": {"issuer": ISSUER, "audience": AUDIENCE, "jwks_url": self.url}}}


@asynccontextmanager
async def issuer() -> AsyncIterator[Issuer]:
    """Run an issuer that publishes its first key."""
    it = Issuer()
    it.publish(RSA)

    async def answer(_: web.Request) -> web.Response:
        it.asked += 1
        return web.Response(body=it.body, status=it.status, headers=it.headers)

    app = web.Application()
    app.router.add_get("/keys", answer)
    async with listening(app, "127.0.0.1", 0) as at:
        it.url = f"{at}/keys"
        yield it
