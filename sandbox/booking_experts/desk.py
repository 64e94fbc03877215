"""Booking Experts' answers: the 18 operations of its document, under /v3/administrations/{administration_id}."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from sandbox.booking_experts import changes
from sandbox.booking_experts.answers import error, refused, reply, unauthorized
from sandbox.booking_experts.bodies import read_body
from sandbox.booking_experts.filters import selected
from sandbox.booking_experts.present import Presentation, accepted, on_its_own
from sandbox.booking_experts.resources import FILTERS, TYPES
from sandbox.booking_experts.scopes import demand, demand_included
from sandbox.booking_experts.tables import Parks
from sandbox.jsonapi.compound import compound
from sandbox.jsonapi.order import ordered
from sandbox.jsonapi.paging import Page, page_links
from sandbox.jsonapi.query import PageSizes, Pairs, Query, read_query
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import ResourceType, Row, Table, Tables
from sandbox.jsonapi.selection import Selection
from sandbox.vendor import Allowance, Desk, Site, Windows

CREDENTIALS: Final = {"api_key": "sandbox-booking-experts-key", "webhook_secret": "sandbox-webhook-secret"}
SIZES: Final = PageSizes(default=30, most=100)
"""30 is the document's [004:127], 100 is not in it."""
WINDOWS: Final[Windows] = ((500, 900.0), (100, 60.0))
"""500 calls in 15 minutes, and no more than 100 in one [004:108]."""
COLLECTIONS: Final = {
    "administration_amenities": "administration_amenity",
    "agenda_periods": "agenda_period",
    "agreements": "agreement",
    "bookings": "booking",
    "categories": "category",
}
EXTRAS: Final = {"rentables": "rentable", "reservations": "reservation"}
"""Collections that the document's samples or its scopes name and no chapter describes; options."""
_ROOT: Final = ["", "v3", "administrations"]


@dataclass(frozen=True, slots=True)
class Counter:
    """Where calls arrive: checks who asks and how often, and finds what is asked for."""

    parks: Parks
    site: Site
    collections: dict[str, str]
    lists_administrations: bool
    scopes: frozenset[str] | None
    allowance: Allowance | None
    origin: str | None

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer any request."""
        if request.headers.get("X-API-KEY") != CREDENTIALS["api_key"]:
            return unauthorized()
        wait = self.allowance.take() if self.allowance is not None else None
        if wait is not None:
            return refused(RefusalError(429, "Too many requests, slow down", retry_after=wait))
        try:
            response = await self._serve(request)
        except RefusalError as refusal:
            response = refused(refusal)
        if self.allowance is not None:
            response.headers["X-RateLimit-Limit"] = str(self.allowance.windows[0][0])
            response.headers["X-RateLimit-Remaining"] = str(self.allowance.left())
        return response

    async def _serve(self, request: web.BaseRequest) -> web.Response:
        parts = request.path.split("/")
        method, rest = request.method, parts[4:]
        if parts == _ROOT and method == "GET" and self.lists_administrations:
            return self._administrations(request)
        if parts[:3] != _ROOT or len(parts) < 5 or parts[3] not in self.parks:  # noqa: PLR2004 - "", version, root, park, what
            raise _nothing(request)
        park = self.parks[parts[3]]
        match method, rest:
            case "GET", [collection] if collection in self.collections:
                return self._list(request, TYPES[self.collections[collection]], park)
            case "GET", [collection, key] if collection in self.collections:
                return self._show(request, TYPES[self.collections[collection]], park, key)
            case ("POST", [path]) | ("PATCH" | "DELETE", [path, _]) if path in changes.KINDS:
                return await self._change_period(request, park, path, rest[1] if len(rest) > 1 else None)
            case "PATCH", ["bookings", key, "customer"]:
                demand(self.scopes, "customer", "write")
                body = read_body(request, await request.read(), "customer")
                return self._single(request, changes.update_customer(self.parks, park, key, body))
            case "POST", ["categories"]:
                demand(self.scopes, "category", "write")
                body = read_body(request, await request.read(), "category")
                return self._single(request, changes.create_category(self.parks, park, parts[3], self.site, body))
        raise _nothing(request)

    def _list(self, request: web.BaseRequest, of: ResourceType, park: Tables) -> web.Response:
        demand(self.scopes, of.name)
        pairs = list(request.query.items())
        query = read_query(pairs, of, TYPES, SIZES)
        demand_included(self.scopes, of.name, query.include or {})
        table = park.get(of.name, Table())
        keys = ordered(table, of, query.sort, _wanted(pairs, of))
        page = Page.of(query, len(keys))
        document = self._document(request, query, [table[key] for key in page.cut(keys)], single=False)
        links = page_links(page, self.origin or f"http://{request.host}", request.path, pairs, size=False)
        document["links"] = {name: links[name] for name in ("self", "first", "last", "prev", "next")}
        document["meta"] = {
            "pagination": {"total_records": page.records, "page": page.number, "size": page.size},
        }
        return reply(document)

    def _show(self, request: web.BaseRequest, of: ResourceType, park: Tables, key: str) -> web.Response:
        demand(self.scopes, of.name)
        pairs = list(request.query.items())
        query = read_query(pairs, of, TYPES, SIZES)
        demand_included(self.scopes, of.name, query.include or {})
        row = park.find(of.name, key)
        if row is None or not _filtered(pairs, of).holds(row):
            raise _nothing(request)
        document = self._document(request, query, [on_its_own(row)], single=True)
        return reply(document | {"data": document["data"][0]})

    def _administrations(self, request: web.BaseRequest) -> web.Response:
        demand(self.scopes, "administration")
        of, pairs = TYPES["administration"], list(request.query.items())
        query = read_query(pairs, of, TYPES, SIZES)
        rows = [row for name, park in self.parks.items() if (row := park.find("administration", name)) is not None]
        page = Page.of(query, len(rows))
        document = self._document(request, query, page.cut(rows), single=False)
        document["links"] = page_links(page, self.origin or f"http://{request.host}", request.path, pairs, size=False)
        return reply(document)

    async def _change_period(self, request: web.BaseRequest, park: Tables, path: str, key: str | None) -> web.Response:
        if request.method == "DELETE":
            demand(self.scopes, "agenda_period", "delete")
            changes.delete_period(park, path, str(key))
            return web.Response(status=204)
        demand(self.scopes, "agenda_period", "write")
        body = read_body(request, await request.read(), "agenda_period")
        if key is None:
            return self._single(request, changes.create_period(self.parks, park, path, self.site, body))
        return self._single(request, changes.update_period(park, path, key, self.site, body))

    def _single(self, request: web.BaseRequest, row: Row) -> web.Response:
        present = Presentation(accepted(request.headers.get("Accept-Language")), single=True)
        return reply({"data": present(row, frozenset())})

    def _document(self, request: web.BaseRequest, query: Query, rows: list[Row], *, single: bool) -> Row:
        locales = accepted(request.headers.get("Accept-Language"))
        present = Presentation(locales, query.fields, single)
        data, included = compound(rows, query.include or {}, self.parks.find, present)
        return {"data": data} if query.include is None else {"data": data, "included": included}


def open_desk(  # noqa: PLR0913 - one argument an option
    site: Site,
    *,
    administrations: tuple[str, ...] = ("1", "2"),
    scopes: set[str] | None = None,
    windows: Windows | None = WINDOWS,
    extras: tuple[str, ...] = (),
    origin: str | None = None,
) -> Desk:
    """Open Booking Experts' desk, by default as the document has it.

    `administrations` are the parks' ids, `scopes` what the app may do in the document's words ("booking read"; None
    is everything), `windows` how often it may call (None is unlimited), `extras` any of `administrations`,
    `rentables` and `reservations`, which the document names without describing them, and `origin` what page links
    begin with; by default the address that was called.
    """
    parks = Parks(site, administrations)
    counter = Counter(
        parks=parks,
        site=site,
        collections=COLLECTIONS | {name: kind for name, kind in EXTRAS.items() if name in extras},
        lists_administrations="administrations" in extras,
        scopes=None if scopes is None else frozenset(scopes),
        allowance=None if windows is None else Allowance(windows, site.clock),
        origin=origin,
    )
    return Desk(counter.answer, parks, error)


def _filtered(pairs: Pairs, of: ResourceType) -> Selection:
    return selected(pairs, of) if of.name in FILTERS else Selection()


def _wanted(pairs: Pairs, of: ResourceType) -> Selection:
    """Join the request's filters with the rule that archived categories are asked for by name [004:4285]."""
    selection = _filtered(pairs, of)
    if of.name != "category" or dict(pairs).get("include_archived") == "true":
        return selection
    return selection.also(lambda row: row["attributes"].get("archived") is not True)


def _nothing(request: web.BaseRequest) -> RefusalError:
    return RefusalError(404, f"There is no {request.method} {request.path}", code="RESOURCE_NOT_FOUND")
