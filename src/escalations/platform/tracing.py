"""OpenTelemetry traces of requests and jobs, when OTEL_EXPORTER_OTLP_ENDPOINT says where to and the extra `traces` is installed.

A span carries routes, states and numbers; no address, no text and no parameter of a statement.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

log = structlog.get_logger()
_tracer: Any = None
Note = dict[str, str | int]


def set_up_traces(service: str) -> bool:
    """Whether traces are sent. `service` names the process: escalations-web, escalations-worker."""
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return False
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        log.error("OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: install escalations[traces]")
        return False
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace_with(provider)
    return True


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
