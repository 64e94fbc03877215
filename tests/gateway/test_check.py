"""Trying every source before the first client does."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from gateway.assembly import open_sources
from gateway.check import CheckReport, check
from gateway.settings import from_table
from sandbox.server import Running, start
from tests.house import SOURCES


async def checked(*running: Running, timeout_seconds: float = 5, **source: object) -> CheckReport:
    """Check the sources of some vendors."""
    tables = [
        {
            "vendor": one.vendor.name,
            "base_url": one.url,
            "credentials": dict(one.vendor.credentials),
            **SOURCES[one.vendor.name],
            **source,
        }
        for one in running
    ]
    settings = from_table({"sources": tables}, Path.cwd(), {})
    return await check(open_sources(settings), timeout_seconds)


async def test_all_fine() -> None:
    """Each source has one line, in the order of the configuration, with what works of it."""
    async with await start("event_temple", size=20) as hotel, await start("booking_experts", size=20) as park:
        report = await checked(hotel, park)
    assert report.fine
    assert [line.split()[:3] for line in report.lines] == [
        ["ok", "hotel", "event_temple"],
        ["ok", "park", "booking_experts"],
    ]
    assert all("works: " in line and "does not work" not in line for line in report.lines)


async def test_machines_get_the_same_as_json() -> None:
    """What works and what does not, each fault with its code and its sentence; and no key."""
    async with await start("event_temple", size=20) as hotel, await start("booking_experts", size=20) as park:
        hotel.faults.add("status", status=401)
        report = await checked(hotel, park)
    document = report.document
    assert document["fine"] is False
    assert [(one["name"], one["vendor"], one["fine"]) for one in document["sources"]] == [
        ("hotel", "event_temple", False),
        ("park", "booking_experts", True),
    ]
    broken, fine = document["sources"]
    assert {fault["code"] for fault in broken["faults"]} == {"VENDOR_REFUSED_CREDENTIALS"}
    assert all(fault["message"].startswith("hotel ") for fault in broken["faults"])
    assert fine["works"]
    assert not fine["faults"]
    assert not any(key in json.dumps(document) for key in hotel.vendor.credentials.values())


async def test_what_works_and_what_does_not_stand_in_one_line() -> None:
    """A source of which one endpoint fails is told with both: what works, and what does not and why."""
    async with await start("booking_experts", size=20) as park:
        park.faults.add("status", status=403, path="agreements")
        report = await checked(park)
    assert not report.fine
    (line,) = report.lines
    assert line.startswith("FAIL  park  booking_experts  works: bookings, ")
    assert "; does not work: agreements: " in line
    assert "agreements" not in line.partition("; does not work: ")[0]


async def test_one_cause_is_told_once() -> None:
    """Where everything fails for the same reason, the reason stands there once."""
    async with await start("booking_experts", size=20) as park:
        park.faults.add("status", status=500)
        (line,) = (await checked(park)).lines
    assert "works: " not in line.replace("does not work: ", "")
    assert line.count("500") == 1


async def test_a_source_that_hangs_holds_up_no_other() -> None:
    """Each source has its own time; the others' lines are there all the same, within it."""
    async with await start("event_temple", size=20) as hotel, await start("booking_experts", size=20) as park:
        hotel.faults.add("hang")
        async with asyncio.timeout(5):
            report = await checked(hotel, park, timeout_seconds=0.5)
    assert not report.fine
    hanging, fine = report.lines
    assert hanging.startswith("FAIL  hotel")
    assert fine.startswith("ok    park ")


async def test_no_key_is_shown() -> None:
    """Whatever goes wrong, no credential stands in a line."""
    async with await start("event_temple", size=20) as hotel:
        key = "another-key-0815"
        report = await checked(hotel, credentials={"org": "another-org", "api_key": key})
    assert not report.fine
    text = "\n".join(report.lines)
    assert "refuses the credentials" in text
    assert key not in text
    assert "another-org" not in text
