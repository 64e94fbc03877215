"""The account itself: its profile and currency, customers, inventory, services and invoices. Each is one call."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from loaders.records import Customer, Resource
from loaders.vendors.locaboo.kinds import INVENTORY, MONEY, SERVICES
from loaders.vendors.locaboo.sheet import Sheet, Table, each
from loaders.vendors.locaboo.translate import customers, invoices, rooms, stock
from loaders.vendors.locaboo.wire.customers import Customer as WireCustomer
from loaders.vendors.locaboo.wire.invoices import Invoice
from loaders.vendors.locaboo.wire.rooms import Profile
from loaders.vendors.locaboo.wire.stock import Item, Service

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.readings.readings import Readings
    from loaders.vendors.locaboo.api import Api
    from loaders.vendors.locaboo.translate.site import Site

M = TypeVar("M")


class Office:
    """What the account has beside its resources, bookings and events."""

    def __init__(self, api: Api, site: Site) -> None:
        self._api: Final = api
        self._site: Final = site
        self._profile: Final[Readings[str, tuple[Profile, dt.datetime]]] = api.keep("profile", 1)
        self._customers: Final[Readings[str, Table[Customer]]] = api.keep("customers", 1)
        self._items: Final[Readings[str, Sheet[Item]]] = api.keep("inventory", 1)
        self._services: Final[Readings[str, Sheet[Service]]] = api.keep("services", 1)
        self._invoices: Final[Readings[str, Sheet[Invoice]]] = api.keep("invoices", 1)

    async def profile(self, inquiry: Inquiry) -> Resource:
        """Read who the key belongs to."""
        told, fetched_at = await self._profile.get("", inquiry, self._read_profile)
        return rooms.profile(self._site, told, fetched_at)

    async def currency(self, inquiry: Inquiry, *, read: bool = True) -> str | None:
        """Give the account's currency: the configuration's, else the profile's if the operation reads it.

        Args:
            inquiry: the operation.
            read: whether what is being read has amounts that the operation reads.

        """
        if self._api.currency is not None or not read:
            return self._api.currency
        told, _ = await self._profile.get("", inquiry, self._read_profile)
        return told.currency

    async def currency_of_money(self, inquiry: Inquiry, *, read: bool = True) -> str | None:
        """Give the account's currency for amounts, if the operation reads any amount's currency."""
        return await self.currency(inquiry, read=read and "currency" in inquiry.selection.reads(MONEY))

    async def customers(self, inquiry: Inquiry) -> Table[Customer]:
        """Read all customers."""
        return await self._customers.get("", inquiry, self._read_customers)

    async def listed(self, kind: str, inquiry: Inquiry) -> Table[Resource]:
        """Read all inventory, all services or all invoices."""
        if kind == INVENTORY:
            items = await self._items.get("", inquiry, partial(self._read, "inventory_list", Item, "inventory"))
            return await items.table(await self.currency_of_money(inquiry), partial(stock.item, self._site))
        if kind == SERVICES:
            services = await self._services.get("", inquiry, partial(self._read, "service_list", Service, "service"))
            return await services.table(await self.currency_of_money(inquiry), partial(stock.service, self._site))
        found = await self._invoices.get("", inquiry, partial(self._read, "invoice_list", Invoice, "invoice"))
        return await found.table(self._api.currency, partial(invoices.invoice, self._site))

    async def _read_profile(self, inquiry: Inquiry) -> tuple[Profile, dt.datetime]:
        return await self._api.thing("profile", Profile, "profile", inquiry)

    async def _read_customers(self, inquiry: Inquiry) -> Table[Customer]:
        listed = await self._api.listed("customer_list", inquiry)

        def made(row: object) -> Customer:
            told = self._api.read(WireCustomer, row, "customer")
            return customers.customer(self._site, told, listed.fetched_at)

        return Table(*await each(listed.rows, made), listed.fetched_at)

    async def _read(self, endpoint: str, model: type[M], what: str, inquiry: Inquiry) -> Sheet[M]:
        return await self._api.sheet(await self._api.listed(endpoint, inquiry), model, what)
