"""What a process counts of itself. What the database knows is asked for when somebody looks."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each, which says when the process first saw it
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REQUESTS = Counter("escalations_requests", "Answered requests.", ["method", "route", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "escalations_request_seconds", "From the first byte asked to the first byte answered.", ["method", "route"], registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
JOBS = Counter("escalations_jobs_run", "Jobs that this process ran.", ["job", "outcome"], registry=REGISTRY)
EVENTS = Counter("escalations_events_recorded", "Events that this process recorded.", ["event"], registry=REGISTRY)
SWEEPS_FAILED = Counter(
    "escalations_sweeps_failed", "Sweeps of this process that failed.", ["sweep"], registry=REGISTRY
)
SWEPT = Gauge(
    "escalations_swept_timestamp_seconds", "When this process last ended a sweep well.", ["sweep"], registry=REGISTRY
)
REFUSALS = Counter(
    "escalations_database_refusals", "What the database or the machine could not do for this process.", ["reason"], registry=REGISTRY,
)  # fmt: skip
LOST_LINES = Counter("escalations_log_lines_lost", "Lines that the log would not take.", registry=REGISTRY)
METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"})


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """`route` is the pattern of the address, never the address itself: what anybody may ask for must not grow the list of series."""
    known = method if method in METHODS else "other"
    REQUESTS.labels(known, route, str(status)).inc()
    SECONDS.labels(known, route).observe(seconds)
