"""Prometheus Alertmanager webhooks, version 4. One alert is one incident, known by its fingerprint and its beginning."""

from msgspec import Struct, field

from .telling import NotUnderstood, Told, VendorEvent, VendorText, json_of, moment, named, shaped

WHAT = "Alertmanager"
_SEVERITIES = {"critical": "A", "page": "A", "error": "B", "warning": "B", "info": "C", "none": "C"}
_SERVICES, _REGIONS = ("product", "service", "family", "component", "job"), ("region", "location", "datacenter")


class Alert(Struct, rename="camel"):
    fingerprint: str
    starts_at: str
    status: str = ""
    ends_at: str = ""
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    generator_url: str = field(default="", name="generatorURL")


class Group(Struct, rename="camel"):
    version: str
    alerts: list[Alert]
    truncated_alerts: int = 0


def parse(body: bytes) -> Told:
    group = shaped(json_of(body), Group, WHAT)
    if group.version != "4":
        raise NotUnderstood(f"It is version {group.version} of what Alertmanager sends; version 4 is known here.")
    cut = (
        f"Alertmanager left out {group.truncated_alerts} more alerts; raise max_alerts there."
        if group.truncated_alerts
        else ""
    )
    return Told(tuple(map(_of_alert, group.alerts)), cut)


def _of_alert(alert: Alert) -> VendorEvent:
    told, started_at = alert.annotations, moment(alert.starts_at)
    over = alert.status == "resolved"
    ended_at = moment(alert.ends_at) if over else None
    severity = alert.labels.get("severity", "")
    name = alert.labels.get("alertname") or alert.fingerprint
    text = told.get("description") or told.get("message") or ""
    key, at = f"{alert.fingerprint} {alert.starts_at}", ended_at or started_at
    return VendorEvent(
        vendor_id=key, title=told.get("summary") or told.get("title") or name, state="resolved" if over else "active", at=at,
        started_at=started_at, ended_at=ended_at, severity=_SEVERITIES.get(severity.lower(), ""), severity_as_told=severity,
        services=_first(alert.labels, _SERVICES), regions=_first(alert.labels, _REGIONS), url=alert.generator_url,
        texts=(VendorText(key=alert.status, at=at, text=text, stage=alert.status),) if text.strip() else (),
    )  # fmt: skip


def _first(labels: dict[str, str], names: tuple[str, ...]) -> tuple[str, ...]:
    """By the most telling label that is there."""
    return next((named(labels[name]) for name in names if labels.get(name)), ())
