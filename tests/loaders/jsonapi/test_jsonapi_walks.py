"""Whole collections as they are kept: their rows by id, by where they lead and by time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiny_vendor import NOON, translate

from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.include import Plan
from loaders.jsonapi.walks import Kept, refs, split
from loaders.records import CUSTOMER, EVENT, SPACE, Event, Ref

if TYPE_CHECKING:
    from collections.abc import Sequence


def event(key: str, space: Ref | tuple[Ref, ...] | None) -> Event:
    """Make an event."""
    return Event(Ref(EVENT, "tiny", key), NOON, {"space": space})


def kept_rows(rows: Sequence[Event]) -> Kept:
    """Keep rows."""
    return Kept(Plan(), tuple(rows), (), {}, {}, NOON)


def test_rows_are_found_by_id_and_by_where_they_lead() -> None:
    """A link may hold one reference, several or none, or be absent."""
    hall, room = Ref(SPACE, "tiny", "1"), Ref(SPACE, "tiny", "2")
    rows = [event("1", hall), event("2", (hall, room)), event("3", None), event("4", ())]
    kept = kept_rows(rows)
    assert kept.by_id()["2"] is rows[1]
    assert kept.by_link("space") == {hall: [rows[0], rows[1]], room: [rows[1]]}
    assert kept.by_link("space") is kept.by_link("space")
    assert kept.by_link("customer") == {}
    assert refs(None) == ()
    assert refs(Ref(CUSTOMER, "tiny", "1")) == (Ref(CUSTOMER, "tiny", "1"),)


def test_rows_that_make_no_sense_stand_apart() -> None:
    """Each with its id, where it has one; the others are translated, in their order."""
    sound = [ResourceObject(Identifier("events", key), {"name": "Gala"}) for key in "12"]
    odd = ResourceObject(Identifier("events", "9"), {"number": "many"})
    unread = BadResponse("a row that cannot be read", source="tiny", vendor="tiny")
    records, broken = split([sound[0], unread, odd, sound[1]], lambda row: translate(EVENT, row, NOON))
    assert [record.ref.id for record in records] == ["1", "2"]
    assert [(key, str(fault)) for key, fault in broken] == [
        (None, "a row that cannot be read"),
        ("9", "tiny sent events 9, whose number cannot be read"),
    ]
