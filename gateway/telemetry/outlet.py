"""Where the log goes: to stderr, and never in anybody's way.

A log that nobody reads must not hold up an answer. A pipe or socket that is full takes no more, and so what does not
fit is lost; how many lines were, stands in the log as soon as it is read again. A line goes out in one write of at most
`LONGEST` bytes, so that those of several processes do not run into each other.
"""

from __future__ import annotations

import os
import select
import socket
import stat
from collections.abc import Callable
from typing import Final

LONGEST: Final = select.PIPE_BUF
"""Bytes that a pipe takes whole or not at all."""


class Outlet:
    """Writes lines to a file descriptor.

    Args:
        descriptor: the file, terminal, pipe or socket; it stays as it is for others who write to it.

    """

    def __init__(self, descriptor: int) -> None:
        self._write, self._close = _writer(descriptor)
        self._lost = 0

    def close(self) -> None:
        """Write no more; the file descriptor stays open."""
        self._close()

    def put(self, line: bytes, lost: Callable[[int], bytes]) -> None:
        """Write a line, or lose it.

        Args:
            line: the line, with its end.
            lost: makes the line that says how many were lost.

        """
        if self._lost and self._put(lost(self._lost)):
            self._lost = 0
        if self._lost or not self._put(line):
            self._lost += 1

    def _put(self, line: bytes) -> bool:
        if len(line) > LONGEST:
            line = line[: LONGEST - 1] + b"\n"
        try:
            return self._write(line)
        except OSError:  # BlockingIOError where there is no room, others where nobody will ever read
            return False


def _writer(descriptor: int) -> tuple[Callable[[bytes], bool], Callable[[], None]]:
    """Give what writes without waiting, and what ends that; whether there was room is its answer, or an OSError."""
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISSOCK(mode):
        talk = socket.socket(fileno=os.dup(descriptor))
        return lambda line: talk.send(line, socket.MSG_DONTWAIT) > 0, talk.close
    if not stat.S_ISFIFO(mode):
        return lambda line: os.write(descriptor, line) > 0, lambda: None
    try:
        # Opened anew, so that others who hold this end go on waiting as they are used to.
        own = os.open(f"/proc/self/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # another system, or a pipe of another user's
        return lambda line: _has_room(descriptor) and os.write(descriptor, line) > 0, lambda: None
    return lambda line: os.write(own, line) > 0, lambda: os.close(own)


def _has_room(descriptor: int) -> bool:
    return bool(select.select((), (descriptor,), (), 0)[1])
