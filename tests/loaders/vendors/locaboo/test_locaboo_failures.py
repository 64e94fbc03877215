"""Whatever comes back instead of an answer is a fault that names the source, and no key is seen anywhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from locaboo_desk import BERLIN, DOCUMENTED, SECRET, reading, rows, sample

from loaders.errors import BadResponse, CredentialsRefused, FoyerError, InputRejected, NotThere, VendorDown, VendorFault
from loaders.port import Listing, Options
from loaders.vendors.locaboo import VENDOR

if TYPE_CHECKING:
    from locaboo_desk import Open

LISTS = {
    "venue": "resource_list",
    "booking": "booking_list",
    "event": "event_list",
    "customer": "customer_list",
    "locaboo.inventory": "inventory_list",
    "locaboo.services": "service_list",
    "locaboo.invoices": "invoice_list",
}

NO_ANSWERS: list[tuple[object, type[VendorFault], str]] = [
    (b"<html>maintenance</html>", BadResponse, "hall sent an answer that is not JSON, or was cut short"),
    (b'{"data":[{"id":1}', BadResponse, "hall sent an answer that is not JSON, or was cut short"),
    (b"", BadResponse, "hall sent an answer that is not JSON, or was cut short"),
    (b'{"data":[],"total":NaN,"success":true}', BadResponse, "hall sent an answer that is not JSON, or was cut short"),
    (b"[" * 100_000, BadResponse, "hall sent an answer that is not JSON, or was cut short"),
    ([], BadResponse, "hall sent JSON that is not an object where an answer was expected"),
    (None, BadResponse, "hall sent JSON that is not an object where an answer was expected"),
    ({"data": []}, BadResponse, "hall sent an answer that does not say that the call succeeded"),
    ({"data": [], "success": "true"}, BadResponse, "hall sent an answer that does not say that the call succeeded"),
    (
        {"success": False, "message": "Key 0c4b00 is wrong"},
        BadResponse,
        "hall sent an answer that does not say that the call succeeded",
    ),
    ({"data": 5, "success": True}, BadResponse, "hall sent something else where a list was expected"),
    ((201, rows()), BadResponse, "hall sent status 201, which it does not send with answers"),
    ((204, b""), BadResponse, "hall sent status 204, which it does not send with answers"),
    ((401, {"success": False}), CredentialsRefused, "hall answered 401: it refuses the credentials"),
    ((404, {"success": False}), NotThere, "hall answered 404: it knows no such thing"),
    ((422, {"success": False}), InputRejected, "hall answered 422: it does not accept what was asked"),
    ((503, b"busy"), VendorDown, "hall answered 503: it is out of order"),
]


@pytest.mark.parametrize(("answer", "kind", "sentence"), NO_ANSWERS)
@pytest.mark.parametrize("listed", LISTS)
async def test_a_list_that_is_none_is_a_fault(
    open_hall: Open, listed: str, answer: object, kind: type[VendorFault], sentence: str
) -> None:
    """A failed list is never an empty one; what is told of it is one sentence of ours."""
    source, _ = await open_hall({LISTS[listed]: answer})
    with pytest.raises(VendorFault) as raised:
        await source.gather(Listing(listed), reading())
    assert type(raised.value) is kind
    assert (str(raised.value), raised.value.source, raised.value.vendor) == (sentence, "hall", "locaboo")


async def test_an_answer_that_only_looks_like_one_is_no_success(open_hall: Open) -> None:
    """The health of a source that answers 200 and `success: false` shows the failure, not the status."""
    source, _ = await open_hall({"profile": {"success": False, "message": "wrong key"}})
    found = await source.get("locaboo.profile", ["profile"], reading())
    assert isinstance(found.slots["profile"], BadResponse)
    assert isinstance(source.health.last_failure, BadResponse)
    assert source.health.last_failure_at is not None


async def test_a_failure_is_a_value_in_each_slot_it_concerned(open_hall: Open) -> None:
    """One booking that cannot be read spoils no other; what is not there is absent."""
    broken = sample("booking")
    broken["data"]["id"] = 2
    broken["data"]["resources"][0]["instances"][0]["from"] = "10/10/2023 5am"
    source, _ = await open_hall({"booking/2": broken, "booking/3": (500, b""), "booking/4": sample("booking")})
    found = (await source.get("booking", ["312842", "2", "3", "4", "5"], reading())).slots
    assert sorted(found) == ["2", "3", "312842", "4"]
    assert found["312842"].ref.id == "312842"  # type: ignore[union-attr]  # a record
    told = {key: str(slot) for key, slot in found.items() if isinstance(slot, FoyerError)}
    assert told == {
        "2": "hall sent a row that cannot be read: its resources makes no sense (booking 2)",
        "3": "hall answered 500: it is out of order",
        "4": "hall sent another booking than it was asked for (4)",
    }


async def test_a_broken_row_spoils_only_itself(open_hall: Open) -> None:
    """A row that makes no sense is told beside the others, by its id and what of it makes none."""
    answer = sample("customer_list")
    answer["data"][1]["created"] = "01/06/2015"
    answer["data"].append("no object")
    source, _ = await open_hall({"customer_list": answer})
    gathered = await source.gather(Listing("customer"), reading())
    assert [row.ref.id for row in gathered.rows] == ["41", "54"]
    assert [str(fault) for fault in gathered.faults] == [
        "hall sent a row that cannot be read: its created makes no sense (customer 48)",
        "hall sent a row that cannot be read: it is not an object (customer)",
    ]


async def test_a_booking_that_ends_before_it_begins_is_broken(open_hall: Open) -> None:
    """Such a booking is told by its id, and the others are listed."""
    answer = sample("booking_list")
    answer["data"][0]["resources"][0]["instances"]["39518"]["to"] = "2023-10-10 14:00"
    source, _ = await open_hall({"booking_list": answer})
    gathered = await source.gather(Listing("booking"), reading())
    assert [row.ref.id for row in gathered.rows] == ["312838", "312886"]
    assert [str(fault) for fault in gathered.faults] == [
        "hall sent a row that cannot be read: it ends before it begins (booking 312834)"
    ]


async def test_a_custom_field_that_makes_no_sense_spoils_only_the_fields(open_hall: Open) -> None:
    """The booking stands; who reads its fields is told."""
    answer = sample("booking_list")
    answer["data"][0]["custom_fields"] = {"48": {"mf_56": {"label": ["?"]}}}
    source, _ = await open_hall({"booking_list": answer})
    booking = (await source.gather(Listing("booking"), reading())).rows[0]
    with pytest.raises(BadResponse, match=r"its custom_fields makes no sense \(booking 312834\)$"):
        booking.details.attributes["custom_fields"]  # type: ignore[attr-defined]  # a booking


async def test_members_unheard_of_change_nothing(open_hall: Open) -> None:
    """What the vendor adds some day is passed over."""
    answer = sample("customer_list")
    answer["data"][0]["shoe_size"] = {"eu": 43}
    source, _ = await open_hall({"customer_list": {**answer, "page": 1}})
    gathered = await source.gather(Listing("customer"), reading())
    assert (len(gathered.rows), list(gathered.faults)) == (3, [])


def everything(found: object) -> str:
    """Write all that can be seen of something."""
    return f"{found!r} {found} {getattr(found, '__dict__', '')} {getattr(found, '__context__', '')}"


@pytest.mark.parametrize("answer", [answer for answer, _, _ in NO_ANSWERS] + [DOCUMENTED["customer_list"]])
async def test_the_key_is_seen_nowhere(open_hall: Open, caplog: pytest.LogCaptureFixture, answer: object) -> None:
    """The vendor gets the key as a parameter; no log, fault, record, explain entry, health or repr has it."""
    caplog.set_level(logging.DEBUG)
    source, desk = await open_hall({"customer_list": answer})
    operation = reading()
    seen: list[object] = [source, source.health]
    try:
        seen.append(await source.gather(Listing("customer"), operation))
    except VendorFault as fault:
        seen.append(fault)
    seen += [*operation.calls, *(await source.check(operation)), source.health.last_failure, source.health]
    assert set(desk.keys) == {SECRET}
    told = " ".join(everything(one) for one in seen) + caplog.text
    for spelling in (SECRET, quote(SECRET), quote(SECRET, safe=""), "api_secret_key"):
        assert spelling not in told


async def test_the_key_is_not_told_when_nobody_is_there(caplog: pytest.LogCaptureFixture) -> None:
    """Where no connection can be made, the fault names the source and nothing of the address."""
    caplog.set_level(logging.DEBUG)
    options = Options("hall", "http://127.0.0.1:9", BERLIN, {"api_secret_key": SECRET})
    source = VENDOR.open(options)
    found = await source.get("customer", ["41"], reading())
    await source.close()
    assert str(found.slots["41"]) == "hall accepted no connection"
    assert "s3cr3t" not in everything(found.slots["41"]) + caplog.text + everything(options)


async def test_a_key_with_a_line_break_is_refused_at_the_start() -> None:
    """A key read with the line break of its file is named by its parameter, and not shown."""
    with pytest.raises(ValueError, match=r"^the credential api_secret_key holds a line break or another control"):
        VENDOR.open(Options("hall", "https://app.locaboo.com", BERLIN, {"api_secret_key": "k3y\n"}))
