"""MICE Operations: one call, which takes events in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from tests.sandbox.callers import MICE_KEY, mice_operations
from tests.sandbox.wire import Open, Wire

PATH = "/api/v1/webhooks/events"
EVENT = {
    "name": "Test event",
    "group_name": "MICE Operations",
    "locale": "en_US",
    "guests": 15,
    "contact_first_name": "John",
    "contact_last_name": "Doe",
    "contact_email": "johndoe@miceoperations.com",
    "source": "Webhook documentation",
    "extra_fields": [{"question": "Any remarks?", "answer": "I would like to have sweet potatoes"}],
}
"""The document's own example, its keys put in quotes."""


@pytest.fixture
async def vendor(open_vendor: Open) -> Wire:
    """Start MICE Operations as its document has it."""
    return await mice_operations(open_vendor)


async def _post(vendor: Wire, body: object, **query: str) -> Any:
    return await vendor.ask(PATH, method="POST", body=body, **query)


def _page(status: int, message: str, errors: dict[str, str] | None = None) -> dict[str, Any]:
    page = {"status": "error", "status_code": status, "message": message, "errors": errors or {}}
    return {"data": {}, "page": page}


async def test_the_documents_example_is_taken(vendor: Wire) -> None:
    """It is 201 without a body, and what was sent is received as it was."""
    reply = await _post(vendor, EVENT)
    assert (reply.status, reply.body) == (201, b"")
    [received] = vendor.running.data.received
    assert (received.id, received.body) == (1, EVENT)


async def test_nothing_is_idempotent(vendor: Wire) -> None:
    """The same event twice is two events."""
    for _ in range(2):
        await _post(vendor, EVENT)
    assert [one.id for one in vendor.running.data.received] == [1, 2]


@pytest.mark.parametrize("given", ["object", "receipt"])
async def test_what_comes_with_201_can_be_chosen(open_vendor: Open, given: str) -> None:
    """The document leaves the body open: it may be an empty object, or the new id in the envelope."""
    vendor = await mice_operations(open_vendor, success=given)
    document = (await _post(vendor, EVENT)).document
    if given == "object":
        assert document == {}
    else:
        assert document["data"] == {"id": 1}
        assert (document["page"]["status"], document["page"]["status_code"]) == ("success", 201)


async def test_an_option_that_does_not_exist_is_refused(open_vendor: Open) -> None:
    """A wrong kind of success is an error at the start."""
    with pytest.raises(ValueError, match="empty, object, receipt"):
        await mice_operations(open_vendor, success="grand")


async def test_the_key_may_be_in_the_query(vendor: Wire) -> None:
    """Without the header `key` lets in, and it is masked in the log."""
    bare = replace(vendor, headers={"Content-Type": "application/json"})
    assert (await _post(bare, EVENT, key=MICE_KEY)).status == 201
    assert vendor.running.log[0].query == [("key", "***")]
    assert MICE_KEY not in repr(vendor.running.log)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": f"Basic {MICE_KEY}"},
        {"X-Authorization": MICE_KEY},
        {"X-Authorization": f"Bearer {MICE_KEY}"},
        {"X-Authorization": "Basic wrong"},
        {"X-Authorization": "Basic MmRkMGRhN2VkMjNk"},
    ],
)
async def test_without_the_key_nothing_is_taken(vendor: Wire, headers: dict[str, str]) -> None:
    """No key, another header, another scheme and a wrong key are 401 in the vendor's envelope."""
    stranger = replace(vendor, headers=headers | {"Content-Type": "application/json"})
    reply = await _post(stranger, EVENT)
    assert (reply.status, reply.document) == (401, _page(401, "Authorization failed"))
    assert vendor.running.data.received == []


async def test_a_wrong_header_is_not_saved_by_the_query(vendor: Wire) -> None:
    """Where both are sent the header counts."""
    stranger = replace(vendor, headers={"X-Authorization": "Basic wrong", "Content-Type": "application/json"})
    assert (await _post(stranger, EVENT, key=MICE_KEY)).status == 401


async def test_a_disabled_key_is_refused(open_vendor: Open) -> None:
    """A key that is switched off is 401 like a wrong one, and can be switched on again."""
    vendor = await mice_operations(open_vendor, disabled=True)
    assert (await _post(vendor, EVENT)).status == 401
    vendor.running.data.disabled = False
    assert (await _post(vendor, EVENT)).status == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("guests", "15"),
        ("guests", True),
        ("guests", None),
        ("locale", "en"),
        ("locale", "en-US"),
        ("locale", "EN_us"),
        ("locale", "en_US\n"),
        ("name", 5),
        ("contact_email", ["a@example.org"]),
        ("location_id", "Zaal 1"),
        ("event_type_id", 1.5),
        ("event_type_id", True),
        ("datetime_start", "2027-02-30T10:00:00"),
        ("datetime_start", "01-02-2027 10:00"),
        ("datetime_start", "2027-02-01"),
        ("datetime_end", "2027-02-01T25:00"),
        ("datetime_end", "2027-02-01 10:00:00+01:00"),
        ("datetime_end", 1_800_000_000),
        ("extra_fields", {"question": "?", "answer": "!"}),
        ("extra_fields", [{"question": "?"}]),
        ("extra_fields", ["?"]),
    ],
)
async def test_wrong_fields_are_named(vendor: Wire, field: str, value: object) -> None:
    """A field that holds what it must not is 422 in a map of field to message, and nothing is taken."""
    reply = await _post(vendor, EVENT | {field: value})
    expected = _page(422, "Request validation failed", {field: "This field is incorrect"})
    assert (reply.status, reply.document) == (422, expected)
    assert vendor.running.data.received == []


async def test_every_wrong_field_is_named(vendor: Wire) -> None:
    """All faults come in one answer."""
    reply = await _post(vendor, {"locale": "en", "guests": "2", "city": 3})
    assert set(reply.document["page"]["errors"]) == {"locale", "guests", "city"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"guests": 0},
        {"guests": 12.5},
        {"locale": "nl_NL", "message": "intern", "booking_message": "Graag op tijd"},
        {"location_id": 12, "event_type_id": "7"},
        {"datetime_start": "2027-02-01T10:00"},
        {"datetime_start": "2027-02-01T10:00:00", "datetime_end": "2027-02-01T09:00:00"},
        {"datetime_start": "2027-02-01 10:00", "datetime_end": "2027-02-01 10:00:59"},
        {"datetime_start": "2027-02-01T10:00:00+01:00", "datetime_end": "2027-02-01T12:00Z"},
        {"extra_fields": []},
        {"unheard_of": {"what": "ever"}},
    ],
)
async def test_what_the_document_leaves_open_is_taken(vendor: Wire, body: dict[str, object]) -> None:
    """No field is required, none is compared with another, and unknown ones are let pass."""
    assert (await _post(vendor, body)).status == 201
    assert vendor.running.data.received[0].body == body


@pytest.mark.parametrize("body", [b"", b"{name: 'Test event'}", b"[]", b'"text"', b"name=Test", b'{"guests":NaN}'])
async def test_only_json_objects_are_taken(vendor: Wire, body: bytes) -> None:
    """What is no JSON object is 422, and so is JSON that says it is something else."""
    assert (await _post(vendor, body)).status == 422
    other = replace(vendor, headers=dict(vendor.headers) | {"Content-Type": "text/plain"})
    assert (await _post(other, EVENT)).status == 422
    assert vendor.running.data.received == []


@pytest.mark.parametrize(("method", "path"), [("GET", PATH), ("PUT", PATH), ("POST", "/api/v1/webhooks"), ("GET", "/")])
async def test_there_is_nothing_else(vendor: Wire, method: str, path: str) -> None:
    """Nothing can be read, changed or found elsewhere."""
    assert (await vendor.ask(path, method=method)).status == 404


async def test_soft_errors_are_200(open_vendor: Open) -> None:
    """With `soft_errors` a refusal comes with HTTP 200, and only the envelope tells."""
    vendor = await mice_operations(open_vendor, soft_errors=True)
    reply = await _post(vendor, {"locale": "en"})
    assert (reply.status, reply.document["page"]["status"], reply.document["page"]["status_code"]) == (
        200,
        "error",
        422,
    )


@pytest.mark.parametrize("kind", ["reset", "status", "empty"])
async def test_a_lost_answer_leaves_an_event(vendor: Wire, kind: str) -> None:
    """With a fault `after` the event has been taken although its caller does not hear of it."""
    vendor.running.faults.add(kind, after=True)
    try:
        reply = await _post(vendor, EVENT)
        assert reply.body == b"" if kind == "empty" else reply.document == _page(500, "Internal Server Error")
    except aiohttp.ClientConnectionError:
        assert kind == "reset"
    assert [one.body for one in vendor.running.data.received] == [EVENT]
