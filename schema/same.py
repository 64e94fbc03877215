"""The same person or company at other sources."""

import asyncio
from typing import Any

from strawberry.types.info import Info

from loaders.port import Filter, Listing, Source
from loaders.question import listable
from loaders.records import CUSTOMER, Customer
from loaders.same import Directory, email_key, phone_key
from schema.context import Context, open_context
from schema.edge import show

READS = frozenset(("email", "phone"))


async def same_as(customer: Customer, info: Info[Any, Any]) -> list[Any] | None:
    """Find the same customer at every other source that can list its customers.

    Raises:
        FoyerError: a source that had to be looked through failed; who it would have named is not known.

    """
    context = open_context(info)
    email = email_key(customer.email)
    phone = phone_key(customer.phone, context.sources[customer.ref.source].zone)
    if email is None and phone is None:
        return []
    others = [
        source for source in context.ordered() if source.name != customer.ref.source and listable(CUSTOMER, source)
    ]
    directories = await asyncio.gather(*(asyncio.shield(_directory(source, context)) for source in others))
    return [show(found) for directory in directories for found in directory.find(email, phone)]


def _directory(source: Source, context: Context) -> "asyncio.Task[Directory]":
    """Look through a source's customers, once an operation."""
    task = context.directories.get(source.name)
    if task is None:
        task = context.directories[source.name] = asyncio.create_task(_indexed(source, context))
    return task


async def _indexed(source: Source, context: Context) -> Directory:
    inquiry = context.inquiry.reading(CUSTOMER, READS)
    gathered = await source.gather(Listing(CUSTOMER, Filter()), inquiry)
    context.loaders.shelve(gathered.beside)
    return Directory(gathered.rows, source.zone)
