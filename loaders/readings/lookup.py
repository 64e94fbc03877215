"""One way of looking things up by their ids: what a call for some of them is told by, and what it brings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from loaders.inquiry import Inquiry
from loaders.readings.need import SomeNeed

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Brought(Generic[V]):
    """What a call brought.

    Args:
        of: by id asked for; an id that is not there is nothing's.
        apart: whether what was brought is told apart by id; otherwise it is one value for all, and not kept.

    """

    of: Mapping[str, V]
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Lookup(Generic[V]):
    """One way of looking things up.

    Args:
        key: all that the answer depends on but the ids and the need.
        area: what part of the source it looks at.
        need: what it must bring.
        read: reads some ids, so that it brings a need.
        wait: tells for how many seconds a call would have to wait now.
        nothing: what an id that is not there is answered with.
        pack: writes an answer down, to be shared; None where it cannot be.
        unpack: reads it again.

    """

    key: Hashable
    area: str
    need: SomeNeed
    read: Callable[[Sequence[str], SomeNeed, Inquiry], Awaitable[Brought[V]]]
    wait: Callable[[], Awaitable[float]]
    nothing: Callable[[Inquiry], V]
    pack: Callable[[V], bytes | None]
    unpack: Callable[[bytes], V | None]
