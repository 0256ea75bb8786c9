"""What tests of feeds need: the publishers' samples, a feed of a kind, and deliveries to its door."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, select

from escalations.incidents.models import Incident
from escalations.integrations.feeds.actions import NewFeed, add_feed
from escalations.integrations.feeds.models import Feed
from escalations.people.models import Person
from escalations.platform.time import now
from tests.support import app, as_person, as_system

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SIGNING_KEY = "a signing key of sixteen or more"
MAPPING = """
events = "alarms"
id = "no"
title = "what.title"
text = "what.text"
state = "state"
severity = "prio"
said_at = "said"
started_at = "since"
services = "hit[].service"
regions = "hit[].region"
[states]
open = "active"
done = "resolved"
[severities]
1 = "A"
2 = "B"
"""


def real(name: str) -> bytes:
    file = SHARED / name
    assert file.exists(), f"{name} is missing: the folder shared/data belongs beside the checkout."
    return file.read_bytes()


def sample(name: str) -> bytes:
    return real(f"payloads/{name}")


async def a_feed(by: Person, kind: str = "azure", *, boundary: str = "public", **told: Any) -> tuple[Feed, str]:
    usual: dict[str, Any] = {"name": f"Our {kind}", "signing_key": SIGNING_KEY if kind == "pagerduty" else ""}
    usual |= {"mapping": MAPPING} if kind == "generic" else {}
    usual |= {"poll_url": "https://status.vendor.example/incidents.json"} if kind == "google" else {}
    async with as_person(by) as db:
        return await add_feed(db, NewFeed(kind=kind, boundary=boundary, **{**usual, **told}), by=by)


def signature(body: bytes, *keys: str) -> str:
    return ",".join(f"v1={hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}" for key in keys)


async def deliver(feed: Feed, body: bytes | Any, secret: str = "", *, headers: Any = None) -> httpx.Response:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    proof = {"X-PagerDuty-Signature": signature(sent, SIGNING_KEY)} if feed.is_signed else {}
    proof |= {"Authorization": f"Bearer {secret}"} if secret else {}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app(), raise_app_exceptions=False), base_url="http://test"
    ) as client:
        return await client.post(
            f"/inbound/{feed.boundary}/{feed.key}", content=sent, headers=headers if headers is not None else proof
        )


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.1234567Z")


def azure(
    stage: str = "Active",
    *,
    tracking: str = "XK7-000",
    said: str = "1",
    at: timedelta = timedelta(),
    text: str = "<p>Mounts fail.</p>",
    **told: Any,
) -> dict[str, Any]:
    """Our own alert in Azure's shape; `at` from now."""
    services = [{"ServiceName": "Azure Files", "ImpactedRegions": [{"RegionName": "West Europe"}]}]
    began = now() - timedelta(hours=2)
    properties = {
        "title": "Azure Files shares do not mount", "communication": text, "incidentType": "Incident", "trackingId": tracking,
        "impactStartTime": iso(began), "impactMitigationTime": iso(now() + at), "impactedServices": json.dumps(services), "stage": stage,
        "communicationId": said, "IsSynthetic": "False",
    } | told  # fmt: skip
    context = {"level": 2, "properties": properties, "status": "Active", "submissionTimestamp": iso(now() + at)}
    essentials = {"alertId": "a", "monitoringService": "ServiceHealth", "alertTargetIDs": ["/subscriptions/0a0a"]}
    return {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": essentials, "alertContext": context}}


async def incidents_there(*boundaries: str) -> list[Incident]:
    async with as_system(*boundaries) as db:
        return list((await db.exec(select(Incident).order_by(col(Incident.id)))).all())
