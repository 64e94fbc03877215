"""What each status becomes."""

from __future__ import annotations

import datetime as dt

import orjson
import pytest

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    InputRejected,
    NotThere,
    RateLimited,
    VendorDown,
    VendorFault,
)
from loaders.http.ask import Ask, Reply
from loaders.http.verdict import verdict
from loaders.inquiry import Deadline, Inquiry

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
INQUIRY = Inquiry(Deadline.after(5))


async def judge(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
    """Let the layer judge one answer."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return Reply(status, headers or {}, body)

    return await verdict("duinpark", "booking_experts", wire, now=lambda: NOW)(Ask("GET", "/"), INQUIRY)


async def fault_of(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> VendorFault:
    """Let the layer judge one answer that is a fault."""
    with pytest.raises(VendorFault) as caught:
        await judge(status, body, headers)
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_2xx_passes(status: int) -> None:
    """A 2xx is an answer, its body untouched."""
    assert await judge(status, b"{") == Reply(status, {}, b"{")


@pytest.mark.parametrize(
    ("status", "kind", "meaning"),
    [
        (302, BadResponse, "that is no answer to this question"),
        (304, BadResponse, "that is no answer to this question"),
        (400, InputRejected, "it does not accept what was asked"),
        (401, CredentialsRefused, "it refuses the credentials"),
        (403, CredentialsRefused, "the credentials do not permit this"),
        (404, NotThere, "it knows no such thing"),
        (405, InputRejected, "it does not accept what was asked"),
        (422, InputRejected, "it does not accept what was asked"),
        (429, RateLimited, "it has been asked too often"),
        (499, InputRejected, "it does not accept what was asked"),
        (500, VendorDown, "it is out of order"),
        (503, VendorDown, "it is out of order"),
        (599, VendorDown, "it is out of order"),
        (600, BadResponse, "that is no answer to this question"),
        (999, BadResponse, "that is no answer to this question"),
    ],
)
async def test_every_other_status_is_a_fault(status: int, kind: type[VendorFault], meaning: str) -> None:
    """Each status has its place in the error tree, and one sentence that never repeats the vendor's body."""
    fault = await fault_of(status, b'{"errors": [{"detail": "token 123 of Jan de Vries"}]}')
    assert type(fault) is kind
    assert str(fault) == f"duinpark answered {status}: {meaning}"
    assert (fault.source, fault.vendor, fault.status) == ("duinpark", "booking_experts", status)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 12:00:30 -0000", 30.0),
        ("Saturday, 21-Nov-26 12:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 13:00:30 +0100", 30.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        pytest.param("9" * 5000, None, id="5000 digits"),
        ("soon", None),
        ("", None),
        ("Sat, 99 Nov 2026 12:00:30 GMT", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_seconds_from_now(status: int, said: str, seconds: float | None) -> None:
    """Retry-After is read as seconds or as an HTTP date, never below zero; what cannot be read is not known."""
    assert (await fault_of(status, headers={"Retry-After": said})).retry_after == seconds


async def test_without_retry_after_none_is_known() -> None:
    """Nobody guesses for the vendor."""
    assert (await fault_of(429)).retry_after is None


@pytest.mark.parametrize("status", ["422", 422])
async def test_pointers_keep_what_the_vendor_says_of_each_part(status: object) -> None:
    """JSON:API's errors are kept by their pointer, several of one place together; "" is for what points nowhere."""
    errors = [
        {
            "status": status,
            "title": "Invalid",
            "detail": "is too short",
            "source": {"pointer": "/data/attributes/name"},
        },
        {"status": status, "detail": "is odd", "source": {"pointer": "/data/attributes/name"}},
        {"status": status, "title": "Locked"},
        {"status": status, "detail": "No such include", "source": {"parameter": "include"}},
    ]
    fault = await fault_of(422, orjson.dumps({"errors": errors}))
    assert isinstance(fault, InputRejected)
    assert fault.pointers == {"/data/attributes/name": "is too short; is odd", "": "Locked; No such include"}


async def test_pointers_keep_what_a_map_says_of_each_part() -> None:
    """Where the errors are a map they are kept by its names; what is no sentence is left empty."""
    fault = await fault_of(422, orjson.dumps({"success": False, "errors": {"title": "is odd", "days.0": ["a", "b"]}}))
    assert isinstance(fault, InputRejected)
    assert fault.pointers == {"title": "is odd", "days.0": ""}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'"errors"',
        b'{"errors": {}}',
        b'{"errors": [1, null, {}, {"detail": 5}, {"source": "x"}]}',
        pytest.param(b'{"errors":' + b"[" * 5000, id="5000 brackets"),
        b"\xff",
    ],
)
async def test_a_body_that_is_no_error_document_points_nowhere(body: bytes) -> None:
    """Whatever the body is, the status decides and nothing else is raised."""
    fault = await fault_of(422, body)
    assert isinstance(fault, InputRejected)
    assert fault.pointers == {}


async def test_the_wires_own_faults_pass() -> None:
    """A fault from below is not judged again."""
    fault = NotThere("gone", source="duinpark", vendor="booking_experts")

    async def wire(_: Ask, __: Inquiry) -> Reply:
        raise fault

    with pytest.raises(NotThere) as caught:
        await verdict("duinpark", "booking_experts", wire, now=lambda: NOW)(Ask("GET", "/"), INQUIRY)
    assert caught.value is fault
