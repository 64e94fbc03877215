"""Locaboo's desk: 16 calls under /api/v2, every one with the secret among its parameters [002:4-10]."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from aiohttp import web

from sandbox.locaboo import events, listing, registering, saving
from sandbox.locaboo.answers import RefusalError, error, nothing, refused, reply
from sandbox.locaboo.availability import availability
from sandbox.locaboo.forms import nested, posted
from sandbox.locaboo.office import Office, furnish
from sandbox.locaboo.parameters import Parameters, is_id
from sandbox.locaboo.resources import shown
from sandbox.vendor import Desk, Site

if TYPE_CHECKING:
    from sandbox.jsonapi.resources import Table
    from sandbox.locaboo.answers import Row

CREDENTIALS: Final = {"api_secret_key": "sandbox-locaboo-secret"}
Respond: TypeAlias = Callable[[Parameters], web.Response]
RespondTo: TypeAlias = Callable[[str], web.Response]


@dataclass(frozen=True, slots=True)
class Reads:
    """What a GET answers."""

    office: Office
    list_cancelled: bool

    def resource_list(self, _: Parameters) -> web.Response:
        """List the main resources with their parts, and the custom fields to search by."""
        tree = self.office.resources
        rows = [
            {
                "id": key,
                "title": resource.title,
                "parts": [{"id": part, "title": tree[part].title} for part in resource.parts],
            }
            for key, resource in tree.items()
            if resource.main == key
        ]
        return reply(rows, len(rows), free_text_fields=self.office.free_text_fields)

    def resource(self, key: str) -> web.Response:
        """Show a main resource or a part."""
        if not is_id(key) or int(key) not in self.office.resources:
            raise nothing("resource", key)
        return reply(shown(self.office.resources, int(key), self.office.site.today), 1)

    def booking_list(self, sent: Parameters) -> web.Response:
        """List the bookings of a range of days."""
        rows = listing.booking_list(self.office, sent, cancelled=self.list_cancelled)
        return reply(rows, len(rows))

    def booking(self, key: str) -> web.Response:
        """Show a booking, cancelled ones too."""
        return reply(listing.alone(_row(self.office.bookings, "booking", key)), 1)

    def availability(self, sent: Parameters) -> web.Response:
        """List free slots; the total counts slots, not rows [002:592]."""
        return reply(*availability(self.office, sent))

    def profile(self, _: Parameters) -> web.Response:
        """Show the manager; the total counts fields [002:618]."""
        return reply(self.office.profile, len(self.office.profile))

    def event_list(self, sent: Parameters) -> web.Response:
        """List the events of a range of days."""
        first, last = sent.days()
        sent.settle()
        rows = [events.in_list(row) for row in self.office.events.between(first, last)]
        return reply(rows, len(rows))

    def event_details(self, key: str) -> web.Response:
        """Show an event in a list of one; the total counts its documents' bookings [002:1045]."""
        row, bookings = events.alone(_row(self.office.events, "event", key), self.office.booking)
        return reply([row], bookings)


@dataclass(frozen=True, slots=True)
class Counter:
    """Where calls arrive: checks who asks, and finds what is asked for."""

    by_name: dict[tuple[str, str], Respond]
    by_id: dict[str, RespondTo]
    soft_errors: bool

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer any request."""
        query, form = nested(request.query.items()), await posted(request)
        try:
            _admit(query.get("api_secret_key"), form.get("api_secret_key"))
            return self._respond(request, Parameters(query if request.method == "GET" else form))
        except RefusalError as refusal:
            return refused(refusal, soft=self.soft_errors)

    def _respond(self, request: web.BaseRequest, sent: Parameters) -> web.Response:
        match request.path.split("/"):
            case ["", "api", "v2", name] if (request.method, name) in self.by_name:
                return self.by_name[request.method, name](sent)
            case ["", "api", "v2", name, key] if request.method == "GET" and name in self.by_id:
                return self.by_id[name](key)
        raise nothing("page", request.path)


def open_desk(
    site: Site, *, soft_errors: bool = False, list_cancelled: bool = False, edit_replaces: bool = False
) -> Desk:
    """Open Locaboo's desk.

    Where the document leaves a choice, an option makes the other one: `soft_errors` answers every refusal with HTTP
    200 and `success: false`, `list_cancelled` keeps cancelled bookings in the list, and `edit_replaces` empties what
    an edit of a customer does not send.
    """
    office = furnish(site)
    reads = Reads(office, list_cancelled)
    by_name: dict[tuple[str, str], Respond] = {
        ("GET", "resource_list"): reads.resource_list,
        ("GET", "booking_list"): reads.booking_list,
        ("GET", "availability"): reads.availability,
        ("GET", "profile"): reads.profile,
        ("GET", "customer_list"): lambda _: _whole(office.customers),
        ("GET", "inventory_list"): lambda _: _whole(office.inventory),
        ("GET", "service_list"): lambda _: _whole(office.services),
        ("GET", "invoice_list"): lambda _: _whole(office.invoices),
        ("GET", "event_list"): reads.event_list,
        # It writes, and yet it is a GET; its total is 0 although there is a row [002:849, 002:903].
        ("GET", "booking_save"): lambda sent: reply([saving.save(office, sent)], 0),
        ("POST", "booking_add"): lambda sent: reply([saving.add(office, sent)], 1),
        ("POST", "customer_add"): lambda sent: reply([registering.add(office, sent)], None),
        ("POST", "customer_edit"): lambda sent: reply([registering.edit(office, sent, replaces=edit_replaces)], None),
        ("POST", "customer_address_add"): lambda sent: reply([registering.add_addresses(office, sent)], None),
    }
    by_id: dict[str, RespondTo] = {
        "resource": reads.resource,
        "booking": reads.booking,
        "event_details": reads.event_details,
    }
    return Desk(Counter(by_name, by_id, soft_errors).answer, office, error)


def _admit(*given: object) -> None:
    """Refuse whoever has the secret neither as GET nor as POST parameter."""
    if CREDENTIALS["api_secret_key"] not in given:
        raise RefusalError(401, "The api_secret_key is missing or invalid.")


def _whole(table: Table) -> web.Response:
    return reply(list(table.values()), len(table))


def _row(table: Table, what: str, key: str) -> Row:
    own = str(int(key)) if is_id(key) else ""
    if own not in table:
        raise nothing(what, key)
    return table[own]
