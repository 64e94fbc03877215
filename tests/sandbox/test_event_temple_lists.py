"""Event Temple's four lists: who may read them, in which order, page by page [001:22-178]."""

from __future__ import annotations

import asyncio

import pytest

from tests.sandbox.wire import EVENT_TEMPLE, Wire


@pytest.mark.parametrize("left_out", ["X-Api-Org", "X-Api-Key"])
async def test_both_headers_are_required(event_temple: Wire, left_out: str) -> None:
    """A call without one of the two headers, or with a wrong one, gets 401 with a status that is a number."""
    for value in (None, "wrong"):
        headers = {name: value if name == left_out else given for name, given in EVENT_TEMPLE.items()}
        wire = Wire(event_temple.running, event_temple.session)
        reply = await wire.ask("/v2/events", headers={name: given for name, given in headers.items() if given})
        assert reply.status == 401
        assert reply.document == {
            "errors": [{"title": "unauthorized", "status": 401, "detail": "missing or invalid credentials"}]
        }


@pytest.mark.parametrize("name", ["activities", "bookings", "events", "revenue_categories"])
async def test_the_four_documented_lists_answer(event_temple: Wire, name: str) -> None:
    """Each list with an endpoint answers 200 with data, meta and links, and with nothing included unasked."""
    reply = await event_temple.ask(f"/v2/{name}")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/vnd.api+json"
    assert set(reply.document) == {"data", "meta", "links"}
    assert {row["type"] for row in reply.data} == {name}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/spaces"),
        ("GET", "/v2/contacts"),
        ("GET", "/v2/booking"),
        ("GET", "/v2/events/59"),
        ("GET", "/v2/events/"),
        ("GET", "/v1/events"),
        ("GET", "/"),
        ("POST", "/v2/bookings"),
        ("DELETE", "/v2/events"),
    ],
)
async def test_everything_else_is_not_found(event_temple: Wire, method: str, path: str) -> None:
    """Whatever the document has no endpoint for gets 404 in the document's error form."""
    reply = await event_temple.ask(path, method=method)
    assert reply.status == 404
    assert reply.fault["title"] == "not found"
    assert reply.fault["status"] == 404
    assert isinstance(reply.fault["detail"], str)


async def test_lists_descend_by_id_unless_told_otherwise(event_temple: Wire) -> None:
    """The default order is by id, descending, and ids are compared as numbers."""
    assert (await event_temple.ask("/v2/events", page_size="3")).ids == ["300", "299", "298"]
    assert (await event_temple.ask("/v2/events", page_size="3", sort="id")).ids == ["1", "2", "3"]
    assert (await event_temple.ask("/v2/events", page_size="3", sort="-id")).ids == ["300", "299", "298"]


async def test_sort_takes_attributes_and_breaks_ties_by_the_next(event_temple: Wire) -> None:
    """Events sort by any attribute, descending behind a hyphen, and by several in turn."""
    rows = (await event_temple.ask("/v2/events", sort="-start_date,name,-id", page_size="100")).data
    keys = [(row["attributes"]["start_date"], row["attributes"]["name"], int(row["id"])) for row in rows]
    by_id = sorted(keys, key=lambda key: -key[2])
    by_name = sorted(by_id, key=lambda key: key[1])
    assert keys == sorted(by_name, key=lambda key: key[0], reverse=True)


async def test_money_sorts_as_numbers(event_temple: Wire) -> None:
    """Amounts are strings and sort by what they are worth, the missing ones last."""
    rows = (await event_temple.ask("/v2/bookings", sort="deal_value", page_size="100", page_number="3")).data
    values = [row["attributes"]["deal_value"] for row in rows]
    present = [float(value) for value in values if value is not None]
    assert values[-1] is None
    assert present == sorted(present)


async def test_an_unknown_sort_is_refused(event_temple: Wire) -> None:
    """Sorting by something that is no attribute gets 400."""
    reply = await event_temple.ask("/v2/events", sort="colour")
    assert (reply.status, reply.fault["status"], reply.fault["title"]) == (400, 400, "bad request")


async def test_pages_tell_their_neighbours_with_encoded_brackets(event_temple: Wire) -> None:
    """Links are absolute, percent-encode brackets, keep the other parameters, and are null beyond the ends."""
    first = await event_temple.ask("/v2/events", page_size="100", sort="id")
    middle = await event_temple.ask("/v2/events", page_size="100", sort="id", page_number="2")
    last = await event_temple.ask("/v2/events", page_size="100", sort="id", page_number="3")
    base = f"{event_temple.running.url}/v2/events?sort=id&page%5Bnumber%5D="
    assert list(middle.document["links"]) == ["self", "first", "last", "next", "prev"]
    assert middle.document["links"] == {
        "self": f"{base}2&page%5Bsize%5D=100",
        "first": f"{base}1&page%5Bsize%5D=100",
        "last": f"{base}3&page%5Bsize%5D=100",
        "next": f"{base}3&page%5Bsize%5D=100",
        "prev": f"{base}1&page%5Bsize%5D=100",
    }
    assert first.document["links"]["prev"] is None
    assert last.document["links"]["next"] is None
    assert first.document["meta"] == {"pages": 3, "records": 300}
    assert [*first.ids, *middle.ids, *last.ids] == [str(key) for key in range(1, 301)]


async def test_links_lead_through_the_whole_collection(event_temple: Wire) -> None:
    """Whoever follows `next` from the first page reads every record once."""
    seen: list[str] = []
    path = "/v2/bookings?page%5Bsize%5D=100"
    while path:
        reply = await event_temple.ask(path)
        seen += reply.ids
        path = (reply.document["links"]["next"] or "").removeprefix(event_temple.running.url)
    assert seen == [str(key) for key in range(300, 0, -1)]


async def test_a_page_has_25_records_and_never_more_than_100(event_temple: Wire) -> None:
    """Without a size a page has 25 records; a size beyond 100 is 100."""
    assert len((await event_temple.ask("/v2/events")).data) == 25
    big = await event_temple.ask("/v2/events", page_size="5000")
    assert len(big.data) == 100
    assert "page%5Bsize%5D=100" in big.document["links"]["self"]


async def test_a_page_past_the_last_is_empty(event_temple: Wire) -> None:
    """Nothing comes after the last page, and the way back leads to it."""
    reply = await event_temple.ask("/v2/events", page_number="99", page_size="100")
    assert reply.data == []
    assert reply.document["links"]["next"] is None
    assert "number%5D=3&" in reply.document["links"]["prev"]


@pytest.mark.parametrize("value", ["0", "-1", "two", ""])
async def test_a_page_that_is_no_number_is_refused(event_temple: Wire, value: str) -> None:
    """Pages are counted from 1; anything else gets 400."""
    assert (await event_temple.ask("/v2/events", page_number=value)).status == 400
    assert (await event_temple.ask("/v2/events", page_size=value)).status == 400


async def test_brackets_must_be_percent_encoded(event_temple: Wire) -> None:
    """A request line with bare brackets is refused, for the document says they must be encoded [001:57]."""
    answer = await _raw(event_temple, "/v2/events?page[number]=2")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert (await _raw(event_temple, "/v2/events?page%5Bnumber%5D=2")).startswith(b"HTTP/1.1 200 ")


async def test_unknown_parameters_and_filters_are_ignored(event_temple: Wire) -> None:
    """The document describes no filter, so a filter changes nothing, and neither does any parameter nobody knows."""
    plain = (await event_temple.ask("/v2/events")).ids
    assert (await event_temple.ask("/v2/events", **{"filter[id][eq]": "59", "colour": "red"})).ids == plain


async def test_a_row_inserted_in_the_middle_of_a_walk_shifts_the_pages(event_temple: Wire) -> None:
    """In descending order a new row pushes one that was read onto the next page, as it would with the vendor."""
    first = await event_temple.ask("/v2/events", page_size="100")
    template = event_temple.running.data["events"]["300"]
    event_temple.running.data.add(template | {"id": "301"})
    second = await event_temple.ask("/v2/events", page_size="100", page_number="2")
    assert second.ids[0] == first.ids[-1]
    assert second.document["meta"]["records"] == 301


async def _raw(wire: Wire, target: str) -> bytes:

    host, _, port = wire.running.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    headers = "".join(f"{name}: {value}\r\n" for name, value in EVENT_TEMPLE.items())
    writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer
