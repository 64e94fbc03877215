"""Several things awaited side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def together(coming: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Await all; the first failure calls the others off and is raised when they have ended, so that none is left over.

    Raises:
        BaseException: what the first to fail raised.

    """
    tasks = [asyncio.ensure_future(one) for one in coming]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
