"""Opens one operation: its deadline, its log of calls, its loaders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from aiohttp import web

from gateway.settings import Server
from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source
from loaders.writing.changes import Changes
from loaders.writing.feed import Feed
from loaders.writing.word import Change
from schema.context import EVERYTHING, Context
from schema.limits import Limits

Open: TypeAlias = Callable[[web.Request, str | None], Awaitable[Context]]
"""Opens an operation of a request, for whoever shows this Authorization."""


def allowed_by(server: Server) -> Limits:
    """Give how much one operation may ask for, as the server is configured."""
    limits = server.limits
    return Limits(limits.max_cost, limits.max_depth, limits.max_aliases, limits.max_tokens, limits.max_vendor_calls)


def open_operation(  # noqa: PLR0913  # each is a part of one operation, given by name
    sources: Mapping[str, Source],
    timeout_seconds: float,
    *,
    hints: bool = True,
    explain: bool = False,
    traced: bool = False,
    changes: Changes | None = None,
    caller: str = "",
    scopes: frozenset[str] = EVERYTHING,
    allowed: Limits | None = None,
    news: Feed[Change] | None = None,
) -> Context:
    """Open one operation.

    Args:
        sources: the sources its caller may see, by name.
        timeout_seconds: how long it may take, all its vendor calls included.
        hints: whether relations may be asked for along with their owner.
        explain: whether the answer tells the vendor calls it took.
        traced: whether it tells how long each field took, as Apollo's routers want it.
        changes: what makes changes at vendors; None where only questions are asked.
        caller: who asks, as a name of theirs alone.
        scopes: what they may do.
        allowed: how much it may ask for; None for what is usual.
        news: changes as they are heard of; None where nobody tells of them.

    """
    inquiry = Inquiry(Deadline.after(timeout_seconds), hints=hints)
    return Context(
        sources,
        inquiry,
        Loaders(sources, inquiry),
        explain=explain,
        traced=traced,
        changes=changes,
        caller=caller,
        scopes=scopes,
        allowed=allowed or Limits(),
        news=news,
        seconds=timeout_seconds,
    )
