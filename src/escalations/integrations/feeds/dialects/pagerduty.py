"""PagerDuty v3 webhooks. https://developer.pagerduty.com/docs/webhooks-overview: order is by `occurred_at`, not by arrival."""

from typing import Any

from msgspec import Struct

from .telling import NotUnderstood, Told, VendorEvent, VendorText, json_of, moment, named, shaped

WHAT = "PagerDuty"
_STATES = {"triggered": "active", "acknowledged": "active", "resolved": "resolved"}
_PRIORITIES = {f"{name}{number}": level for number, level in enumerate("ABCCC", 1) for name in ("P", "SEV", "SEV-")}
_URGENCIES = {"high": "B", "low": "C"}
_SAYINGS = {"incident_note": "content", "incident_status_update": "message"}


class Named(Struct):
    id: str = ""
    summary: str = ""
    name: str = ""
    html_url: str | None = None


class Incident(Struct):
    id: str
    title: str = ""
    status: str = ""
    html_url: str | None = None
    created_at: str | None = None
    service: Named | None = None
    priority: Named | None = None
    urgency: str | None = None


class Saying(Struct):
    id: str
    incident: Named
    message: str = ""
    content: str = ""
    trimmed: bool = False


class Event(Struct):
    id: str
    event_type: str
    occurred_at: str
    data: dict[str, Any] = {}


class Envelope(Struct):
    event: Event


def parse(body: bytes) -> Told:
    event = shaped(json_of(body), Envelope, WHAT).event
    kind = str(event.data.get("type", ""))
    if kind == "incident":
        return Told((_of_incident(event, shaped(event.data, Incident, WHAT)),))
    if kind in _SAYINGS:
        return Told((_of_saying(event, shaped(event.data, Saying, WHAT), kind),))
    if event.event_type == "pagey.ping":
        return Told(said="It is PagerDuty's test event.")
    if event.event_type.startswith(("incident.", "service.")):
        return Told(said=f"{event.event_type} says nothing about the state of an incident.")
    raise NotUnderstood(f"{event.event_type} is no event of PagerDuty that is known here.")


def _of_incident(event: Event, incident: Incident) -> VendorEvent:
    at, state = moment(event.occurred_at), _STATES.get(incident.status, "")
    priority = incident.priority.summary if incident.priority else ""
    service = incident.service or Named()
    return VendorEvent(
        vendor_id=incident.id, title=incident.title or incident.id, state=state, at=at, started_at=moment(incident.created_at),
        ended_at=at if state == "resolved" else None, severity=_PRIORITIES.get(priority.upper()) or _URGENCIES.get(incident.urgency or "", ""),
        severity_as_told=priority or incident.urgency or "", services=named(service.summary or service.id), url=incident.html_url or "",
    )  # fmt: skip


def _of_saying(event: Event, saying: Saying, kind: str) -> VendorEvent:
    at = moment(event.occurred_at)
    text = getattr(saying, _SAYINGS[kind]) + (" […] (shortened by PagerDuty)" if saying.trimmed else "")
    return VendorEvent(
        vendor_id=saying.incident.id, title=saying.incident.summary or saying.incident.id, at=at, url=saying.incident.html_url or "",
        texts=(VendorText(key=saying.id, at=at, text=text, stage=kind.removeprefix("incident_").replace("_", " ")),) if text.strip() else (),
    )  # fmt: skip
