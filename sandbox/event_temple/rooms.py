"""Groups: hotel rooms held for a booking, night by night, and what they bring in; and revenue by category.

The sums of a group are exact, as they are in the document's sample [001:650-653, 001:793-802, 001:835-837]: nights
are the sum of rooms, and a room of three or four costs a double and one or two extra adults.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sandbox.chance import day
from sandbox.event_temple.plan import Plan, money
from sandbox.jsonapi.resources import Row, link, links

ROOM_TYPES: Final = (("Standard", "STD"), ("Superior", "SUP"), ("Familienzimmer", "FAM"), ("Suite", "STE"))
CATEGORIES: Final = ("Food", "Beverage", "Zaalhuur", "Technik", "Miscellaneous", "Übernachtung")
OCCUPANCIES: Final = ("single", "double", "triple", "quadruple")
_RATES_A_GROUP: Final = 2
_NIGHTS_A_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Rate:
    """What a room costs a night, in tenths of the currency's unit."""

    single: int
    double: int
    extra_adult: int

    def price(self, occupancy: str) -> int:
        """Tell the price of a room for one to four."""
        if occupancy == "single":
            return self.single
        return self.double + self.extra_adult * max(0, OCCUPANCIES.index(occupancy) - 1)


def rates_of(group: int) -> range:
    """List the ids of a group's rates."""
    return range(1000 + _RATES_A_GROUP * group, 1000 + _RATES_A_GROUP * (group + 1))


def members_of(plan: Plan, group: int) -> range:
    """List the ids of a group's nights: one a night and rate, of two nights at the most."""
    nights = 1 + min(plan.stay(plan.booking_of_group(group)).nights, 1)
    first = 1000 + _NIGHTS_A_GROUP * group
    return range(first, first + _RATES_A_GROUP * nights)


def rate(plan: Plan, key: int) -> Rate:
    """Work out a rate."""
    rng = plan.rng("rate", key)
    single = rng.randrange(60, 180) * 10
    return Rate(single, single + rng.randrange(0, 60) * 5, rng.randrange(15, 60) * 10)


def blocked(plan: Plan, key: int) -> dict[str, int]:
    """Work out how many rooms are held for a night, and under `…_pickup` how many were taken: at times more."""
    rng = plan.rng("member", key)
    held = {name: rng.randrange(0, 9) for name in OCCUPANCIES}
    return held | {f"{name}_pickup": max(0, rooms + rng.randrange(-2, 2)) for name, rooms in held.items()}


def rate_of_member(key: int) -> int:
    """Name the rate that a night is charged at."""
    group, part = divmod(key - 1000, _NIGHTS_A_GROUP)
    return rates_of(group)[part % _RATES_A_GROUP]


def group(plan: Plan, key: int) -> Row:
    """Write a group, its sums worked out from its nights and rates."""
    rng, owner = plan.rng("group", key), plan.booking_of_group(key)
    stay, members = plan.stay(owner), members_of(plan, key)
    nights = {"": 0, "_pickup": 0}
    revenue = {"": 0, "_pickup": 0}
    for member in members:
        rooms, price = blocked(plan, member), rate(plan, rate_of_member(member))
        for suffix in nights:
            nights[suffix] += sum(rooms[name + suffix] for name in OCCUPANCIES)
            revenue[suffix] += sum(rooms[name + suffix] * price.price(name) for name in OCCUPANCIES)
    today = plan.site.today
    return {
        "id": str(key),
        "type": "groups",
        "attributes": {
            "name": rng.choice(("Zimmerkontingent", "Kamerblok", "Delegation", "Gastenlijst")) + f" {key}",
            "code": f"GRP{key}",
            "net_factor": 100,
            "release_date": day(today, stay.offset - 14),
            "arrival_date": day(today, stay.offset),
            "departure_date": day(today, stay.offset + stay.nights + 1),
            "blocked_room_nights": nights[""],
            "pickup_room_nights": nights["_pickup"],
            "blocked_revenue": money(revenue[""]),
            "pickup_revenue": money(revenue["_pickup"]),
            "status": plan.status(owner),
        },
        "relationships": {
            "booking": link("bookings", owner),
            "room_block_members": links("room_block_members", members),
            "room_rates": links("room_rates", rates_of(key)),
        },
    }


def room_block_member(plan: Plan, key: int) -> Row:
    """Write one night of a group."""
    owner, part = divmod(key - 1000, _NIGHTS_A_GROUP)
    night = plan.stay(plan.booking_of_group(owner)).offset + part // _RATES_A_GROUP
    charged = rate_of_member(key)
    return {
        "id": str(key),
        "type": "room_block_members",
        "attributes": {"date": day(plan.site.today, night)} | blocked(plan, key),
        "relationships": {
            "room_rate": link("room_rates", charged),
            "room_type": link("room_types", _room_type(charged)),
        },
    }


def room_rate(plan: Plan, key: int) -> Row:
    """Write a rate. Its days are open: it holds for the group's whole stay."""
    price = rate(plan, key)
    return {
        "id": str(key),
        "type": "room_rates",
        "attributes": {
            "start_date": None,
            "end_date": None,
            "single": money(price.single),
            "double": money(price.double),
            "extra_adult": money(price.extra_adult),
            "child": None if key % 2 else money(price.extra_adult // 2),
        },
        "relationships": {
            "group": link("groups", (key - 1000) // _RATES_A_GROUP),
            "room_type": link("room_types", _room_type(key)),
        },
    }


def room_type(key: int) -> Row:
    """Write a type of hotel room."""
    name, code = ROOM_TYPES[key - 1]
    return {"id": str(key), "type": "room_types", "attributes": {"name": name, "code": code}}


def revenue_category(key: int) -> Row:
    """Write a category that revenue is filed under."""
    return {"id": str(key), "type": "revenue_categories", "attributes": {"title": CATEGORIES[key - 1]}}


def revenue_summary(plan: Plan, key: int) -> Row:
    """Write what one booking or event brings in under one category."""
    return {
        "id": str(key),
        "type": "revenue_summaries",
        "attributes": {"amount": money(plan.tenths(key))},
        "relationships": {"revenue_category": link("revenue_categories", 1 + key % len(CATEGORIES))},
    }


def _room_type(key: int) -> int:
    return 1 + key % len(ROOM_TYPES)
