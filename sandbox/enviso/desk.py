"""Enviso's desk: two reads by id [003:58-85], and the login and its renewal on the same server."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import orjson
from aiohttp import web

from sandbox.enviso.agenda import Museum, Plan, furnish
from sandbox.enviso.answers import error, refused, reply, wants_text
from sandbox.enviso.login import Sessions, private_key, public_pem
from sandbox.enviso.times import ZONE, Spelling, present
from sandbox.jsonapi.refusal import RefusalError
from sandbox.vendor import Desk, Site

if TYPE_CHECKING:
    from sandbox.jsonapi.resources import Row

_KEY: Final = private_key()
CREDENTIALS: Final = {
    "api_key": "sandbox-enviso-key",
    "api_secret": public_pem(_KEY),
    "tenant_secret_key": "sandbox-enviso-tenant",
}
_LONG: Final = re.compile(r"-?\d{1,19}", re.ASCII)
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HALF: Final = 2**63


@dataclass(slots=True)
class Venue(Museum):
    """The venue's data, and who is logged in."""

    sessions: Sessions = field(repr=False)


@dataclass(frozen=True, slots=True)
class Counter:
    """Where calls arrive: checks who asks, and finds what is asked for."""

    venue: Venue

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer any request."""
        try:
            document = await self._find(request)
        except RefusalError as refusal:
            return refused(refusal)
        return reply(document, plain=wants_text(request))

    async def _find(self, request: web.BaseRequest) -> Row:
        if request.headers.get("x-api-key") != CREDENTIALS["api_key"]:
            raise RefusalError(403, "The header x-api-key is missing or invalid.")
        sessions = self.venue.sessions
        match request.method, request.path.split("/"):
            case "POST", ["", "authenticationapi", "v1", "login"]:
                return sessions.login(await _read(request, "apikey", "timestamp", "signature"))
            case "POST", ["", "authenticationapi", "v1", "renew"]:
                sent = await _read(request, "refreshToken")
                return sessions.renew(_bearer(request), sent["refreshToken"])
        sessions.session_of(_bearer(request))
        if (
            request.headers.get("x-tenantsecretkey", CREDENTIALS["tenant_secret_key"])
            != CREDENTIALS["tenant_secret_key"]
        ):
            raise RefusalError(403, "The header x-tenantsecretkey is invalid.")
        match request.method, request.path.split("/"):
            case "GET", ["", "bookingapi", "v1", "bookings", key]:
                return self._booking(key)
            case "GET", ["", "bookingapi", "v1", "tasks", key]:
                return self._task(key)
        raise RefusalError(404, f"There is no {request.method} {request.path}")

    def _booking(self, key: str) -> Row:
        if not _LONG.fullmatch(key) or not -_HALF <= int(key) < _HALF:
            raise RefusalError(400, f"The value '{key}' is not valid for id.")
        row = self.venue.bookings.get(str(int(key)))
        if row is None:
            raise RefusalError(404, f"There is no booking {key}.")
        return row

    def _task(self, key: str) -> Row:
        if not _GUID.fullmatch(key):
            raise RefusalError(400, f"The value '{key}' is not valid for id.")
        row = self.venue.tasks.get(key.lower())
        if row is None:
            raise RefusalError(404, f"There is no task {key}.")
        return row


def open_desk(  # noqa: PLR0913 - one argument an option
    site: Site,
    *,
    time_spelling: Spelling = "bare",
    time_zone: str = ZONE.key,
    now: Callable[[], datetime] | None = None,
    window_seconds: float = 300,
    token_seconds: float = 3600,
    renews_in_place: bool = False,
) -> Desk:
    """Open Enviso's desk.

    `time_spelling` is how times are written ("bare" as the document says, "z" as its sample shows, or "z_local", the
    wall clock with a wrong Z), `time_zone` the venue's zone. `now` tells the time, by default the site's own, or the
    machine's where the site runs on the machine's clock; `window_seconds` is by how much a login's timestamp may
    differ from it, `token_seconds` how long a token lasts. With `renews_in_place` a renewal brings no new token: the
    old one lasts longer. Raises ValueError for a spelling that does not exist, KeyError for a zone.
    """
    if time_spelling not in ("bare", "z", "z_local"):
        raise ValueError(f"no such spelling: {time_spelling!r}; there are bare, z, z_local")
    museum = furnish(Plan(site, ZoneInfo(time_zone), time_spelling))
    sessions = Sessions(
        _KEY, CREDENTIALS["api_key"], now or present(site), window_seconds, token_seconds, renews_in_place
    )
    venue = Venue(museum.bookings, museum.tasks, sessions)
    return Desk(Counter(venue).answer, venue, error)


def _bearer(request: web.BaseRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise RefusalError(401, "The header authorization is missing or has no bearer token.")
    return token


async def _read(request: web.BaseRequest, *names: str) -> Row:
    """Read a JSON object that has these texts. Raises RefusalError with 400 for anything else."""
    try:
        body = orjson.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in names):
        raise RefusalError(400, f"The body must be a JSON object with {', '.join(names)}.")
    return body
