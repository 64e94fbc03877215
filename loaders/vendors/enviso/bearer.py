"""The layer next to the wire that adds a session's token to every call, and sees to it that there is one.

One login serves any number of calls: whoever needs a token while one is fetched waits for that. A fetch belongs to no
caller and is not given up when callers go: the next will want it. Five minutes before a token's end it is renewed
behind the calls, which go on with the old one. A 401 says that a token is no good before its time: it is replaced by a
login and the call repeated, once. A 403 is about the API key [003:33], which a login would not change.
"""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import datetime as dt
import math
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from loaders.called_off import called_off
from loaders.errors import FoyerError, Unreachable, VendorFault
from loaders.http.twin import twin
from loaders.inquiry import Deadline, Inquiry
from loaders.vendors.enviso.ids import NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.http.ask import Ask, Reply, Send
    from loaders.vendors.enviso.login import Login
    from loaders.vendors.enviso.tokens import Token, TokenStore

REST: Final = dt.timedelta(seconds=30)
"""How long a renewal that failed is left alone, while the token is still good."""


class Bearer:
    """The session of one source.

    Args:
        source: the source's name.
        login: begins and continues sessions.
        store: keeps the token.
        now: the moment, in UTC.

    """

    def __init__(self, source: str, login: Login, store: TokenStore, *, now: Callable[[], dt.datetime]) -> None:
        self._source: Final = source
        self._login: Final = login
        self._store: Final = store
        self._now: Final = now
        self._flight: asyncio.Task[Token] | None = None
        self._rests_until: dt.datetime | None = None

    def layer(self, send: Send, again: Send) -> Send:
        """Wrap a wire.

        Args:
            send: the wire.
            again: the same for a call that is repeated, so that it can be counted.

        """

        async def borne(ask: Ask, inquiry: Inquiry) -> Reply:
            token = await self._token()
            reply = await send(_bearing(ask, token), inquiry)
            if reply.status != HTTPStatus.UNAUTHORIZED:
                return reply
            return await again(_bearing(ask, await self._token(stale=token)), inquiry)

        return borne

    async def close(self) -> None:
        """Call off a fetch that is under way."""
        if self._flight is not None:
            await called_off(self._flight)

    async def _token(self, stale: Token | None = None) -> Token:
        """Give a token that is good as far as is known, and another than the one that was refused."""
        kept = await self._store.get()
        now = self._now()
        if kept is None or (stale is not None and kept.auth == stale.auth) or now >= kept.expires_at:
            return await self._landed(self._flight or self._take_off(None))
        if now >= kept.renew_at and self._flight is None and (self._rests_until is None or now >= self._rests_until):
            self._rests_until = now + REST
            self._take_off(kept)
        return kept

    def _take_off(self, kept: Token | None) -> asyncio.Task[Token]:
        flight = asyncio.create_task(self._fetch(kept), context=contextvars.Context())
        flight.add_done_callback(self._forget)
        self._flight = flight
        return flight

    async def _fetch(self, kept: Token | None) -> Token:
        """Renew a token, or log in where there is none to renew or that fails."""
        inquiry = Inquiry(Deadline(math.inf))
        token = None
        if kept is not None:
            try:
                token = await self._login.renew(kept, inquiry)
            except VendorFault:
                token = None
        token = token or await self._login.log_in(inquiry)
        await self._store.put(token)
        return token

    def _forget(self, flight: asyncio.Task[Token]) -> None:
        self._flight = None
        if not flight.cancelled():
            flight.exception()  # a renewal's, which nobody waits for

    async def _landed(self, flight: asyncio.Task[Token]) -> Token:
        """Wait for a fetch; each waiter is raised its own copy of a fault."""
        await asyncio.wait((flight,))
        if flight.cancelled():
            raise Unreachable(f"the login at {self._source} was called off", source=self._source, vendor=NAME)
        error = flight.exception()
        if error is None:
            return flight.result()
        raise twin(error) if isinstance(error, FoyerError) else error


def _bearing(ask: Ask, token: Token) -> Ask:
    return dataclasses.replace(ask, headers=(*ask.headers, ("Authorization", f"Bearer {token.auth}")))
