"""Where a thing is found: four types have an endpoint, the others come along with these [001:44].

No path of a single resource is documented, so a thing is found by walking a collection. For each type, the routes are
walked in turn until all that is looked for is found; a walk is kept, so that whoever comes next finds it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.jsonapi.account import Collection
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE
from loaders.vendors.event_temple.views import ACCOUNTS, ACTIVITIES, GROUPS, REVENUE_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.inquiry import Inquiry

COLLECTIONS: Final[Mapping[str, Collection]] = {
    EVENT: Collection("/events", EVENT, sort=("id",)),
    BOOKING: Collection("/bookings", BOOKING, sort=("id",)),
    ACTIVITIES: Collection("/activities", ACTIVITIES, sort=("id",)),
    REVENUE_CATEGORIES: Collection("/revenue_categories", REVENUE_CATEGORIES),
}
"""Kind → where it is listed [001:290, 001:395, 001:545, 001:726]. New rows have the highest ids, so that by ascending
ids no row moves while a list is walked; of revenue categories the document names no order to ask for."""

JOINS: Final[Mapping[str, frozenset[str]]] = {EVENT: frozenset((BOOKING, SPACE)), BOOKING: frozenset((CUSTOMER,))}
"""Kind → the edges its rows are joined to others by. Every walk carries them, so that one walk serves all who join."""

PARENTS: Final = 3
"""How many accounts above a booking's or an activity's account are looked through."""


def joined(collection: Collection, inquiry: Inquiry) -> Inquiry:
    """Give the operation that also reads what a collection's rows are joined by."""
    return inquiry.reading(collection.view, JOINS.get(collection.view, frozenset()))


@dataclass(frozen=True, slots=True)
class Route:
    """A collection, by its kind, and the include paths that lead to a type; no path leads to the rows themselves."""

    collection: str
    paths: tuple[str, ...] = ()


def _through_accounts(*onward: str) -> tuple[Route, ...]:
    """Give the routes to accounts, or to what accounts lead to."""
    ladder = [".".join(("account", *["parent_account"] * level, *onward)) for level in range(PARENTS + 1)]
    return (
        Route(BOOKING, (ladder[0],)),
        Route(BOOKING, tuple(ladder[1:])),
        Route(ACTIVITIES, tuple(ladder)),
    )


ROUTES: Final[Mapping[str, tuple[Route, ...]]] = {
    "events": (Route(EVENT),),
    "bookings": (Route(BOOKING),),
    "activities": (Route(ACTIVITIES),),
    "revenue_categories": (Route(REVENUE_CATEGORIES),),
    "spaces": (Route(EVENT, ("space",)),),
    "contacts": (
        Route(BOOKING, ("contact",)),
        Route(ACTIVITIES, ("contact",)),
        *_through_accounts("primary_contact"),
    ),
    "accounts": _through_accounts(),
    "addresses": _through_accounts("address"),
    "users": (Route(ACTIVITIES, ("user",)), *_through_accounts("user")),
    "market_segments": _through_accounts("market_segment"),
    "account_types": _through_accounts("account_type"),
    "referral_sources": (
        Route(BOOKING, ("referral_source", "account.referral_source")),
        *_through_accounts("referral_source")[1:],
    ),
    "booking_types": (Route(BOOKING, ("booking_type",)),),
    "groups": (Route(BOOKING, ("group",)),),
    "room_rates": (Route(BOOKING, ("group.room_rates",)),),
    "room_block_members": (Route(BOOKING, ("group.room_block_members",)),),
    "room_types": (Route(BOOKING, ("group.room_rates.room_type", "group.room_block_members.room_type")),),
    "revenue_summaries": (Route(BOOKING, ("revenue_summaries",)), Route(EVENT, ("revenue_summaries",))),
}
"""Type → the ways to it, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A list of what the rows of a collection mention.

    Args:
        collection: the collection, by its kind.
        edge: the link from its rows.
        ways: include path → the view of what it brings.
        own: whether the link is one of the vendor's own, in the row's details.
        listed: the field of the vendor's source that lists them.

    """

    collection: str
    edge: str
    ways: Mapping[str, str]
    own: bool = False
    listed: str = ""


MENTIONED: Final[Mapping[str, Mention]] = {
    SPACE: Mention(EVENT, "space", {"space": SPACE}),
    CUSTOMER: Mention(BOOKING, "customer", {"contact": "customer/contacts", "account": "customer/accounts"}),
    ACCOUNTS: Mention(BOOKING, "account", {"account": ACCOUNTS}, own=True, listed="accounts"),
    GROUPS: Mention(BOOKING, "group", {"group": GROUPS}, own=True, listed="groups"),
}
"""Kind → the list that stands for it, where the vendor has no endpoint for it."""
