"""The register of vendors, and what every vendor in it hands over."""

from __future__ import annotations

import json

import pytest

from sandbox import VENDORS
from sandbox.server import start
from tests.sandbox.wire import TODAY

SIZED = {"locaboo": ("bookings", "events"), "enviso": ("bookings",)}


def test_there_are_five_vendors() -> None:
    """The vendors stand in the order in which they get ports."""
    assert list(VENDORS) == ["event_temple", "booking_experts", "locaboo", "enviso", "mice_operations"]


def test_vendors_that_take_a_secret_as_parameter_say_so() -> None:
    """Locaboo's and MICE Operations' secrets are masked wherever a query is logged."""
    assert VENDORS["locaboo"].secret_parameters == {"api_secret_key"}
    assert VENDORS["mice_operations"].secret_parameters == {"key"}


@pytest.mark.parametrize(
    ("vendor", "document"),
    [
        ("locaboo", {"success": False, "message": "The request could not be processed."}),
        ("enviso", {"errors": [{"message": "Service Unavailable", "code": 503}]}),
        (
            "mice_operations",
            {
                "data": {},
                "page": {"status": "error", "status_code": 503, "message": "Service Unavailable", "errors": {}},
            },
        ),
    ],
)
async def test_faults_speak_the_vendors_words(vendor: str, document: object) -> None:
    """A fault with a status comes as the vendor's own error document."""
    async with await start(vendor, today=TODAY) as running:
        answer = running.desk.error(503)
    assert answer.status == 503
    assert isinstance(answer.body, bytes)
    assert json.loads(answer.body) == document


@pytest.mark.parametrize("vendor", sorted(SIZED))
async def test_rows_are_written_when_they_are_read(vendor: str) -> None:
    """Starting writes no more than what the document shows, however many bookings and events there are."""
    async with await start(vendor, size=50_000, today=TODAY) as running:
        for name in SIZED[vendor]:
            table = getattr(running.data, name)
            assert len(table) == 50_000
            assert table.written <= 6
