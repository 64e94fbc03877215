"""Clients that call Locaboo, Enviso and MICE Operations in the way that each wants to be called."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from sandbox.server import Running
from tests.sandbox.wire import Open, Reply, Wire

SECRET = "sandbox-locaboo-secret"
FORM = "application/x-www-form-urlencoded"
API_KEY = "sandbox-enviso-key"
MICE_KEY = "2dd0da7ed23d170efecab01524b67dad409e57a200130a5123817021191a1"


@dataclass(frozen=True, slots=True)
class Locaboo:
    """Locaboo, up, and its secret."""

    wire: Wire

    @property
    def office(self) -> Any:
        """The vendor's data."""
        return self.wire.running.data

    @property
    def running(self) -> Running:
        """The vendor."""
        return self.wire.running

    async def get(self, name: str, **query: str) -> Reply:
        """Call a read, or booking_save."""
        return await self.wire.ask(f"/api/v2/{name}", api_secret_key=SECRET, **query)

    async def post(self, name: str, *pairs: tuple[str, str], **fields: str) -> Reply:
        """Post a form; what has brackets in its name comes in pairs."""
        body = urlencode([("api_secret_key", SECRET), *pairs, *fields.items()]).encode()
        return await self.wire.ask(f"/api/v2/{name}", method="POST", body=body, headers={"Content-Type": FORM})

    async def listed(self, first: str, last: str, **query: str) -> list[Any]:
        """List bookings with details."""
        reply = await self.get("booking_list", date_from=first, date_to=last, **({"show_details": "true"} | query))
        assert reply.status == 200, reply.body
        rows: list[Any] = reply.data
        return rows

    async def booking(self, key: object) -> Any:
        """Read one booking."""
        return (await self.get(f"booking/{key}")).data


@dataclass(frozen=True, slots=True)
class Enviso:
    """Enviso, up, its API key, and what a login takes."""

    wire: Wire

    async def login(self, **changes: Any) -> Reply:
        """Log in as the clock of the test has it; `changes` replace what is sent, `at` the moment it is signed for."""
        moment = changes.pop("at", None) or self.wire.running.data.sessions.now()
        stamp = timestamp(moment)
        body = {"apikey": API_KEY, "timestamp": stamp, "signature": signed(self.wire.running, stamp)} | changes
        return await self.auth("login", body)

    async def auth(self, name: str, body: object, **headers: str) -> Reply:
        """Call the authentication API, which is beside the one that base_url names."""
        origin = self.wire.running.url.removesuffix("/bookingapi")
        sent = {"x-api-key": API_KEY, "Content-Type": "application/json"} | headers
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        url = f"{origin}/authenticationapi/v1/{name}"
        async with self.wire.session.post(url, data=data, headers=sent) as answer:
            return Reply(answer.status, answer.headers, await answer.read())

    async def token(self) -> str:
        """Log in and return the token."""
        return str((await self.login()).document["authToken"])

    async def get(self, path: str, token: str, **headers: str) -> Reply:
        """Read something with a token."""
        sent = {"x-api-key": API_KEY, "Authorization": f"Bearer {token}"} | headers
        return await self.wire.ask(f"/v1/{path}", headers=sent)


async def locaboo(open_vendor: Open, **options: Any) -> Locaboo:
    """Start Locaboo."""
    return Locaboo(replace(await open_vendor("locaboo", **options), headers={}))


async def enviso(open_vendor: Open, **options: Any) -> Enviso:
    """Start Enviso."""
    return Enviso(replace(await open_vendor("enviso", **options), headers={}))


async def mice_operations(open_vendor: Open, **options: Any) -> Wire:
    """Start MICE Operations with its key in the header."""
    headers = {"X-Authorization": f"Basic {MICE_KEY}", "Content-Type": "application/json"}
    return replace(await open_vendor("mice_operations", **options), headers=headers)


def timestamp(moment: datetime) -> str:
    """Write a moment as a login wants it: UTC with three digits behind the second."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def signed(running: Running, stamp: str, *, key: str = API_KEY, upper: bool = False) -> str:
    """Sign a login with the API secret, a public key."""
    pem = running.vendor.credentials["api_secret"].encode()
    secret = serialization.load_pem_public_key(pem)
    assert isinstance(secret, RSAPublicKey)
    digest = hashlib.sha256(f"{key}_{stamp}".encode()).hexdigest()
    hidden = secret.encrypt((digest.upper() if upper else digest).encode(), padding.PKCS1v15())
    return base64.b64encode(hidden).decode()


def instances(row: Any) -> Iterable[Any]:
    """Give the instances of a booking in either form."""
    for taken in row["resources"]:
        listed = taken["instances"]
        yield from listed.values() if isinstance(listed, dict) else listed


def spans(row: Any) -> list[tuple[int, str, str]]:
    """Tell of each instance where it is, from when and to when."""
    return [(one["resource_id"], one["from"], one["to"]) for one in instances(row)]
