"""What is noticed of an operation while it is answered, for the log, the metrics and the traces."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from aiohttp import web
from graphql import get_operation_ast

from schema.context import Context

OTHER: Final = "other"
"""What operations are called together in the metrics that are of no trusted document: their names are the clients'."""

LONGEST_NAME: Final = 100


@dataclass(slots=True, eq=False)
class Noticed:
    """One operation.

    Args:
        context: what it runs in.
        began: when, in seconds of `time.perf_counter`.
        text: its document.
        asked_name: the name it was asked for by.
        codes: the codes of its errors, and of changes that were not made.
        cost: what it costs, once that is known.
        outcome: `ok`; `partial`, with data and errors; `failed`, without data; `refused`, where nothing was run;
            `left`, where the client had gone before it was answered.
        seconds: how long it took; none while it is under way.
        events: how many events it was told, where it is a subscription.

    """

    context: Context
    began: float = field(default_factory=time.perf_counter)
    text: str | None = None
    asked_name: str | None = None
    codes: list[str] = field(default_factory=list)
    cost: int | None = None
    outcome: str = "refused"
    seconds: float | None = None
    events: int = 0

    def answered(self, response: Mapping[str, Any]) -> None:
        """Take over what a response tells."""
        self.seconds = time.perf_counter() - self.began
        self.codes += [*_codes(response.get("errors", ())), *self.context.refusals]
        self.cost = ((response.get("extensions") or {}).get("cost") or {}).get("asked")
        if "data" in response:
            failed = "errors" in response
            self.outcome = "ok" if not failed else "failed" if response["data"] is None else "partial"

    def told(self, body: object) -> None:
        """Take over one of several answers: the first of parts, a refusal, or an event, which is written already."""
        if not isinstance(body, Mapping):
            self.events += 1
        elif self.seconds is None:
            self.answered(body)

    def over(self) -> None:
        """Take it that nothing more is told: a subscription ends well with its client's leaving."""
        if self.seconds is None and not self.codes:
            self.outcome = "ok" if self.lasting else "left"
        if self.seconds is None:
            self.seconds = time.perf_counter() - self.began

    @property
    def name(self) -> str | None:
        """Its name as its document has it, or as it was asked for; clients write what they like."""
        operation = self._operation()
        name = operation.name.value if operation is not None and operation.name is not None else self.asked_name
        return None if name is None else name[:LONGEST_NAME]

    @property
    def label(self) -> str:
        """Its name where the operator has trusted its document, for what must stay few."""
        return (self.name or "unnamed") if self.context.trusted is not None else OTHER

    @property
    def kind(self) -> str | None:
        """Whether it is a query, a mutation or a subscription; None where its document cannot be read."""
        operation = self._operation()
        return None if operation is None else operation.operation.value

    @property
    def lasting(self) -> bool:
        """Whether it lasts as long as its client likes."""
        return self.kind == "subscription"

    @property
    def hash(self) -> str | None:
        """The sha256 of its document, as in a manifest."""
        return None if self.text is None else sha256(self.text.encode()).hexdigest()

    def _operation(self) -> Any:  # noqa: ANN401  # graphql-core's node, or None
        known = self.context.document
        return None if known is None else get_operation_ast(known.document, self.asked_name)


NOTICED: Final = web.RequestKey("noticed", list[Noticed])
REFUSED: Final = web.RequestKey("refused", list[str])
WEBHOOK: Final = web.RequestKey("webhook", tuple[str, str])
"""The source that a vendor's own call is about, and what came of it; not there where none is expected."""


def notice(request: web.Request, context: Context) -> None:
    """Notice that an operation begins."""
    if NOTICED in request:
        request[NOTICED].append(Noticed(context))


def noticed(request: web.Request, context: Context | None) -> Noticed | None:
    """Find what was noticed of the operation of a context."""
    return next((one for one in request.get(NOTICED, ()) if one.context is context), None)


def notice_refusal(request: web.Request, code: object) -> None:
    """Notice that a request is refused with a code, whatever it asks."""
    if REFUSED in request:
        request[REFUSED].append(str(code))


def _codes(errors: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str((error.get("extensions") or {}).get("code", "INTERNAL")) for error in errors]
