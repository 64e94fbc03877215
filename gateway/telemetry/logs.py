"""The log: one JSON object a line for machines, coloured columns on a terminal.

Everything is written by Python's `logging`, so that whoever hosts Foyer may send it elsewhere. A line never has a trace
or a second line: both could hold what a client sent or a vendor answered.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import MutableMapping
from typing import Any, Final

import orjson
import structlog

from gateway.telemetry.outlet import Outlet

STDERR: Final = 2

TOLD: Final = "told"
"""The attribute of a record that holds what a line tells beside its event: names and values."""


def open_log(descriptor: int = STDERR) -> None:
    """Write the log of this process, and of those it starts, to a file descriptor."""
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(before)
        before.close()
    root.addHandler(_Handler(descriptor))
    logging.getLogger("foyer").setLevel(logging.INFO)
    # Python's own warnings are lines, too. One says nothing: where a field fails, graphql-core calls off its
    # neighbours, and drops those that had not begun.
    logging.captureWarnings(capture=True)
    warnings.filterwarnings("ignore", r"coroutine '?Executor\.execute_fields.* was never awaited", RuntimeWarning)


class _Handler(logging.Handler):
    """Writes records as lines."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._outlet: Final = Outlet(descriptor)
        self.setFormatter(formatter(readable=os.isatty(descriptor)))

    def close(self) -> None:
        """Write no more."""
        self._outlet.close()
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self._outlet.put(self._line(record), self._lost)

    def _line(self, record: logging.LogRecord) -> bytes:
        try:
            return f"{self.format(record)}\n".encode(errors="backslashreplace")
        except Exception as fault:  # noqa: BLE001  # whatever cannot be written must not become a fault of the request
            event = f"a line of the log cannot be written ({type(fault).__name__})"
            return orjson.dumps({"level": "error", "event": event}) + b"\n"

    def _lost(self, count: int) -> bytes:
        args = (count,)
        return self._line(
            logging.LogRecord("foyer.log", logging.WARNING, "", 0, "%d lines of the log were not read", args, None)
        )


def formatter(*, readable: bool) -> logging.Formatter:
    """Make what turns a record into a line, for people or for machines."""
    shown: list[Any] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=lambda *_: None, repr_native_str=True)]
        if readable
        else [structlog.processors.JSONRenderer(serializer=_json)]
    )
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown],
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _bare,
        ],
    )


def _bare(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the first line of the event and what is told beside it; nothing of an exception but its kind."""
    record: logging.LogRecord = line["_record"]
    for trace in ("exc_info", "stack_info", "exc_text"):
        line.pop(trace, None)
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None:
        line["fault"] = kind.__name__
    record.exc_info = record.exc_text = record.stack_info = None
    line["event"] = str(line["event"]).partition("\n")[0]
    line.update(getattr(record, TOLD, {}))
    return line


def _json(line: object, **_: object) -> str:
    return orjson.dumps(line, default=str).decode()
