"""Event Temple's answers: four lists [001:290, 001:395, 001:545, 001:726], and an error for everything else."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import orjson
from aiohttp import web

from sandbox.event_temple.filters import selected
from sandbox.event_temple.resources import COLLECTIONS, TYPES
from sandbox.event_temple.tables import furnish
from sandbox.jsonapi.compound import compound, sparse
from sandbox.jsonapi.order import ordered
from sandbox.jsonapi.paging import Page, page_links
from sandbox.jsonapi.query import PageSizes, Pairs, Query, read_query
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import Row, Table, Tables
from sandbox.jsonapi.selection import Selection
from sandbox.vendor import Allowance, Desk, Site

CREDENTIALS: Final = {"org": "sandbox-org", "api_key": "sandbox-event-temple-key"}
MEDIA_TYPE: Final = "application/vnd.api+json"
SIZES: Final = PageSizes(default=25, most=100)
"""Not in the document; the vendor's later public pages tell them."""
CALLS_A_MINUTE: Final = 100
"""The same. Kept to with the option `throttle`."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where calls arrive: checks who asks and how often, and finds what is asked for."""

    tables: Tables
    filters: bool
    show: bool
    origin: str | None
    allowance: Allowance | None

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer any request."""
        headers: dict[str, str] = {}
        try:
            self._admit(request, headers)
            response = self._read(request)
        except RefusalError as refusal:
            if refusal.retry_after is not None:
                headers["Retry-After"] = str(refusal.retry_after)
            response = error(refusal.status, refusal.detail)
        response.headers.update(headers)
        return response

    def _admit(self, request: web.BaseRequest, headers: dict[str, str]) -> None:
        given = (request.headers.get("X-Api-Org"), request.headers.get("X-Api-Key"))
        if given != (CREDENTIALS["org"], CREDENTIALS["api_key"]):
            raise RefusalError(401, "missing or invalid credentials")
        if self.allowance is not None:
            wait = self.allowance.take()
            headers["X-Api-Request-Limit"] = str(CALLS_A_MINUTE)
            headers["X-Api-Request-Remaining"] = str(self.allowance.left())
            if wait is not None:
                raise RefusalError(429, f"more than {CALLS_A_MINUTE} requests in a minute", retry_after=wait)

    def _read(self, request: web.BaseRequest) -> web.Response:
        parts = request.path.split("/")
        known = parts[:2] == ["", "v2"] and len(parts) > 2 and parts[2] in COLLECTIONS and request.method == "GET"  # noqa: PLR2004 - "", version, collection
        if "[" in request.raw_path or "]" in request.raw_path:
            raise RefusalError(400, "the characters [ and ] must be percent-encoded in a URL")
        pairs = list(request.query.items())
        match parts[3:]:
            case [] if known:
                return self._list(parts[2], pairs, self.origin or f"http://{request.host}")
            case [key] if known and self.show:
                return self._show(parts[2], key, pairs)
        raise RefusalError(404, f"there is no {request.method} {request.path}")

    def _list(self, kind: str, pairs: Pairs, origin: str) -> web.Response:
        of, table = TYPES[kind], self.tables.get(kind, Table())
        query = read_query(pairs, of, TYPES, SIZES)
        wanted = selected(pairs, of) if self.filters else Selection()
        keys = ordered(table, of, query.sort or (("id", True),), wanted)
        page = Page.of(query, len(keys))
        document = self._document([table[key] for key in page.cut(keys)], query)
        document["meta"] = {"pages": page.pages, "records": page.records}
        document["links"] = page_links(page, origin, f"/v2/{kind}", pairs, size=True)
        return reply(document)

    def _show(self, kind: str, key: str, pairs: Pairs) -> web.Response:
        row = self.tables.find(kind, key)
        if row is None:
            raise RefusalError(404, f"there is no {key!r} among the {kind}")
        document = self._document([row], read_query(pairs, TYPES[kind], TYPES, SIZES))
        return reply(document | {"data": document["data"][0], "meta": {}})

    def _document(self, rows: list[Row], query: Query) -> Row:
        def render(row: Row, _included: frozenset[str]) -> Row:
            return write(row, query.fields.get(str(row.get("type"))))

        data, included = compound(rows, query.include or {}, self.tables.find, render)
        return {"data": data} if query.include is None else {"data": data, "included": included}


def write(row: Row, wanted: frozenset[str] | None) -> Row:
    """Write a resource with the fields that are wanted; relationships are fields too [001:72-74]."""
    if wanted is None:
        return row
    sparser = row | {"attributes": sparse(row.get("attributes") or {}, wanted)}
    relationships = sparse(sparser.pop("relationships", None) or {}, wanted)
    return sparser | {"relationships": relationships} if relationships else sparser


def reply(document: Row, status: int = 200) -> web.Response:
    """Write a document as the body of an answer."""
    return web.Response(status=status, body=orjson.dumps(document), content_type=MEDIA_TYPE)


def error(status: int, detail: str = "the service could not answer") -> web.Response:
    """Write the vendor's error document: `status` is a number in it [001:186-196]."""
    title = HTTPStatus(status).phrase.lower()
    return reply({"errors": [{"title": title, "status": status, "detail": detail}]}, status)


def open_desk(
    site: Site,
    *,
    filters: bool = False,
    show: bool = False,
    throttle: bool = False,
    origin: str | None = None,
) -> Desk:
    """Open Event Temple's desk, by default as the document has it.

    `filters`, `show` (one resource by id) and `throttle` (100 calls a minute) add what only the vendor's later
    public pages tell. `origin` is what links begin with; by default the address that was called.
    """
    tables = furnish(site)
    allowance = Allowance(((CALLS_A_MINUTE, 60.0),), site.clock) if throttle else None
    return Desk(Counter(tables, filters, show, origin, allowance).answer, tables, error)
