"""Writes what `foyer explain` found out: for a person, or for a program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from gateway.columns import bar, columns
from gateway.explain import Explanation, Ran
from gateway.response import explained_call

_CACHED: Final = frozenset({"HIT", "STALE", "JOINED"})
"""How an operation saw a call that was not made for it."""


def as_text(told: Explanation) -> str:
    """Write an explanation for a person."""
    lines = [f"{told.asked.name or 'The query'} may take {told.plan.calls} vendor calls; {told.allowed} are allowed."]
    if told.plan.needs:
        rows = [
            (need.source, need.what, str(need.calls), ", ".join(need.where), f"more {need.more}" if need.more else "")
            for need in told.plan.needs
        ]
        lines += ["", *columns(("source", "what", "at most", "why", ""), rows, right=frozenset({2}))]
        totals: dict[str, int] = {}
        for need in told.plan.needs:
            totals[need.source] = totals.get(need.source, 0) + need.calls
        lines += ["", f"In all {told.plan.calls}: {', '.join(f'{name} {calls}' for name, calls in totals.items())}."]
    lines += ["", "It would be answered."] if not told.refusals else ["", "It would be refused:", *told.refusals]
    if told.ran is not None:
        lines += ["", *_waterfall(told.ran)]
    return "".join(f"{line}\n" for line in lines)


def _waterfall(ran: Ran) -> list[str]:
    made = sum(call.cache not in _CACHED for call in ran.calls)
    lines = [f"It took {made} vendor calls."]
    if ran.calls:
        over = max(call.start_ms + call.duration_ms for call in ran.calls)
        rows = [
            (
                call.source,
                f"{call.method} {call.path}",
                "-" if call.status is None else str(call.status),
                call.cache,
                str(call.asks),
                f"{call.start_ms:.0f} ms",
                f"{call.duration_ms:.0f} ms",
                bar(call.start_ms, call.duration_ms, over),
            )
            for call in sorted(ran.calls, key=lambda call: call.start_ms)
        ]
        head = ("source", "call", "status", "cache", "asks", "start", "took", "")
        lines += ["", *columns(head, rows, right=frozenset({4, 5, 6}))]
    if ran.errors:
        lines += ["", "The answer has errors:", *(_sentence(error) for error in ran.errors)]
    return lines


def _sentence(error: Mapping[str, Any]) -> str:
    code = (error.get("extensions") or {}).get("code", "")
    path = ".".join(str(part) for part in error.get("path") or ())
    return f"{code} {f'at {path}: ' if path else ''}{error['message']}".strip()


def as_json(told: Explanation) -> str:
    """Write an explanation for a program."""
    content: dict[str, Any] = {
        "operation": told.asked.name,
        "planned": told.plan.calls,
        "allowed": told.allowed,
        "refusals": list(told.refusals),
        "needs": [asdict(need) for need in told.plan.needs],
    }
    if told.ran is not None:
        content["ran"] = {"calls": [explained_call(call) for call in told.ran.calls], "errors": list(told.ran.errors)}
    return f"{json.dumps(content, indent=2, ensure_ascii=False)}\n"
