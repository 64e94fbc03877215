"""The metrics of several processes, shown by any of them.

Each worker writes what it counts to files of its own in one folder, which the parent makes for one run and takes away
at its end; whichever worker is asked adds them up. What a worker that ended had counted stays counted; what it showed
of itself (requests under way, bytes kept) goes with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, multiprocess, values

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Have the processes that are started from here, while the block runs, count together."""
    folder = tempfile.mkdtemp(prefix="foyer-metrics-")
    os.environ[VARIABLE] = folder
    try:
        yield
    finally:
        del os.environ[VARIABLE]
        shutil.rmtree(folder, ignore_errors=True)


def count_together() -> None:
    """Have this worker count in the folder, before its first metric is made: the library decides once, at import."""
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]  # the library's own, without types


def together() -> bool:
    """Tell whether this process is one of several that count together."""
    return VARIABLE in os.environ


def of_all(own: CollectorRegistry) -> CollectorRegistry:
    """Give what shows the metrics of all workers; of a process that is alone, its own."""
    if not together():
        return own
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # as above
    return registry


def ended(pid: int) -> None:
    """Take away what a worker that ended showed of itself."""
    if together():
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]  # as above
