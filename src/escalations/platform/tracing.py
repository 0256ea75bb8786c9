"""OpenTelemetry traces of requests and jobs, when OTEL_EXPORTER_OTLP_ENDPOINT says where to and the extra `traces` is installed.

A span carries routes, states and numbers; no address, no text and no parameter of a statement.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from time import monotonic
from typing import Any

import structlog

log = structlog.get_logger()
_tracer: Any = None
Note = dict[str, str | int]
LAST_WORDS = 2.0
"""Seconds for a collector to take what is left when the process ends."""
SILENCE = 300.0
"""Seconds between two lines about a collector that does not take what it is sent."""
_EXPORTER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"


@contextmanager
def traced(service: str) -> Iterator[None]:
    """Nobody waits for a collector that does not answer: what it has not taken a moment after the end is lost."""
    provider = set_up_traces(service)
    try:
        yield
    finally:
        trace_with(None)
        if provider is not None:
            ending = Thread(target=provider.shutdown, daemon=True)
            ending.start()
            ending.join(LAST_WORDS)


class _Seldom(logging.Filter):
    """One line says that traces are lost; with each batch it would say so again."""

    _until = 0.0

    def filter(self, _record: logging.LogRecord) -> bool:
        if monotonic() < self._until:
            return False
        self._until = monotonic() + SILENCE
        return True


def set_up_traces(service: str) -> Any:
    """None where no traces are sent. `service` names the process: escalations-web, escalations-worker."""
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        log.error("OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: docs/production.md says how")
        return None
    logging.getLogger(_EXPORTER).addFilter(_Seldom())
    provider = TracerProvider(resource=Resource.create({"service.name": service}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace_with(provider)
    return provider


def trace_with(provider: Any) -> None:
    """None ends it."""
    global _tracer
    _tracer = provider.get_tracer("escalations") if provider is not None else None


@contextmanager
def span(name: str, carrier: Mapping[str, str] | None = None) -> Iterator[Note]:
    """What is put into the note becomes the span's attributes; `name` in it its name. `carrier` are headers with a caller's trace."""
    note: Note = {}
    if _tracer is None:
        yield note
        return
    from opentelemetry.propagate import extract

    # An exception's words may quote a customer: that there was one is seen in the status alone.
    with _tracer.start_as_current_span(
        name, context=extract(carrier or {}), record_exception=False, set_status_on_exception=False
    ) as current:
        yield note
        current.update_name(str(note.pop("name", name)))
        current.set_attributes(note)
