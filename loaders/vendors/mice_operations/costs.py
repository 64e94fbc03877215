"""What calls to MICE Operations cost: a request is one, and nothing can be read."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from loaders.costs import Cost, Wanted
from loaders.records import SOURCE, VENUE

if TYPE_CHECKING:
    from loaders.inquiry import Selection


class MiceOperationsCosts:
    """Satisfies `loaders.costs.Costs`."""

    def known(self) -> Hashable:
        """Give nothing: nothing is learned."""
        return None

    def most(self, kind: str) -> int | None:
        """Give 1 for venues: the venue is the account."""
        return 1 if kind == VENUE else None

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:  # noqa: ARG002  # the face's signature
        """Tell that the one list, of venues, takes no call."""
        return ()

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # as above
        """Tell that the venue takes no call."""
        return () if kind == VENUE else None

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # as above
        """Tell that nothing is looked up."""
        return () if kind in {VENUE, SOURCE} else None

    def writing(self) -> int:
        """Give 1: the request itself [000:50]."""
        return 1
