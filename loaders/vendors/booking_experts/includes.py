"""The layer that learns which relationships this key may not include, and asks without them.

An include is refused where the key lacks the right to read what it leads to [004:159-168], or where the vendor knows no
such relationship: rentables and what they lead to are described nowhere. An answer without them is worth having, so an
ask that was refused is tried again with as few includes left out as it takes. What then works shows what was refused,
which is remembered for a while; where nothing works, the refusal was meant for the ask itself, and stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from loaders.errors import CredentialsRefused, InputRejected
from loaders.http.ask import Ask, Reply, Send
from loaders.inquiry import Inquiry

OPTIONAL: Final = ("rentable.category", "category", "rentable", "amenity", "reservations", "customer")
"""What may be left out, what is missed least first."""

REMEMBERED: Final = 900.0
"""For how many seconds a refusal is remembered: permissions change at once when a key is used [004:170]."""

_UNAUTHORIZED: Final = 401
_INCLUDE: Final = "include"

Refusal = CredentialsRefused | InputRejected


class Includes:
    """What one source may include."""

    def __init__(self, send: Send, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Wrap what answers; nothing is refused yet."""
        self.below: Final = send
        self._clock: Final = clock
        self._refused: Final[dict[str, tuple[Refusal, float]]] = {}

    def refusal(self, path: str) -> Refusal | None:
        """Give the fault by which a relationship was refused, if it was lately."""
        fault, at = self._refused.get(path, (None, 0.0))
        return fault if fault is not None and self._clock() - at < REMEMBERED else None

    def refused(self, path: str) -> bool:
        """Tell whether a relationship, or one on the way to it, was refused lately."""
        return any(self.refusal(part) is not None for part in _steps(path))

    async def send(self, ask: Ask, inquiry: Inquiry) -> Reply:
        """Ask with what may be included.

        Raises:
            VendorFault: the ask fails whatever it includes.

        """
        paths = [path for path in _paths(ask) if not self.refused(path)]
        try:
            return await self.below(_including(ask, paths), inquiry)
        except (CredentialsRefused, InputRejected) as fault:
            refusal = fault
        if refusal.status != _UNAUTHORIZED:
            for left_out, kept in _choices(paths):
                try:
                    reply = await self.below(_including(ask, kept), inquiry)
                except (CredentialsRefused, InputRejected):
                    continue
                self._refused.update({path: (refusal, self._clock()) for path in left_out})
                return reply
        raise refusal


def _choices(paths: Sequence[str]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Give what may be left out, one path, then two, and so on; each with what is kept, and each once."""
    optional = [path for path in OPTIONAL if path in paths]
    tried = [list(paths)]
    for count in range(1, len(optional) + 1):
        for left_out in combinations(optional, count):
            kept = [path for path in paths if not any(step in left_out for step in _steps(path))]
            if kept not in tried:
                tried.append(kept)
                yield left_out, kept


def _steps(path: str) -> Iterator[str]:
    """Give a path and all that lead to it."""
    parts = path.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _paths(ask: Ask) -> list[str]:
    return next((value.split(",") for name, value in ask.query if name == _INCLUDE), [])


def _including(ask: Ask, paths: Sequence[str]) -> Ask:
    if paths == _paths(ask):
        return ask
    others = tuple(pair for pair in ask.query if pair[0] != _INCLUDE)
    included = ((_INCLUDE, ",".join(paths)),) if paths else ()
    return replace(ask, query=tuple(sorted((*others, *included))))
