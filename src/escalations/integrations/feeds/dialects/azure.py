"""Azure Service Health by the common alert schema, by its alertContext alone, and by the older activity-log form.

https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-payload-samples: `impactedServices` is a JSON string in real alerts
and an array in test alerts; an alert is sent per subscription; severity is Sev4 for all of them and says nothing.
"""

from typing import Any

from msgspec import Struct, field

from .telling import NotUnderstood, Told, VendorEvent, VendorText, json_of, moment, named, shaped

WHAT = "Azure Service Health"
_ABOUT = {
    "incident": "incident", "maintenance": "maintenance", "security": "security", "informational": "advisory", "actionrequired": "advisory",
}  # fmt: skip
_STATES = {
    "active": "active",
    "resolved": "resolved",
    "rca": "explained",
    "complete": "resolved",
    "canceled": "resolved",
}
_LEVELS = {"1": "A", "critical": "A", "2": "A", "error": "A", "3": "B", "warning": "B", "4": "C", "informational": "C"}


class Essentials(Struct, rename="camel"):
    alert_id: str = ""
    monitoring_service: str = ""
    alert_target_ids: list[str] = field(default_factory=list, name="alertTargetIDs")
    fired_date_time: str = ""


class Properties(Struct, rename="camel"):
    tracking_id: str
    title: str = ""
    default_language_title: str = ""
    communication: str = ""
    default_language_content: str = ""
    communication_id: str = ""
    incident_type: str = ""
    stage: str = ""
    service: str = ""
    region: str = ""
    impact_start_time: str = ""
    impact_mitigation_time: str = ""
    impacted_services: Any = None
    is_synthetic: str | bool = field(default="", name="IsSynthetic")


class Context(Struct, rename="camel"):
    properties: Properties
    level: str | int = ""
    status: str = ""
    subscription_id: str = ""
    event_timestamp: str = ""
    submission_timestamp: str = ""


class Region(Struct):
    RegionName: str = ""


class Service(Struct):
    ServiceName: str = ""
    ImpactedRegions: list[Region] = []


def parse(body: bytes) -> Told:
    essentials, found = _parts(json_of(body))
    if essentials.monitoring_service.replace(" ", "") not in ("ServiceHealth", ""):
        return Told(said=f"It is an alert of {essentials.monitoring_service}, not of Service Health.")
    context = shaped(found, Context, WHAT)
    properties = context.properties
    said_at = (
        moment(context.submission_timestamp) or moment(context.event_timestamp) or moment(essentials.fired_date_time)
    )
    services, about, state = _services(properties), _about(properties), _state(properties, context)
    event = VendorEvent(
        vendor_id=properties.tracking_id, title=properties.default_language_title or properties.title or properties.tracking_id,
        about=about, state=state, at=said_at, started_at=moment(properties.impact_start_time),
        ended_at=moment(properties.impact_mitigation_time) if state != "active" or about == "maintenance" else None,
        severity=_LEVELS.get(str(context.level).lower(), ""), severity_as_told=str(context.level),
        services=named(*(one.ServiceName for one in services), *([] if services else [properties.service])),
        regions=named(*(place.RegionName for one in services for place in one.ImpactedRegions), *([] if services else [properties.region])),
        accounts=named(*map(_subscription, essentials.alert_target_ids), context.subscription_id), texts=_texts(properties, said_at),
    )  # fmt: skip
    return Told((event,))


def _parts(sent: Any) -> tuple[Essentials, Any]:
    data = sent.get("data", sent) if isinstance(sent, dict) else None
    if not isinstance(data, dict):
        raise NotUnderstood(f"It is not what {WHAT} sends: there is no `data`.")
    old = data.get("context")
    if isinstance(old, dict) and isinstance(old.get("activityLog"), dict):
        return Essentials(), old["activityLog"]
    if not isinstance(data.get("alertContext"), dict):
        raise NotUnderstood(f"It is not what {WHAT} sends: there is neither `alertContext` nor `context.activityLog`.")
    return shaped(data.get("essentials") or {}, Essentials, WHAT), data["alertContext"]


def _subscription(target: str) -> str:
    """Of `/subscriptions/<id>`, also where a resource in it is named."""
    _, _, below = target.rpartition("/subscriptions/")
    return below.partition("/")[0]


def _about(properties: Properties) -> str:
    if str(properties.is_synthetic).lower() == "true":
        return "test"
    return _ABOUT.get(properties.incident_type.lower(), "advisory")


def _state(properties: Properties, context: Context) -> str:
    return _STATES.get(properties.stage.lower()) or _STATES.get(context.status.lower()) or "active"


def _services(properties: Properties) -> list[Service]:
    given = properties.impacted_services
    if isinstance(given, str):
        given = json_of(given.encode()) if given.strip() else []
    return shaped(given or [], list[Service], WHAT)


def _texts(properties: Properties, said_at: Any) -> tuple[VendorText, ...]:
    text = properties.default_language_content or properties.communication
    if not text.strip():
        return ()
    key = properties.communication_id or f"{properties.stage} {said_at}"
    return (VendorText(key=key, at=said_at, text=text, stage=properties.stage, is_html=True),)
