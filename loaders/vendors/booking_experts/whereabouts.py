"""In which administration a thing was met: an id does not tell, and asking all of them costs a call each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

REMEMBERED: Final = 50_000
"""How many things at most are remembered; the ones met longest ago are forgotten."""


class Whereabouts:
    """What one source remembers of where its things are.

    Args:
        venues: the administrations' ids. Of one alone nothing needs to be remembered.
        most: how many things are remembered.

    """

    def __init__(self, venues: Iterable[str], most: int = REMEMBERED) -> None:
        self._venues: Final = tuple(venues)
        self._most: Final = most
        self._met: Final[OrderedDict[tuple[str, str], str]] = OrderedDict()

    def noting(self, venue: str) -> Callable[[str, str], None]:
        """Give what notes that a thing, by its type and id, was met in an administration."""
        if len(self._venues) == 1:
            return lambda _, __: None

        def note(kind: str, key: str) -> None:
            self._met[kind, key] = venue
            self._met.move_to_end((kind, key))
            if len(self._met) > self._most:
                self._met.popitem(last=False)

        return note

    def spread(self, kind: str, keys: Iterable[str]) -> dict[str, list[str]]:
        """Give, by administration, the ids to ask for there: each where it was met, else everywhere."""
        spread: dict[str, list[str]] = {venue: [] for venue in self._venues}
        for key in keys:
            met = self._met.get((kind, key))
            for venue in self._venues if met is None else (met,):
                spread[venue].append(key)
        return {venue: some for venue, some in spread.items() if some}
