"""Tries every source, for an operator who wants to know before the first client does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.assembly import close_sources
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Check, Source
from schema.types.errors import code_of


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What came of each source."""

    tried: tuple[tuple[Source, Sequence[Check]], ...]

    @property
    def fine(self) -> bool:
        """Whether everything works."""
        return all(one.fault is None for _, checks in self.tried for one in checks)

    @property
    def lines(self) -> tuple[str, ...]:
        """Give one line a source, for people."""
        width = max((len(source.name) for source, _ in self.tried), default=0)
        return tuple(_line(source, checks, width) for source, checks in self.tried)

    @property
    def document(self) -> dict[str, Any]:
        """Give the same as JSON."""
        return {"fine": self.fine, "sources": [_told(source, checks) for source, checks in self.tried]}


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
    return CheckReport(tuple(zip(sources.values(), tried, strict=True)))


def _told(source: Source, checks: Sequence[Check]) -> dict[str, Any]:
    return {
        "name": source.name,
        "vendor": source.vendor,
        "fine": all(one.fault is None for one in checks),
        "works": [one.what for one in checks if one.fault is None],
        "faults": [
            {
                "what": one.what,
                "code": code_of(one.fault).value,
                "message": str(one.fault),
                "retryable": one.fault.retryable,
            }
            for one in checks
            if one.fault is not None
        ],
    }


def _line(source: Source, checks: Sequence[Check], width: int) -> str:
    works = ", ".join(one.what for one in checks if one.fault is None)
    broken = {str(one.fault): None for one in checks if one.fault is not None}
    missing = ", ".join(one.what for one in checks if one.fault is not None)
    state = "ok  " if not broken else "FAIL"
    parts = [f"works: {works}"] if works else []
    if broken:
        parts.append(f"does not work: {missing}: {'; '.join(broken)}")
    return f"{state}  {source.name:<{width}}  {source.vendor}  {'; '.join(parts)}"
