"""What became of things between two readings of the same question. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Final

from loaders.records import BOOKING, SPACE, SPACE_BLOCK, VENUE, Record, Ref
from loaders.writing.word import Change, ChangeKind, ChangeOrigin

TOLD: Final = frozenset({BOOKING, SPACE_BLOCK})
"""The kinds of things of which somebody may wait to hear."""

_BESIDE: Final = frozenset({"fetched_at"})
"""What a record tells of its reading, not of its thing."""


def differences(  # noqa: PLR0913  # each by name
    old: Iterable[Record],
    new: Iterable[Record],
    at: float,
    *,
    since: float = math.inf,
    whole: bool = False,
    teller: str = "",
) -> list[Change]:
    """Give a change for each thing that is not as it was.

    Both readings must have asked for the same: an attribute that only one of them asked for would seem to have changed.

    Args:
        old: the records of the earlier reading.
        new: those of the later one.
        at: when the later one was made, in seconds since 1970.
        since: when the earlier one was made: what the vendor says was created later is new.
        whole: whether both hold all there is, so that what only one of them holds is new, or gone. Of a page, or of
            what a filter lets through, it may merely have moved.
        teller: which process tells it.

    """
    before = {record.ref: record for record in old if record.ref.kind in TOLD}
    after = {record.ref: record for record in new if record.ref.kind in TOLD}
    changes = []
    for ref, record in after.items():
        known = before.get(ref)
        if known is None and (whole or _created(record) >= since):
            changes.append(_change(record, ChangeKind.CREATED, at, teller))
        elif known is not None and not _alike(known, record):
            changes.append(_change(record, ChangeKind.UPDATED, at, teller))
    gone = [record for ref, record in before.items() if ref not in after] if whole else []
    return [*changes, *(_change(record, ChangeKind.DELETED, at, teller) for record in gone)]


def _change(record: Record, kind: ChangeKind, at: float, teller: str) -> Change:
    near = tuple(link for name in (VENUE, SPACE) if isinstance(link := record.links.get(name), Ref))
    return Change(record.ref, kind, ChangeOrigin.REFRESH, at, near, teller)


def _created(record: Record) -> float:
    created = getattr(record, "created_at", None)
    return created.timestamp() if isinstance(created, dt.datetime) else -math.inf


def _alike(one: object, other: object) -> bool:
    if type(one) is not type(other) or not is_dataclass(one):
        return one == other
    return all(
        _alike(getattr(one, part.name), getattr(other, part.name))
        for part in fields(one)
        if part.compare and part.name not in _BESIDE
    )
