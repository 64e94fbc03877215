"""An organisation's tables: which ids there are, and who writes the row behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain

from sandbox.event_temple import crm, diary, rooms
from sandbox.event_temple.plan import SPACES, USERS, Plan
from sandbox.event_temple.resources import examples
from sandbox.jsonapi.resources import Row, Table, Tables
from sandbox.vendor import Site


def furnish(site: Site) -> Tables:
    """Lay out an organisation's data. The resources that the document shows are in it, word for word."""
    plan = Plan.of(site)
    groups = plan.groups()
    tables = Tables(
        accounts=_table(range(1, plan.accounts() + 1), lambda key: crm.account(plan, key)),
        activities=_placed(plan.activities, lambda key, place: diary.activity(plan, key, place)),
        addresses=_table(range(1, plan.accounts() + 1), lambda key: crm.address(plan, key)),
        bookings=_table(plan.bookings, lambda key: diary.booking(plan, key)),
        contacts=_table(range(1, plan.contacts() + 1), lambda key: crm.contact(plan, key)),
        events=_placed(plan.events, lambda key, place: diary.event(plan, key, place)),
        groups=_table(groups, lambda key: rooms.group(plan, key)),
        revenue_categories=_table(range(1, len(rooms.CATEGORIES) + 1), rooms.revenue_category),
        revenue_summaries=_table(_summaries(plan), lambda key: rooms.revenue_summary(plan, key)),
        room_block_members=_table(
            chain.from_iterable(rooms.members_of(plan, key) for key in groups),
            lambda key: rooms.room_block_member(plan, key),
        ),
        room_rates=_table(
            chain.from_iterable(map(rooms.rates_of, groups)),
            lambda key: rooms.room_rate(plan, key),
        ),
        room_types=_table(range(1, len(rooms.ROOM_TYPES) + 1), rooms.room_type),
        spaces=_table(range(1, SPACES + 1), lambda key: diary.space(plan, key)),
        users=_table(range(1, USERS + 1), lambda key: crm.user(plan, key)),
    )
    for kind, (first, _, values) in crm.PICKABLES.items():
        tables[kind] = _table(range(first, first + len(values)), partial(crm.pickable, kind))
    for row in examples():
        tables.add(row)
    return tables


def _table(ids: Iterable[int], make: Callable[[int], Row]) -> Table:
    return Table(map(str, ids), lambda key: make(int(key)))


def _placed(ids: Sequence[int], make: Callable[[int, int], Row]) -> Table:
    places = {key: place for place, key in enumerate(ids)}
    return _table(ids, lambda key: make(key, places[key]))


def _summaries(plan: Plan) -> Iterable[int]:
    """List every id that a booking's or an event's summaries may have, and those that the document's resources name."""
    booked = chain.from_iterable(range(1000 + 4 * key, 1004 + 4 * key) for key in plan.bookings)
    held = chain.from_iterable(range(1_000_000 + 2 * key, 1_000_002 + 2 * key) for key in plan.events)
    return chain((370, 371, 372), booked, held)
