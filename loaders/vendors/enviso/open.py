"""Opens a source at Enviso: two sets of connections, one to the bookings and one to the logins, and its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from loaders.health import Health
from loaders.http.budget import Budget
from loaders.http.session import Session
from loaders.http.wire import wire
from loaders.vendors.enviso.bearer import Bearer
from loaders.vendors.enviso.fetch import EnvisoSource
from loaders.vendors.enviso.ids import NAME
from loaders.vendors.enviso.login import JSON, Login, read_key
from loaders.vendors.enviso.tokens import OwnToken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.port import Options


def open_source(options: Options) -> EnvisoSource:
    """Open a source; no call is made. The document names no windows of calls.

    Raises:
        ValueError: a credential cannot be sent, or the API secret is no RSA public key in PEM.

    """
    credentials = options.credentials
    health = Health()
    budget = Budget(
        options.store.windows,
        source=options.name,
        vendor=NAME,
        credentials=options.credentials,
        windows=options.windows or (),
        slots=options.max_concurrent,
        now=options.now,
    )
    bookings = _session(options, options.base_url)
    logins = _session(options, _auth_url(options))
    login = Login(
        logins.send,
        source=options.name,
        api_key=credentials["api_key"],
        public_key=read_key(credentials["api_secret"], options.name),
        now=options.now,
    )
    bearer = Bearer(options.name, login, OwnToken(), now=options.now)
    layers = wire(
        bearer.layer(bookings.send, again=budget.layer(bookings.send, held=True)),
        source=options.name,
        vendor=NAME,
        headers=_headers(credentials),
        health=health,
        budget=budget,
        now=options.now,
        clock=options.clock,
        chance=options.chance,
    )

    async def close() -> None:
        await bearer.close()
        await bookings.close()
        await logins.close()

    return EnvisoSource(options, layers, close, health)


def _session(options: Options, base_url: str) -> Session:
    return Session(
        base_url,
        source=options.name,
        vendor=NAME,
        timeout_seconds=options.timeout_seconds,
        max_concurrent=options.max_concurrent,
        witness=options.witness,
    )


def _auth_url(options: Options) -> str:
    """Give where logins go: as configured, otherwise beside the Booking API."""
    told = options.further.get("auth_url")
    parts = urlsplit(options.base_url)
    return told if isinstance(told, str) else f"{parts.scheme}://{parts.netloc}/authenticationapi"


def _headers(credentials: Mapping[str, str]) -> dict[str, str]:
    """Give the headers of every call but the token's [003:42-47]; the tenant's key is optional."""
    headers = {"Accept": JSON, "x-api-key": credentials["api_key"]}
    tenant = credentials.get("tenant_secret_key")
    return headers if tenant is None else {**headers, "x-tenantsecretkey": tenant}
