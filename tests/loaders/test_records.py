"""References and their global ids, and what a record is."""

from __future__ import annotations

import base64
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_records import AMSTERDAM, NOON

from loaders import records
from loaders.clock import dates_only, span
from loaders.records import BOOKING, EVENT, Booking, Period, Record, Ref

kinds = st.from_regex(r"[a-z_]+([.@][a-z_]+)?", fullmatch=True)
names = st.from_regex(r"[a-z0-9-]+", fullmatch=True)
vendor_ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(kinds, names, vendor_ids)
def test_a_global_id_leads_back_to_its_reference(kind: str, source: str, vendor_id: str) -> None:
    """Whatever characters the vendor's id has, colons and slashes among them; and it needs no escaping anywhere."""
    ref = Ref(kind, source, vendor_id)
    encoded = ref.encode()
    assert Ref.decode(encoded) == ref
    assert encoded.replace("-", "").replace("_", "").isalnum()
    assert encoded.isascii()


@given(st.text(max_size=40))
def test_no_other_text_is_a_global_id(text: str) -> None:
    """What can be read as an id is written as that id is: a thing has one id."""
    ref = Ref.decode(text)
    assert ref is None or ref.encode() == text


@pytest.mark.parametrize(
    "raw", ["", "event", "event:hotel", "event:hotel:", ":hotel:1", "event::1", "\xff"], ids=lambda raw: raw or "empty"
)
def test_an_id_with_a_part_missing_is_none(raw: str) -> None:
    """Kind, source and the vendor's id must all be there, as text."""
    assert Ref.decode(base64.urlsafe_b64encode(raw.encode("latin-1")).decode().rstrip("=")) is None


def test_an_id_written_otherwise_is_none() -> None:
    """Padded, in the other alphabet, or with bits that mean nothing: not as we write it, so not one of ours."""
    dashed, odd = Ref(EVENT, "hotel", "1>>?").encode(), Ref(EVENT, "hotel", "10").encode()
    assert "-" in dashed
    assert (len(odd) % 4, odd[-1]) == (3, "A")
    for other in (f"{odd}=", f"{odd[:-1]}B", f" {odd}", dashed.translate(str.maketrans("-_", "+/"))):
        assert Ref.decode(other) is None


def test_the_bare_id_is_what_follows_the_type() -> None:
    """Where a kind is made of several of the vendor's types the id says which; the vendor's own id does not."""
    assert Ref("customer", "hotel", "contacts/103").vendor_id == "103"
    assert Ref("customer", "park", "103").vendor_id == "103"


@pytest.mark.parametrize(
    "kind",
    [one for one in vars(records).values() if dataclasses.is_dataclass(one)],
    ids=lambda kind: kind.__name__,
)
def test_records_cannot_be_changed(kind: type) -> None:
    """They stand on shelves that outlive an operation, so they are frozen, and slotted because there are many."""
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind)


def test_a_period_that_was_worked_out_is_equal_to_one_that_was_not() -> None:
    """What it remembers is no part of it: not of its equality, its hash, its repr, nor of a copy that was changed."""
    known, fresh = (dates_only(NOON.date(), NOON.date(), AMSTERDAM) for _ in range(2))
    span(known)
    assert (known, hash(known), repr(known)) == (fresh, hash(fresh), repr(fresh))
    longer: Period = dataclasses.replace(known, end_date=NOON.date().replace(day=20))
    assert span(longer) != span(known)


def test_a_record_is_told_by_its_shape() -> None:
    """Every record names what it is, when it was read, and where it leads."""
    booking: Record = Booking(Ref(BOOKING, "hotel", "1"), NOON, {})
    assert (booking.ref.kind, booking.fetched_at, booking.links) == (BOOKING, NOON, {})
