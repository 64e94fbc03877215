"""The layer that leaves a source alone that keeps failing, so that nobody waits for what is known to fail.

closed    calls go through; many failures in a row, or among the calls of a while, open it
open      nobody calls: each ask fails at once with the fault that opened it, and when the next try is due
half-open one call is on its way to see; its success closes the breaker, its failure opens it for longer

A vendor that answers at all works: a refusal of an input, of credentials or of too many calls is a success here. A call
that was given up, or never left, says nothing. An operator who checks a source is always let through.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from loaders.errors import CredentialsRefused, InputRejected, NotThere, RateLimited, TimedOut, VendorFault
from loaders.health import Gate
from loaders.http.ask import Reason
from loaders.http.health import is_silent
from loaders.http.twin import twin

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry

ROW: Final = 6
"""So many failures in a row open it; a timeout, which somebody waited for, counts twice."""

SHARE, SHARE_CALLS, SHARE_SECONDS = 0.5, 20, 30.0
"""And so does this share of failures, among at least so many calls in so many seconds."""

PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 15.0
"""How long it stays open at first, and at most: it doubles with each try that fails."""

ANSWERS: Final = (CredentialsRefused, InputRejected, NotThere, RateLimited)
"""Faults that only a vendor which works can cause."""


class Breaker:
    """The breaker of one source.

    Args:
        source: the source's name in the configuration.
        clock: seconds on a clock that never goes back.
        chance: a number from 0 up to 1; it keeps many processes from trying at the same moment.

    """

    def __init__(self, source: str, *, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        self._source: Final = source
        self._clock: Final = clock
        self._chance: Final = chance
        self._row = 0
        self._lately: Final[deque[tuple[float, bool]]] = deque()
        self._fault: VendorFault | None = None
        self._pause = 0.0
        self._try_at = 0.0
        self._trying = False

    @property
    def gate(self) -> Gate:
        """How it stands."""
        if self._fault is None:
            return Gate.CLOSED
        return Gate.HALF_OPEN if self._trying else Gate.OPEN

    def layer(self, send: Send) -> Send:
        """Let asks through while the source works.

        Args:
            send: what answers or raises a fault.

        """

        async def guarded(ask: Ask, inquiry: Inquiry) -> Reply:
            trying = ask.reason is not Reason.CHECK and self._enter()
            try:
                reply = await send(ask, inquiry)
            except ANSWERS as fault:
                if not is_silent(fault):
                    self._good()
                raise
            except VendorFault as fault:
                if not is_silent(fault):
                    self._bad(fault, trying=trying)
                raise
            else:
                self._good()
                return reply
            finally:
                if trying:
                    self._trying = False

        return guarded

    def _enter(self) -> bool:
        """Let a call through, and tell whether it is the try of a breaker that is open."""
        if self._fault is None:
            return False
        wait = self._try_at - self._clock()
        if wait <= 0 and not self._trying:
            self._trying = True
            return True
        raise self._refusal(self._fault, max(wait, PAUSE_SECONDS) if self._trying else wait)

    def _refusal(self, opened_by: VendorFault, wait: float) -> VendorFault:
        fault = type(opened_by)(
            f"{self._source} was not asked, because it keeps failing: {opened_by}",
            source=opened_by.source,
            vendor=opened_by.vendor,
            retry_after=wait,
        )
        fault.reached = False
        return fault

    def _good(self) -> None:
        self._row = 0
        if self._fault is not None:
            self._fault, self._pause = None, 0.0
            self._lately.clear()
        self._note(failed=False)

    def _bad(self, fault: VendorFault, *, trying: bool) -> None:
        if self._fault is not None and not trying:
            return  # it was on its way when the breaker opened
        self._row += 2 if isinstance(fault, TimedOut) else 1
        self._note(failed=True)
        failures = sum(failed for _, failed in self._lately)
        many = len(self._lately) >= SHARE_CALLS and failures >= SHARE * len(self._lately)
        if trying or many or self._row >= ROW:
            self._open(fault)

    def _open(self, fault: VendorFault) -> None:
        self._pause = min(LONGEST_PAUSE_SECONDS, 2 * self._pause or PAUSE_SECONDS)
        self._fault = twin(fault)
        self._try_at = self._clock() + self._pause * (1 + self._chance()) / 2

    def _note(self, *, failed: bool) -> None:
        now = self._clock()
        self._lately.append((now, failed))
        while self._lately[0][0] <= now - SHARE_SECONDS:
            self._lately.popleft()
