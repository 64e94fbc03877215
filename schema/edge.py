"""How the fields of a record are declared: its attributes, and the edges that lead from it to other records.

A field is declared once. The declaration gives Strawberry its resolver and tells `selection.py` what an operation
reads, so that an operation's whole need is known before anything is fetched.

    name: str | None = attribute("What it is called.")
    space: Space | None = edge("space", "Where it takes place.")

A type is a view of one record: it holds the record and nothing else, and reads it when asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, Final, Generic, TypeVar

import strawberry
from strawberry.types.info import Info

from loaders.records import Record, Ref
from schema.context import Context, open_context
from schema.reads import note

R = TypeVar("R", bound=Record)

VIEWS: Final[dict[str, type[View[Any]]]] = {}
"""The type that shows records of a kind."""


class View(Generic[R]):
    """A type that shows a record: what is not resolved otherwise is read from the record under the same name."""

    record_kind: ClassVar[str]
    record: strawberry.Private[R]

    def __init_subclass__(cls, kind: str | None = None, **options: Any) -> None:
        """Register the type for the kind of record it shows."""
        super().__init_subclass__(**options)
        if kind is not None:
            cls.record_kind = kind
            VIEWS[kind] = cls

    @classmethod
    def of(cls, record: R) -> View[R]:
        """Show a record."""
        view = cls.__new__(cls)
        view.record = record
        return view

    def __getattr__(self, name: str) -> Any:
        """Read the record.

        Raises:
            AttributeError: the record has no such attribute, or is itself not there.

        """
        if name == "record":
            raise AttributeError(name)
        return getattr(self.record, name)


def show(record: Record) -> View[Any]:
    """Show a record as the type of its kind."""
    return VIEWS[record.ref.kind].of(record)


def attribute(description: str, *reads: str, deprecated: str | None = None) -> Any:
    """Declare a field read from the record under its own name.

    Args:
        description: what the field means, for the schema.
        reads: the record's attributes it needs, where that is not its own name.
        deprecated: why not to use it any more.

    """
    return strawberry.field(
        description=description,
        deprecation_reason=deprecated,
        metadata=note(*reads),
    )


def edge(
    name: str, description: str, *, resolve: Callable[[Any, Context], Any] | None = None, deprecated: str | None = None
) -> Any:
    """Declare a field that leads to another record, or to several.

    Args:
        name: the link's name in the record.
        description: what the field means, for the schema.
        resolve: where the record found is not the answer itself, what is.
        deprecated: why not to use it any more.

    """

    def follow(root: Any, info: Info[Any, Any]) -> Any:
        context = open_context(info)
        if resolve is not None:
            return resolve(root.record, context)
        return follow_link(root.record.links.get(name), context)

    return strawberry.field(
        resolver=follow,
        description=description,
        deprecation_reason=deprecated,
        metadata=note(name, edge=name),
    )


def follow_link(link: Ref | tuple[Ref, ...] | None, context: Context) -> Any:
    """Give the view, or views, a link leads to; awaitable where something has to be asked first."""
    if link is None:
        return None
    if isinstance(link, Ref):
        known = context.loaders.peek(link)
        return show(known) if known is not None else _one(link, context)
    known_ones = [context.loaders.peek(ref) for ref in link]
    if all(record is not None for record in known_ones):
        return [show(record) for record in known_ones if record is not None]
    return _several(link, context)


async def _one(ref: Ref, context: Context) -> View[Any] | None:
    record = await context.loaders.load(ref)
    return None if record is None else show(record)


async def _several(refs: tuple[Ref, ...], context: Context) -> list[View[Any]]:
    records = await asyncio.gather(*(context.loaders.load(ref) for ref in refs))
    return [show(record) for record in records if record is not None]
