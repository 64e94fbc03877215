"""Asks Locaboo: one way for its lists, one for what it tells of one thing alone, one for an object of no id.

A call failed if its status is not 200, its body not JSON, or its `success` not true [002:9-10]. What the vendor says
about why is nowhere documented: of a read nothing is made of it, of a change only which parameters it names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from loaders.errors import BadResponse, InputRejected, NotThere
from loaders.http.ask import Ask, Reason
from loaders.http.twin import twin
from loaders.readings.readings import Held, Readings
from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.kinds import NAME
from loaders.vendors.locaboo.sheet import Sheet, each
from loaders.vendors.locaboo.wire import Declined, Envelope, Unreadable, opened, read

if TYPE_CHECKING:
    from collections.abc import Hashable
    from zoneinfo import ZoneInfo

    from loaders.errors import VendorFault
    from loaders.http.ask import Reply
    from loaders.inquiry import Inquiry
    from loaders.layers import Layers
    from loaders.port import Options

    K = TypeVar("K", bound=Hashable)
    V = TypeVar("V")

M = TypeVar("M")

_KEY: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was sent: its rows, when they were asked for, and what stood beside them."""

    rows: list[object] = field(repr=False)
    fetched_at: dt.datetime
    beside: Mapping[str, object] = field(repr=False)


class Api:
    """The calls of one account.

    Args:
        options: what the configuration says.
        layers: what the vendor is asked through.

    """

    def __init__(self, options: Options, layers: Layers) -> None:
        self._options: Final = options
        self._send: Final = layers.send
        self._health: Final = layers.health
        self.layers: Final = layers

    @property
    def source(self) -> str:
        """The source's name in the configuration."""
        return self._options.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its wall clocks."""
        return self._options.zone

    @property
    def currency(self) -> str | None:
        """The currency that the configuration names."""
        return self._options.currency

    def now(self) -> dt.datetime:
        """Give the moment, in the source's zone."""
        return self._options.now().astimezone(self.zone)

    def keep(self, sort: str, most: int, records: Callable[[K, V], Held] | None = None) -> Readings[K, V]:
        """Make a place for readings of one sort, so many at most."""
        return Readings(self.layers.keep, sort, most=most, records=records)

    async def listed(
        self,
        endpoint: str,
        inquiry: Inquiry,
        query: tuple[tuple[str, str], ...] = (),
        *,
        reason: Reason = Reason.WALK,
        asks: int = 1,
    ) -> Listed:
        """Read a list, whole: the vendor knows no pages.

        Args:
            endpoint: its name, e.g. `booking_list`.
            inquiry: the operation that asks.
            query: the parameters, without the key.
            reason: why it is asked for.
            asks: how many things wanted this one call serves.

        Raises:
            VendorFault: it could not be read.

        """
        fetched_at = inquiry.moment(self.now())
        envelope = await self._ask(Ask("GET", f"/api/v2/{endpoint}", query, reason=reason, asks=asks), inquiry)
        return Listed(self.items(envelope.data), fetched_at, envelope.beside)

    async def sheet(self, listed: Listed, model: type[M], what: str) -> Sheet[M]:
        """Read the rows of a list.

        Args:
            listed: the list.
            model: what a row is read as.
            what: what a row is called in a fault.

        """
        good, bad = await each(listed.rows, lambda row: self.read(model, row, what))
        return Sheet(good, bad, listed.fetched_at)

    async def alone(  # noqa: PLR0913  # the last is by name
        self,
        endpoint: str,
        key: str,
        model: type[M],
        what: str,
        inquiry: Inquiry,
        *,
        reason: Reason = Reason.BATCH,
    ) -> tuple[M | None, dt.datetime]:
        """Read what is told of one thing alone, and when that was; None where the vendor knows no such thing.

        Raises:
            VendorFault: it could not be read.

        """
        fetched_at = inquiry.moment(self.now())
        try:
            envelope = await self._ask(Ask("GET", f"/api/v2/{endpoint}/{key}", reason=reason), inquiry)
        except NotThere:
            return None, fetched_at
        row = _only(envelope.data)
        if row is None:
            return None, fetched_at
        found = self.read(model, row, what)
        if getattr(found, "id", key) != key:
            raise self.bad(f"another {what} than it was asked for ({key})")
        return found, fetched_at

    async def thing(self, endpoint: str, model: type[M], what: str, inquiry: Inquiry) -> tuple[M, dt.datetime]:
        """Read an object that there is one of, and when that was.

        Raises:
            VendorFault: it could not be read.

        """
        fetched_at = inquiry.moment(self.now())
        envelope = await self._ask(Ask("GET", f"/api/v2/{endpoint}", reason=Reason.BATCH), inquiry)
        return self.read(model, _only(envelope.data) or {}, what), fetched_at

    async def change(self, ask: Ask, inquiry: Inquiry) -> object:
        """Have something changed, and give the `data` of the answer.

        Raises:
            InputRejected: the vendor did not do it; its `pointers` hold what it says of the parameters, by their names.
            VendorFault: it went wrong.

        """
        return (await self._ask(ask, inquiry)).data

    def read(self, model: type[M], row: object, what: str) -> M:
        """Read a row.

        Raises:
            BadResponse: it makes no sense.

        """
        try:
            return read(model, row, what)
        except Unreadable as why:
            fault = self.bad(str(why))
        raise fault

    def bad(self, what: str, status: int | None = None) -> BadResponse:
        """Make the fault that says what came."""
        return BadResponse(f"{self.source} sent {what}", source=self.source, vendor=NAME, status=status)

    def items(self, data: object) -> list[object]:
        """Give the rows that some data is.

        Raises:
            BadResponse: it is none.

        """
        try:
            return php.rows(data)
        except ValueError:
            fault = self.bad("something else where a list was expected")
        raise self._noted(fault)

    async def _ask(self, ask: Ask, inquiry: Inquiry) -> Envelope:
        reply = await self._send(ask, inquiry)
        if reply.status != HTTPStatus.OK:
            raise self._noted(self.bad(f"status {reply.status}, which it does not send with answers", reply.status))
        try:
            return opened(reply.body)
        except Unreadable as why:
            fault = self._noted(self.bad(str(why), reply.status)) if ask.safe else self._not_changed(why, reply)
        raise fault

    def _not_changed(self, why: Unreadable, reply: Reply) -> VendorFault:
        """Make the fault of a change whose answer is none; that the vendor says no is no failure of the source."""
        if not isinstance(why, Declined):
            return self._noted(self.bad(str(why), reply.status))
        return InputRejected(
            f"{self.source} answered {reply.status}: it does not accept what was asked",
            source=self.source,
            vendor=NAME,
            status=reply.status,
            pointers=dict(why.errors),
        )

    def _noted(self, fault: BadResponse) -> BadResponse:
        """Tell the source's health of an answer that only looked like one."""
        self._health.last_failure_at, self._health.last_failure = self.now().astimezone(dt.UTC), twin(fault)
        return fault


def _only(data: object) -> object:
    """Give the object that `data` is, or the first of a list [002:956]; None where there is nothing."""
    if isinstance(data, list):
        return data[0] if data else None
    return data or None


def is_key(text: str) -> bool:
    """Tell whether the vendor could have made an id: they are whole numbers; anything else is nothing's."""
    return bool(_KEY.fullmatch(text))
