"""What an operator wants to know: which endpoints this key may read, and which scope it lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from loaders.errors import CredentialsRefused, FoyerError
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.account import Scope
from loaders.port import Check
from loaders.vendors.booking_experts.desk import Desk


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try.

    Args:
        what: its name for a person.
        path: the collection it is asked of.
        type: the vendor's type of the rows.
        field: the one field asked for.
        scope: the scope the key needs, as the document lists them [004:176-286].
        include: what is to come along.

    """

    what: str
    path: str
    type: str
    field: str
    scope: str
    include: tuple[str, ...] = ()


TRIES: Final = (
    Try("bookings", "/bookings", "booking", "state", "booking"),
    Try("customers", "/bookings", "booking", "customer", "customer", ("customer",)),
    Try("agenda_periods", "/agenda_periods", "agenda_period", "type", "agenda_period"),
    Try("rentables", "/agenda_periods", "agenda_period", "rentable", "rentable", ("rentable",)),
    Try("categories", "/categories", "category", "archived", "category"),
    Try("agreements", "/agreements", "agreement", "name", "agreement"),
    Try("administration_amenities", "/administration_amenities", "administration_amenity", "value", "amenity"),
)


async def check(desk: Desk, inquiry: Inquiry) -> Sequence[Check]:
    """Ask every endpoint of every administration for one row, and for what comes along with others."""
    alone = len(desk.account.scopes) == 1
    return await asyncio.gather(
        *(
            _tried(desk, scope, one, one.what if alone else f"{one.what} of administration {scope.venue}", inquiry)
            for scope in desk.account.scopes
            for one in TRIES
        )
    )


async def _tried(desk: Desk, scope: Scope, one: Try, what: str, inquiry: Inquiry) -> Check:
    asked = query.write(query.page(1, 1), query.include(one.include), query.fields({one.type: (one.field,)}))
    try:
        await desk.includes.below(Ask("GET", f"{scope.path}{one.path}", asked, reason=Reason.CHECK), inquiry)
    except CredentialsRefused as fault:
        return Check(what, _missing(desk, fault, one.scope))
    except FoyerError as fault:
        return Check(what, fault)
    return Check(what, None)


def _missing(desk: Desk, fault: CredentialsRefused, scope: str) -> CredentialsRefused:
    """Say which scope a 403 is about; it may also mean that this machine's address is barred [004:43]."""
    if fault.status != HTTPStatus.FORBIDDEN:
        return fault
    return CredentialsRefused(
        f"{desk.name} answered 403: the key lacks the scope {scope}|read, or this machine's address is barred",
        source=desk.name,
        vendor=desk.vendor,
        status=fault.status,
    )
