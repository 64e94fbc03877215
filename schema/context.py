"""What a resolver may reach: the sources this caller sees, the loaders of this operation, and what it reads."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import GraphQLError
from graphql.type import GraphQLResolveInfo
from strawberry.types.info import Info

from loaders.batch import Loaders
from loaders.inquiry import Inquiry, Selection
from loaders.port import Source
from loaders.same import Directory
from schema.selection import select


@dataclass(slots=True)
class Context:
    """One operation's context.

    Args:
        sources: the sources the caller may see, by name, in the order of the configuration.
        inquiry: the operation's way through them.
        loaders: its loaders, fresh.
        faults: rows that are missing from a list because they could not be read; answered beside the data.
        directories: the customers of each source this operation compared others with.

    """

    sources: Mapping[str, Source]
    inquiry: Inquiry
    loaders: Loaders
    faults: list[GraphQLError] = field(default_factory=list)
    directories: dict[str, asyncio.Task[Directory]] = field(default_factory=dict)
    selected: bool = False

    def ordered(self) -> Sequence[Source]:
        """Give the sources in the order of the configuration."""
        return tuple(self.sources.values())


def open_context(info: Info[Any, Any]) -> Context:
    """Give the operation's context; the first to ask has the operation's whole need worked out."""
    return open_raw(info._raw_info)  # noqa: SLF001  # strawberry offers no public way to the operation's own nodes


def open_raw(info: GraphQLResolveInfo[Any]) -> Context:
    """Give the operation's context from graphql-core's own info."""
    context = cast("Context", info.context)
    if not context.selected:
        context.inquiry.selection = select(info)
        context.selected = True
    return context


__all__ = ["Context", "Selection", "open_context", "open_raw"]
