"""How Booking Experts is asked: in which languages, with what included, and of which administrations.

An administration is a venue and is asked by itself. Public ids do not tell which one a thing is of: with several, a
thing is asked for where it was met before, else everywhere, side by side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loaders.errors import FoyerError
from loaders.inquiry import NO_EDGES, Inquiry, Selection
from loaders.jsonapi.account import Account, Collection, Scope
from loaders.jsonapi.document import Document, Identifier, ResourceObject
from loaders.jsonapi.include import Plan, plan
from loaders.jsonapi.lookups import Sought
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Translate
from loaders.jsonapi.source import JsonApiSource
from loaders.jsonapi.walks import Filtered
from loaders.locale import fallbacks
from loaders.records import BOOKING, SPACE
from loaders.vendors.booking_experts.includes import Includes
from loaders.vendors.booking_experts.park import Park
from loaders.vendors.booking_experts.translate import translator
from loaders.vendors.booking_experts.views import LOCALISED, OF_CATEGORY, OF_RENTABLE, UNDESCRIBED, VIEWS
from loaders.vendors.booking_experts.whereabouts import Whereabouts

LOCALES: Final = frozenset(
    {
        "nl",
        "nl-BE",
        "en",
        "de",
        "de-AT",
        "de-CH",
        "fr",
        "fr-BE",
        "fr-LU",
        "da",
        "cs",
        "es",
        "tr",
        "pt",
        "it",
        "pl",
        "nb",
    }
)
"""The locales the vendor knows [004:380]."""

RESERVATIONS: Final = "reservations"
"""The extra that has reservations included in bookings."""

RENTABLES: Final = "rentables"
"""The extra that lists rentables by an endpoint of their own."""

ADMINISTRATIONS: Final = "administrations"
"""The extra that asks administrations what they are called."""

_LEAD_TO_SPACES: Final = frozenset({"agenda_period", "rentable"})
"""Types with which a space's category may come along."""

_STAYS: Final = frozenset({"period", "allocations"})
_CATEGORY_OF_SPACE: Final = ("max_number_of_people", "surface_area")

Enough = Callable[[Sequence[str]], Callable[[Document], bool]]
"""For some ids, tells page by page whether all that is needed of them has come."""


@dataclass(frozen=True, slots=True)
class Part:
    """One call's worth of a lookup: which ids it was for, where, and what was found, or why nothing was."""

    scope: Scope
    ids: tuple[str, ...]
    found: Filtered | FoyerError


@dataclass(frozen=True, slots=True)
class Manner:
    """What the configuration says of how to ask.

    Args:
        locales: the languages wanted, the first most.
        extras: what may be asked for beyond the vendor's document.
        names: what administrations are called, by id.

    """

    locales: tuple[str, ...]
    extras: frozenset[str]
    names: Mapping[str, str]


class Desk(JsonApiSource):
    """Asks Booking Experts; what is asked for is said by those who derive from it."""

    def __init__(self, account: Account, manner: Manner, currency: str | None) -> None:
        """Make the desk of an account."""
        self.includes: Final = Includes(account.send, clock=account.clock)
        self.manner: Final = manner
        self.whereabouts: Final = Whereabouts(scope.venue for scope in account.scopes)
        self.parks: Final = {scope.venue: self._park(account, scope.venue, currency) for scope in account.scopes}
        self.scopes: Final = {scope.venue: scope for scope in account.scopes}
        super().__init__(replace(account, send=self.includes.send))

    def _park(self, account: Account, venue: str, currency: str | None) -> Park:
        return Park(
            account.name,
            venue,
            account.zone,
            currency,
            self.manner.locales,
            self.includes.refused,
            self.whereabouts.noting(venue),
        )

    def translator(self, scope: Scope, resources: Mapping[Identifier, ResourceObject]) -> Translate:
        """Give what makes records of an answer's resources."""
        return translator(self.parks[scope.venue], resources)

    def stubs(self, inquiry: Inquiry) -> bool:
        """Tell whether the id of a space is all that is read of it, or all that can be."""
        return not inquiry.selection.reads(SPACE) & OF_RENTABLE or self.includes.refused("rentable")

    # What an ask says.

    def plan(self, collection: Collection, inquiry: Inquiry, extra: Iterable[str] = ()) -> Plan:
        """Plan what an ask for a collection brings along.

        Whatever comes is used wherever the operation needs it, so a type's fields are those of all its views. Of types
        that are described nowhere all fields come, as none can be named.
        """
        selection, root = inquiry.selection, VIEWS[collection.view]
        further = [*extra]
        if root.kind == BOOKING and RESERVATIONS in self.manner.extras and selection.reads(BOOKING) & _STAYS:
            further.append(RESERVATIONS)
        planned = plan(VIEWS, collection.view, selection, hints=inquiry.hints, extra=further)
        read = {name: view for name, view in VIEWS.items() if selection.reads(view.kind)}
        for name in (name for name, view in read.items() if view.type == root.type and view is not root):
            planned |= plan(VIEWS, name, selection, hints=inquiry.hints)
        planned = _with_categories(planned, selection, root.type)
        for name in (name for name, view in read.items() if view.type in planned.fields):
            alone = plan(VIEWS, name, selection, tree=NO_EDGES, hints=False)
            planned |= Plan((), {read[name].type: alone.fields[read[name].type]})
        return _described(planned, selection)

    def of_spaces(self, inquiry: Inquiry) -> tuple[str, ...]:
        """Give what to include with agenda periods where it is their spaces that are looked for."""
        if self.stubs(inquiry):
            return ()
        kinds = inquiry.hints and "space_type" in inquiry.selection.tree(SPACE)
        return ("rentable", "rentable.category") if kinds else ("rentable",)

    def headers(self, collection: Collection, inquiry: Inquiry) -> tuple[tuple[str, str], ...]:
        """Name the locales in which texts are wanted; the first one where no text can come."""
        return (("Accept-Language", ",".join(self._locales(collection, inquiry))),)

    def _locales(self, collection: Collection, inquiry: Inquiry) -> Sequence[str]:
        selection, kind, ours = inquiry.selection, VIEWS[collection.view].type, self.manner.locales
        if collection.view == "venue_amenity":
            return ours
        texts = any(selection.reads(kind) & names for kind, names in LOCALISED.items())
        spaces = kind in _LEAD_TO_SPACES and "space_type" in selection.reads(SPACE)
        if not texts or not (kind == "category" or spaces):
            return ours[:1]
        asked = (one for locale in selection.locales for one in fallbacks(locale) if one in LOCALES)
        return tuple(dict.fromkeys((*asked, *ours)))

    # Lookups.

    async def look(  # noqa: PLR0913  # one lookup is told by all of these
        self,
        collection: Collection,
        by: str,
        kind: str,
        ids: Iterable[str],
        inquiry: Inquiry,
        *,
        extra: Iterable[str] = (),
        enough: Enough | None = None,
        pairs: Pairs = (),
    ) -> list[Part]:
        """Look up what a filter by ids finds, in every administration that may have it.

        Args:
            collection: where.
            by: the filter's name.
            kind: the vendor's type of what the ids are of.
            ids: what it is to find.
            inquiry: the operation that needs it.
            extra: include paths needed whatever the operation reads.
            enough: stops reading further pages.
            pairs: a further filter the vendor applies.

        """
        spread = self.whereabouts.spread(kind, ids)
        asked = (
            self.look_at(self.scopes[venue], collection, by, some, inquiry, extra=extra, enough=enough, pairs=pairs)
            for venue, some in spread.items()
        )
        return [part for parts in await asyncio.gather(*asked) for part in parts]

    async def look_at(  # noqa: PLR0913  # one lookup is told by all of these
        self,
        scope: Scope,
        collection: Collection,
        by: str,
        ids: Sequence[str],
        inquiry: Inquiry,
        *,
        extra: Iterable[str] = (),
        enough: Enough | None = None,
        pairs: Pairs = (),
    ) -> list[Part]:
        """Look up what a filter by ids finds at one administration; each call fails by itself."""
        found = await self.lookups.find(Sought(collection, scope, by, tuple(extra), enough, pairs), ids, inquiry)
        return [Part(scope, some, told) for some, told in found]


def _with_categories(planned: Plan, selection: Selection, root: str) -> Plan:
    """Have a space's category come along where the space is read for what only its category tells."""
    path = "category" if root == "rentable" else "rentable.category"
    comes = root == "rentable" or "rentable" in planned.include
    if not comes or not selection.reads(SPACE) & OF_CATEGORY:
        return planned
    return planned | Plan((path,), {"category": _CATEGORY_OF_SPACE})


def _described(planned: Plan, selection: Selection) -> Plan:
    """Leave out rentables nobody reads, and the fields of what is described nowhere."""
    include = planned.include
    if not selection.reads(SPACE) & OF_RENTABLE:
        include = tuple(path for path in include if path.partition(".")[0] != "rentable")
    return Plan(include, {kind: names for kind, names in planned.fields.items() if kind not in UNDESCRIBED})
