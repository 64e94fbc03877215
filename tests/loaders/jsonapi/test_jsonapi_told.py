"""What a vendor told of one id, written down for other processes and read again."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, Linkage, ResourceObject
from loaders.jsonapi.told import Told, apart, pack, unpack

AT = dt.datetime(2026, 6, 15, 12, 0, tzinfo=dt.UTC)
TEXT = st.text(min_size=1, max_size=8)
IDENTIFIERS = st.builds(Identifier, st.sampled_from(["events", "spaces", "people"]), st.sampled_from("123"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
LINKAGES = st.none() | IDENTIFIERS | st.lists(IDENTIFIERS, max_size=3, unique=True).map(tuple)
RESOURCES = st.builds(
    ResourceObject,
    IDENTIFIERS,
    st.dictionaries(TEXT, JSON, max_size=3),
    st.dictionaries(TEXT, LINKAGES, max_size=3),
    st.dictionaries(TEXT, st.text(min_size=1, max_size=8), max_size=2),
)


def read(told: Told) -> Told | None:
    """Write it down and read it again."""
    data = pack(told)
    assert data is not None
    return unpack(data, source="tiny", vendor="tiny")


def reached(told: Told) -> set[Identifier]:
    """Give what its rows lead to, over what came along."""
    found: set[Identifier] = set()
    left: list[ResourceObject] = [row for row in told.rows if isinstance(row, ResourceObject)]
    while left:
        for linkage in left.pop().relationships.values():
            for one in leads(linkage):
                if one in told.included and one not in found:
                    found.add(one)
                    left.append(told.included[one])
    return found


def leads(linkage: Linkage) -> tuple[Identifier, ...]:
    """Give where a linkage leads."""
    if linkage is None:
        return ()
    return (linkage,) if isinstance(linkage, Identifier) else linkage


@given(st.lists(RESOURCES, max_size=3), st.lists(RESOURCES, max_size=4))
def test_it_is_read_as_it_was_told(rows: list[ResourceObject], included: list[ResourceObject]) -> None:
    """Its rows whole, and of what came along all they lead to, however far, and nothing else."""
    told = Told(rows, {one.identifier: one for one in included}, AT)
    known = read(told)
    assert known is not None
    assert (list(known.rows), known.at) == (rows, AT)
    wanted = reached(told)
    assert dict(known.included) == {one: told.included[one] for one in wanted}


def test_a_row_that_cannot_be_read_is_not_shared() -> None:
    """Whoever asks has to be told of it by the vendor."""
    row = ResourceObject(Identifier("events", "1"))
    assert pack(Told([row, BadResponse("unreadable", source="tiny", vendor="tiny")], {}, AT)) is None


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"null", b'{"data": []}', b'{"data": [], "meta": {"at": "noon"}}', b"\xff"]
)
def test_what_is_not_that_is_none(data: bytes) -> None:
    """Whatever somebody else put there."""
    assert unpack(data, source="tiny", vendor="tiny") is None


def test_rows_are_told_apart_by_what_they_were_asked_for() -> None:
    """By their own id, or by where they lead; a row that leads to two stands under both."""
    one, two = (ResourceObject(Identifier("events", key)) for key in "12")
    assert apart([two, one], "id", ["1", "2", "3"]) == {"1": [one], "2": [two]}
    hall, room = Identifier("spaces", "7"), Identifier("spaces", "8")
    both = ResourceObject(Identifier("events", "3"), {}, {"space": (hall, room)})
    single = ResourceObject(Identifier("events", "4"), {}, {"space": room})
    assert apart([both, single], "space", ["7", "8"]) == {"7": [both], "8": [both, single]}


def test_a_row_that_is_nobodys_keeps_all_together() -> None:
    """One that cannot be read, that was not asked for, or that does not tell where it leads could be any id's."""
    one = ResourceObject(Identifier("events", "1"))
    assert apart([one, BadResponse("unreadable", source="tiny", vendor="tiny")], "id", ["1"]) is None
    assert apart([one], "id", ["2"]) is None
    assert apart([ResourceObject(Identifier("events", "1"), {}, {"space": None})], "space", ["7"]) is None
    assert apart([one], "space", ["1"]) is None
