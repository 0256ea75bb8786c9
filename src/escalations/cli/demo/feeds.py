"""Feeds of the demo world: one that told of an incident and its end, one of alerts, and a few things that wait on the shelf."""

import json
from datetime import timedelta
from random import Random
from typing import Any

from ...integrations.feeds.actions import NewFeed, add_feed, read_delivery, receive, revise_feed
from ...integrations.feeds.actions.revising import HowRead
from ...integrations.feeds.models import Feed
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from ..sight import everywhere

_KEY = "no real sender knows this key"
_WORDS = {"checkout-cluster": "aks", "edge-gateways": "application_gateway", "eu-west": "westeurope"}


async def add_feeds(_random: Random) -> None:
    """What vendors said is told at its own hours, as if it had come through the door."""
    async with transaction(everywhere()) as db:
        azure = await _feed(db, "Azure Service Health", "azure")
        await _feed(db, "PagerDuty", "pagerduty", signing_key=_KEY)
        alerts = await _feed(db, "Cluster alerts", "alertmanager")
        with time_at(now() - timedelta(days=6)):
            await revise_feed(db, alerts, HowRead(words=_WORDS), version=alerts.version, by=SYSTEM)
        for hours_ago, sent in _AZURE:
            await _deliver(db, azure, hours_ago, _health_alert(hours_ago, **sent))
        for hours_ago, sent in _ALERTS:
            await _deliver(db, alerts, hours_ago, _alert_group(hours_ago, **sent))
        await _deliver(db, alerts, 3.2, {"version": "3", "alerts": []})


async def _feed(db: Session, name: str, kind: str, **told: Any) -> Feed:
    with time_at(now() - timedelta(days=7)):
        feed, _ = await add_feed(db, NewFeed(name=name, kind=kind, boundary="public", **told), by=SYSTEM)
    return feed


async def _deliver(db: Session, feed: Feed, hours_ago: float, sent: dict[str, Any]) -> None:
    with time_at(now() - timedelta(hours=hours_ago)):
        delivery = await receive(db, feed, json.dumps(sent).encode(), "application/json")
        if delivery is not None:
            await read_delivery(db, feed, delivery)


def _health_alert(
    hours_ago: float, tracking: str, title: str, service: str, region: str, stage: str, text: str, kind: str = "Incident",
    began: float = 30.0, said: str = "1",
) -> dict[str, Any]:  # fmt: skip
    properties = {
        "trackingId": tracking, "title": title, "communication": text, "communicationId": f"{tracking}-{said}", "incidentType": kind,
        "stage": stage, "impactStartTime": _time(began), "impactMitigationTime": _time(hours_ago),
        "impactedServices": json.dumps([{"ServiceName": service, "ImpactedRegions": [{"RegionName": region}]}]),
    }  # fmt: skip
    essentials = {
        "monitoringService": "ServiceHealth",
        "alertTargetIDs": ["/subscriptions/demo-harbour", "/subscriptions/demo-isar"],
    }
    context = {"level": 3, "properties": properties, "submissionTimestamp": _time(hours_ago)}
    return {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": essentials, "alertContext": context}}


def _alert_group(
    hours_ago: float, fingerprint: str, title: str, service: str, text: str, over: bool = False, began: float = 2.0
) -> dict[str, Any]:
    alert = {
        "fingerprint": fingerprint, "status": "resolved" if over else "firing", "startsAt": _time(began),
        "endsAt": _time(hours_ago) if over else "0001-01-01T00:00:00Z",
        "labels": {"alertname": title, "service": service, "region": "eu-west", "severity": "warning"},
        "annotations": {"summary": title, "description": text},
    }  # fmt: skip
    return {"version": "4", "groupKey": fingerprint, "status": alert["status"], "alerts": [alert]}


def _time(hours_ago: float) -> str:
    return (now() - timedelta(hours=hours_ago)).isoformat()


_BUS = {
    "tracking": "BR4K-SB1",
    "title": "Service Bus: messages arrive late",
    "service": "Service Bus",
    "region": "North Europe",
}
_AZURE: list[tuple[float, dict[str, Any]]] = [
    (29.2, _BUS | {"stage": "Active", "text": "<p>Messages wait longer than usual before they are handed out. We look for the cause.</p>"}),
    (27.5, _BUS | {"stage": "Active", "said": "2", "text": "<p>A part of the partitions answers slowly. <b>What you can do:</b> raise the lock duration so that no message is handed out twice.</p>"}),
    (25.0, _BUS | {"stage": "Resolved", "said": "3", "text": "<p>The slow partitions were moved. Messages are handed out as usual since 25 minutes.</p>"}),
    (20.0, {"tracking": "PLN0-AS7", "title": "App Service: routine maintenance", "service": "App Service", "region": "West Europe", "stage": "Planned", "kind": "Maintenance", "began": -90.0, "text": "<p>Instances restart once during the window.</p>"}),
    (4.0, {"tracking": "QT0X-QF2", "title": "Quota requests take longer", "service": "Quota front desk", "region": "Global", "stage": "Active", "began": 5.0, "text": "<p>Requests for more quota are answered late.</p>"}),
]  # fmt: skip
_ALERTS: list[tuple[float, dict[str, Any]]] = [
    (9.0, {"fingerprint": "5e1f00aa", "title": "Gateways answer with 502", "service": "edge-gateways", "began": 9.3, "text": "More than 2 % of the requests end in a 502."}),
    (7.6, {"fingerprint": "5e1f00aa", "title": "Gateways answer with 502", "service": "edge-gateways", "began": 9.3, "over": True, "text": "Back under 0.1 %."}),
    (1.5, {"fingerprint": "77c0beef", "title": "Label printers are out of paper", "service": "warehouse", "began": 1.6, "text": "Nobody refilled tray 2."}),
]  # fmt: skip
