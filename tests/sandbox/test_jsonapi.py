"""The JSON:API engine by itself: tables, orders, includes and pages at their edges."""

from __future__ import annotations

import pytest

from sandbox.jsonapi.compound import compound
from sandbox.jsonapi.order import ordered
from sandbox.jsonapi.paging import Page, page_links
from sandbox.jsonapi.query import PageSizes, read_query
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import ResourceType, Row, Table, Tables, link, linked, links
from sandbox.jsonapi.selection import Selection

NODE = ResourceType.described("nodes", "name size", "size", parent="nodes", children="nodes[]")
TYPES = {"nodes": NODE}
SIZES = PageSizes(default=2, most=3)


def _node(key: str, name: object = None, size: object = None, **relationships: Row) -> Row:
    return {"id": key, "type": "nodes", "attributes": {"name": name, "size": size}, "relationships": relationships}


def _plain(row: Row, _included: frozenset[str]) -> Row:
    return row


def test_a_row_is_written_once_and_kept() -> None:
    """A table writes a row at its first reading; from then on the row is the reader's to change."""
    written: list[str] = []

    def make(key: str) -> Row:
        written.append(key)
        return _node(key)

    table = Table(("1", "2", "3"), make)
    assert list(table) == ["1", "2", "3"]
    assert (len(table), table.written) == (3, 0)
    table["2"]["attributes"]["name"] = "changed"
    assert table["2"]["attributes"]["name"] == "changed"
    assert written == ["2"]
    with pytest.raises(KeyError):
        table["4"]


def test_ids_ascend_as_numbers_and_follow_changes() -> None:
    """Ids are compared as numbers; added and deleted rows are in the order at once."""
    table = Table(("10", "9", "100"), _node)
    assert table.ascending() == ["9", "10", "100"]
    table["11"] = _node("11")
    del table["9"]
    assert table.ascending() == ["10", "11", "100"]
    assert table.next_id() == "101"


def test_orders_put_what_is_missing_last() -> None:
    """Nulls come last ascending and first descending, numbers in strings count, and ids settle ties."""
    table = Tables()
    for row in (_node("1", "b", "9.0"), _node("2", None, None), _node("3", "a", "10.0"), _node("4", "b", "9.0")):
        table.add(row)
    nodes = table["nodes"]
    assert ordered(nodes, NODE, (("name", False),), Selection()) == ["3", "1", "4", "2"]
    assert ordered(nodes, NODE, (("name", True),), Selection()) == ["2", "1", "4", "3"]
    assert ordered(nodes, NODE, (("size", False),), Selection()) == ["1", "4", "3", "2"]
    assert ordered(nodes, NODE, (("size", True), ("id", True)), Selection()) == ["2", "3", "4", "1"]
    assert ordered(nodes, NODE, (("id", True), ("name", False)), Selection()) == ["4", "3", "2", "1"]


def test_orders_bear_broken_rows() -> None:
    """A row without attributes, or with a value of another kind, has its place and spoils no order."""
    tables = Tables()
    for row in (_node("1", "b"), _node("2", 7), _node("3", ["x"]), _node("4", {"en": "c"}), _node("5", {"value": "3"})):
        tables.add(row)
    tables["nodes"]["6"] = {"id": "6", "type": "nodes", "attributes": None}
    assert ordered(tables["nodes"], NODE, (("name", False),), Selection()) == ["5", "2", "1", "4", "3", "6"]


def test_a_selection_by_ids_writes_only_those() -> None:
    """Ids narrow a table down without writing the rows that are not wanted."""
    table = Table((str(key) for key in range(1, 1001)), _node)
    wanted = Selection().within(frozenset({"7", "5", "2000"})).also(lambda row: row["id"] != "5")
    assert wanted.keys(table) == ["7"]
    assert table.written == 2
    assert wanted.within(frozenset({"5"})).keys(table) == []
    assert wanted.holds(table["7"])
    assert not wanted.holds(table["5"])


def test_circles_are_included_once() -> None:
    """A graph that leads back to itself, and to what is primary, is written once."""
    tables = Tables()
    for row in (
        _node("1", parent=link("nodes", 2), children=links("nodes", [3, 2])),
        _node("2", parent=link("nodes", 1), children=links("nodes", [1, 3])),
        _node("3", parent=link("nodes", 9), children={"data": [None, {}, {"id": None, "type": None}]}),
    ):
        tables.add(row)
    query = read_query([("include", "parent.parent.parent,children.children,parent.children")], NODE, TYPES, SIZES)
    data, included = compound([tables["nodes"]["1"]], query.include or {}, tables.find, _plain)
    assert [row["id"] for row in data] == ["1"]
    assert sorted(row["id"] for row in included) == ["2", "3"]


@pytest.mark.parametrize(
    "relationships",
    [
        None,
        [],
        {},
        {"parent": None},
        {"parent": []},
        {"parent": {}},
        {"parent": {"data": "1"}},
        {"parent": {"data": {}}},
    ],
)
def test_what_is_no_linkage_names_nobody(relationships: object) -> None:
    """Nulls, empty objects and other shapes link to nothing."""
    assert list(linked({"id": "1", "type": "nodes", "relationships": relationships}, "parent")) == []


def test_parameters_are_read() -> None:
    """Includes become a tree, fields are kept by type, sizes are capped, blanks between commas do not count."""
    query = read_query(
        [
            ("include", "parent, children.parent,"),
            ("fields[nodes]", "name,,parent"),
            ("sort", "-size,id"),
            ("page[size]", "50"),
            ("colour", "red"),
        ],
        NODE,
        TYPES,
        SIZES,
    )
    assert query.include == {"parent": {}, "children": {"parent": {}}}
    assert query.fields == {"nodes": frozenset({"name", "parent"})}
    assert query.sort == (("size", True), ("id", False))
    assert (query.number, query.size) == (1, 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [("include", "cousin"), ("include", "parent.cousin"), ("sort", "parent"), ("sort", "--name"), ("page[size]", "0")],
)
def test_parameters_that_mean_nothing_are_refused(name: str, value: str) -> None:
    """What does not exist is a 400 with a sentence that names it."""
    with pytest.raises(RefusalError) as refused:
        read_query([(name, value)], NODE, TYPES, SIZES)
    assert refused.value.status == 400
    assert refused.value.detail


def test_an_empty_collection_has_one_empty_page() -> None:
    """Without records there are no pages, and the links lead to the first and nowhere else."""
    page = Page(number=1, size=2, records=0)
    assert (page.pages, page.cut([])) == (0, [])
    shown = page_links(page, "http://x", "/nodes", [], size=False)
    assert shown == {
        "self": "http://x/nodes?page%5Bnumber%5D=1",
        "first": "http://x/nodes?page%5Bnumber%5D=1",
        "last": "http://x/nodes?page%5Bnumber%5D=1",
        "next": None,
        "prev": None,
    }
