"""Lists: what of all that there is passes a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loaders.errors import FoyerError, NotListable, VendorFault
from loaders.match import passing
from loaders.port import Filter, Gathered, Listing, Page, Spot
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, VENUE, Record, Ref
from loaders.vendors.locaboo.kinds import FREE_TEXT_FIELDS, INVENTORY, INVOICES, NAME, RESOURCES, SERVICES
from loaders.vendors.locaboo.rooms import SPACE_ALONE, VENUE_ALONE
from loaders.vendors.locaboo.translate import rooms as translate

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House
    from loaders.vendors.locaboo.rooms import Tree

_ANY: Final = Filter()


async def gather(house: House, listing: Listing, inquiry: Inquiry) -> Gathered:
    """Read all rows of a kind that pass a filter.

    Raises:
        NotListable: the vendor lists no such things.
        BadInput: the filter would take too many calls.
        VendorFault: it could not be asked.

    """
    wanted = listing.filter
    if listing.kind in {VENUE, SPACE, RESOURCES}:
        return await _rooms(house, listing, inquiry)
    if listing.kind == BOOKING:
        return await house.diary.gather(wanted, inquiry)
    if listing.kind == EVENT:
        return await house.programme.gather(await _without_the_only_venue(house, wanted, inquiry), inquiry)
    if listing.kind == CUSTOMER:
        return await _customers(house, wanted, inquiry)
    return await _own(house, listing, inquiry)


async def page(house: House, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
    """Read the next rows of a list whose rows take a call each; None where all rows cost no more than some."""
    if not _costs(listing.kind, inquiry):
        return None
    tree = await house.rooms.tree(inquiry)
    keys = _keys(house, tree, listing)
    at = _behind(keys, after)
    rows: list[Record] = []
    spots: list[Spot] = []
    faults: list[VendorFault] = []
    while len(rows) < limit and at < len(keys):
        for row in await _filled(house, tree, listing.kind, keys[at : at + limit - len(rows)], inquiry):
            if isinstance(row, VendorFault):
                faults.append(row)
            elif row is not None and not isinstance(row, FoyerError):
                rows.append(row)
                spots.append(Spot(row.ref.id, at=at))
            at += 1
        if not rows:
            _raise_first(faults)
    fetched_at = min((row.fetched_at for row in rows), default=tree.fetched_at)
    told = [*tree.faults, *faults]
    return Page(rows, spots, at < len(keys), len(keys), fetched_at, beside(house, tree, inquiry), told)


def beside(house: House, tree: Tree, inquiry: Inquiry) -> Mapping[Ref, Record]:
    """Give the venues and spaces that a reading of all resources brings along, unless more of them is read."""
    shelf: dict[Ref, Record] = {}
    if not _costs(SPACE, inquiry):
        shelf |= {space.ref: space for space in tree.spaces.records}
    if not _costs(VENUE, inquiry) and "currency" not in inquiry.selection.reads(VENUE):
        venues = (translate.venue(house.site, main, tree.fetched_at) for main in tree.mains.values())
        shelf |= {venue.ref: venue for venue in venues}
    return shelf


def _costs(kind: str, inquiry: Inquiry) -> bool:
    """Tell whether rows of a kind take a call each."""
    alone = {VENUE: VENUE_ALONE, SPACE: SPACE_ALONE}.get(kind, frozenset())
    return kind == RESOURCES or bool(alone & inquiry.selection.reads(kind))


async def _rooms(house: House, listing: Listing, inquiry: Inquiry) -> Gathered:
    """Read venues, spaces, or all that is told of main resources."""
    tree = await house.rooms.tree(inquiry)
    filled = await _filled(house, tree, listing.kind, _keys(house, tree, listing), inquiry)
    rows = [row for row in filled if row is not None and not isinstance(row, FoyerError)]
    faults = [row for row in filled if isinstance(row, VendorFault)]
    if not rows:
        _raise_first(faults)
    fetched_at = min((row.fetched_at for row in rows), default=tree.fetched_at)
    return Gathered(rows, fetched_at, beside(house, tree, inquiry), [*tree.faults, *faults])


def _keys(house: House, tree: Tree, listing: Listing) -> list[str]:
    """Give the ids of the rows that pass. No filter looks at more than the list of all resources tells of them."""
    wanted = listing.filter
    if listing.kind == RESOURCES:
        return list(tree.mains) if wanted == _ANY else []
    if listing.kind == SPACE:
        return [row.ref.id for row in passing(tree.spaces.records, wanted)]
    ids, named = wanted.venues, replace(wanted, venues=None)
    mains = [main for main in tree.mains.values() if ids is None or main.id in ids]
    venues = [translate.venue(house.site, main, tree.fetched_at) for main in mains]
    return [row.ref.id for row in passing(venues, named)]


async def _filled(
    house: House, tree: Tree, kind: str, keys: Sequence[str], inquiry: Inquiry
) -> Sequence[Record | FoyerError | None]:
    """Give rows as full as the operation reads them."""
    if kind == RESOURCES:
        found = await house.rooms.resources(keys, inquiry)
        return [found[key] for key in keys]
    if kind == SPACE:
        return await house.rooms.spaces([tree.spaces.by_id()[key] for key in keys], inquiry)
    return await house.rooms.venues(tree, [tree.mains[key] for key in keys], inquiry)


def _raise_first(faults: Sequence[VendorFault]) -> None:
    """Let a list of which nothing could be read fail, instead of being empty."""
    if faults:
        raise faults[0]


def _behind(keys: Sequence[str], spot: Spot | None) -> int:
    """Give the place of the first row behind a spot; by its place where its row is gone."""
    if spot is None:
        return 0
    return keys.index(spot.id) + 1 if spot.id in keys else spot.at


async def _without_the_only_venue(house: House, wanted: Filter, inquiry: Inquiry) -> Filter:
    """Drop the wish for a venue where there is only that one: nobody has to be asked where an event is."""
    if wanted.venues is None:
        return wanted
    mains = (await house.rooms.tree(inquiry)).mains
    return replace(wanted, venues=None) if len(mains) == 1 and wanted.venues >= mains.keys() else wanted


async def _customers(house: House, wanted: Filter, inquiry: Inquiry) -> Gathered:
    """Read customers; those of a venue are those with a booking there in the window."""
    table = await house.office.customers(inquiry)
    rows = passing(table.records, replace(wanted, venues=None))
    if wanted.venues is None:
        return Gathered(rows, table.fetched_at, faults=table.faults)
    covers = house.diary.covers
    there = await house.diary.customers_at(wanted.venues, inquiry) if rows else frozenset()
    return Gathered([row for row in rows if row.ref.id in there], table.fetched_at, faults=table.faults, covers=covers)


async def _own(house: House, listing: Listing, inquiry: Inquiry) -> Gathered:
    """Read what only Locaboo has. None of it has anything that a filter looks at."""
    kind = listing.kind
    if kind == FREE_TEXT_FIELDS:
        table = (await house.rooms.tree(inquiry)).fields
    elif kind in {INVENTORY, SERVICES, INVOICES}:
        table = await house.office.listed(kind, inquiry)
    else:
        raise NotListable(NAME, f"{kind}s")
    return Gathered(table.records if listing.filter == _ANY else (), table.fetched_at, faults=table.faults)
