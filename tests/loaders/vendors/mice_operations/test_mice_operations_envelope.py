"""What MICE Operations wraps its answers in, and what is read of it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from loaders.vendors.mice_operations.envelope import Envelope, read_envelope
from sandbox.server import start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sandbox.server import Running

PATH = "/api/v1/webhooks/events"


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Open what asks the sandbox."""
    async with aiohttp.ClientSession() as session:
        yield session


async def send(client: aiohttp.ClientSession, vendor: Running, body: Any, key: str | None = None) -> tuple[int, bytes]:
    """Send an event request to the sandbox and give its answer."""
    headers = {"X-Authorization": f"Basic {key or vendor.vendor.credentials['api_key']}"}
    async with client.post(f"{vendor.url}{PATH}", json=body, headers=headers) as response:
        return response.status, await response.read()


def test_the_documents_refusal() -> None:
    """The document's answer is a refusal that says which field is wrong."""
    body = files("loaders.vendors.mice_operations").joinpath("samples/refused.json").read_bytes()
    assert read_envelope(body) == Envelope(refused=True, status=422, fields={"locale": "This field is incorrect"})


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"data": {}, "page": {"status": "error", "errors": []}}, Envelope(refused=True)),
        ({"data": [], "page": {"status": "error", "errors": {}}}, Envelope(refused=True)),
        ({"page": {"status": "error"}}, Envelope(refused=True)),
        (
            {"page": {"status": "error", "errors": {"a": ["One.", "Two."], "b": "Three.", "c": {"x": 1}, "d": [5]}}},
            Envelope(refused=True, fields={"a": "One.; Two.", "b": "Three.", "c": "", "d": ""}),
        ),
        ({"page": {"status": "error", "status_code": "422", "errors": "no"}}, Envelope(refused=True)),
        (
            {"data": {"id": 17}, "page": {"status": "success", "status_code": 201}},
            Envelope(refused=False, status=201, id="17"),
        ),
        ({"data": {"id": "e-17"}}, Envelope(refused=False, id="e-17")),
        ({"data": {"id": None}, "page": []}, Envelope(refused=False)),
        ({"data": {"id": True}, "page": {"status_code": True}}, Envelope(refused=False)),
        ({"data": None, "page": None}, Envelope(refused=False)),
    ],
)
def test_an_envelope(document: object, told: Envelope) -> None:
    """Each part is read by itself: one that is strange hides nothing of the others; an empty map may be a list."""
    assert read_envelope(json.dumps(document).encode()) == told


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"OK", b"<html>", b'{"page": {"status": "err', b'"page"', b"\xff"]
)
def test_what_is_no_envelope(body: bytes) -> None:
    """A body that is empty, or nothing of the kind, tells nothing."""
    assert read_envelope(body) is None


@pytest.mark.parametrize(
    ("success", "told"),
    [("empty", None), ("object", None), ("receipt", Envelope(refused=False, status=201, id="1"))],
)
async def test_what_comes_with_a_201(client: aiohttp.ClientSession, success: str, told: Envelope | None) -> None:
    """Whatever body comes with a 201, it is no refusal; an id in it is taken."""
    async with await start("mice_operations", success=success) as vendor:
        status, body = await send(client, vendor, {"name": "Test event"})
    assert status == 201
    assert read_envelope(body) == told


@pytest.mark.parametrize("soft_errors", [False, True])
async def test_a_refusal_is_one_whatever_its_status(client: aiohttp.ClientSession, soft_errors: bool) -> None:  # noqa: FBT001  # a row of the table
    """A wrong field or key is read as refused, also where HTTP says 200, with the status that the body tells."""
    async with await start("mice_operations", soft_errors=soft_errors) as vendor:
        status, body = await send(client, vendor, {"guests": "15", "locale": "nl"})
        _, unknown = await send(client, vendor, {}, "wrong")
    assert status == (200 if soft_errors else 422)
    told, refused = read_envelope(body), read_envelope(unknown)
    assert told is not None
    assert (told.refused, told.status, set(told.fields)) == (True, 422, {"guests", "locale"})
    assert refused is not None
    assert (refused.refused, refused.status) == (True, 401)
