"""Webhooks as Booking Experts sends them: signed over the raw body with the app's secret [004:57-104]."""

from __future__ import annotations

import json

import pytest

from sandbox.booking_experts.webhooks import event_payload, sign
from tests.sandbox.wire import Wire


def test_a_signature_is_that_of_the_raw_body() -> None:
    """The header is `sha256=` and the HMAC's hex digest; this one was computed with openssl."""
    headers = sign(b'{"event":"booking:updated"}', "geheim")
    assert headers == {
        "X_BE_SIGNATURE": "sha256=ff56787948c5d52dc504fe54c671188dc87d33fc59a53b087892b705d10e5136",
        "X_BE_ENV": "production",
    }


def test_both_spellings_can_be_had() -> None:
    """Headers come with underscores as documented, or with hyphens as proxies rewrite them."""
    plain, other = sign(b"x", "s"), sign(b"x", "s", hyphens=True, env="staging")
    assert set(plain) == {"X_BE_SIGNATURE", "X_BE_ENV"}
    assert set(other) == {"X-BE-SIGNATURE", "X-BE-ENV"}
    assert other["X-BE-SIGNATURE"] == plain["X_BE_SIGNATURE"]
    assert other["X-BE-ENV"] == "staging"


@pytest.mark.parametrize(("body", "secret"), [(b"y", "s"), (b"x", "t"), (b"x ", "s")])
def test_another_body_or_secret_has_another_signature(body: bytes, secret: str) -> None:
    """Whoever changes a byte or guesses the secret gets another signature."""
    assert sign(body, secret)["X_BE_SIGNATURE"] != sign(b"x", "s")["X_BE_SIGNATURE"]


async def test_a_payload_carries_the_record(booking_experts: Wire) -> None:
    """An event names what happened, where, and what changed, with the record as a document."""
    row = booking_experts.running.data["1"]["booking"]["3"]
    payload = event_payload("booking:updated", row, changes={"state": ("option", "confirmed")}, subscription="12")
    assert json.loads(json.dumps(payload)) == {
        "event": "booking:updated",
        "event_metadata": {"changes": {"state": ["option", "confirmed"]}},
        "context": "administration",
        "context_id": "1",
        "subscription_id": "12",
        "record": {"data": row},
    }
