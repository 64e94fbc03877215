"""The calls of a change: what must be read before it, the one call that changes something, and what its answer says.

They go past everything that is kept, and past what tries again without includes: a change is sent once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final, TypeVar

from loaders.errors import BadResponse, Blame, FoyerError, InputRejected, NotThere, Refused, VendorFault
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.twin import twin
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Scope
from loaders.jsonapi.document import Identifier, ResourceObject, read
from loaders.jsonapi.open import MEDIA_TYPE
from loaders.jsonapi.pages import Walked
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import resources_of
from loaders.records import Record
from loaders.vendors.booking_experts.desk import LOCALES, Desk
from loaders.vendors.booking_experts.write.sent import Sent

T = TypeVar("T")

_DAYS: Final = ("attributes/start_date", "attributes/end_date")


async def first(reading: Awaitable[T]) -> T:
    """Wait for what must be read before a change: whatever goes wrong with it, nothing was changed.

    Raises:
        VendorFault: what went wrong; its `reached` is false.

    """
    try:
        return await reading
    except VendorFault as fault:
        untouched = twin(fault)
    untouched.reached = False
    raise untouched


def sure(found: T | FoyerError) -> T:
    """Give what was found.

    Raises:
        FoyerError: why nothing was.

    """
    if isinstance(found, FoyerError):
        raise twin(found)
    return found


async def met(  # noqa: PLR0913  # one thing is told by all of these
    desk: Desk, kind: str, path: str, key: str, inquiry: Inquiry, *, reason: Reason, pairs: Pairs = ()
) -> tuple[Scope, Mapping[Identifier, ResourceObject], ResourceObject]:
    """Read one thing, as it is now, in whichever administration has it: where, all that came, and the thing itself.

    Raises:
        NotThere: no administration has it.
        VendorFault: it could not be read.

    """
    faults: list[VendorFault] = []
    for venue in desk.whereabouts.spread(kind, [key]):
        scope = desk.scopes[venue]
        ask = Ask("GET", f"{scope.path}{path}/{key}", pairs, languages(desk), reason=reason)
        try:
            reply = await desk.includes.below(ask, inquiry)
        except VendorFault as fault:
            faults.append(fault)
            continue
        return scope, *the_one(desk, reply)
    raise next((fault for fault in faults if not isinstance(fault, NotThere)), faults[0])


async def change(  # noqa: PLR0913, PLR0917  # the parts of a call
    desk: Desk, method: str, path: str, sent: Sent, inquiry: Inquiry, locales: tuple[tuple[str, str], ...] = ()
) -> Reply:
    """Change something, once.

    Raises:
        Refused: the vendor refuses it, each part of the input by its place.
        VendorFault: it went wrong.

    """
    headers = (("Content-Type", MEDIA_TYPE), *(locales or languages(desk)))
    try:
        return await desk.includes.below(
            Ask(method, path, headers=headers, body=sent.body(), reason=Reason.WRITE), inquiry
        )
    except InputRejected as fault:
        refused = refusal(desk.name, fault, sent)
    raise refused


def refusal(source: str, fault: InputRejected, sent: Sent) -> Refused:
    """Say what the vendor refuses in the input's own places, and never in the vendor's own words."""
    places = [place for pointer in fault.pointers if (place := sent.place(pointer)) is not None]
    if places:
        blames = [Blame(place.path, f"{source} refuses {place.said}", by_vendor=True) for place in places]
        others = len(fault.pointers) > len(places)
    elif fault.status == HTTPStatus.CONFLICT:
        days = [part.path for part in sent.parts if part.pointer in _DAYS]
        told = f"{source} answered {fault.status}: it conflicts with what is there already"
        return Refused([Blame(days[0] if days else (), told, by_vendor=True)])
    else:
        blames, others = [], True
    if others:
        blames.append(Blame((), f"{source} answered {fault.status}: it does not accept what was sent", by_vendor=True))
    return Refused(list(dict.fromkeys(blames)))


def made(desk: Desk, scope: Scope, view: str, reply: Reply) -> Record:
    """Read the answer to a change, which is the thing itself.

    Raises:
        BadResponse: it cannot be read; the change may have happened.

    """
    resources, row = the_one(desk, reply)
    return desk.translator(scope, resources)(view, row, desk.now())


def the_one(desk: Desk, reply: Reply) -> tuple[Mapping[Identifier, ResourceObject], ResourceObject]:
    """Read an answer that is one resource: all that came, and the resource.

    Raises:
        BadResponse: it is not.

    """
    document = read(reply.body, source=desk.name, vendor=desk.vendor)
    row = document.rows[0] if document.single and document.rows else None
    if row is None:
        raise BadResponse(
            f"{desk.name} sent no resource, or a list, where one was expected", source=desk.name, vendor=desk.vendor
        )
    if isinstance(row, BadResponse):
        raise row
    return resources_of(document.rows, document.included), row


def alike(walked: Walked, holds: Callable[[ResourceObject], bool]) -> list[ResourceObject]:
    """Give the rows of a list that are as they were sent.

    Raises:
        BadResponse: none is, and one that might be cannot be read.

    """
    found = [row for row in walked.rows if isinstance(row, ResourceObject) and holds(row)]
    unread = next((row for row in walked.rows if isinstance(row, BadResponse)), None)
    if unread is not None and not found:
        raise unread
    return found


def languages(desk: Desk, *, every: bool = False) -> tuple[tuple[str, str], ...]:
    """Name the locales in which texts are wanted: the first of the configuration, or every one there is."""
    ours = desk.manner.locales
    return (("Accept-Language", ",".join(dict.fromkeys((*ours, *sorted(LOCALES))) if every else ours[:1])),)
