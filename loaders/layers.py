"""What every source asks its vendor through: its connections, their layers, and what is kept of what they brought."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.health import Health
from loaders.http.ask import Ask
from loaders.http.budget import Budget
from loaders.http.session import MAX_BYTES, Session
from loaders.http.wire import wire
from loaders.readings.keep import Keep
from loaders.readings.tape import tape

if TYPE_CHECKING:
    from loaders.http.ask import Send
    from loaders.port import Options
    from loaders.store.face import Windows

_ANY: Final = Ask("GET", "/")
"""A call like any other, for telling how long one would have to wait."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What a source asks its vendor through.

    Args:
        send: asks the vendor.
        keep: how what it answers is kept.
        health: how it has answered lately.
        windows: counts calls, for all processes that share the store.
        wait: tells for how many seconds a call would have to wait now.
        part: lets nobody join what is under way.
        forget: the same, and keeps nothing of what was answered up to now of some parts of the source, or of all.
        close: closes the connections.

    """

    send: Send
    keep: Keep
    health: Health
    windows: Windows
    wait: Callable[[], Awaitable[float]]
    part: Callable[[], None]
    forget: Callable[[Collection[str] | None], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


def open_session(options: Options, vendor: str, base_url: str | None = None, max_bytes: int = MAX_BYTES) -> Session:
    """Open connections of a source; no call is made.

    Args:
        options: what the configuration says of it.
        vendor: the vendor's name.
        base_url: where they lead, if not where the configuration says.
        max_bytes: how large an answer may be, unpacked.

    """
    return Session(
        base_url or options.base_url,
        source=options.name,
        vendor=vendor,
        timeout_seconds=options.timeout_seconds,
        max_concurrent=options.max_concurrent,
        max_bytes=max_bytes,
        witness=options.witness,
    )


def open_layers(  # noqa: PLR0913  # each is a part of one source, given by name
    options: Options,
    *,
    vendor: str,
    headers: Mapping[str, str],
    windows: Sequence[tuple[int, int]] = (),
    max_bytes: int = MAX_BYTES,
    through: Callable[[Send, Budget], Send] = lambda send, _: send,
) -> Layers:
    """Stack the layers of a source; no call is made.

    Args:
        options: what the configuration says of it.
        vendor: the vendor's name.
        headers: what every call carries, credentials included.
        windows: (calls, seconds) windows the vendor documents; those of the configuration instead where it names any.
        max_bytes: how large an answer may be, unpacked.
        through: wraps the wire of a vendor who signs or answers otherwise; is given the budget, too.

    Raises:
        ValueError: the base URL or a credential cannot be sent.

    """
    session = open_session(options, vendor, max_bytes=max_bytes)
    health = Health()
    budget = Budget(
        options.store.windows,
        source=options.name,
        vendor=vendor,
        credentials=options.credentials,
        windows=[
            (max(1, calls // options.share), seconds)
            for calls, seconds in (windows if options.windows is None else options.windows)
        ],
        slots=options.max_concurrent,
        now=options.now,
    )
    layers = wire(
        through(session.send, budget),
        source=options.name,
        vendor=vendor,
        headers=headers,
        health=health,
        budget=budget,
        now=options.now,
        clock=options.clock,
        chance=options.chance,
    )
    keep = Keep(
        source=options.name,
        vendor=vendor,
        credentials=options.credentials,
        fresh=options.fresh,
        stale=options.stale,
        now=options.now,
        health=health,
        larder=options.larder,
        values=options.store.values if options.store.shared else None,
    )

    async def forget(areas: Collection[str] | None = None) -> None:
        layers.forget()
        await keep.forget(areas)

    async def close() -> None:
        await keep.close()
        await session.close()

    return Layers(
        send=tape(options.name, vendor, layers.send),
        keep=keep,
        health=health,
        windows=options.store.windows,
        wait=lambda: budget.wait(_ANY),
        part=layers.forget,
        forget=forget,
        close=close,
    )
