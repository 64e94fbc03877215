"""Enviso's answers, read as what they should hold.

They are JSON whatever their content type says: the document's own samples ask for text/plain [003:66-69]. Numbers are
read exactly, as ids go beyond what a float holds.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import ValidationError

from loaders.errors import BadResponse, NotThere
from loaders.vendors.enviso.ids import NAME

if TYPE_CHECKING:
    from loaders.http.ask import Reply
    from loaders.vendors.enviso.wire import Sent

SentT = TypeVar("SentT", bound="Sent")

EMPTY: Final = frozenset({HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT})
"""The statuses that need no body [003:29-30]."""


def read(model: type[SentT], reply: Reply, *, what: str, source: str) -> SentT:
    """Read an answer.

    Args:
        model: what it should hold.
        reply: a good answer.
        what: what was asked for, e.g. `booking 17`.
        source: the source's name.

    Raises:
        NotThere: the status says that there is nothing, and nothing came.
        BadResponse: it cannot be read; the message names the attributes at fault, and never what they hold.

    """
    if not reply.body and reply.status in EMPTY:
        told = f"{source} answered {reply.status} without {what}"
        raise NotThere(told, source=source, vendor=NAME, status=reply.status)
    try:
        return model.model_validate_json(reply.body.removeprefix(BOM_UTF8))
    except ValidationError as error:
        unread = {_attribute(part["loc"]) for part in error.errors(include_url=False, include_input=False)}
    names = " and ".join(sorted(unread - {""}))
    why = f"its {names} makes no sense" if names else "it is no such JSON"
    raise BadResponse(f"{source} sent {what} so that it cannot be read: {why}", source=source, vendor=NAME)


def _attribute(location: tuple[int | str, ...]) -> str:
    """Write where in an answer an attribute stands, e.g. `bookingLines[0].visit.start`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(steps).removeprefix(".")
