"""Which part of a filter on bookings the vendor applies itself [004:3257-3282]."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from loaders.errors import BadInput
from loaders.jsonapi import query
from loaders.jsonapi.query import Pairs
from loaders.port import Filter
from loaders.readings.batches import AT_ONCE
from loaders.vendors.booking_experts.states import states

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
"""What can be an id of the vendor's; anything else would mean something in a filter [004:146-157]."""


def well_formed(ids: Iterable[str]) -> list[str]:
    """Leave out ids that can be nobody's."""
    return [key for key in ids if _ID.fullmatch(key)]


def pushdown(wanted: Filter) -> tuple[Pairs, Filter] | None:
    """Split a filter into what the vendor applies and what is left to be matched here; None where nothing can match."""
    pairs: list[Pairs] = []
    rest = wanted
    if wanted.booking_statuses is not None:
        told = states(wanted.booking_statuses)
        if told == ():
            return None
        if told is not None:
            pairs.append(query.filter("state", told))
            rest = replace(rest, booking_statuses=None)
    if wanted.customers is not None:
        ids = well_formed(wanted.customers)
        if not ids:
            return None
        if len(ids) <= AT_ONCE:
            pairs.append(query.filter("customer", ids))
            rest = replace(rest, customers=None)
    if wanted.reference is not None:
        try:
            pairs.append(query.filter("booking_nr", (wanted.reference,)))
        except BadInput:
            pass  # it would mean something else there: it is matched here
        else:
            rest = replace(rest, reference=None)
    return query.write(*pairs), rest
