"""A vendor that answers with the pages it is given, and a walk of its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from loaders.errors import BadResponse
from loaders.http.ask import Ask, Reason, Reply, Send
from loaders.inquiry import Deadline, Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.document import Document, ResourceObject
from loaders.jsonapi.pages import Walked, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


MAY_BE_MISSING = "oceanside changed a list while it was read, so rows may be missing"


def ask(number: int) -> Ask:
    """Ask for a page of events."""
    return Ask("GET", "/v2/events", query.write(query.page(number, 2), query.sort(["id"])), reason=Reason.WALK)


def page_of(sent: Ask) -> int:
    """Give the number of the page asked for."""
    return int(dict(sent.query)["page[number]"])


def inquiry() -> Inquiry:
    """Open an operation with time enough."""
    return Inquiry(Deadline.after(30.0))


def shown(ids: Sequence[object], **members: object) -> bytes:
    """Write a page of events; what is no number is written as it is."""
    rows = [{"type": "events", "id": str(row)} if isinstance(row, int) else row for row in ids]
    return orjson.dumps({"data": rows, **members})


def one_of_two(number: int, *, records: int) -> bytes:
    """Write the first or the second page of two, with a count of its own."""
    links = {"next": "/2" if number == 1 else None}
    return shown([number], meta={"pages": 2, "records": records}, links=links)


def pages(*bodies: bytes) -> tuple[Send, list[int]]:
    """Give a vendor with these pages, empty ones behind them, and the list of the numbers it was asked for."""
    asked: list[int] = []

    async def send(sent: Ask, _: Inquiry) -> Reply:
        number = page_of(sent)
        asked.append(number)
        return Reply(200, {}, bodies[number - 1] if number <= len(bodies) else shown([], links={"next": None}))

    return send, asked


async def walked(
    send: Send, *, max_pages: int = 600, enough: Callable[[Document], bool] | None = None, confirm: bool = False
) -> Walked:
    """Walk the events of oceanside."""
    return await walk(
        send,
        ask,
        inquiry(),
        source="oceanside",
        vendor="event_temple",
        max_pages=max_pages,
        enough=enough,
        confirm=confirm,
    )


def ids(found: Walked) -> list[str]:
    """Give the ids of the rows, and the sentence of each that could not be read."""
    return [str(row) if isinstance(row, BadResponse) else row.identifier.id for row in found.rows]


def ids_of(document: Document) -> list[str]:
    """Give the ids of a page's rows."""
    return [row.identifier.id for row in document.rows if isinstance(row, ResourceObject)]
