"""The layer that puts this vendor's refusals as the layers above read them.

A refusal may come with any HTTP status [000:12-23]: it goes on with the one it means. What it says of a field goes on
as an error with a pointer, which is what is kept of a refused input.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson

from loaders.vendors.mice_operations.envelope import Envelope, read_envelope

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry


def plainly(send: Send) -> Send:
    """Give every refusal the HTTP status it means, and its fields as pointers; other answers pass as they are."""

    async def answered(ask: Ask, inquiry: Inquiry) -> Reply:
        reply = await send(ask, inquiry)
        told = read_envelope(reply.body)
        if told is None or not told.refused:
            return reply
        errors = [{"source": {"pointer": name}, "detail": sentence} for name, sentence in told.fields.items()]
        return replace(reply, status=_status(reply.status, told), body=orjson.dumps({"errors": errors}))

    return answered


def _status(sent: int, told: Envelope) -> int:
    """Give the status a refusal means: its HTTP status, else the one in its body, else that of a refused input."""
    meant = sent if sent >= HTTPStatus.BAD_REQUEST else told.status or 0
    return meant if HTTPStatus.BAD_REQUEST <= meant < 600 else HTTPStatus.UNPROCESSABLE_ENTITY  # noqa: PLR2004  # the end of the server errors
