"""What a resolver may reach: the sources this caller sees, the loaders of this operation, and what it reads."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from graphql import GraphQLError
from strawberry.types.info import Info

from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry, Selection
from loaders.port import Source
from loaders.same import Directory
from loaders.writing.changes import Changes
from loaders.writing.feed import Feed
from loaders.writing.word import Change
from schema.known import Known
from schema.limits import Limits
from schema.selection import select


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


READ: Final = "read"
"""The scope of questions and subscriptions."""
WRITE: Final = "write"
"""The scope of changes."""
EVERYTHING: Final = frozenset({READ, WRITE})


@dataclass(slots=True)
class Context:
    """One operation's context.

    Args:
        sources: the sources the caller may see, by name, in the order of the configuration.
        inquiry: the operation's way through them.
        loaders: its loaders, fresh.
        now: the moment, in UTC.
        faults: rows that are missing from a list because they could not be read; answered beside the data.
        directories: the customers of each source this operation compared others with.
        selected: whether the inquiry knows what the operation reads.
        explain: whether the answer tells the vendor calls it took.
        traced: whether it tells how long each field took, as Apollo's routers want it.
        changes: what makes changes at vendors; None where only questions are asked.
        caller: who asks, as a name of theirs alone.
        scopes: what they may do: `read`, `write`.
        allowed: how much the operation may ask for.
        trusted: its document, where that is one of the operator's own: read when the gateway started.
        document: its document, once that is read.
        refusals: the codes of changes that were not made, as their payloads tell them.
        later: what is read from when the first part of an answer in parts is there.
        news: changes as they are heard of; None where nobody tells of them.
        seconds: how long the answer to one event may take.
        drop: parts with a client that does not take its events.

    """

    sources: Mapping[str, Source]
    inquiry: Inquiry
    loaders: Loaders
    now: Callable[[], dt.datetime] = _now
    faults: list[GraphQLError] = field(default_factory=list)
    directories: dict[str, asyncio.Task[Directory]] = field(default_factory=dict)
    selected: bool = False
    explain: bool = False
    traced: bool = False
    changes: Changes | None = None
    caller: str = ""
    scopes: frozenset[str] = EVERYTHING
    allowed: Limits = field(default_factory=Limits)
    trusted: Known | None = None
    document: Known | None = None
    refusals: list[str] = field(default_factory=list)
    later: Selection | None = None
    news: Feed[Change] | None = None
    seconds: float = 15.0
    drop: Callable[[], None] = lambda: None

    def ordered(self) -> Sequence[Source]:
        """Give the sources in the order of the configuration."""
        return tuple(self.sources.values())

    def miss(self, faults: Iterable[Exception], info: Info[Any, Any]) -> None:
        """Have it told, beside the data, why rows are missing from what a field answers."""
        at = info._raw_info  # noqa: SLF001  # strawberry offers no public way to the operation's own nodes
        path = at.path.as_list()
        for fault in faults:
            self.faults.append(GraphQLError(str(fault), at.field_nodes, path=path, original_error=fault))

    def renew(self) -> None:
        """Forget what this operation has read: something has changed."""
        self.loaders.close()
        self.loaders = Loaders(self.sources, self.inquiry)
        for directory in self.directories.values():
            directory.cancel()
        self.directories.clear()

    def apart(self, drop: Callable[[], None]) -> Context:
        """Give the context of the same operation that is run for several, and outlives this one."""
        inquiry = Inquiry(Deadline.after(self.seconds), hints=self.inquiry.hints)
        loaders = Loaders(self.sources, inquiry)
        return replace(self, inquiry=inquiry, loaders=loaders, faults=[], directories={}, selected=False, drop=drop)

    def go_on(self) -> None:
        """Read on: what the operation defers is begun."""
        if self.later is not None:
            self.inquiry.selection, self.later = self.later, None

    def begin_event(self) -> None:
        """Begin the answer to an event, with a time of its own: nothing read for another is true any more."""
        self.inquiry = Inquiry(Deadline.after(self.seconds), self.inquiry.selection, hints=self.inquiry.hints)
        self.faults.clear()
        self.renew()

    def close(self) -> None:
        """Call off what is still under way: nobody waits for it any more."""
        self.loaders.close()
        for directory in self.directories.values():
            directory.cancel()


def open_context(info: Info[Any, Any]) -> Context:
    """Give the operation's context; the first to ask has the operation's whole need worked out."""
    context = cast("Context", info.context)
    if not context.selected:
        first, whole = select(info._raw_info)  # noqa: SLF001  # as above
        context.inquiry.selection, context.later, context.selected = first, whole, True
    return context
