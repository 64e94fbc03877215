"""The spans a test has made, kept."""

from __future__ import annotations

from collections.abc import Sequence

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind


class Collected:
    """A tracer, and the spans it has made."""

    def __init__(self) -> None:
        provider = TracerProvider(shutdown_on_exit=False)
        self._exporter = InMemorySpanExporter()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracer = provider.get_tracer("foyer")

    def of(self, kind: SpanKind) -> list[ReadableSpan]:
        """Give the spans of a kind."""
        return [span for span in self._exporter.get_finished_spans() if span.kind is kind]

    def all(self) -> Sequence[ReadableSpan]:
        """Give all spans."""
        return self._exporter.get_finished_spans()
