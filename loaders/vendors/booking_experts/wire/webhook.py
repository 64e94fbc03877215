"""What a webhook carries.

The document tells how webhooks are signed [004:57-104] and not what is in them; this is the form of the vendor's public
pages: `event` is `reservation:created`, in 2020 `reservation|created`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue


class Webhook(BaseModel):
    """One call: what happened, where, and to what."""

    model_config = ConfigDict(strict=True, extra="ignore")

    event: str
    context: str | None = None
    context_id: str | int | None = None
    record: dict[str, JsonValue] | None = None
