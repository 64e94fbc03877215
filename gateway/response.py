"""What a response tells of one execution: its data, what went wrong, what it took."""

from __future__ import annotations

from typing import Any

from strawberry.types import ExecutionResult

from gateway.answer import Written
from gateway.errors import told
from loaders.inquiry import Call
from schema.context import Context


def response(result: ExecutionResult, context: Context | None) -> Written:
    """Write an execution's result as a response tells it.

    Args:
        result: what came of the operation.
        context: its context; None where there was none.

    """
    errors = [*(result.errors or ()), *(context.faults if context is not None else ())]
    body = Written({"data": result.data})
    if errors:
        body["errors"] = told(errors)
    if result.data is None and not any(error.path for error in errors):
        del body["data"]
    extensions = {**(result.extensions or {}), **explained(context)}
    if extensions:
        body["extensions"] = extensions
    return body


def explained(context: Context | None) -> dict[str, Any]:
    """Give the vendor calls an operation took, where they are asked for."""
    if context is None or not context.explain:
        return {}
    return {"explain": {"calls": [explained_call(call) for call in context.inquiry.calls]}}


def explained_call(call: Call) -> dict[str, object]:
    """Tell of a vendor call, as the contract names it."""
    return {
        "source": call.source,
        "vendor": call.vendor.upper(),
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "status": call.status,
        "startMs": round(call.start_ms, 1),
        "durationMs": round(call.duration_ms, 1),
        "bytes": call.bytes,
        "asks": call.asks,
        "reason": call.reason,
        "cache": call.cache,
    }
