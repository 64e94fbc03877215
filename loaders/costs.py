"""What a source's calls would cost, told before any is made. Pure: each vendor fills in what its document makes of it.

What is told is the most that takes in the usual case, of a source from which nothing is kept. Not told is what cannot
be known beforehand: how long a list is that has to be read whole, tries that fail and are made again, includes that are
refused, lists that change while they are read, logins. `Cost.more` says, in words, when there may be more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
        told_by: the beginning of what else would have to be asked for this to be known already; empty where nothing is.

    """

    what: str
    calls: int
    once: bool = False
    each: bool = False
    more: str = ""
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


def whole(what: str, *, times: int = 1) -> Cost:
    """Tell of a paged list that is read whole, at so many places."""
    more = f"if it is longer than {WHOLE_PAGES * PER_PAGE} rows"
    return Cost(f"{what}, whole", WHOLE_PAGES * times, once=True, more=more)


def listed(what: str) -> Cost:
    """Tell of a list that comes in one answer."""
    return Cost(what, 1, once=True)


def each(what: str, count: int, *, more: str = "", told_by: str = "") -> Cost:
    """Tell of what is a call a thing."""
    return Cost(what, count, each=True, more=more, told_by=told_by)
