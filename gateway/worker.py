"""One worker as its parent sees it: a fork, and the pipe on which it says how it is."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from gateway.errors import masked
from gateway.serve import State
from gateway.settings import Settings

_FAILED = 1


class Work(Protocol):
    """What a worker does, to its end; gives its exit status."""

    def __call__(self, say: Callable[[State], None]) -> int:
        """Work, telling how it is, until told to stop."""


@dataclass(eq=False, slots=True)
class Worker:
    """A process, the pipe it is heard by, the settings it began with or took over, when it began, and its patience.

    `killed_at` is when it is killed if it has neither begun nor ended by then.
    """

    pid: int
    pipe: int
    settings: Settings
    began: float
    ready: bool = False
    leaving: bool = False
    killed_at: float = float("inf")
    heard: bool = True

    def said(self) -> list[State] | None:
        """Give what it has said since it was last heard; None where it will say nothing more."""
        if not self.heard:
            return []
        try:
            said = os.read(self.pipe, 4096)
        except BlockingIOError:
            return []
        return [State(bytes([byte])) for byte in said] or None

    def close(self) -> None:
        """Listen to it no longer."""
        if self.heard:
            self.heard = False
            os.close(self.pipe)


def fork(work: Work, part: Callable[[], None], settings: Settings, now: float) -> Worker:
    """Start a worker.

    Args:
        work: what it does.
        part: run by it first: lets go of what is the parent's alone.
        settings: those in effect.
        now: the moment, in seconds of the parent's clock.

    Raises:
        OSError: the system has no room for another process.

    """
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    # No signal comes in while the worker still has the parent's handlers.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if not pid:
            _be(work, part, reader, writer, before)
    except OSError:
        os.close(reader)
        raise
    finally:
        os.close(writer)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.set_blocking(reader, False)
    return Worker(pid, reader, settings, now)


def _be(work: Work, part: Callable[[], None], reader: int, writer: int, mask: Iterable[int]) -> None:
    """Be the worker, to the end of the process."""
    status = _FAILED
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(reader)
        part()
        status = work(lambda state: _write(writer, state))
    except BaseException as fault:  # noqa: BLE001  # the last line: whatever it is, no trace of it is printed
        masked(fault, None)
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:  # whatever happens, the parent's code does not go on here
            os._exit(status)


def _write(pipe: int, state: State) -> None:
    try:
        os.write(pipe, state.value)
    except BrokenPipeError:  # the parent is gone, which the worker hears otherwise
        return
