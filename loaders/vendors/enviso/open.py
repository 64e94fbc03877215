"""Opens a source at Enviso: two sets of connections, one to the bookings and one to the logins, and its layers."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from loaders.layers import open_layers, open_session
from loaders.vendors.enviso.bearer import Bearer
from loaders.vendors.enviso.fetch import EnvisoSource
from loaders.vendors.enviso.ids import NAME
from loaders.vendors.enviso.login import JSON, Login, read_key
from loaders.vendors.enviso.tokens import OwnToken, SharedToken, TokenStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.port import Options


def open_source(options: Options) -> EnvisoSource:
    """Open a source; no call is made. The document names no windows of calls.

    Raises:
        ValueError: a credential cannot be sent, or the API secret is no RSA public key in PEM.

    """
    credentials = options.credentials
    logins = open_session(options, NAME, _auth_url(options))
    login = Login(
        logins.send,
        source=options.name,
        api_key=credentials["api_key"],
        public_key=read_key(credentials["api_secret"], options.name),
        now=options.now,
    )
    bearer = Bearer(options.name, login, _token_store(options), now=options.now)
    layers = open_layers(
        options,
        vendor=NAME,
        headers=_headers(credentials),
        through=lambda send, budget: bearer.layer(send, again=budget.layer(send, held=True)),
    )

    async def close() -> None:
        await bearer.close()
        await layers.close()
        await logins.close()

    return EnvisoSource(options, layers, close)


def _token_store(options: Options) -> TokenStore:
    """Give where the token is kept: with a store that processes share they share it, too, for the same credentials."""
    if not options.store.shared:
        return OwnToken()
    told = "\0".join(f"{name}\0{value}" for name, value in sorted(options.credentials.items()))
    name = f"token:{options.name}:{sha256(told.encode()).hexdigest()}"
    return SharedToken(options.store.values, name, now=options.now)


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
