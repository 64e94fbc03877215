"""Logging in at Enviso: a signature that only the API secret can make, and a token that lasts an hour."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.server import start
from tests.sandbox.callers import API_KEY, Enviso, enviso, signed, timestamp
from tests.sandbox.wire import TODAY, Clock, Open

FAILED = {"errors": [{"message": "Api key authentication failed.", "code": 401}]}
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def vendor(open_vendor: Open) -> Enviso:
    """Start Enviso as its document has it."""
    return await enviso(open_vendor)


def _claims(token: str) -> Any:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


async def test_base_urls_are_as_the_document_has_them(vendor: Enviso) -> None:
    """The URL ends in /bookingapi; the authentication API is beside it on the same server, and logins are logged."""
    assert vendor.wire.running.url.endswith("/bookingapi")
    await vendor.login()
    [call] = vendor.wire.running.log
    assert (call.method, call.path, call.status) == ("POST", "/authenticationapi/v1/login", 200)


async def test_a_login_brings_a_token_for_an_hour(vendor: Enviso, clock: Clock) -> None:
    """The answer has an authToken, a JWT that tells its end, and a refreshToken; the token opens the API until then."""
    document = (await vendor.login()).document
    assert set(document) == {"authToken", "refreshToken"}
    claims = _claims(document["authToken"])
    assert (claims["iat"], claims["exp"] - claims["iat"]) == (NOON.timestamp(), 3600)
    clock.now += 3599
    assert (await vendor.get("bookings/0", document["authToken"])).status == 200
    clock.now += 1
    late = await vendor.get("bookings/0", document["authToken"])
    assert (late.status, late.fault["code"]) == (401, 401)


async def test_either_case_of_the_hash_is_understood(vendor: Enviso) -> None:
    """Public samples write the hash in upper or lower case; both let in. Every signature is another."""
    stamp = timestamp(NOON)
    one, two = signed(vendor.wire.running, stamp), signed(vendor.wire.running, stamp)
    assert one != two
    upper = signed(vendor.wire.running, stamp, upper=True)
    assert [(await vendor.login(signature=signature)).status for signature in (one, two, upper)] == [200, 200, 200]


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-299, 200), (299, 200), (301, 401)])
async def test_the_timestamp_must_be_current(vendor: Enviso, seconds: int, status: int) -> None:
    """A login is good for five minutes before and after the moment that it is signed for."""
    reply = await vendor.login(at=NOON + timedelta(seconds=seconds))
    assert reply.status == status
    if status == 401:
        assert reply.document == FAILED


async def test_the_window_can_be_chosen(open_vendor: Open) -> None:
    """`window_seconds` narrows it."""
    vendor = await enviso(open_vendor, window_seconds=10)
    assert (await vendor.login(at=NOON - timedelta(seconds=11))).status == 401
    assert (await vendor.login(at=NOON - timedelta(seconds=9))).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"apikey": "somebody else"},
        {"signature": "no base64!"},
        {"signature": "é"},
        {"signature": base64.b64encode(b"short").decode()},
        {"signature": base64.b64encode(b"\x01" * 256).decode()},
        {"signature": ""},
        {"timestamp": "2026-11-21T12:00:00Z"},
        {"timestamp": "2026-11-21 12:00:00.000"},
        {"timestamp": "2026-11-31T12:00:00.000Z"},
        {"timestamp": "2026-11-21T12:00:01.000Z"},
    ],
)
async def test_what_is_wrong_with_a_login_is_not_told(vendor: Enviso, changes: dict[str, str]) -> None:
    """A wrong key, timestamp or signature, or one for another moment, gets the same 401 and sentence."""
    reply = await vendor.login(**changes)
    assert (reply.status, reply.document) == (401, FAILED)


async def test_a_signature_for_another_key_is_refused(vendor: Enviso) -> None:
    """The signature is over key and timestamp together."""
    reply = await vendor.login(signature=signed(vendor.wire.running, timestamp(NOON), key="other"))
    assert reply.document == FAILED


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"apikey": "x"}', b'{"apikey":1,"timestamp":2,"signature":3}'])
async def test_a_body_that_is_no_login_is_400(vendor: Enviso, body: bytes) -> None:
    """What is no JSON object with the three texts is malformed, not refused."""
    assert (await vendor.auth("login", body)).status == 400


async def test_the_api_key_is_needed_for_everything(vendor: Enviso) -> None:
    """Without x-api-key, or with a wrong one, every call is 403: login, renewal and reads."""
    token = await vendor.token()
    bare = {"Authorization": f"Bearer {token}"}
    assert (await vendor.wire.ask("/v1/bookings/0", headers=bare)).status == 403
    assert (await vendor.get("bookings/0", token, **{"x-api-key": "wrong"})).status == 403
    for name in ("login", "renew"):
        reply = await vendor.auth(name, {}, **{"x-api-key": "wrong"})
        assert (reply.status, reply.fault["code"]) == (403, 403)


async def test_a_good_token_is_needed_to_read(vendor: Enviso) -> None:
    """No token, another scheme, a forged, cut or foreign token are all 401."""
    token = await vendor.token()
    signed_part, _, signature = token.rpartition(".")
    forged = base64.urlsafe_b64encode(b'{"jti":"session-1"}').decode().rstrip("=")
    for value in (
        "",
        token,
        f"Basic {token}",
        "Bearer ",
        "Bearer x",
        "Bearer \u00fc.\u00fc.\u00fc",
        f"Bearer {signed_part}",
        f"Bearer {signed_part}.{signature[:-2]}",
        f"Bearer {token.split('.')[0]}.{forged}.{signature}",
    ):
        assert (await vendor.get("bookings/0", token, Authorization=value)).status == 401
    assert (await vendor.wire.ask("/v1/bookings/0", headers={"x-api-key": API_KEY})).status == 401
    assert (await vendor.get("bookings/0", token, Authorization=f"bearer {token}")).status == 200


async def test_a_session_is_renewed(vendor: Enviso, clock: Clock) -> None:
    """A renewal brings a new pair, once for each refresh token, and the old token lasts as long as it did."""
    first = (await vendor.login()).document
    clock.now += 3000
    bearer = {"Authorization": f"bearer {first['authToken']}"}
    second = await vendor.auth("renew", {"refreshToken": first["refreshToken"]}, **bearer)
    assert second.status == 200
    assert second.document["authToken"] != first["authToken"]
    assert (await vendor.auth("renew", {"refreshToken": first["refreshToken"]}, **bearer)).status == 401
    clock.now += 600
    assert (await vendor.get("bookings/0", first["authToken"])).status == 401
    assert (await vendor.get("bookings/0", second.document["authToken"])).status == 200


async def test_what_cannot_be_renewed(vendor: Enviso, clock: Clock) -> None:
    """A session that is over, another session's refresh token, and no refresh token renew nothing."""
    one, two = (await vendor.login()).document, (await vendor.login()).document
    bearer = {"Authorization": f"Bearer {one['authToken']}"}
    assert (await vendor.auth("renew", {"refreshToken": two["refreshToken"]}, **bearer)).status == 401
    assert (await vendor.auth("renew", {}, **bearer)).status == 400
    assert (await vendor.auth("renew", {"refreshToken": one["refreshToken"]})).status == 401
    clock.now += 3600
    assert (await vendor.auth("renew", {"refreshToken": one["refreshToken"]}, **bearer)).status == 401


async def test_a_renewal_may_keep_the_token(open_vendor: Open, clock: Clock) -> None:
    """With `renews_in_place` the answer has no token, and the old one lasts an hour from then."""
    vendor = await enviso(open_vendor, renews_in_place=True)
    first = (await vendor.login()).document
    clock.now += 3000
    bearer = {"Authorization": f"Bearer {first['authToken']}"}
    assert (await vendor.auth("renew", {"refreshToken": first["refreshToken"]}, **bearer)).document == {}
    clock.now += 3599
    assert (await vendor.get("bookings/0", first["authToken"])).status == 200


async def test_tokens_may_be_short(open_vendor: Open, clock: Clock) -> None:
    """`token_seconds` is how long a token lasts."""
    vendor = await enviso(open_vendor, token_seconds=5)
    token = await vendor.token()
    clock.now += 5
    assert (await vendor.get("bookings/0", token)).status == 401


async def test_nothing_secret_is_logged(vendor: Enviso) -> None:
    """Neither keys nor tokens are in the log or in what represents the sessions."""
    document = (await vendor.login()).document
    await vendor.get("bookings/0", document["authToken"])
    seen = repr(vendor.wire.running.log) + repr(vendor.wire.running.data) + repr(vendor.wire.running.data.sessions)
    for secret in (API_KEY, document["authToken"], document["refreshToken"]):
        assert secret not in seen


async def test_on_the_machines_clock_it_is_the_machines_time() -> None:
    """Started as `foyer sandbox` starts it, Enviso takes logins of now, whatever day its dates surround."""
    async with await start("enviso", today=TODAY) as running:
        told = running.desk.data.sessions.now()
    assert abs((told - datetime.now(UTC)).total_seconds()) < 60


async def test_a_login_may_get_lost_on_the_way_back(vendor: Enviso) -> None:
    """With a fault `after` the session has been opened although its caller heard of a failure."""
    vendor.wire.running.faults.add("status", status=502, path="/login", after=True)
    reply = await vendor.login()
    assert (reply.status, reply.fault) == (502, {"message": "Bad Gateway", "code": 502})
    assert len(vendor.wire.running.data.sessions.until) == 1
