"""A list under a record is filtered and ordered as the same list at the root is."""

from __future__ import annotations

import pytest

from tests.house import house

CASES = [
    ("filter: { statuses: [CONFIRMED] }", "status", "CONFIRMED"),
    ('filter: { search: "-0" }', "reference", None),
    ("orderBy: { field: CREATED_AT }", "createdAt", None),
    ("orderBy: { field: REFERENCE, direction: DESC }", "reference", None),
    ("orderBy: { field: STARTS_AT }", "period { startDate }", None),
]


@pytest.mark.parametrize(("arguments", "field", "value"), CASES)
@pytest.mark.parametrize("source", ["hotel", "park"])
@pytest.mark.parametrize("written", ["inline", "variables"])
async def test_a_nested_list_reads_what_its_arguments_look_at(
    source: str, arguments: str, field: str, value: str | None, written: str
) -> None:
    """The rows are the same, whether what is filtered and ordered by is selected or not, inline or by variable."""
    bare = """{ customers(first: 20, filter: { sources: ["SOURCE"] }) { nodes {
      bookings(%s) { nodes { id %s } }
    } } }""".replace("SOURCE", source)
    async with house(fresh=0) as running:
        told = await running.data(bare % (f"first: 100, {arguments}", field))
    async with house(fresh=0) as running:
        question, variables = bare % (f"first: 100, {arguments}", ""), {}
        if written == "variables" and "statuses" in arguments:
            question = "query ($f: BookingFilter) " + bare % ("first: 100, filter: $f", "")
            variables = {"f": {"statuses": ["CONFIRMED"]}}
        elif written == "variables" and "CREATED_AT" in arguments:
            question = "query ($o: BookingOrder) " + bare % ("first: 100, orderBy: $o", "")
            variables = {"o": {"field": "CREATED_AT"}}
        silent = await running.data(question, variables)
    lists = [node["bookings"]["nodes"] for node in told["customers"]["nodes"]]
    assert [[row["id"] for row in rows] for rows in lists] == [
        [row["id"] for row in node["bookings"]["nodes"]] for node in silent["customers"]["nodes"]
    ]
    assert any(lists)
    if value is not None:
        assert all(row[field] == value for rows in lists for row in rows)
