"""Who waits for a turn, in order of urgency and then of arrival; one task looks after them while anybody waits."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from loaders.errors import FoyerError
from loaders.http.pace import Urgency
from loaders.http.twin import twin

SHORTEST_SECONDS: Final = 0.001
"""A nap is never shorter: clocks differ by less."""


@dataclass(slots=True, eq=False)
class Waiter:
    """Somebody who waits for a turn.

    Args:
        urgency: tells how urgent it is by now.
        patience: tells for how many seconds it may still wait.
        held: whether it has a slot already.
        turn: done when it may go, or with the fault that says why not.

    """

    urgency: Callable[[], Urgency]
    patience: Callable[[], float]
    held: bool = False
    turn: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nobody of an urgency can go now.

    Args:
        seconds: how long it takes until one can.
        gap: how many seconds lie between two after that, at least.

    """

    seconds: float
    gap: float = 0.0


Pay = Callable[[Urgency], Awaitable[Refusal | None]]
"""Pays for one call, or tells why that cannot be now."""


class Queue:
    """The queue of one source.

    Args:
        slots: how many may be under way at once.
        pay: pays for a call.
        shed: makes the fault of somebody who cannot wait for so many seconds.

    """

    def __init__(self, slots: int, pay: Pay, shed: Callable[[float], FoyerError]) -> None:
        self._free = slots
        self._pay: Final = pay
        self._shed: Final = shed
        self._waiting: Final[list[Waiter]] = []
        self._stirred: Final = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._refusals: Final[dict[Urgency, tuple[float, Refusal]]] = {}
        self.refused: float | None = None
        """For how many seconds the next was told to wait, where it is not a slot that is waited for."""

    def ahead(self, urgency: Urgency) -> int:
        """Count those who would go before one of an urgency who came now."""
        return sum(waiter.urgency() <= urgency for waiter in self._waiting)

    async def turn(self, waiter: Waiter) -> None:
        """Wait for a turn; whoever has had one gives its slot back with `leave`, unless it was held.

        Raises:
            FoyerError: the wait would be too long, so nothing was paid; or the store cannot be reached.

        """
        self._waiting.append(waiter)
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep(), context=contextvars.Context())
        self.stir()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.done() and not waiter.turn.cancelled() and waiter.turn.exception() is None:
                self.leave(waiter)
            raise
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                self.stir()

    def leave(self, waiter: Waiter) -> None:
        """Give a slot back."""
        if not waiter.held:
            self._free += 1
            self.stir()

    def stir(self) -> None:
        """Look again who can go: something has changed."""
        self._stirred.set()

    def forget(self) -> None:
        """Take no refusal for granted any more: what may be spent has changed."""
        self._refusals.clear()
        self.stir()

    async def _keep(self) -> None:
        while self._waiting:
            self._stirred.clear()
            nap = await self._serve()
            if self._waiting and not self._stirred.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(None if nap is None else max(nap, SHORTEST_SECONDS)):
                        await self._stirred.wait()

    async def _serve(self) -> float | None:
        """Let everybody go who can; give the seconds until the next can, None where that takes a slot."""
        while True:
            able = [one for one in self._waiting if not one.turn.done() and (one.held or self._free > 0)]
            if not able:
                self.refused = None
                return None
            first = min(able, key=lambda one: one.urgency())
            urgency = first.urgency()
            refusal = self._refused(urgency) or await self._paid(first, urgency)
            if refusal is not None and first.urgency() is urgency:
                self._send_away(refusal, urgency)
                if first in self._waiting:
                    self.refused = refusal.seconds
                    return refusal.seconds

    def _refused(self, urgency: Urgency) -> Refusal | None:
        """Give what is left of a refusal that holds for an urgency: what one was refused, the less urgent are, too."""
        now = asyncio.get_running_loop().time()
        for level, (until, refusal) in self._refusals.items():
            if level <= urgency and until > now:
                return Refusal(until - now, refusal.gap)
        return None

    async def _paid(self, waiter: Waiter, urgency: Urgency) -> Refusal | None:
        """Pay for somebody's call and let it go, or tell why not; a fault is theirs."""
        if not waiter.held:
            self._free -= 1
        went = False
        refusal: Refusal | None = None
        try:
            refusal = await self._pay(urgency)
            if refusal is not None:
                self._refusals[urgency] = asyncio.get_running_loop().time() + refusal.seconds, refusal
            elif not waiter.turn.done():
                waiter.turn.set_result(None)
                went = True
        except FoyerError as fault:
            _fail(waiter, twin(fault))
        except Exception as bug:  # noqa: BLE001  # the queue goes on; whoever waits is told
            _fail(waiter, bug)
        finally:
            if not waiter.held and not went:
                self._free += 1
        if waiter.turn.done() and waiter in self._waiting:
            self._waiting.remove(waiter)
        return refusal

    def _send_away(self, refusal: Refusal, refused: Urgency) -> None:
        """Fail at once whoever would wait for longer than they may."""
        ahead = 0
        told = [waiter for waiter in self._waiting if waiter.urgency() >= refused]
        for waiter in sorted(told, key=lambda one: one.urgency()):
            seconds = refusal.seconds + ahead * refusal.gap
            if seconds >= waiter.patience():
                _fail(waiter, self._shed(seconds))
                self._waiting.remove(waiter)
            else:
                ahead += 1


def _fail(waiter: Waiter, fault: Exception) -> None:
    if not waiter.turn.done():
        waiter.turn.set_exception(fault)
