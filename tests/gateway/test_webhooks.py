"""Vendors' own calls: known by their signature alone, heard once, and answered whatever they lead to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.serve import listening
from gateway.settings import from_table
from loaders.store.open import open_store
from sandbox.booking_experts.webhooks import sign
from tests.house import SCHEMA, SOURCES, House, house
from tests.redis_server import Server
from tests.talking import SECRET, Talk, call, happened, talking

KEPT = "{ bookings(orderBy: { field: CREATED_AT }) { nodes { id } } }"
"""A question whose rows are read once and kept."""
CHANGES = "subscription { bookingChanged { kind origin id booking { reference } } }"


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a house with a park whose vendor calls."""
    async with house(size=20, server={"max_body_bytes": 200_000}) as running:
        yield running


@pytest.mark.parametrize("hyphens", [False, True])
async def test_a_signed_call_is_heard(running: House, hyphens: bool) -> None:  # noqa: FBT001  # two spellings
    """With the document's header, or as proxies rewrite it: 200, and who waits hears of the booking as it is now."""
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        row = running.vendors["park"].data["1"]["booking"]["3"]
        row["attributes"]["booking_nr"] = "BE1-CHANGED"
        body = happened(running, "booking:updated", "booking", "3")
        assert await call(running, body, sign(body, SECRET, hyphens=hyphens)) == 200
        told = (await talk.told())["bookingChanged"]
    assert (told["kind"], told["origin"], told["booking"]) == ("UPDATED", "WEBHOOK", {"reference": "BE1-CHANGED"})


async def test_a_call_has_only_what_tells_of_it_read_again(running: House) -> None:
    """What keeps a space at a venue changes; nobody reads the venue's bookings again for that."""
    periods = running.vendors["park"].data["1"]["agenda_period"]
    key = next(key for key, row in periods.items() if linked(row) is not None)
    bookings = '{ bookings(first: 5, filter: { sources: ["park"] }) { nodes { reference } } }'
    await running.data(bookings)
    assert await call(running, happened(running, "agenda_period:updated", "agenda_period", key)) == 200
    running.forget()
    await running.data(bookings)
    assert running.calls("park") == []


FORGED: dict[str, dict[str, str]] = {
    "no signature": {},
    "an empty one": {"X_BE_SIGNATURE": ""},
    "the digest without its prefix": {"X_BE_SIGNATURE": sign(b"{}", SECRET)["X_BE_SIGNATURE"][7:]},
    "another secret's": sign(b"{}", "guessed"),
    "another body's": sign(b"{ }", SECRET),
    "sha1's": {"X_BE_SIGNATURE": "sha1=00"},
    "letters of another script": {"X_BE_SIGNATURE": "sha256=ä€"},
    "several": {"X_BE_SIGNATURE": "sha256=00", "X-BE-Signature": "sha256=11"},
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED)
async def test_a_forged_call_is_sent_away_without_a_word(running: House, headers: dict[str, str]) -> None:
    """401 with an empty body, whatever the signature lacks, and nobody hears of anything."""
    before = await running.data(KEPT)
    running.forget()
    assert await call(running, b"{}", headers) == 401
    assert await running.data(KEPT) == before
    assert not running.calls("park"), "what was kept is kept"


@pytest.mark.parametrize(
    "path", ["booking-experts/nobody", "booking-experts/hotel", "event-temple/hotel", "locaboo/park"]
)
async def test_where_no_call_is_expected_there_is_nothing(running: House, path: str) -> None:
    """An unknown source, one of another vendor, and a vendor that does not call: 404, signed or not."""
    assert await call(running, b"{}", path=path) == 404
    assert await call(running, b"{}", {}, path=path) == 404


async def test_without_a_secret_there_is_no_address() -> None:
    """A source whose configuration has no webhook_secret takes no calls: 404, even for an empty secret's signature."""
    async with house(
        "booking_experts", size=5, source={"credentials": {"api_key": "sandbox-booking-experts-key"}}
    ) as it:
        assert await call(it, b"{}", sign(b"{}", "")) == 404


async def test_a_replayed_call_is_no_news(running: House) -> None:
    """The same call again is answered like the first, and told to nobody."""
    body, other = (happened(running, f"booking:{what}", "booking", "3") for what in ("updated", "deleted"))
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        assert [await call(running, body) for _ in range(3)] == [200] * 3
        assert await call(running, other) == 200
        kinds = [(await talk.told())["bookingChanged"]["kind"] for _ in range(2)]
    assert kinds == ["UPDATED", "DELETED"]


async def test_another_environments_call_is_not_heeded(running: House) -> None:
    """What a test environment tells of is not what is read here: 200, and nobody hears of it."""
    body = happened(running, "booking:updated", "booking", "3")
    rows = running.vendors["park"].data["1"]["booking"]
    last = list(rows)[-1]
    real = happened(running, "booking:updated", "booking", last)
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        assert await call(running, body, sign(body, SECRET, env="staging")) == 200
        assert await call(running, body, sign(body, SECRET, env="staging", hyphens=True)) == 200
        assert await call(running, real, sign(real, SECRET, env="production")) == 200
        told = (await talk.told())["bookingChanged"]
        assert told["booking"]["reference"] == rows[last]["attributes"]["booking_nr"]


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        *(("reservation:created", "CREATED"), ("reservation|created", "CREATED"), ("reservation:updated", "UPDATED")),
        *(("reservation:deleted", "UPDATED"), ("reservation:cancelled", "UPDATED")),
    ],
)
async def test_a_reservation_stands_for_its_booking(running: House, event: str, kind: str) -> None:
    """In either spelling of the event, the booking of the reservation is what changed; it outlives a reservation."""
    booking = running.vendors["park"].data["1"]["booking"]["3"]
    key = booking["relationships"]["reservations"]["data"][0]["id"]
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        assert await call(running, happened(running, event, "reservation", key)) == 200
        told = (await talk.told())["bookingChanged"]
    assert (told["kind"], told["booking"]["reference"]) == (kind, booking["attributes"]["booking_nr"])


async def test_an_agenda_period_is_what_occupies_its_space(running: House) -> None:
    """SpaceBlockChanged tells of it to who waits for its space, and to nobody else; gone, it is null."""
    periods = running.vendors["park"].data["1"]["agenda_period"]
    key, space = next((key, one) for key, row in periods.items() if (one := linked(row)) is not None)
    query = "subscription ($at: [ID!]) { spaceBlockChanged(spaces: $at) { kind spaceBlock { space { vendorId } } } }"
    known = (await running.data('{ spaces(first: 100, filter: { sources: ["park"] }) { nodes { id vendorId } } }'))[
        "spaces"
    ]
    ids = {one["vendorId"]: one["id"] for one in known["nodes"]}
    other = next(one for name, one in ids.items() if name != space)
    async with talking(running) as talk:
        await talk.listening(query, "here", variables={"at": [ids[space]]})
        await talk.listening(query, "there", variables={"at": [other]})
        assert await call(running, happened(running, "agenda_period:updated", "agenda_period", key)) == 200
        message = await talk.hear()
        assert message["id"] == "here"
        told = message["payload"]["data"]["spaceBlockChanged"]
        assert told == {"kind": "UPDATED", "spaceBlock": {"space": {"vendorId": space}}}
        body = happened(running, "agenda_period:deleted", "agenda_period", key)
        assert await call(running, body) == 200
        assert await talk.hear() == {
            **message,
            "payload": {**message["payload"], "data": {"spaceBlockChanged": {"kind": "DELETED", "spaceBlock": None}}},
        }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b'{"event": 5}',
        b'{"event": "owner:updated", "record": {"data": {"type": "owner", "id": "1"}}}',
        b'{"event": "booking:updated", "record": {"data": null}}',
        b'{"event": "booking:updated", "record": {"data": {"type": "booking"}}}',
        b'{"event": "x", "record": {"data": {"type": "booking", "id": 123456789012345678901234567890}}}',
        b'{"event": "x", "context": "administration", "context_id": {"a": 1}, "record": {"type": "x", "id": "1"}}',
    ],
)
async def test_what_nobody_has_heard_of_is_taken(running: House, body: bytes) -> None:
    """A signed call that tells of nothing known: 200, and what was kept of the source is read anew."""
    await running.data(KEPT)
    running.forget()
    await running.data(KEPT)
    assert not running.calls("park")
    assert await call(running, body) == 200
    await running.data(KEPT)
    assert running.calls("park")


async def test_the_answer_does_not_wait_for_the_vendor(running: House) -> None:
    """200 comes while the vendor hangs that has to be asked what the call means; who waits hears of it later."""
    booking = running.vendors["park"].data["1"]["booking"]["3"]
    key = booking["relationships"]["reservations"]["data"][0]["id"]
    running.vendors["park"].faults.add("hang", times=1)
    assert await call(running, happened(running, "reservation:created", "reservation", key)) == 200
    assert running.calls("park")[0].status == 0


async def test_a_body_that_is_too_large_is_not_read(running: House) -> None:
    """More than max_body_bytes is 413, whoever signed it."""
    assert await call(running, b" " * 300_000) == 413


async def test_another_method_is_not_answered(running: House) -> None:
    """Only POST is."""
    async with running.client.get(f"{running.url}/webhooks/booking-experts/park") as response:
        assert response.status == 405


async def test_a_call_to_one_process_is_heard_in_all_and_once(tmp_path: Path) -> None:
    """Two processes with one Redis: a replay to the other is dropped, and who waits at either hears of it once."""
    server = Server(tmp_path)
    server.start()
    try:
        async with house("booking_experts", size=20) as sandbox:
            vendor = sandbox.vendors["park"]
            table = {**SOURCES["booking_experts"], "vendor": "booking_experts", "base_url": vendor.url}
            table["credentials"] = dict(vendor.vendor.credentials)
            async with gateway(table, server.url) as one, gateway(table, server.url) as two:
                one.vendors = two.vendors = sandbox.vendors
                async with talking(one) as here, talking(two) as there:
                    await here.listening(CHANGES)
                    await there.listening(CHANGES)
                    body = happened(sandbox, "booking:updated", "booking", "3")
                    assert [await call(at, body) for at in (one, two, one)] == [200] * 3
                    assert await call(two, happened(sandbox, "booking:deleted", "booking", "3")) == 200
                    for talk in (here, there):
                        assert await kinds(talk, 2) == ["UPDATED", "DELETED"]
    finally:
        server.kill()


def linked(period: dict[str, Any]) -> str | None:
    """Give the id of an agenda period's space."""
    data = period["relationships"]["rentable"]["data"] or {}
    key: str | None = data.get("id")
    return key


async def kinds(talk: Talk, count: int) -> list[str]:
    """Hear so many changes and give their kinds."""
    return [(await talk.told())["bookingChanged"]["kind"] for _ in range(count)]


@asynccontextmanager
async def gateway(table: dict[str, Any], url: str) -> AsyncIterator[House]:
    """Run a gateway of its own on a shared store."""
    settings = from_table({"server": {"port": 8000}, "sources": [table]}, Path.cwd(), {})
    store = open_store(url, None, 10_000_000)
    app = make_app(SCHEMA, open_sources(settings, store), settings.server, store)
    async with listening(app, "127.0.0.1", 0) as at, aiohttp.ClientSession() as client:
        yield House(at, {}, client, app)
