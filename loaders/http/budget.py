"""The layer that pays for every call, in every window its vendor allows calls in, e.g. 500 in 15 minutes [004:108].

The windows are in the store, so whoever shares the store shares them. They are corrected by what the answers tell, and
closed by a 429 until the vendor wants to be asked again. A call that cannot be made now waits its turn; one whose wait
would be longer than the time it has fails at once, and the vendor hears nothing of it.

The slots of the source (how many calls may be under way at once) are given out here, too: a call that has paid is on
its way, so that its moment here is its moment at the vendor, and the urgent go first whatever they wait for.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import math
from typing import TYPE_CHECKING, Final

from loaders.errors import RateLimited, StoreDown, TimedOut
from loaders.health import RateWindow
from loaders.http.ask import Reason
from loaders.http.pace import Pace, Urgency
from loaders.http.queue import Queue, Refusal, Waiter
from loaders.http.told import read_told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry
    from loaders.store.face import Windows


class Budget:
    """What one source may ask of its vendor.

    Args:
        store: counts the calls.
        source: the source's name in the configuration.
        vendor: the vendor's name.
        credentials: what the calls are made with; calls with others are counted apart.
        windows: (calls, seconds) windows the vendor allows; none where it names none.
        slots: how many calls may be under way at once.
        now: the moment, in UTC.

    """

    def __init__(  # noqa: PLR0913  # each is a part of one source, given by name
        self,
        store: Windows,
        *,
        source: str,
        vendor: str,
        credentials: Mapping[str, str],
        windows: Sequence[tuple[int, int]],
        slots: int,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._store: Final = store
        self._source: Final = source
        self._vendor: Final = vendor
        self._name: Final = f"{source}:{_digest(credentials)}"
        self._pace: Final = Pace(windows)
        self._slots: Final = slots
        self._now: Final = now
        self._queue: Final = Queue(slots, self._pay, self._limited)

    def layer(self, send: Send, *, held: bool = False) -> Send:
        """Pay for every call, and correct the windows by what its answer tells, whatever its status.

        Args:
            send: what makes the call.
            held: whether the call is made by one that has paid already, and so has a slot.

        """

        async def paid(ask: Ask, inquiry: Inquiry) -> Reply:
            waiter = Waiter(lambda: urgency(ask, inquiry), inquiry.deadline.patience, held)
            await self._turn(waiter, inquiry)
            try:
                reply = await send(ask, inquiry)
                await self._correct(reply)
            finally:
                self._queue.leave(waiter)
            return reply

        return paid

    def hurry(self) -> None:
        """Look again who is most urgent: somebody has become so."""
        self._queue.stir()

    async def wait(self, ask: Ask) -> float:
        """Tell for how many seconds a call would have to wait now, without making it.

        Args:
            ask: the call; it counts as a cold read even where it is a refresh.

        """
        level = Urgency.WRITE if _writes(ask) else Urgency.READ
        moment, limits = self._moment(), self._pace.limits
        left = await self._store.left(self._name, limits, moment)
        drawn = self._pace.drawn(level, left)
        evenly = self._pace.evenly(level, drawn)
        if all(one.remaining > spare for one, spare in zip(left, evenly, strict=True)):
            seconds = 0.0
        else:  # what is asked for is not left, so nothing is spent
            seconds = await self._store.spend(self._name, limits, moment, spare=evenly)
        return seconds + self._queue.ahead(level) * self._pace.gap(drawn)

    async def windows(self) -> Sequence[RateWindow]:
        """Tell what is left of each window the vendor allows; it resets when the last call counted has moved out."""
        left = await self._store.left(self._name, self._pace.limits, self._moment())
        return [
            RateWindow(
                one.limit,
                one.remaining,
                int(seconds),
                None if one.whole_at is None else dt.datetime.fromtimestamp(one.whole_at, dt.UTC),
            )
            for (_, seconds), one in zip(self._pace.windows, left, strict=False)
        ]

    async def _turn(self, waiter: Waiter, inquiry: Inquiry) -> None:
        """Wait for a turn within the time there is.

        Raises:
            RateLimited: the windows would not let it go in that time.
            TimedOut: no slot was free in that time.

        """
        seconds = inquiry.deadline.cap(math.inf)
        try:
            async with asyncio.timeout(None if math.isinf(seconds) else seconds) as limit:
                return await self._queue.turn(waiter)
        except TimeoutError:
            if not limit.expired():
                raise
        if self._queue.refused is not None:
            raise self._limited(self._queue.refused)
        told = f"{self._source} was not asked: none of its slots ({self._slots}) was free within {seconds:.3g} s"
        fault = TimedOut(told, source=self._source, vendor=self._vendor)
        fault.reached = False
        raise fault

    async def _pay(self, level: Urgency) -> Refusal | None:
        """Pay for a call out of what may be used at once, or else out of what comes evenly."""
        pace, moment = self._pace, self._moment()
        seconds = await self._store.spend(self._name, pace.limits, moment, spare=pace.at_once(level))
        if not seconds:
            return None
        drawn = pace.drawn(level, await self._store.left(self._name, pace.limits, moment))
        if level is Urgency.WRITE or not any(drawn):
            return Refusal(seconds)
        evenly = await self._store.spend(self._name, pace.limits, moment, spare=pace.evenly(level, drawn))
        return Refusal(min(seconds, evenly), pace.gap(drawn)) if evenly else None

    async def _correct(self, reply: Reply) -> None:
        """Take over what an answer tells; that the store cannot be reached does not spoil the answer."""
        told = read_told(reply, self._now)
        if told is not None:
            with contextlib.suppress(StoreDown):
                await self._store.correct(self._name, self._pace.limits, self._moment(), told)
            self._queue.forget()

    def _limited(self, seconds: float) -> RateLimited:
        told = f"{self._source} was not asked: its vendor allows the next call in {math.ceil(seconds)} s"
        fault = RateLimited(told, source=self._source, vendor=self._vendor, retry_after=seconds)
        fault.reached = False
        return fault

    def _moment(self) -> float:
        return self._now().timestamp()


def urgency(ask: Ask, inquiry: Inquiry) -> Urgency:
    """Tell how urgent a call is: what changes something, and what has to be read for that, goes first."""
    if _writes(ask):
        return Urgency.WRITE
    return Urgency.REFRESH if ask.refresh and not inquiry.urgent else Urgency.READ


def _writes(ask: Ask) -> bool:
    return not ask.safe or ask.reason in {Reason.WRITE, Reason.FIND}


def _digest(credentials: Mapping[str, str]) -> str:
    told = "\0".join(f"{name}\0{value}" for name, value in sorted(credentials.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
