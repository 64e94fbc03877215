"""Lists that hang off one record: the events of a venue, the bookings of a customer.

Of a venue, the source is asked for its list with that venue as filter. Of anything else, the rows are found under one
reference (`booking@customer`), so that those of all owners in the operation come in one batch.
"""

from dataclasses import replace
from typing import Any, Final

from strawberry.types.info import Info

from loaders.errors import BadInput, FoyerError, NotListable
from loaders.fan import paged
from loaders.match import Order
from loaders.port import Capability, Filter, Source
from loaders.question import Fanned, Question, Report, Status, listable
from loaders.records import BOOKING, EVENT, VENUE, Record, Ref, Rows
from schema.connection import ask, connect, connection
from schema.context import Context, open_context
from schema.filters import filters_of
from schema.inputs import Filters


async def list_within(  # noqa: PLR0913  # the arguments of a list, each by name
    owner: Record,
    info: Info[Any, Any],
    kind: str,
    *,
    first: int | None,
    after: str | None,
    given: Filters | None = None,
    order: Order | None = None,
) -> Any:
    """Answer a list that hangs off one record.

    Raises:
        BadInput: an argument makes no sense.

    """
    context = open_context(info)
    source = context.sources[owner.ref.source]
    wanted = filters_of(given, context.ordered()).get(source.name)
    if owner.ref.kind == VENUE:
        narrowed = None if wanted is None else _narrowed(wanted, owner.ref.id)
        filters = {source.name: narrowed} if narrowed is not None and narrowed.venues else {}
        return await connect(info, kind, filters, first=first, after=after, order=order)
    question = ask(context, kind, {source.name: wanted or Filter()}, first=first, after=after, order=order)
    if wanted is None:
        return connection(Fanned((), more=False, total=0, reports=()), question, context, info)
    return connection(await _found(owner, source, question, context), question, context, info)


GETTING: Final = {EVENT: Capability.GET_EVENT, BOOKING: Capability.GET_BOOKING}
"""What a source that cannot list a kind must be able to look up, for what hangs off one record to be found."""


def _narrowed(wanted: Filter, venue: str) -> Filter:
    venues = frozenset((venue,))
    return replace(wanted, venues=venues if wanted.venues is None else wanted.venues & venues)


async def _found(owner: Record, source: Source, question: Question, context: Context) -> Fanned:
    if not listable(question.kind, source) and GETTING[question.kind] not in source.capabilities:
        refused = NotListable(source.vendor, f"{question.kind}s")
        return Fanned((), more=False, total=0, reports=[Report(source, Status.NOT_LISTABLE, error=refused)])
    ref = Ref(f"{question.kind}@{owner.ref.kind}", source.name, owner.ref.id)
    try:
        found = context.loaders.peek(ref) or await context.loaders.load(ref)
        if isinstance(found, Rows):
            return await paged(found, source, question, context.loaders)
    except BadInput:
        raise
    except FoyerError as fault:
        return Fanned((), more=False, total=None, reports=[Report(source, Status.FAILED, error=fault)])
    return Fanned((), more=False, total=0, reports=[Report(source, Status.COMPLETE)])
