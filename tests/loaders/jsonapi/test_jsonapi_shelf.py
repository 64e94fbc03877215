"""Resources that become records when somebody looks for them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tiny_vendor import NOON, VIEWS, translate

from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.shelf import Beside, Shelf, Views, resources_of
from loaders.records import EVENT, SPACE, Event, Ref, Space

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.records import Record


class Translating:
    """Translates, and keeps count."""

    def __init__(self) -> None:
        self.made: list[tuple[str, Identifier]] = []

    def __call__(self, view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
        """Make a record."""
        self.made.append((view, resource.identifier))
        return translate(view, resource, fetched_at)


def shelf(*resources: ResourceObject, made: Iterable[Record] = ()) -> tuple[Shelf, Translating]:
    """Put resources on a shelf."""
    translating = Translating()
    return Shelf("tiny", Views(VIEWS), resources_of(resources, {}), translating, NOON, made), translating


def resource(of: str, key: str, **attributes: object) -> ResourceObject:
    """Make a resource."""
    return ResourceObject(Identifier(of, key), attributes)


def test_a_resource_becomes_a_record_when_it_is_looked_for_and_once() -> None:
    """An answer brings far more than an operation reads."""
    kept, translating = shelf(resource("events", "1", name="Gala"), resource("spaces", "2", name="Hall"))
    assert translating.made == []
    found = kept[Ref(SPACE, "tiny", "2")]
    assert isinstance(found, Space)
    assert (found.name, found.fetched_at) == ("Hall", NOON)
    assert kept.get(found.ref) is kept[found.ref] is found
    assert translating.made == [(SPACE, Identifier("spaces", "2"))]
    assert list(kept) == [found.ref]
    assert len(kept) == 2


def test_one_resource_may_be_two_records() -> None:
    """A person is a person of the graph, by type and id, and the vendor's own resource, by its bare id."""
    kept, translating = shelf(resource("people", "7"))
    assert kept[Ref("person", "tiny", "people/7")].ref.vendor_id == "7"
    assert kept[Ref("tiny.people", "tiny", "7")].ref.id == "7"
    assert [view for view, _ in translating.made] == ["person/people", "tiny.people"]


@pytest.mark.parametrize(
    "ref",
    [
        Ref(EVENT, "tiny", "9"),
        Ref(EVENT, "other", "1"),
        Ref("booking", "tiny", "1"),
        Ref("event@space", "tiny", "1"),
        Ref("person", "tiny", "1"),
        Ref("person", "tiny", "events/1"),
        Ref("person", "tiny", "people/"),
        Ref("tiny.people", "tiny", "people/1"),
    ],
)
def test_what_is_not_there_is_not_found(ref: Ref) -> None:
    """Of another source, kind, type or id: absent, not an error, and nothing is translated."""
    kept, translating = shelf(resource("events", "1"), resource("people", "1"))
    assert kept.get(ref) is None
    assert kept.get(ref, "nothing") == "nothing"
    assert ref not in kept
    with pytest.raises(KeyError):
        kept[ref]
    assert translating.made == []


def test_what_cannot_be_read_is_as_if_it_were_not_there() -> None:
    """So whoever looks for it asks the vendor, and is told then; it is not tried again and again."""
    kept, translating = shelf(resource("events", "1", number="many"))
    ref = Ref(EVENT, "tiny", "1")
    assert (kept.get(ref), kept.get(ref), ref in kept) == (None, None, False)
    assert len(translating.made) == 1
    assert list(kept) == []


def test_records_that_were_made_already_are_not_made_again() -> None:
    """The rows of a walk are on its shelf as they are."""
    row = Event(Ref(EVENT, "tiny", "1"), NOON, {}, name="as it was made")
    kept, translating = shelf(resource("events", "1"), made=[row])
    assert kept[row.ref] is row
    assert translating.made == []


def test_a_row_is_fuller_than_its_copy_among_what_came_along() -> None:
    """And a row that cannot be read is no resource."""
    row, copy, other = resource("events", "1", name="row"), resource("events", "1"), resource("spaces", "2")
    broken = BadResponse("a broken row", source="tiny", vendor="tiny")
    found = resources_of([broken, row], {copy.identifier: copy, other.identifier: other})
    assert found == {row.identifier: row, other.identifier: other}


def test_shelves_stand_side_by_side() -> None:
    """The first that has a record gives it; plain mappings may stand among them."""
    first, _ = shelf(resource("events", "1", name="first"))
    second, _ = shelf(resource("events", "1", name="second"), resource("spaces", "2"))
    plain: dict[Ref, Record] = {Ref(SPACE, "tiny", "3"): Space(Ref(SPACE, "tiny", "3"), NOON, {})}
    beside = Beside([first, Beside([second, plain])])
    found = beside[Ref(EVENT, "tiny", "1")]
    assert isinstance(found, Event)
    assert found.name == "first"
    assert {ref.id for ref in plain if ref in beside} == {"3"}
    assert Ref(SPACE, "tiny", "2") in beside
    assert Ref(SPACE, "tiny", "4") not in beside
    with pytest.raises(KeyError):
        beside[Ref(SPACE, "tiny", "4")]
    assert len(beside) == 4
    assert set(beside) == {found.ref, Ref(SPACE, "tiny", "2"), Ref(SPACE, "tiny", "3")}
    assert not Beside([])


def test_looking_while_going_through_is_safe() -> None:
    """What is made meanwhile does not disturb who goes through what was made before."""
    kept, _ = shelf(*(resource("events", str(key)) for key in range(3)))
    assert kept.get(Ref(EVENT, "tiny", "0")) is not None
    for _ in kept:
        assert kept.get(Ref(EVENT, "tiny", "1")) is not None
