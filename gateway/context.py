"""Opens one operation: its deadline, its log of calls, its loaders."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source
from loaders.writing.changes import Changes
from loaders.writing.feed import Feed
from loaders.writing.word import Change
from schema.context import EVERYTHING, Context
from schema.limits import Limits


def open_operation(  # noqa: PLR0913  # each is a part of one operation, given by name
    sources: Mapping[str, Source],
    timeout_seconds: float,
    *,
    hints: bool = True,
    explain: bool = False,
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
        changes=changes,
        caller=caller,
        scopes=scopes,
        allowed=allowed or Limits(),
        news=news,
        seconds=timeout_seconds,
    )
