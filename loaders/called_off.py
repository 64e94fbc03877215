"""Calling tasks off, so that they have really ended."""

from __future__ import annotations

import asyncio
from typing import Any, Final

AGAIN_SECONDS: Final = 2.0
"""After how long a task that goes on is told again; longer than what a task does at its end takes."""


async def called_off(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks, and wait until they have ended, whatever with.

    A cancel can be lost on its way: where what is waited for comes in the same turn, `asyncio.wait_for` of Python 3.11
    gives that and forgets the cancel, and libraries use it. A task that goes on for ever would then do so. So whoever
    does not end is told again.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        ended, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
        for task in ended:
            task.cancelled() or task.exception()  # nobody else asks
