"""Event requests, handed in [000:49-71]: one POST, never repeated, of which nothing can be read afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import orjson

from loaders.errors import BadResponse, Blame, InputRejected, Refused, Unsupported
from loaders.given import quoted
from loaders.http.ask import Ask, Reason
from loaders.records import Ref
from loaders.vendors.mice_operations.check import request_faults
from loaders.vendors.mice_operations.envelope import read_envelope
from loaders.vendors.mice_operations.request import Field, fields
from loaders.writes import EVENT_REQUEST, Attempt, Receipt, RequestEvent, Write, Written

if TYPE_CHECKING:
    from loaders.http.ask import Reply, Send
    from loaders.inquiry import Inquiry

PATH: Final = "/api/v1/webhooks/events"
NAME: Final = "mice_operations"

_JSON: Final = (("Accept", "application/json"), ("Content-Type", "application/json"))


class MiceOperationsWriter:
    """Hands event requests in; satisfies `loaders.port.Writer`.

    Args:
        source: the source's name.
        send: asks the vendor.
        zone: in whose wall clock moments are written.
        now: the moment, in UTC.

    """

    def __init__(self, source: str, send: Send, zone: ZoneInfo, now: Callable[[], dt.datetime]) -> None:
        self._source: Final = source
        self._send: Final = send
        self._zone: Final = zone
        self._now: Final = now

    def faults(self, write: Write) -> Sequence[Blame]:
        """Tell everything of a request that this vendor could not take, without a call."""
        return list(request_faults(self._request(write), self._source))

    async def write(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Written:
        """Hand a request in, once."""
        request = self._request(write)
        sent = fields(request, attempt.reference, self._zone)
        body = orjson.dumps({field.name: field.value for field in sent})
        try:
            reply = await self._send(Ask("POST", PATH, headers=_JSON, body=body, reason=Reason.WRITE), inquiry)
        except InputRejected as fault:
            refused = self._refusal(fault, sent)
        else:
            return self._receipt(request.reference or attempt.reference, reply)
        raise refused

    async def find(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Sequence[Written] | None:  # noqa: ARG002  # the port's signature
        """Say that the vendor cannot be asked: it tells nothing."""
        return None

    def _request(self, write: Write) -> RequestEvent:
        """Take a request, and nothing else.

        Raises:
            Unsupported: it is another change, which no capability names.

        """
        if not isinstance(write, RequestEvent):
            raise Unsupported(NAME, f"do a {type(write).__name__}")
        return write

    def _receipt(self, reference: str, reply: Reply) -> Written:
        """Say that the request was taken.

        201 means so [000:69], whatever comes with it, which the document leaves open. Another status does, unless what
        comes with it can only be somebody else's, such as a proxy's page.

        Raises:
            BadResponse: it is such an answer; the request may have been taken.

        """
        if reply.status != HTTPStatus.CREATED and not _is_json(reply.body):
            told = f"{self._source} answered {reply.status} with what is not JSON"
            raise BadResponse(told, source=self._source, vendor=NAME, status=reply.status)
        envelope = read_envelope(reply.body)
        now = self._now().astimezone(self._zone)
        ref = Ref(EVENT_REQUEST, self._source, reference)
        return Written(ref, Receipt(ref, now, reference, None if envelope is None else envelope.id, now))

    def _refusal(self, fault: InputRejected, sent: Sequence[Field]) -> Refused:
        """Say what the vendor refuses in the input's own places, and never in the vendor's own words."""
        by_name = {field.name: field for field in sent}
        blames: dict[Blame, None] = {}
        for name in fault.pointers:
            field = by_name.get(name) or by_name.get(name.partition(".")[0])
            if field is not None:
                blames[Blame(field.path, f"{self._source} refuses {_said(field)}", by_vendor=True)] = None
        if len(blames) < max(1, len(fault.pointers)):
            told = f"{self._source} answered {fault.status}: it does not accept what was sent"
            blames[Blame((), told, by_vendor=True)] = None
        return Refused(list(blames))


def _said(field: Field) -> str:
    return field.name if isinstance(field.value, list) else f"{field.name}, sent as {quoted(field.value)}"


def _is_json(body: bytes) -> bool:
    """Tell whether a body is JSON, or none at all."""
    try:
        orjson.loads(body.strip() or b"null")
    except orjson.JSONDecodeError:
        return False
    return True
