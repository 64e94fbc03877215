"""Who may call Locaboo, and how it says no."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.sandbox.callers import FORM, SECRET, Locaboo, locaboo
from tests.sandbox.wire import Open


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


@pytest.mark.parametrize("given", [{}, {"api_secret_key": "wrong"}, {"api_secret_key": ""}])
async def test_without_the_secret_nothing_is_answered(vendor: Locaboo, given: dict[str, str]) -> None:
    """A missing or wrong secret is 401 with `success: false` and a message, whatever is asked for."""
    for path in ("profile", "nonsense"):
        reply = await vendor.wire.ask(f"/api/v2/{path}", **given)
        assert reply.status == 401
        assert (reply.document["success"], set(reply.document)) == (False, {"success", "message"})


async def test_the_secret_may_be_in_the_query_or_in_the_form(vendor: Locaboo) -> None:
    """A POST may carry it either way; its other parameters count in the form alone."""
    path, headers = "/api/v2/customer_add", {"Content-Type": FORM}
    inside = urlencode({"api_secret_key": SECRET, "first_name": "Anneke"}).encode()
    assert (await vendor.wire.ask(path, method="POST", body=inside, headers=headers)).status == 200
    reply = await vendor.wire.ask(
        path, method="POST", body=b"last_name=Bos", headers=headers, api_secret_key=SECRET, first_name="Anneke"
    )
    row = vendor.office.customers[str(reply.data[0]["id"])]
    assert (row["first_name"], row["last_name"]) == (None, "Bos")


async def test_a_json_body_has_no_parameters(vendor: Locaboo) -> None:
    """PHP makes parameters of forms only: a secret inside JSON is not found."""
    body = {"api_secret_key": SECRET, "first_name": "Anneke"}
    headers = {"Content-Type": "application/json"}
    assert (await vendor.wire.ask("/api/v2/customer_add", method="POST", body=body, headers=headers)).status == 401


async def test_a_multipart_form_is_a_form(vendor: Locaboo) -> None:
    """Parameters may come as multipart/form-data."""
    body = (
        f'--x\r\nContent-Disposition: form-data; name="api_secret_key"\r\n\r\n{SECRET}\r\n'
        '--x\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nZoë\r\n--x--\r\n'
    ).encode()
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    reply = await vendor.wire.ask("/api/v2/customer_add", method="POST", body=body, headers=headers)
    assert vendor.office.customers[str(reply.data[0]["id"])]["first_name"] == "Zoë"


@pytest.mark.parametrize("content_type", ["multipart/form-data", f"{FORM}; charset=klingon"])
async def test_a_form_that_cannot_be_read_has_no_parameters(vendor: Locaboo, content_type: str) -> None:
    """A broken form is as good as none: the secret is missing."""
    headers = {"Content-Type": content_type}
    body = f"api_secret_key={SECRET}".encode()
    assert (await vendor.wire.ask("/api/v2/customer_add", method="POST", body=body, headers=headers)).status == 401


async def test_the_secret_is_not_logged(vendor: Locaboo) -> None:
    """Neither the query's nor the form's secret is in the log."""
    await vendor.get("profile")
    await vendor.post("customer_add", first_name="Anneke")
    assert SECRET not in repr(vendor.running.log)
    assert vendor.running.log[0].query == [("api_secret_key", "***")]


@pytest.mark.parametrize(
    "path",
    ["resource/999", "resource/x", "booking/1", "booking/", "event_details/abc", "event_details/99999", "nonsense",
     f"booking/{'9' * 5000}", "resource/49/parts", "../v1/profile"],
)  # fmt: skip
async def test_what_does_not_exist_is_404(vendor: Locaboo, path: str) -> None:
    """An unknown id, no id, and an unknown path are 404 with a message."""
    reply = await vendor.get(path)
    assert reply.status == 404
    assert reply.document["success"] is False
    assert reply.document["message"].startswith("There is no ")


async def test_methods_are_not_interchangeable(vendor: Locaboo) -> None:
    """A read is no POST, and of the writes only booking_save is a GET."""
    assert (await vendor.post("profile")).status == 404
    assert (await vendor.post("booking_save")).status == 404
    for name in ("booking_add", "customer_add", "customer_edit", "customer_address_add"):
        assert (await vendor.get(name)).status == 404


@pytest.mark.parametrize("name", ["booking_list", "event_list", "availability"])
async def test_ranges_must_be_sent(vendor: Locaboo, name: str) -> None:
    """Both ends of a range are required, in Y-m-d and in order; each fault is named under its parameter."""
    reply = await vendor.get(name)
    assert reply.status == 422
    assert reply.document["errors"] == {
        "date_from": "The date_from field is required.",
        "date_to": "The date_to field is required.",
    }
    for first, last, wrong in (
        ("2026-11-21", "21.11.2026", "date_to"),
        ("2026-02-30", "2026-03-01", "date_from"),
        ("2026-11-21", "2026-11-20", "date_to"),
        ("20261121", "2026-11-22", "date_from"),
    ):
        reply = await vendor.get(name, date_from=first, date_to=last)
        assert (reply.status, list(reply.document["errors"])) == (422, [wrong])


async def test_soft_errors_are_200(open_vendor: Open) -> None:
    """With `soft_errors` every refusal comes with HTTP 200; only `success` tells."""
    vendor = await locaboo(open_vendor, soft_errors=True)
    missing = await vendor.get("booking/1")
    unauthorized = await vendor.wire.ask("/api/v2/profile")
    invalid = await vendor.get("booking_list")
    assert [reply.status for reply in (missing, unauthorized, invalid)] == [200, 200, 200]
    assert [reply.document["success"] for reply in (missing, unauthorized, invalid)] == [False, False, False]
    assert set(invalid.document["errors"]) == {"date_from", "date_to"}
    vendor.running.faults.add("status", status=503)
    assert (await vendor.get("profile")).status == 503
