"""Writing JSON:API query parameters as decoded pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadInput
from loaders.jsonapi import query

REFUSAL = "reference_nr cannot be searched for a value that is empty, begins with ! or ~, or holds a comma or two dots"


def test_a_page_is_asked_by_number_and_size() -> None:
    """A page has its number, and its size only where one is wanted."""
    assert query.page(2, 100) == (("page[number]", "2"), ("page[size]", "100"))
    assert query.page(1) == (("page[number]", "1"),)


def test_includes_are_one_pair() -> None:
    """Include paths are one list, each once; without paths there is no pair."""
    assert query.include(["space", "booking.contact", "booking", "space"]) == (
        ("include", "booking,booking.contact,space"),
    )
    assert query.include([]) == ()


def test_fields_are_a_pair_each_type() -> None:
    """Each type has its own list; an empty one asks for no fields at all."""
    assert query.fields({"events": ["name", "booking", "name"], "bookings": ()}) == (
        ("fields[bookings]", ""),
        ("fields[events]", "booking,name"),
    )


def test_a_filter_names_its_values() -> None:
    """Values are one list, each once; a vendor that names its predicates gets the predicate."""
    assert query.filter("id", ["20", "3", "20"]) == (("filter[id]", "20,3"),)
    assert query.filter("booking_id", ["1"], predicate="eq") == (("filter[booking_id][eq]", "1"),)
    assert query.between("start_date", "2026-01-01", "2026-01-31") == (
        ("filter[start_date]", "2026-01-01..2026-01-31"),
    )


@pytest.mark.parametrize("value", ["", " ", "!x", "~x", " !x", "1,2", "1..2", ","])
def test_a_value_that_is_an_operator_is_refused(value: str) -> None:
    """Text of a person never becomes an operator of the vendor's filter language."""
    with pytest.raises(BadInput) as caught:
        query.filter("reference_nr", ["A-1", value])
    assert str(caught.value) == REFUSAL
    with pytest.raises(BadInput) as caught:
        query.between("reference_nr", "A-1", value)
    assert str(caught.value) == REFUSAL


def test_a_filter_without_values_is_refused() -> None:
    """Asking for none of the rows never becomes asking for all of them."""
    with pytest.raises(ValueError, match=r"^a filter by id needs a value$"):
        query.filter("id", [])


def test_the_order_of_a_sort_is_kept() -> None:
    """The first name sorts first, so sorting the names would ask something else."""
    assert query.sort(["start_date", "-id"]) == (("sort", "start_date,-id"),)
    assert query.sort([]) == ()


@given(st.permutations(["7", "8", "9"]), st.permutations([0, 1, 2, 3]))
def test_equal_questions_are_equal_pairs(values: list[str], order: list[int]) -> None:
    """However values and parameters are ordered, what means the same is written the same."""
    parameters = [
        query.page(1, 50),
        query.include(values),
        query.filter("id", values),
        query.fields({"events": values}),
    ]
    assert query.write(*(parameters[index] for index in order)) == (
        ("fields[events]", "7,8,9"),
        ("filter[id]", "7,8,9"),
        ("include", "7,8,9"),
        ("page[number]", "1"),
        ("page[size]", "50"),
    )
