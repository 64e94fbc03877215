"""Cursors and page sizes: what is read back, and what is refused with which sentence."""

from __future__ import annotations

import base64
from typing import Any

import orjson
import pytest

from loaders.errors import BadInput
from schema.paging import MAX_FIRST, checked_first, read_cursor, write_cursor
from tests.house import House, house

LIST = "{ bookings(after: %s%s) { nodes { id } } }"


def changed(cursor: str, **parts: Any) -> str:
    """Give a cursor with other parts than it was written with."""
    content = read_cursor(cursor, orjson.loads(base64.urlsafe_b64decode(cursor + "=="))["of"])
    return write_cursor({**content, **parts})


async def refusal(running: House, cursor: str, order: str = "") -> str:
    """Ask for the page behind a cursor, which must be refused before a vendor is called; give the sentence."""
    running.forget()
    answer = await running.ask(LIST % (orjson.dumps(cursor).decode(), order))
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["path"] == ["bookings"]
    assert error["locations"]
    assert not running.calls("hotel")
    assert not running.calls("park")
    message: str = error["message"]
    return message


def test_a_cursor_is_read_back_as_it_was_written() -> None:
    """What was put into a cursor comes out of it, and a client may put it into an address as it is."""
    cursor = write_cursor({"of": "bookings", "i": "Ym9va2luZzphOjE", "v": "Åse > Zoë?"})
    assert cursor.replace("-", "").replace("_", "").isalnum()
    assert read_cursor(cursor, "bookings") == {"of": "bookings", "i": "Ym9va2luZzphOjE", "v": "Åse > Zoë?"}


@pytest.mark.parametrize(
    "cursor",
    ["", "%", "é", "rubbish", base64.b64encode(b"[]").decode(), base64.b64encode(b'{"of": 5}').decode(), "W1tb" * 5000],
)
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    """Whatever else a client gives as `after` is refused, quoted in part if it is long."""
    with pytest.raises(BadInput, match="after: expected an endCursor of this list; got ") as refused:
        read_cursor(cursor, "bookings")
    assert len(str(refused.value)) < 120


def test_a_cursor_of_another_list_is_not_repeated_at_length() -> None:
    """A sentence about a cursor of another list names that list, and no more of what a client may have put there."""
    with pytest.raises(BadInput, match=r"expected a cursor of this list \(bookings\); got one of another") as refused:
        read_cursor(write_cursor({"of": "x" * 100_000}), "bookings")
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(("given", "size"), [(None, 25), (1, 1), (MAX_FIRST, MAX_FIRST)])
def test_page_sizes_that_are_fine(given: int | None, size: int) -> None:
    """A page has 1 to 100 rows; 25 where a client says null."""
    assert checked_first(given) == size


@pytest.mark.parametrize("given", [0, -1, MAX_FIRST + 1, 2**31 - 1])
def test_page_sizes_that_are_not(given: int) -> None:
    """Any other size is refused, named."""
    with pytest.raises(BadInput, match=f"first: expected 1 to 100; got {given}"):
        checked_first(given)


CHANGES: list[dict[str, Any]] = [
    {"p": 0},
    {"p": -1},
    {"p": "x"},
    {"p": None},
    {"p": 1e400},
    {"n": -1},
    {"c": -1},
    {"c": []},
    {"s": "castle"},
    {"s": 5},
    {"s": ["hotel"]},
    {"i": 5},
    {"i": None},
    {"i": {}},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
async def test_a_cursor_that_was_changed_is_refused(change: dict[str, Any]) -> None:
    """A cursor comes from a client, who may have changed it: it is refused, never the gateway's fault."""
    async with house(size=20) as running:
        page = (await running.data("{ bookings(first: 1) { pageInfo { endCursor } } }"))["bookings"]
        assert "after: expected" in await refusal(running, changed(page["pageInfo"]["endCursor"], **change))


@pytest.mark.parametrize("value", [5, [], "yesterday", "2026-06-15T00:00:00", {"a": 1}], ids=str)
async def test_a_cursor_whose_value_was_changed_is_refused(value: object) -> None:
    """The same holds for the value an ordered list goes on behind."""
    order = ", orderBy: { field: CREATED_AT }"
    async with house(size=20) as running:
        first = f"{{ bookings(first: 1{order}) {{ pageInfo {{ endCursor }} }} }}"
        cursor = (await running.data(first))["bookings"]["pageInfo"]["endCursor"]
        assert "after: expected" in await refusal(running, changed(cursor, v=value), order)


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
async def test_a_cursor_from_the_ends_of_time_is_a_cursor(value: str) -> None:
    """The first and the last moments there are can be gone on behind."""
    order = ", orderBy: { field: CREATED_AT }"
    async with house("event_temple", size=20) as running:
        first = f"{{ bookings(first: 1{order}) {{ pageInfo {{ endCursor }} }} }}"
        cursor = (await running.data(first))["bookings"]["pageInfo"]["endCursor"]
        answer = await running.data(LIST % (orjson.dumps(changed(cursor, v=value)).decode(), order))
        assert bool(answer["bookings"]["nodes"]) is value.startswith("0001")


async def test_the_cursors_of_edges_are_those_of_the_page() -> None:
    """The first edge's cursor is startCursor, the last one's endCursor, and each leads right behind its row."""
    async with house(size=20) as running:
        for order in ("", ", orderBy: { field: REFERENCE }"):
            question = """
              { bookings(first: 9%s%s) {
                  edges { cursor node { id } } nodes { id }
                  pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
              } }
            """
            page = (await running.data(question % ("", order)))["bookings"]
            assert [edge["node"] for edge in page["edges"]] == page["nodes"]
            assert page["pageInfo"] == {
                "startCursor": page["edges"][0]["cursor"],
                "endCursor": page["edges"][-1]["cursor"],
                "hasNextPage": True,
                "hasPreviousPage": False,
            }
            behind = f', after: "{page["edges"][3]["cursor"]}"'
            rest = (await running.data(question % (behind, order)))["bookings"]
            assert rest["nodes"][:5] == page["nodes"][4:]
            assert rest["pageInfo"]["hasPreviousPage"] is True


async def test_an_empty_page_has_no_cursors() -> None:
    """A list without rows ends where it begins."""
    async with house("event_temple", size=20) as running:
        question = '{ bookings(filter: { search: "no such name" }) { nodes { id } totalCount pageInfo { %s } } }'
        fields = "startCursor endCursor hasNextPage hasPreviousPage"
        page = (await running.data(question % fields))["bookings"]
        assert page == {
            "nodes": [],
            "totalCount": 0,
            "pageInfo": {"startCursor": None, "endCursor": None, "hasNextPage": False, "hasPreviousPage": False},
        }


async def test_lists_that_hang_off_a_record_go_on_behind_their_cursors() -> None:
    """The bookings of a customer and of a venue come page by page, each once; a changed cursor is refused there too."""
    async with house("booking_experts", size=60) as running:
        found = await running.data("{ bookings(first: 60) { nodes { venue { id } customer { id } } } }")
        row = found["bookings"]["nodes"][0]
        for kind in ("customer", "venue"):
            question = """query ($id: ID!, $first: Int, $after: String) {
              %s(id: $id) { bookings(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }
            }"""
            one = {"id": row[kind]["id"]}
            whole = (await running.data(question % kind, {**one, "first": 100}))[kind]["bookings"]["nodes"]
            seen, after = [], None
            for _ in whole:
                page = (await running.data(question % kind, {**one, "first": 1, "after": after}))[kind]["bookings"]
                seen += page["nodes"]
                after = page["pageInfo"]["endCursor"]
            assert seen == whole
            assert page["pageInfo"]["hasNextPage"] is False
            answer = await running.ask(question % kind, {**one, "after": changed(after, p=-1)})
            (error,) = answer["errors"]
            assert error["path"] == [kind, "bookings"]
            assert error["extensions"]["code"] == "BAD_USER_INPUT"
