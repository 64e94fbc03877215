"""Sends a change, once; and makes plain which faults leave no doubt that nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from loaders.errors import InputRejected, NotThere, Refused, VendorFault
from loaders.http.ask import Ask, Reason
from loaders.http.twin import twin
from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.kinds import NAME
from loaders.vendors.locaboo.write import form

if TYPE_CHECKING:
    from loaders.errors import Blame
    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.api import Api
    from loaders.vendors.locaboo.write.form import Part

SAVE: Final = "booking_save"
"""What changes a booking although it is a GET [002:849]."""


async def send(api: Api, endpoint: str, parts: Sequence[Part], inquiry: Inquiry) -> object:
    """Make a change, and give the `data` of the vendor's answer.

    Raises:
        Refused: the vendor says which parts of the input it does not take.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    path = f"/api/v2/{endpoint}"
    if endpoint == SAVE:
        ask = Ask("GET", path, form.pairs(parts), reason=Reason.WRITE, changes=True)
    else:
        ask = Ask("POST", path, headers=(form.CONTENT_TYPE,), body=form.encoded(parts), reason=Reason.WRITE)
    try:
        return await api.change(ask, inquiry)
    except InputRejected as fault:
        blames = form.refused(api.source, parts, fault.pointers)
        if not blames:
            raise
    raise Refused(blames)


def id_in(api: Api, data: object, what: str, *, known: str | None = None) -> str:
    """Read the id of what was changed [002:896-905].

    Args:
        api: asks the vendor.
        data: the `data` of its answer.
        what: what it is called in a fault.
        known: the id that was sent, where there is one already.

    Raises:
        BadResponse: there is none, or another than was sent.

    """
    found: str | None = None
    try:
        rows = php.rows_or_one(data, "id")
        found = php.key(rows[0].get("id")) if rows and isinstance(rows[0], dict) else None
    except ValueError:
        found = None
    if found is None or (known is not None and found != known):
        raise api.bad(f"an answer that does not tell which {what} it has changed")
    return found


@contextmanager
def before_a_change() -> Iterator[None]:
    """Say of the faults in here that the vendor was not asked for the change: what was read for it failed."""
    fault: VendorFault
    try:
        yield
    except VendorFault as error:
        fault = twin(error)
    else:
        return
    fault.reached = False
    raise fault


def unknown(api: Api, what: str, key: str) -> NotThere:
    """Make the fault that says that there is no such thing."""
    return NotThere(f"{api.source} knows no {what} {form.quoted(key)}", source=api.source, vendor=NAME, status=404)


def refuse(blames: Sequence[Blame]) -> None:
    """Let nothing be changed where something is wrong.

    Raises:
        Refused: something is.

    """
    if blames:
        raise Refused(blames)
