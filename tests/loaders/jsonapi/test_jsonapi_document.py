"""Reading JSON:API documents: what is tolerated, what is told apart, what is refused and in which words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadResponse
from loaders.jsonapi.document import ABSENT, Document, Identifier, ResourceObject, read

EVENT = {
    "id": "59",
    "type": "events",
    "attributes": {"name": "enim", "start_time": 72000},
    "relationships": {
        "space": {"data": {"id": "4", "type": "spaces"}},
        "booking": {"data": None},
        "revenue_summaries": {"data": [{"id": "370", "type": "revenue_summaries"}]},
    },
}


def reading(document: object) -> Document:
    """Read a document given as a value."""
    return read(json.dumps(document).encode(), source="oceanside", vendor="event_temple")


def row_of(document: object) -> ResourceObject:
    """Read a document of one good row."""
    (row,) = reading(document).rows
    assert isinstance(row, ResourceObject)
    return row


def fault_of(row: object) -> str:
    """Read a document of one broken row and give its fault's sentence."""
    (fault,) = reading({"data": [row]}).rows
    assert isinstance(fault, BadResponse)
    return str(fault)


def linkage_of(data: object) -> object:
    """Read one relationship whose linkage data is this."""
    row = row_of({"data": [{"id": "1", "type": "t", "relationships": {"to": {"data": data}}}]})
    return row.relationships.get("to", ABSENT)


def test_a_row_is_read_with_its_attributes_and_linkage() -> None:
    """A row tells who it is, what it holds, and where it leads: to one, to none, to many."""
    row = row_of({"data": [EVENT]})
    assert row.identifier == Identifier("events", "59")
    assert row.attributes == {"name": "enim", "start_time": 72000}
    assert row.relationships == {
        "space": Identifier("spaces", "4"),
        "booking": None,
        "revenue_summaries": (Identifier("revenue_summaries", "370"),),
    }


@pytest.mark.parametrize("data", [None, {}, {"id": None, "type": None, "meta": None}, {"id": "", "type": "cities"}])
def test_placeholders_for_one_are_none(data: object) -> None:
    """What stands where there is no linkage is read as none, not as a resource without a name."""
    assert linkage_of(data) is None


@pytest.mark.parametrize("data", [[], [None], [{}], [{"id": None, "type": None}, None]])
def test_placeholders_in_a_list_are_none(data: object) -> None:
    """A list of placeholders is an empty list."""
    assert linkage_of(data) == ()


@pytest.mark.parametrize("data", ["4", 4, True, {"id": "4"}, {"id": True, "type": "t"}, [{"id": "4"}], ["4"]])
def test_linkage_that_cannot_be_read_is_not_told(data: object) -> None:
    """What cannot be read is told neither as none nor as a shorter list."""
    assert linkage_of(data) is ABSENT


@pytest.mark.parametrize("member", [{}, {"links": {"related": "/x"}}, {"meta": {"count": 3}}, None, "x", []])
def test_a_relationship_without_data_is_absent(member: object) -> None:
    """A relationship that has only links or meta does not tell where it leads."""
    assert row_of({"data": [{"id": "1", "type": "t", "relationships": {"to": member}}]}).relationships == {}


@pytest.mark.parametrize("relationships", [None, [], "x"])
def test_relationships_that_are_no_object_tell_nothing(relationships: object) -> None:
    """A row stays good when its relationships are an empty list, as PHP writes an empty object."""
    assert row_of({"data": [{"id": "1", "type": "t", "relationships": relationships}]}).relationships == {}


def test_type_and_city_do_not_collide() -> None:
    """An attribute called type, and a city that is attribute and relationship at once, each stay what they are."""
    row = row_of(
        {
            "data": [
                {
                    "id": "7",
                    "type": "agenda_period",
                    "attributes": {"type": "MaintenanceAgendaPeriod", "city": {"nl": "Delft"}},
                    "relationships": {"city": {"data": {"id": "3", "type": "city"}}},
                }
            ]
        }
    )
    assert row.identifier.type == "agenda_period"
    assert row.attributes == {"type": "MaintenanceAgendaPeriod", "city": {"nl": "Delft"}}
    assert row.relationships == {"city": Identifier("city", "3")}


def test_numeric_ids_become_text() -> None:
    """A number as an id, in a row or a linkage, is the same id as its text."""
    row = row_of({"data": [{"id": 59, "type": "t", "relationships": {"to": {"data": {"id": 0, "type": "u"}}}}]})
    assert row.identifier == Identifier("t", "59")
    assert row.relationships == {"to": Identifier("u", "0")}


@given(st.integers(min_value=-(10**40), max_value=10**40))
def test_whole_numbers_stay_exact(number: int) -> None:
    """No whole number loses a digit, however large, in an attribute or as an id."""
    row = row_of({"data": [{"id": number, "type": "t", "attributes": {"n": number}}]})
    assert row.attributes["n"] == number
    assert row.identifier.id == str(number)


def test_a_row_may_have_no_attributes() -> None:
    """Sparse fields may leave only linkage, so a missing member is an empty one."""
    assert row_of({"data": [{"id": "1", "type": "t"}]}).attributes == {}


def test_links_of_a_row_are_texts() -> None:
    """A link is an address or an object with one; what is neither is left out."""
    links = {"self": "/a", "related": {"href": "/b", "meta": {}}, "none": None, "odd": 3}
    assert row_of({"data": [{"id": "1", "type": "t", "links": links}]}).links == {"self": "/a", "related": "/b"}


def test_what_a_row_holds_is_not_in_its_repr() -> None:
    """Attributes and links may be a guest's secrets, so showing a row shows neither."""
    row = {"id": "1", "type": "booking", "attributes": {"token": "s3cret"}, "links": {"pay_url": "https://x/s3cret"}}
    assert "s3cret" not in repr(reading({"data": [row], "links": {"next": "/?key=s3cret"}}))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (None, "oceanside sent a row that cannot be read: it is not an object (row 1)"),
        ([], "oceanside sent a row that cannot be read: it is not an object (row 1)"),
        ({}, "oceanside sent a row that cannot be read: it has no type (row 1)"),
        ({"id": "9"}, "oceanside sent a row that cannot be read: it has no type (9)"),
        ({"type": "t"}, "oceanside sent a row that cannot be read: it has no id (t)"),
        ({"type": "t", "id": ""}, "oceanside sent a row that cannot be read: it has no id (t)"),
        ({"type": "t", "id": True}, "oceanside sent a row that cannot be read: it has no id (t)"),
        (
            {"type": "t", "id": "9", "attributes": ["secret"]},
            "oceanside sent a row that cannot be read: its attributes are not an object (t 9)",
        ),
        (
            {"type": "t", "id": "9", "attributes": None},
            "oceanside sent a row that cannot be read: its attributes are not an object (t 9)",
        ),
        (
            {"type": "a\nb" + "x" * 99, "id": ""},
            f"oceanside sent a row that cannot be read: it has no id (a?b{'x' * 57})",
        ),
    ],
)
def test_a_broken_row_says_why_in_its_slot(row: object, sentence: str) -> None:
    """A broken row is a fault that names what is known of it, short and printable, and nothing else it holds."""
    assert fault_of(row) == sentence


def test_a_broken_row_spoils_only_itself() -> None:
    """The rows around a broken one are read, in order, and the fault says whose it is."""
    first, fault, last = reading({"data": [EVENT, None, {**EVENT, "id": "60"}]}).rows
    assert isinstance(first, ResourceObject)
    assert isinstance(last, ResourceObject)
    assert isinstance(fault, BadResponse)
    assert (fault.source, fault.vendor) == ("oceanside", "event_temple")


def test_included_resources_are_found_by_type_and_id() -> None:
    """Equal ids of two types are two resources; of equal ones the first counts; broken ones are left out."""
    included = [
        {"id": "1", "type": "spaces", "attributes": {"name": "first"}},
        {"id": "1", "type": "spaces", "attributes": {"name": "second"}},
        {"id": "1", "type": "bookings"},
        {"id": "2", "type": "spaces", "attributes": 3},
        None,
    ]
    found = reading({"data": [], "included": included}).included
    assert set(found) == {Identifier("spaces", "1"), Identifier("bookings", "1")}
    assert found[Identifier("spaces", "1")].attributes == {"name": "first"}


@pytest.mark.parametrize("included", [None, {}, "x"])
def test_included_that_is_no_list_is_nothing(included: object) -> None:
    """What came along is a hint; where it cannot be read nothing came along."""
    assert reading({"data": [], "included": included}).included == {}


@pytest.mark.parametrize(
    ("links", "following"),
    [
        ({"next": "https://other.example/v2/events?page=2"}, "https://other.example/v2/events?page=2"),
        ({"next": {"href": "/v2/events"}}, "/v2/events"),
        ({"next": None}, None),
        ({"next": ""}, None),
        ({"next": {"href": None}}, None),
        ({"next": {}}, ABSENT),
        ({"next": 2}, ABSENT),
        ({}, ABSENT),
        ([], ABSENT),
        (None, ABSENT),
    ],
)
def test_next_has_three_states(links: object, following: object) -> None:
    """There is a next page, this is told to be the last, or nothing is told."""
    assert reading({"data": [], "links": links}).next == following


@pytest.mark.parametrize(
    ("meta", "counts"),
    [
        ({"pages": 5, "records": 50}, (50, 5, None, None)),
        ({"pagination": {"total_records": 50, "page": 2, "size": 30}}, (50, None, 2, 30)),
        ({"records": "50", "pages": "5"}, (50, 5, None, None)),
        ({"records": -1, "pages": True}, (None, None, None, None)),
        ({"records": 0, "pages": 0}, (0, 0, None, None)),
        ({"records": 1.5, "pages": "five"}, (None, None, None, None)),
        ({"pagination": []}, (None, None, None, None)),
        ([], (None, None, None, None)),
        (None, (None, None, None, None)),
    ],
)
def test_counts_are_read_in_both_spellings(meta: object, counts: object) -> None:
    """Both vendors' spellings tell the counts; what is no count is not told."""
    document = reading({"data": [], "meta": meta})
    assert (document.records, document.pages, document.page, document.size) == counts


def test_a_single_resource_is_told_from_a_list() -> None:
    """Data that is one resource or null is single; a list is not, empty or of one."""
    assert reading({"data": EVENT}).single
    assert reading({"data": None}).single
    assert reading({"data": None}).rows == ()
    assert not reading({"data": [EVENT]}).single
    assert not reading({"data": []}).single


@pytest.mark.parametrize("errors", [[], None, {}])
def test_empty_errors_are_no_errors(errors: object) -> None:
    """A success that shows an empty errors member [001:84] is a success."""
    assert len(reading({"data": [EVENT], "errors": errors}).rows) == 1


def test_a_byte_order_mark_is_passed_over() -> None:
    """A document behind a byte order mark is read all the same."""
    assert read(b"\xef\xbb\xbf" + b' {"data": []}\n', source="oceanside", vendor="event_temple").rows == ()
