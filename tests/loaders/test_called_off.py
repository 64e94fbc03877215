"""What is called off ends, though a cancel may be lost on its way."""

from __future__ import annotations

import asyncio

from loaders.called_off import AGAIN_SECONDS, called_off
from tests.virtual_time import VirtualTime, in_virtual_time


async def stubborn(lost: int) -> None:
    """Go on for ever, and lose so many cancels first."""
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            lost -= 1
            if lost < 0:
                raise


@in_virtual_time
async def test_who_does_not_end_is_told_again() -> None:
    """Until all have ended; those that did at once are told no more."""
    tasks = [asyncio.create_task(stubborn(lost)) for lost in (0, 1, 3)]
    await asyncio.sleep(1)
    began = VirtualTime.running().clock()
    await called_off(*tasks)
    assert all(task.cancelled() for task in tasks)
    assert VirtualTime.running().clock() - began == 3 * AGAIN_SECONDS


@in_virtual_time
async def test_how_they_end_is_nobodys_concern() -> None:
    """A task that has ended already, or that fails at its end, is as good as any; nothing to call off takes no time."""

    async def failing() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            raise ValueError

    tasks = [asyncio.create_task(failing()), asyncio.create_task(asyncio.sleep(0))]
    await asyncio.sleep(1)
    await called_off(*tasks)
    await called_off()
    assert isinstance(tasks[0].exception(), ValueError)
