"""Several processes on one port: a parent that serves nothing starts workers, watches them and replaces them.

The parent opens the listening sockets and the workers inherit them, rather than each opening its own by SO_REUSEPORT.
With one socket there is one queue of connections that wait: whoever has nothing to do takes the next, so a worker that
is busy is given less, and what waits when a worker dies or drains is taken by another. With SO_REUSEPORT the kernel
deals connections out by a hash, to busy workers as to idle ones, and resets those in the queue of one that dies.

Workers are forks: they begin with the settings in effect and read no file, so that one whose predecessor crashed starts
even while the file on disk is broken. Between parent and worker there are

    signals     to the worker: SIGTERM drains it, SIGHUP has it read the configuration again
    a pipe      from the worker: one byte for each `State`
    a lifeline  of which the parent holds one end: when that is gone, so is the parent, and the worker drains

A worker takes no notice of SIGINT, which a terminal sends to all, and none of a second SIGTERM, which a service manager
may send beside the parent's: the parent alone decides when waiting is over, and ends with SIGKILL what is left.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from gateway.backoff import Backoff
from gateway.reload import Configuration, Fresh
from gateway.serve import POLL_SECONDS, STOPS, State, end_at_once, log_refused, log_taken, longest_drain
from gateway.settings import ConfigurationError
from gateway.sockets import close
from gateway.telemetry.workers import ended
from gateway.worker import Worker, fork

LOG: Final = logging.getLogger("foyer.workers")

START_SECONDS: Final = 60.0
"""How long a worker may take until it answers."""

_FOR_EVER: Final = float("inf")


@dataclass(eq=False, slots=True)
class _Place:
    """Where one worker is to be, and when the next may start there."""

    backoff: Backoff = field(default_factory=Backoff)
    worker: Worker | None = None
    due: float = 0.0


class Parent:
    """Keeps as many workers as are configured.

    Args:
        configuration: what is configured.
        sockets: where requests come in.
        work: what a worker does, told how to say how it is and which end of the lifeline is its own.
        begun: called once, when all workers are ready.

    """

    def __init__(
        self,
        configuration: Configuration,
        sockets: list[socket.socket],
        work: Callable[[Callable[[State], None], int], int],
        begun: Callable[[], None],
    ) -> None:
        self._configuration = configuration
        self._sockets = sockets
        self._work = work
        self._tell_begun = begun
        self._places = [_Place() for _ in range(configuration.settings.server.workers)]
        self._drained: list[Worker] = []
        self._begun = self._failed = self._stopping = False
        self._patience_ends = _FOR_EVER
        self._fresh: Fresh | None = None
        self._asked: Worker | None = None
        self._untold: deque[Worker] = deque()
        self._selector = selectors.DefaultSelector()
        self._ear, self._mouth = socket.socketpair()
        self._lifeline, self._held = os.pipe()

    def run(self) -> int:
        """Keep the workers until told to stop; gives the exit status, 1 where one could not start."""
        self._listen_to_signals()
        look_at = time.monotonic() + POLL_SECONDS
        while self._workers() or not self._stopping:
            now = time.monotonic()
            if not self._stopping:
                self._start_due(now)
            if now >= self._patience_ends:
                LOG.error("workers that did not end in time are killed")
                self._patience_ends = _FOR_EVER
                self._signal(signal.SIGKILL)
            self._kill_late(now)
            for key, _ in self._selector.select(self._idle(now)):
                key.data()
            if self._begun and not self._stopping and time.monotonic() >= look_at:
                look_at = time.monotonic() + POLL_SECONDS
                if self._configuration.changed():
                    self._reload()
        return int(self._failed)

    def _workers(self) -> list[Worker]:
        return [*(place.worker for place in self._places if place.worker is not None), *self._drained]

    def _idle(self, now: float) -> float:
        """Tell for how many seconds nothing needs doing unless something is heard."""
        due = [place.due - now for place in self._places if place.worker is None and self._begun and not self._stopping]
        return max(0.0, min([POLL_SECONDS, *due]))

    # Signals

    def _listen_to_signals(self) -> None:
        self._ear.setblocking(False)  # noqa: FBT003  # Python's signature
        self._mouth.setblocking(False)  # noqa: FBT003  # Python's signature
        signal.set_wakeup_fd(self._mouth.fileno())
        for number in (*STOPS, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        self._selector.register(self._ear, selectors.EVENT_READ, self._obey)

    def _obey(self) -> None:
        numbers = self._ear.recv(4096)
        for number in STOPS:
            if number in numbers:
                self._stop(number)
        if signal.SIGHUP in numbers and self._begun and not self._stopping:
            self._reload()
        if signal.SIGCHLD in numbers:
            self._bury()

    def _stop(self, number: signal.Signals | None = None) -> None:
        """Have every worker drain. A second signal ends them and this process at once."""
        if not self._stopping:
            self._stopping = True
            self._patience_ends = self._longest()
            close(self._sockets)  # the workers go on accepting for their grace, and close the last
            self._signal(signal.SIGTERM)
        elif number is not None:
            self._signal(signal.SIGKILL)
            end_at_once(number)

    def _longest(self) -> float:
        """Tell until when a worker may take that is told to stop now, in seconds of this process's clock."""
        return time.monotonic() + longest_drain(self._configuration.settings.server.request_timeout_seconds)

    def _kill_late(self, now: float) -> None:
        """End what was told to stop by somebody else and does not, and what does not begin."""
        for worker in self._workers():
            if now >= worker.killed_at:
                LOG.error("worker %d did not %s in time and is killed", worker.pid, "end" if worker.ready else "begin")
                worker.killed_at = _FOR_EVER
                os.kill(worker.pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        for worker in self._workers():
            os.kill(worker.pid, number)  # it is there until it is waited for

    # Starting

    def _start_due(self, now: float) -> None:
        """Start what is due. The first worker starts alone: what keeps it from starting is then told once."""
        alone = not self._begun and not any(worker.ready for worker in self._workers())
        for place in self._places[:1] if alone else self._places:
            if place.worker is None and place.due <= now:
                try:
                    place.worker = self._fork(now)
                except OSError as fault:
                    if not self._begun:
                        raise
                    place.due = now + place.backoff.wait(0.0)
                    LOG.error("no worker could be started: %s", fault.strerror)  # noqa: TRY400  # no trace is printed

    def _fork(self, now: float) -> Worker:
        def work(say: Callable[[State], None]) -> int:
            return self._work(say, self._lifeline)

        worker = fork(work, self._part, self._configuration.settings, now)
        worker.killed_at = now + START_SECONDS
        self._selector.register(worker.pipe, selectors.EVENT_READ, partial(self._hear, worker))
        return worker

    def _part(self) -> None:
        """Let go, in a worker, of what is the parent's."""
        for worker in self._workers():
            worker.close()
        os.close(self._held)
        self._selector.close()
        self._ear.close()
        self._mouth.close()

    # What workers say, and their end

    def _hear(self, worker: Worker) -> None:
        said = worker.said()
        if said is None:
            self._hear_no_more(worker)
        for state in said or ():
            self._heard(worker, state)

    def _hear_no_more(self, worker: Worker) -> None:
        if worker.heard:
            self._selector.unregister(worker.pipe)
            worker.close()

    def _heard(self, worker: Worker, state: State) -> None:
        if state is State.LEAVING:
            worker.leaving, worker.killed_at = True, self._longest()
            self._drained.append(worker)
            self._vacate(worker, wait=0.0)
        elif worker is self._asked:
            self._answered(worker, taken=state is State.READY)
        elif not worker.ready:
            worker.ready, worker.killed_at = True, _FOR_EVER
            if worker.settings is not self._configuration.settings:
                os.kill(worker.pid, signal.SIGHUP)
            if not self._begun and all(place.worker and place.worker.ready for place in self._places):
                self._begun = True
                self._tell_begun()

    def _vacate(self, worker: Worker, wait: float | None = None) -> float:
        """Free the place of a worker, and tell in how many seconds another takes it; None lets the backoff decide."""
        place = next(place for place in self._places if place.worker is worker)
        now = time.monotonic()
        if wait is None:
            wait = place.backoff.wait(now - worker.began if worker.ready else 0.0)
        place.worker, place.due = None, now + wait
        if worker is self._asked:
            self._ask_next()
        return wait

    def _bury(self) -> None:
        for worker in self._workers():
            pid, status = os.waitpid(worker.pid, os.WNOHANG)
            if pid:
                ended(pid)
                self._hear(worker)  # its last words
                self._hear_no_more(worker)
                self._ended(worker, os.waitstatus_to_exitcode(status))

    def _ended(self, worker: Worker, code: int) -> None:
        if worker.leaving:
            self._drained.remove(worker)
            return
        wait = self._vacate(worker)
        if self._stopping:
            return
        how = f"with status {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
        if self._begun:
            when = f" in {wait:g} s" if wait else ""
            LOG.error("worker %d ended %s; another takes its place%s", worker.pid, how, when)
            return
        if code != 1:  # else it has said why
            LOG.error("a worker ended %s before it was ready", how)
        self._failed = True
        self._stop()

    # Reloading: the first worker tries, and only what it could take over is asked of the others

    def _reload(self) -> None:
        try:
            self._fresh = self._configuration.read_again()
        except ConfigurationError as refusal:
            log_refused(refusal)
            return
        self._untold = deque(worker for worker in self._workers() if worker.ready and not worker.leaving)
        if not self._untold:  # whoever starts next tries
            self._configuration.settings = self._fresh.settings
        self._ask_next()

    def _ask_next(self) -> None:
        here = self._workers()
        while self._untold:
            worker = self._untold.popleft()
            if worker in here and not worker.leaving:
                self._asked = worker
                os.kill(worker.pid, signal.SIGHUP)
                return
        self._asked = None
        if self._fresh is not None and self._configuration.settings is self._fresh.settings:
            log_taken(self._fresh.notes)

    def _answered(self, worker: Worker, *, taken: bool) -> None:
        fresh = self._fresh
        if fresh is not None and taken:
            worker.settings = self._configuration.settings = fresh.settings
        elif fresh is not None and self._configuration.settings is not fresh.settings:
            self._untold.clear()
        self._ask_next()
