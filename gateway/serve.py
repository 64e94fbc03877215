"""Runs the gateway in this process: opens what is configured, takes over what changes, and drains when told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from enum import Enum, auto
from types import FrameType
from typing import Final

from aiohttp import web

from gateway.errors import masked
from gateway.front import GRACE_SECONDS, Front
from gateway.house import House
from gateway.reload import Configuration
from gateway.settings import ConfigurationError
from gateway.sockets import listen, url
from gateway.telemetry.traces import CLOSE_SECONDS

LOG: Final = logging.getLogger("foyer.serve")

POLL_SECONDS: Final = 1.0
"""How often the files of the configuration are looked at."""

STOPS: Final = (signal.SIGINT, signal.SIGTERM)
"""The signals that tell a process to stop."""

SPARE_SECONDS: Final = 3.0
"""How much longer than a drain may take it is waited for: then the process ends whatever is left."""

_CLOSE_SECONDS: Final = 60.0
"""How long requests may be answered after `listening` has ended."""


class Word(Enum):
    """What a process that serves is told."""

    STOP = auto()
    RELOAD = auto()


class State(Enum):
    """How a process that serves is, as it says itself; a value is one byte."""

    READY = b"r"
    """It answers; or the configuration was read again and is in effect."""
    KEPT = b"k"
    """The configuration was read again and cannot be used: the one before stays in effect."""
    LEAVING = b"l"
    """It was told to stop, and drains."""


async def serve(
    configuration: Configuration,
    sockets: Sequence[socket.socket],
    words: asyncio.Queue[Word],
    say: Callable[[State], None],
    *,
    watch: bool,
) -> None:
    """Serve until told to stop, then drain.

    Args:
        configuration: what is configured.
        sockets: where requests come in; closed at the end.
        words: what the process is told.
        say: hears how it is.
        watch: whether to look for changed files.

    Raises:
        ConfigurationError: what is configured cannot be opened.

    """
    front = Front()
    house = House(lambda: front.draining)
    await front.put(house.app(configuration.settings))
    await front.open(sockets)
    say(State.READY)
    while True:
        word = await _told(words, configuration if watch else None)
        if word is Word.STOP:
            break
        say(await _reload(configuration, house, front, loud=watch))
    say(State.LEAVING)
    seconds = configuration.settings.server.request_timeout_seconds
    _end_within(longest_drain(seconds) + CLOSE_SECONDS)
    await front.drain(seconds)


def longest_drain(seconds: float) -> float:
    """Give how many seconds a process may take to its end, where a request may take so many."""
    return GRACE_SECONDS + seconds + SPARE_SECONDS


def _end_within(seconds: float) -> None:
    """End the process after so many seconds, whatever still goes on or hangs then; a thread is not held up by that."""

    def give_up() -> None:
        LOG.error("what did not end in time is cut off")
        end_at_once(signal.SIGTERM)

    last = threading.Timer(seconds, give_up)
    last.daemon = True
    last.start()


async def _told(words: asyncio.Queue[Word], watched: Configuration | None) -> Word:
    """Wait for a word, or for a change of what is watched."""
    if watched is None:
        return await words.get()
    while True:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                return await words.get()
        except TimeoutError:
            if watched.changed():
                return Word.RELOAD


async def _reload(configuration: Configuration, house: House, front: Front, *, loud: bool) -> State:
    """Put what is configured now behind the front; where that cannot be, say why, and all stays as it is."""
    try:
        fresh = configuration.read_again()
        await front.put(house.app(fresh.settings))
    except ConfigurationError as refusal:
        log_refused(refusal)
        return State.KEPT
    except Exception as fault:  # noqa: BLE001  # whatever it is, the process goes on as it is
        masked(fault, None)
        return State.KEPT
    configuration.settings = fresh.settings
    if loud:
        log_taken(fresh.notes)
    return State.READY


def log_refused(refusal: ConfigurationError) -> None:
    """Write every fault of a configuration that does not take effect, a line each."""
    for fault in refusal.faults:
        LOG.error("configuration not taken over: %s", fault)


def log_taken(notes: Sequence[str]) -> None:
    """Write that a configuration took effect, and a line for each key that did not."""
    LOG.warning("configuration taken over")
    for note in notes:
        LOG.warning("%s", note)


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve an application while the block runs; gives its URL.

    Raises:
        OSError: the address cannot be had.

    """
    sockets = listen(host, port)
    at = url(host, sockets)
    front = Front()
    try:
        await front.put(app)
        await front.open(sockets)
        yield at
    finally:
        await front.close(_CLOSE_SECONDS)


def end_at_once(number: int, _: FrameType | None = None) -> None:
    """End the process as a signal would; the first process of a container is not ended by a signal itself."""
    os._exit(128 + number)


def told_by_signals(meanings: Mapping[signal.Signals, Word], *, again_ends: bool = True) -> asyncio.Queue[Word]:
    """Give the queue into which signals put their words.

    Args:
        meanings: the signals, and the word each stands for.
        again_ends: whether a second signal to stop ends the process at once.

    """
    words: asyncio.Queue[Word] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    stops = [number for number, word in meanings.items() if word is Word.STOP]

    def tell(word: Word) -> None:
        words.put_nowait(word)
        for number in stops if again_ends and word is Word.STOP else ():
            loop.remove_signal_handler(number)
            signal.signal(number, end_at_once)

    for number, word in meanings.items():
        loop.add_signal_handler(number, tell, word)
    return words
