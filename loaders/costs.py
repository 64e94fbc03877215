"""What a source's calls would cost, told before any is made. Pure: each vendor fills in what its document makes of it.

What is told is the most that takes in the usual case, of a source from which nothing is kept. Not told is what cannot
be known beforehand: how long a list is that has to be read whole, tries that fail and are made again, includes that are
refused, lists that change while they are read, logins. `Cost.more` says, in words, when there may be more.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from loaders.inquiry import Selection
    from loaders.port import Listing

PER_PAGE: Final = 100
"""How many rows one page of a vendor's has."""

PER_BATCH: Final = 50
"""How many ids one lookup asks for."""

WHOLE_PAGES: Final = 4
"""How many pages a list is taken for that is read whole. No page size a client asks for changes them, and they are read
once for all who ask: so a longer one does not make a question too much."""

FEW: Final = 2
"""How many things one other thing leads to, where nobody knows."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Calls that one need may take.

    Args:
        what: what is asked, in the vendor's words. Equal needs at one place of an operation are one.
        calls: how many calls it takes at most.
        once: whether one answer serves the whole operation, however often it is needed.
        each: whether it is a call a thing, as the vendor has no call for several.
        more: when it may take more than that; empty where it cannot in the usual case.
        at_most: how many calls all such needs of an operation take together, as there are no more things to be asked;
            None where nobody knows.
        told_by: how `what` begins of a need that tells all this, too, if the operation has it; empty where none does.

    """

    what: str
    calls: int
    once: bool = False
    each: bool = False
    more: str = ""
    at_most: int | None = None
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that an operation asks a source for.

    Args:
        listing: which rows.
        first: how many a page has.
        ordered: whether they are put in an order.
        goes_on: whether the page begins behind a row.

    """

    listing: Listing
    first: int
    ordered: bool = False
    goes_on: bool = False


class Costs(Protocol):
    """What calls to one source cost."""

    def known(self) -> Hashable:
        """Give what it knows of the source by now: a plan that went by something else is made anew."""

    def most(self, kind: str) -> int | None:
        """Give how many things of a kind there can be; None where nobody knows."""

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:
        """Tell what a page of a list takes. It is asked only for what the source can list."""

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:
        """Tell what looking up so many things of a kind by their ids takes; None for kinds the vendor has not."""

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:
        """Tell what following an edge from so many things takes.

        Args:
            kind: the kind of the things; a type's name for what is no record.
            edge: an edge, or an attribute that is looked up apart.
            count: how many things.
            selection: what the operation reads.

        Returns:
            None where this vendor's things of that kind have no such edge, or nothing that is looked up.

        """

    def writing(self) -> int:
        """Give how many calls a change takes at most, all that is read for it included."""


def calls_for(count: int, per_call: int = PER_BATCH) -> int:
    """Give how many calls so many things take."""
    return math.ceil(count / per_call)


def whole(what: str, *, times: int = 1, rows: int | None = None) -> Cost:
    """Tell of a paged list that is read whole.

    Args:
        what: the list.
        times: at how many places.
        rows: how long it was when it was last read; None where nobody knows.

    """
    pages = WHOLE_PAGES if rows is None else min(max(calls_for(rows, PER_PAGE), 1), WHOLE_PAGES)
    return Cost(f"{what}, whole", pages * times, once=True, more=f"if it is longer than {pages * PER_PAGE} rows")


class Seen:
    """How long the lists of a source were when they were last read.

    Args:
        places: at how many places each list is.

    """

    def __init__(self, places: int = 1) -> None:
        self._places: Final = places
        self._rows: Final[dict[str, dict[str, int]]] = {}

    def note(self, what: str, where: str, rows: int) -> None:
        """Note that a list at a place has so many rows."""
        self._rows.setdefault(what, {})[where] = rows

    def rows(self, what: str) -> int | None:
        """Give the length of the longest such list; None where not all were read."""
        known = self._rows.get(what, {})
        return max(known.values()) if len(known) == self._places else None

    def pages(self) -> Hashable:
        """Give what a plan goes by of it."""
        return frozenset((what, calls_for(self.rows(what) or 0, PER_PAGE)) for what in self._rows)


def listed(what: str) -> Cost:
    """Tell of a list that comes in one answer."""
    return Cost(what, 1, once=True)


def each(what: str, count: int, *, at_most: int | None = None, told_by: str = "", more: str = "") -> Cost:
    """Tell of what is a call a thing."""
    return Cost(what, count, each=True, more=more, at_most=at_most, told_by=told_by)
