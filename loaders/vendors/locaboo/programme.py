"""Events: one list for a range of days, and a call more for whatever is told of one alone.

Where an event is and what it is booked by stands in its documents, which only the event alone has. So a question by
venue, space or booking costs a call an event in the range, and more than MOST of them are refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.errors import BadInput, BadResponse, FoyerError, VendorFault
from loaders.http.twin import twin
from loaders.match import passing
from loaders.port import Filter, Gathered
from loaders.records import EVENT, Event, EventStatus, Ref, Resource, Rows
from loaders.together import together
from loaders.vendors.locaboo.api import is_key
from loaders.vendors.locaboo.kinds import EVENTS, PRICES
from loaders.vendors.locaboo.sheet import Sheet, Table, few_or_all
from loaders.vendors.locaboo.translate import events as translate
from loaders.vendors.locaboo.translate.events import Whereabouts
from loaders.vendors.locaboo.window import Days, Window, around, covering
from loaders.vendors.locaboo.wire.events import Event as WireEvent

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.readings.readings import Readings
    from loaders.vendors.locaboo.api import Api
    from loaders.vendors.locaboo.office import Office
    from loaders.vendors.locaboo.translate.site import Site

Told: TypeAlias = tuple[WireEvent | None, dt.datetime]
"""What is told of one event alone, and when that was read; None of one the vendor does not know."""

Placed: TypeAlias = tuple[Event, Whereabouts]

MOST: Final = 400
"""How many events are asked one by one where they are."""

NOWHERE: Final = Whereabouts((), (), ())


class Programme:
    """The events of one account."""

    def __init__(self, api: Api, site: Site, office: Office, window: Window) -> None:
        self._api: Final = api
        self._site: Final = site
        self._office: Final = office
        self._window: Final = window
        self._lists: Final[Readings[Days, Sheet[WireEvent]]] = api.keep("events", 16)
        self._alone: Final[Readings[str, Told]] = api.keep("event", 2 * MOST)

    async def gather(self, wanted: Filter, inquiry: Inquiry) -> Gathered:
        """Read all events that pass a filter.

        Raises:
            BadInput: a venue or space is wanted, and too many events would have to be asked where they are.
            VendorFault: it could not be read.

        """
        days = self._window.days() if wanted.overlaps is None else around(wanted.overlaps, self._site.zone)
        if _none_can_pass(wanted):
            return Gathered((), self._api.now(), covers=days)
        table = await self.on(days, inquiry)
        elsewhere = replace(wanted, venues=None, spaces=None)
        rows = passing(table.records, elsewhere)
        faults: list[VendorFault] = list(table.faults)
        if wanted.venues is not None or wanted.spaces is not None:
            found, missing = await self._placed([row for row in rows if isinstance(row, Event)], inquiry)
            rows = [row for row, where in found if _is_in(where, wanted)]
            faults += missing
        return Gathered(rows, table.fetched_at, faults=faults, covers=days)

    async def find(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Event | FoyerError]:
        """Look events up: in a list that is there or on its way, else one by one, or in the list if they are many."""
        known = self._lists.known()
        window = self._window.days()

        async def listed() -> Mapping[str, Event]:
            return (await self.on(window, inquiry)).by_id()

        return await few_or_all(
            [key for key in ids if is_key(key)],
            at_hand=covering(window, known) in known,
            listed=listed,
            alone=lambda key: self._found(key, inquiry),
        )

    async def whereabouts(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Whereabouts | FoyerError]:
        """Read where events are and what they are booked by: a call an event."""
        found: dict[str, Whereabouts | FoyerError] = {}
        for key, answer in (await self._told(ids, inquiry)).items():
            if isinstance(answer, FoyerError):
                found[key] = answer
            elif answer[0] is not None:
                found[key] = translate.whereabouts(self._site, answer[0])
        return found

    async def documents(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Resource | FoyerError]:
        """Read the documents of events: a call an event."""

        def made(told: Told, currency: str | None) -> Resource | FoyerError | None:
            try:
                return None if told[0] is None else translate.documents(self._site, told[0], told[1], currency)
            except FoyerError as fault:
                return fault

        answers = await self._told(ids, inquiry)
        try:
            currency = await self._office.currency_of_money(inquiry)
        except FoyerError as fault:
            return {key: twin(fault) for key in answers}
        found = {key: told if isinstance(told, FoyerError) else made(told, currency) for key, told in answers.items()}
        return {key: answer for key, answer in found.items() if answer is not None}

    async def of(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Rows]:
        """Find the events of the whole window that are in spaces, or belong to bookings.

        Raises:
            BadInput: too many events would have to be asked where they are.
            VendorFault: they could not be read.

        """
        table = await self.on(self._window.days(), inquiry)
        placed, missing = await self._placed(table.records, inquiry)
        faults: tuple[VendorFault, ...] = (*table.faults, *missing)
        found: dict[str, Rows] = {}
        for key in ids:
            ref = self._site.ref(kind, key)
            rows = tuple(row for row, where in placed if ref in where.spaces or ref in where.bookings)
            found[key] = Rows(self._site.ref(f"{EVENT}@{kind}", key), table.fetched_at, rows, faults=faults)
            faults = ()
        return found

    async def _placed(self, rows: Sequence[Event], inquiry: Inquiry) -> tuple[list[Placed], list[VendorFault]]:
        """Ask of each event where it is; one that cannot be read is told apart, one that cannot be asked is raised."""
        if len(rows) > MOST:
            raise BadInput(
                f"{self._api.source} tells only of one event at a time where it is: {len(rows)} events are too many to "
                f"ask, {MOST} at most; a shorter range has fewer"
            )
        where = await self.whereabouts([row.ref.id for row in rows], inquiry)
        placed: list[Placed] = []
        missing: list[VendorFault] = []
        for row in rows:
            found = where.get(row.ref.id, NOWHERE)
            if isinstance(found, BadResponse):
                missing.append(found)
            elif isinstance(found, FoyerError):
                raise found
            else:
                placed.append((translate.placed(row, found), found))
        return placed, missing

    async def on(self, days: Days, inquiry: Inquiry) -> Table[Event]:
        """Read what is on some days: a list of more days that is there, or on its way, will do."""
        held = covering(days, self._lists.known())
        sheet = await self._lists.get(held, inquiry, partial(self._read, held))
        reads = inquiry.selection.reads(EVENTS)
        currency = await self._office.currency_of_money(inquiry, read=bool(reads & PRICES))
        return await sheet.table(currency, partial(translate.event, self._site))

    async def _read(self, days: Days, inquiry: Inquiry) -> Sheet[WireEvent]:
        query = (("date_from", days[0].isoformat()), ("date_to", days[1].isoformat()))
        return await self._api.sheet(await self._api.listed("event_list", inquiry, query), WireEvent, "event")

    async def _told(self, ids: Iterable[str], inquiry: Inquiry) -> Mapping[str, Told | FoyerError]:
        async def one(key: str) -> Told | FoyerError:
            try:
                return await self._alone.get(key, inquiry, partial(self._read_alone, key))
            except FoyerError as fault:
                return fault

        wanted = [key for key in ids if is_key(key)]
        answers = await together(one(key) for key in wanted)
        return dict(zip(wanted, answers, strict=True))

    async def _read_alone(self, key: str, inquiry: Inquiry) -> Told:
        return await self._api.alone("event_details", key, WireEvent, "event", inquiry)

    async def _found(self, key: str, inquiry: Inquiry) -> Event | FoyerError | None:
        try:
            told, at = await self._alone.get(key, inquiry, partial(self._read_alone, key))
            reads = inquiry.selection.reads(EVENTS)
            currency = await self._office.currency_of_money(inquiry, read=bool(reads & PRICES))
            if told is None:
                return None
            known = translate.event(self._site, told, at, currency)
        except FoyerError as fault:
            return fault
        return translate.placed(known, translate.whereabouts(self._site, told))


def _is_in(where: Whereabouts, wanted: Filter) -> bool:
    return _has(where.venues, wanted.venues) and _has(where.spaces, wanted.spaces)


def _has(refs: Sequence[Ref], ids: frozenset[str] | None) -> bool:
    return ids is None or any(ref.id in ids for ref in refs)


def _none_can_pass(wanted: Filter) -> bool:
    """Tell whether no event can pass: none tells its status, or when it was changed."""
    statuses = wanted.event_statuses
    return wanted.updated_since is not None or (statuses is not None and EventStatus.UNKNOWN not in statuses)
