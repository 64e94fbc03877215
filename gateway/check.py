"""Tries every source, for an operator who wants to know before the first client does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.assembly import close_sources
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Check, Source


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One line a source, and whether all is fine."""

    lines: tuple[str, ...]
    fine: bool


async def check(sources: Mapping[str, Source], timeout_seconds: float) -> CheckReport:
    """Try every source, side by side, and close them.

    Args:
        sources: the sources, by name.
        timeout_seconds: how long each may take.

    """
    try:
        tried = await asyncio.gather(
            *(source.check(Inquiry(Deadline.after(timeout_seconds))) for source in sources.values())
        )
    finally:
        await close_sources(sources)
    width = max((len(name) for name in sources), default=0)
    return CheckReport(
        tuple(_line(source, checks, width) for source, checks in zip(sources.values(), tried, strict=True)),
        all(one.fault is None for checks in tried for one in checks),
    )


def _line(source: Source, checks: Sequence[Check], width: int) -> str:
    works = ", ".join(one.what for one in checks if one.fault is None)
    broken = {str(one.fault): None for one in checks if one.fault is not None}
    missing = ", ".join(one.what for one in checks if one.fault is not None)
    state = "ok  " if not broken else "FAIL"
    parts = [f"works: {works}"] if works else []
    if broken:
        parts.append(f"does not work: {missing}: {'; '.join(broken)}")
    return f"{state}  {source.name:<{width}}  {source.vendor}  {'; '.join(parts)}"
