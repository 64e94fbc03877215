"""A vendor that keeps bookings on paper: what a test says of each attempt, and what was really made."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from loaders.errors import Blame, InputRejected, Unreachable, VendorFault
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Capability
from loaders.records import BOOKING, SPACE, Booking, BookingStatus, Ref
from loaders.store.face import Keys
from loaders.store.memory import MemoryStore
from loaders.writes import Attempt, CreateBooking, Write, Written
from loaders.writing.changes import Changes
from loaders.writing.order import Order

NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)

Answer = Callable[["Office", CreateBooking], VendorFault | None]


def fine(office: Office, write: CreateBooking) -> None:
    """Make it, and say so."""
    office.put(write)


def lost_after(office: Office, write: CreateBooking) -> VendorFault:
    """Make it, and lose the answer."""
    office.put(write)
    return Unreachable("broke", source="office", vendor="paper")


def lost_before(_: Office, __: CreateBooking) -> VendorFault:
    """Make nothing, and lose the answer."""
    return Unreachable("broke", source="office", vendor="paper")


def not_reached(_: Office, __: CreateBooking) -> VendorFault:
    """Be away."""
    fault = Unreachable("away", source="office", vendor="paper")
    fault.reached = False
    return fault


def refused(_: Office, __: CreateBooking) -> VendorFault:
    """Refuse it."""
    return InputRejected("no", source="office", vendor="paper", status=422)


class Office:
    """A Writer whose every call is counted."""

    def __init__(self) -> None:
        self.made: list[CreateBooking] = []
        self.attempts: list[Attempt] = []
        self.searches = 0
        self.answers: deque[Answer] = deque()
        self.blames: list[Blame] = []
        self.searchable = True
        self.heard = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    def put(self, write: CreateBooking) -> None:
        """Make a booking."""
        self.made.append(write)

    def faults(self, _: Write) -> Sequence[Blame]:
        """Find what the test says is wrong."""
        return self.blames

    async def write(self, write: Write, attempt: Attempt, _: Inquiry) -> Written:
        """Do what the test says of this attempt."""
        assert isinstance(write, CreateBooking)
        self.attempts.append(attempt)
        self.heard.set()
        answer = self.answers.popleft() if self.answers else fine
        await self.gate.wait()
        fault = answer(self, write)
        if fault is not None:
            raise fault
        return _written(len(self.made), write)

    async def find(self, write: Write, _: Attempt, __: Inquiry) -> Sequence[Written] | None:
        """Show what looks the same."""
        assert isinstance(write, CreateBooking)
        self.searches += 1
        if not self.searchable:
            return None
        return [_written(number, one) for number, one in enumerate(self.made, 1) if _alike(one, write)]


def _alike(one: CreateBooking, other: CreateBooking) -> bool:
    return replace(one, internal_comments=None) == replace(other, internal_comments=None)


def _written(number: int, write: CreateBooking) -> Written:
    ref = Ref(BOOKING, "office", str(number))
    return Written(ref, Booking(ref, NOON, {}, name=write.title, status=BookingStatus.CONFIRMED))


class Desk:
    """Everything a change needs, with a clock and waits of the test's own."""

    def __init__(self, keys: Keys | None = None, office: Office | None = None) -> None:
        self.office = office or Office()
        self.source: Any = SimpleNamespace(
            name="office", vendor="paper", writer=self.office, capabilities=frozenset({Capability.CREATE_BOOKING})
        )
        self.keys = keys or MemoryStore().keys
        self.now = 1_000_000.0
        self.told: list[Ref] = []
        self.doubts = 0
        self.changes = Changes(self.keys, self._tell, self._doubt, now=lambda: self.now, sleep=self._sleep)

    async def _tell(self, _: object, __: Write, written: Written) -> None:
        self.told.append(written.ref)

    async def _doubt(self, _: object) -> None:
        self.doubts += 1

    async def _sleep(self, seconds: float) -> None:
        """Signs of life are not waited for; another process's change is looked at again at once."""
        await (asyncio.Event().wait() if seconds > 1 else asyncio.sleep(0))

    async def make(self, key: str | None = "k", *, seconds: float = 5, caller: str = "app", **parts: Any) -> Written:
        """Make a booking of the hall."""
        write = booking(**parts)
        order = Order(self.source, Capability.CREATE_BOOKING, write, caller, key)
        return await self.changes.make(order, Inquiry(Deadline.after(seconds)))


def booking(**parts: Any) -> CreateBooking:
    """Want a booking of the hall."""
    spaces = (Ref(SPACE, "office", "1"),)
    return replace(CreateBooking("office", spaces, NOON, NOON + dt.timedelta(hours=1), title="Ball"), **parts)
