"""Opens one operation: its deadline, its log of calls, its loaders."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source
from schema.context import Context
from schema.limits import Limits


def open_operation(
    sources: Mapping[str, Source],
    timeout_seconds: float,
    *,
    hints: bool = True,
    explain: bool = False,
    allowed: Limits | None = None,
) -> Context:
    """Open one operation.

    Args:
        sources: the sources its caller may see, by name.
        timeout_seconds: how long it may take, all its vendor calls included.
        hints: whether relations may be asked for along with their owner.
        explain: whether the answer tells the vendor calls it took.
        allowed: how much it may ask for; None for what is usual.

    """
    inquiry = Inquiry(Deadline.after(timeout_seconds), hints=hints)
    return Context(sources, inquiry, Loaders(sources, inquiry), explain=explain, allowed=allowed or Limits())
