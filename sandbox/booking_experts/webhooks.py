"""The calls that Booking Experts makes itself: what a webhook carries, and how it is signed [004:57-104]."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

from sandbox.jsonapi.resources import Row

CONTENT_TYPE: Final = "application/json"


def sign(body: bytes, secret: str, *, hyphens: bool = False, env: str = "production") -> dict[str, str]:
    """Return the headers of a webhook: the signature of its raw body, and the environment it comes from.

    The document spells them with underscores, which some proxies drop; with `hyphens` they are X-BE-…
    """
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X_BE_SIGNATURE": f"sha256={digest}", "X_BE_ENV": env}
    return {name.replace("_", "-"): value for name, value in headers.items()} if hyphens else headers


def event_payload(
    event: str,
    record: Row,
    *,
    administration: str = "1",
    changes: Mapping[str, tuple[object, object]] | None = None,
    subscription: str = "1",
) -> dict[str, Any]:
    """Return what a webhook says: that something (`booking:updated`, say) happened to a record.

    The vendor's document tells how a webhook is signed and not what is in it; this is the form that its public pages
    give. `changes` has what attributes were and are.
    """
    return {
        "event": event,
        "event_metadata": {"changes": {name: list(values) for name, values in (changes or {}).items()}},
        "context": "administration",
        "context_id": administration,
        "subscription_id": subscription,
        "record": {"data": record},
    }
