"""Booking Experts' own calls: how they are known [004:57-104], and what they tell of."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import orjson
from pydantic import ValidationError

from loaders.errors import FoyerError
from loaders.jsonapi.document import ResourceObject, read
from loaders.records import BOOKING, SOURCE, SPACE, VENUE, Ref
from loaders.vendors.booking_experts.park import linked
from loaders.vendors.booking_experts.translate import BOOKING_BY_RESERVATION
from loaders.vendors.booking_experts.views import VIEWS
from loaders.vendors.booking_experts.wire.webhook import Webhook
from loaders.writing.word import Change, ChangeKind, ChangeOrigin

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.port import Source

SIGNATURE: Final = ("X_BE_SIGNATURE", "X-BE-Signature")
"""Its name as documented [004:61], and as it comes where a proxy drops headers with underscores."""

ENVIRONMENT: Final = ("X_BE_ENV", "X-BE-Env")

PRODUCTION: Final = "production"

_RESERVATION: Final = "reservation"
_KINDS: Final = {view.type: view.kind for name, view in reversed(list(VIEWS.items())) if not name.startswith("own_")}
"""JSON:API type → the record kind it is seen as first."""

_VERBS: Final = {
    "created": ChangeKind.CREATED,
    "deleted": ChangeKind.DELETED,
    "destroyed": ChangeKind.DELETED,
    "removed": ChangeKind.DELETED,
}


class BookingExpertsWebhooks:
    """Knows and reads the calls of one account; satisfies `loaders.writing.webhook.Webhooks`.

    Args:
        source: whose they are.
        secret: the app's Client Secret, which signs them.
        base_url: where the source reads; its host names an environment that is not production.

    """

    def __init__(self, source: Source, secret: str, base_url: str) -> None:
        self._source: Final = source
        self._secret: Final = secret.encode()
        self._environments: Final = {PRODUCTION, *(urlsplit(base_url).hostname or "").split(".")}

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether a call is signed with the secret over its raw body."""
        expected = b"sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest().encode()
        shown = [headers.get(name, "").encode(errors="replace") for name in SIGNATURE]
        return any([hmac.compare_digest(expected, one) for one in shown])  # noqa: C419  # each is compared, whatever the others are

    def ours(self, headers: Mapping[str, str]) -> bool:
        """Tell whether a call is from the environment the source reads: production, where none is said [004:57]."""
        said = next((headers[name] for name in ENVIRONMENT if name in headers), PRODUCTION)
        return said.strip().lower() in self._environments

    async def told(self, body: bytes, at: float, inquiry: Inquiry) -> Sequence[Change]:
        """Read what a call tells of."""
        try:
            webhook = Webhook.model_validate_json(body)
        except ValidationError:
            return [self._anything(at)]
        row = self._row(webhook)
        if row is None:
            return [self._anything(at)]
        where = [Ref(VENUE, self._source.name, venue)] if (venue := self._venue(webhook)) is not None else []
        verb = _VERBS.get(webhook.event.replace("|", ":").rpartition(":")[2], ChangeKind.UPDATED)
        kind, key = row.identifier
        if kind == _RESERVATION:
            return await self._reservation(key, row, verb, where, at, inquiry)
        if kind not in _KINDS:
            return [self._anything(at)]
        space = linked(row, "rentable")
        near = [*where, *([] if space is None else [Ref(SPACE, self._source.name, space)])]
        return [self._change(Ref(_KINDS[kind], self._source.name, key), verb, near, at)]

    async def _reservation(  # noqa: PLR0913, PLR0917  # one event is told by all of these
        self, key: str, row: ResourceObject, verb: ChangeKind, where: Sequence[Ref], at: float, inquiry: Inquiry
    ) -> Sequence[Change]:
        """Say which booking a reservation is part of: it is new with its first reservation, and outlives any."""
        kind = verb if verb is ChangeKind.CREATED else ChangeKind.UPDATED
        booking = linked(row, "booking")
        if booking is not None:
            return [self._anything(at), self._change(Ref(BOOKING, self._source.name, booking), kind, where, at)]
        await self._source.forget(())
        venues = [ref.id for ref in where] or self._source.venue_ids
        found = await self._source.get(BOOKING_BY_RESERVATION, [f"{venue}/{key}" for venue in venues], inquiry)
        known = [slot for slot in found.slots.values() if not isinstance(slot, FoyerError)]
        return [self._anything(at), *(self._change(record.ref, kind, where, at) for record in known)]

    def _row(self, webhook: Webhook) -> ResourceObject | None:
        record = webhook.record or {}
        document = record if "data" in record else {"data": record}
        try:
            row = read(orjson.dumps(document), source=self._source.name, vendor=self._source.vendor).rows[0]
        except (FoyerError, IndexError, TypeError):  # TypeError: a number that no 64 bits hold
            return None
        return row if isinstance(row, ResourceObject) else None

    def _venue(self, webhook: Webhook) -> str | None:
        venue = str(webhook.context_id) if webhook.context == "administration" else None
        return venue if venue in self._source.venue_ids else None

    def _change(self, ref: Ref, kind: ChangeKind, near: Sequence[Ref], at: float) -> Change:
        return Change(ref, kind, ChangeOrigin.WEBHOOK, at, tuple(near))

    def _anything(self, at: float) -> Change:
        name = self._source.name
        return self._change(Ref(SOURCE, name, name), ChangeKind.UPDATED, (), at)
