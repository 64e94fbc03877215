"""The subscriptions: each event is answered like a question of its own, with what is known when it is answered."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, closing
from typing import Annotated, Any, Final

import strawberry
from strawberry.types.info import Info

from loaders.errors import BadInput, FoyerError, StoreDown
from loaders.records import BOOKING, SPACE, SPACE_BLOCK, VENUE, Ref
from loaders.writing.feed import Feed, Missed
from loaders.writing.word import Change, ChangeKind
from schema.context import Context, open_context
from schema.ids import parse_id
from schema.query import MAX_NODES
from schema.types.changes import BookingChange, SpaceBlockChange

_MISSED: Final = "Changes were missed: what was read before may be untrue. Subscribe again and read it anew."


def _ids(description: str) -> Any:
    return strawberry.argument(description=f"{description} At most {MAX_NODES}; left out, all.")


@strawberry.type(description="What clients may wait to hear of.")
class Subscription:
    """What clients may wait to hear of."""

    @strawberry.subscription(
        description="Bookings created, changed or cancelled: from vendors' webhooks, from this gateway's own "
        "mutations, and from refreshes that found a difference."
    )
    async def booking_changed(
        self,
        info: Info[Any, Any],
        venues: Annotated[list[strawberry.ID] | None, _ids("Only at these venues.")] = strawberry.UNSET,
        bookings: Annotated[list[strawberry.ID] | None, _ids("Only these bookings.")] = strawberry.UNSET,
    ) -> AsyncIterator[BookingChange]:
        """Tell of bookings."""
        context = open_context(info)
        at, these = _refs(venues, VENUE, "venues"), _refs(bookings, BOOKING, "bookings")
        async with aclosing(_heard(context, BOOKING)) as heard:
            async for change in heard:
                if (these is None or change.ref in these) and (at is None or await _near(change, at, VENUE, context)):
                    yield BookingChange(change=change)

    @strawberry.subscription(description="The same for what occupies spaces: agenda periods of Booking Experts.")
    async def space_block_changed(
        self,
        info: Info[Any, Any],
        spaces: Annotated[list[strawberry.ID] | None, _ids("Only what keeps these spaces.")] = strawberry.UNSET,
    ) -> AsyncIterator[SpaceBlockChange]:
        """Tell of blocks of spaces."""
        context = open_context(info)
        at = _refs(spaces, SPACE, "spaces")
        async with aclosing(_heard(context, SPACE_BLOCK)) as heard:
            async for change in heard:
                if at is None or await _near(change, at, SPACE, context):
                    yield SpaceBlockChange(change=change)


def _refs(ids: list[strawberry.ID] | None, kind: str, field: str) -> frozenset[Ref] | None:
    """Read ids; None where none are given.

    Raises:
        BadInput: one is not ours, or of another kind, or there are too many.

    """
    if ids is None or ids is strawberry.UNSET:
        return None
    if len(ids) > MAX_NODES:
        raise BadInput(f"{field}: expected at most {MAX_NODES}; got {len(ids)}.")
    return frozenset(parse_id(one, kind, f"{field}[{index}]") for index, one in enumerate(ids))


async def _heard(context: Context, kind: str) -> AsyncGenerator[Change]:
    """Give every change of a kind at the sources the caller sees, and begin the answer to it.

    Raises:
        StoreDown: what other processes tell cannot be heard, or was not.

    """
    feed: Feed[Change] = Feed() if context.news is None else context.news
    with closing(feed.hear(context.drop)) as hearing:
        await _begun(feed, context)
        while True:
            try:
                change = await hearing.next()
            except Missed:
                raise StoreDown(_MISSED) from None
            if change.ref.kind == kind and change.ref.source in context.sources:
                context.begin_event()
                yield change


async def _begun(feed: Feed[Change], context: Context) -> None:
    try:
        async with asyncio.timeout(context.inquiry.deadline.left()):
            await feed.begun()
    except TimeoutError:
        raise StoreDown("Changes cannot be heard of: the store is away.") from None


async def _near(change: Change, wanted: frozenset[Ref], kind: str, context: Context) -> bool:
    """Tell whether a thing that changed is at one of these places.

    Who told of the change may have told where; the source may have one venue; else it is looked up. Where that cannot
    be found out, it is told: better once too often than not at all.
    """
    if not any(place.source == change.ref.source for place in wanted):
        return False
    told = [ref for ref in change.touched if ref.kind == kind]
    venues = context.sources[change.ref.source].venue_ids
    if kind == VENUE and len(venues) == 1:
        told = [Ref(VENUE, change.ref.source, venues[0])]
    if not told and change.kind is not ChangeKind.DELETED:
        told = await _linked(change.ref, kind, context)
    return not told or any(ref in wanted for ref in told)


async def _linked(ref: Ref, kind: str, context: Context) -> list[Ref]:
    inquiry = context.inquiry
    inquiry.selection = inquiry.selection.plus(ref.kind, frozenset((kind,)))
    try:
        found = await context.loaders.load(ref)
    except FoyerError:
        return []
    link = None if found is None else found.links.get(kind)
    return [link] if isinstance(link, Ref) else []
