"""How each vendor is understood: the publishers' own samples, their known traps, and whatever else may come."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from escalations.integrations.feeds.dialects import NotUnderstood, VendorEvent, understand
from escalations.integrations.feeds.dialects.telling import moment
from tests.integrations.feeds import MAPPING, azure, sample

SAMPLES = {
    "azure_service_health_common_alert_test.json": ("azure", {
        "vendor_id": "TEST-TTT", "about": "test", "state": "resolved", "services": ("AzureServiceName",), "regions": ("Global",),
        "accounts": ("aaaa0a0a-bb1b-cc2c-dd3d-eeeeee4e4e4e",),
    }),
    "azure_service_health_alertcontext_maintenance.json": ("azure", {
        "about": "maintenance", "state": "active", "services": ("Azure Synapse Analytics",), "regions": ("East US",),
        "started_at": datetime(2019, 6, 26, 4, tzinfo=UTC), "ended_at": datetime(2019, 6, 26, 12, tzinfo=UTC),
    }),
    "pagerduty_v3_incident_priority_updated.json": ("pagerduty", {
        "vendor_id": "PGR0VU2", "about": "incident", "state": "active", "severity": "A", "severity_as_told": "P1",
        "services": ("API Service",), "at": datetime(2020, 10, 2, 18, 45, 22, 169000, UTC),
    }),
    "prometheus_alertmanager_v4.json": ("alertmanager", {
        "vendor_id": "1a30ba71cca2921f 2023-02-06T13:08:45.828Z", "state": "active", "severity": "A", "ended_at": None,
        "services": ("http_checks",),
    }),
    "google_cloud_incidents_entry.json": ("google", {
        "vendor_id": "rZvZvSKVdDHyWh4dZJ8D", "state": "resolved", "severity": "C", "services": ("Google BigQuery",),
        "regions": ("europe-north1",), "ended_at": datetime(2023, 3, 10, 14, 54, 50, tzinfo=UTC),
    }),
    "aws_health_eventbridge_public_issue.json": ("aws", {
        "about": "incident", "state": "active", "services": ("EC2",), "regions": ("us-east-1",),
        "at": datetime(2023, 2, 15, 22, 7, 7, tzinfo=UTC), "title": "EC2 operational issue in us-east-1",
    }),
    "aws_health_detail_planned_lifecycle.json": ("aws", {"about": "maintenance", "state": "active", "regions": ("ap-southeast-2",)}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_a_published_sample_is_understood(name: str) -> None:
    kind, expected = SAMPLES[name]
    [event] = understand(kind, sample(name)).events
    assert {part: getattr(event, part) for part in expected} == expected


def test_a_group_of_alerts_is_as_many_incidents() -> None:
    events = understand("alertmanager", sample("prometheus_alertmanager_v4_group_of_two.json")).events
    assert [event.title for event in events] == ["Instance localhost:8081 down", "Instance localhost:8082 down"]
    assert len({event.vendor_id for event in events}) == 2


@pytest.mark.parametrize("data", ["pagerduty_v3_data_incident.json", "pagerduty_v3_data_incident_status_update.json"])
def test_pagerdutys_data_in_its_envelope(data: str) -> None:
    event = {
        "id": "1",
        "event_type": "incident.x",
        "occurred_at": "2026-01-01T10:00:00Z",
        "data": json.loads(sample(data)),
    }
    [told] = understand("pagerduty", json.dumps({"event": event}).encode()).events
    assert told.vendor_id == "PGR0VU2" and told.title == "A little bump in the road"
    assert bool(told.texts) == ("status_update" in data) and bool(told.state) == ("status_update" not in data)


def only(kind: str, sent: Any) -> VendorEvent:
    [event] = understand(kind, json.dumps(sent).encode()).events
    return event


def test_azures_services_come_as_a_list_or_as_a_string() -> None:
    services = [
        {"ServiceName": "Azure Files", "ImpactedRegions": [{"RegionName": "West Europe"}, {"RegionName": None}]}
    ]
    for sent in (services, json.dumps(services)):
        event = only("azure", azure(impactedServices=sent))
        assert (event.services, event.regions) == (("Azure Files",), ("West Europe",))
    event = only("azure", azure(impactedServices=None, service="Azure Files", region="Global"))
    assert (event.services, event.regions) == (("Azure Files",), ("Global",))


def test_azures_older_form_and_its_strings_for_numbers() -> None:
    alert = azure()["data"]["alertContext"] | {"level": "Error", "channels": "1", "subscriptionId": "0a0a"}
    event = only("azure", {"schemaId": "Microsoft.Insights/activityLogs", "data": {"context": {"activityLog": alert}}})
    assert (event.vendor_id, event.severity, event.state, event.accounts) == ("XK7-000", "A", "active", ("0a0a",))


def test_azures_targets_are_subscriptions_also_where_a_resource_is_named() -> None:
    alert = azure()
    alert["data"]["essentials"]["alertTargetIDs"] = ["/subscriptions/1b1b", "/subscriptions/0a0a/resourceGroups/web"]
    assert only("azure", alert).accounts == ("1b1b", "0a0a")


def test_an_alert_of_another_service_is_no_incident() -> None:
    alert = azure()
    alert["data"]["essentials"]["monitoringService"] = "Resource Health"
    told = understand("azure", json.dumps(alert).encode())
    assert told.events == () and "Resource Health" in told.said


@pytest.mark.parametrize(
    ("kind", "state"), [("Incident", "explained"), ("Security", "explained"), ("ActionRequired", "explained")]
)
def test_azures_root_cause_is_told_of_what_it_is_about(kind: str, state: str) -> None:
    event = only("azure", azure("RCA", incidentType=kind))
    assert event.state == state and event.about == {"Incident": "incident", "Security": "security"}.get(
        kind, "advisory"
    )


def test_pagerdutys_ping_and_what_nobody_knows() -> None:
    def sent(kind: str) -> bytes:
        return json.dumps(
            {"event": {"id": "1", "event_type": kind, "occurred_at": "2026-01-01T10:00:00Z", "data": {"type": "ping"}}}
        ).encode()

    assert "test event" in understand("pagerduty", sent("pagey.ping")).said
    assert "service.updated" in understand("pagerduty", sent("service.updated")).said
    with pytest.raises(NotUnderstood, match=r"teapot\.boiled"):
        understand("pagerduty", sent("teapot.boiled"))


def test_alertmanager_says_what_it_left_out_and_which_version_it_is() -> None:
    assert "3 more alerts" in understand("alertmanager", b'{"version": "4", "alerts": [], "truncatedAlerts": 3}').said
    with pytest.raises(NotUnderstood, match="version 3"):
        understand("alertmanager", b'{"version": "3", "alerts": []}')


def test_an_alert_that_ended_has_its_end() -> None:
    alert = {
        "fingerprint": "f",
        "startsAt": "2026-01-01T10:00:00Z",
        "endsAt": "2026-01-01T11:00:00Z",
        "status": "resolved",
    }
    event = only("alertmanager", {"version": "4", "alerts": [alert]})
    assert event.state == "resolved" and event.ended_at == datetime(2026, 1, 1, 11, tzinfo=UTC) == event.at


def test_googles_entry_without_an_end_still_goes_on_and_a_bad_one_spoils_no_other() -> None:
    entries = [
        {"id": "a", "begin": "2026-01-01T10:00:00Z", "end": None, "external_desc": "Slow"},
        {"begin": 7},
        "nonsense",
    ]
    told = understand("google", json.dumps(entries).encode())
    assert [(event.vendor_id, event.state) for event in told.events] == [("a", "active")]
    assert "Entry 2" in told.said and "Entry 3" in told.said


def test_awss_abuse_notice_is_no_incident_and_an_empty_end_is_none() -> None:
    assert "Abuse" in understand("aws", b'{"detail-type": "AWS Health Abuse Event", "detail": {}}').said
    event = only(
        "aws",
        {
            "eventArn": "arn:1",
            "eventTypeCategory": "issue",
            "statusCode": "closed",
            "endTime": "",
            "lastUpdatedTime": "Wed, 15 Feb 2023 22:07:07 GMT",
        },
    )
    assert event.state == "resolved" and event.ended_at == datetime(2023, 2, 15, 22, 7, 7, tzinfo=UTC)


def test_a_mapping_finds_its_way() -> None:
    part = {
        "no": 7,
        "what": {"title": "Slow", "text": "We look."},
        "state": "done",
        "prio": 1,
        "hit": [{"service": "a", "region": "b"}, {"service": "c"}],
    }
    [event] = understand("generic", json.dumps({"alarms": [part]}).encode(), MAPPING).events
    assert (event.vendor_id, event.title, event.state, event.severity) == ("7", "Slow", "resolved", "A")
    assert (event.services, event.regions, event.texts[0].text) == (("a", "c"), ("b",), "We look.")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"alarms": []}, "nothing at `alarms`"),
        ({"alarms": [{"what": {"title": "x"}}]}, "nothing at `no`"),
        ({"alarms": [{"no": 1, "what": {"title": "x"}, "state": "odd"}]}, "'odd'"),
    ],
)
def test_a_mapping_says_where_it_lost_its_way(sent: Any, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        understand("generic", json.dumps(sent).encode(), MAPPING)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019-06-24T11:31:19.0312699+00:00", 2019), ("2024-09-17T18:36:24.113Z", 2024), ("Wed, 15 Feb 2023 22:07:07 GMT", 2023),
        ("2026-01-01T10:00:00", 2026), ("0001-01-01T00:00:00Z", None), ("9999-12-31T23:59:59-12:00", None), ("", None), ("soon", None),
        (None, None), (7, None),
    ],
)  # fmt: skip
def test_moments_in_every_form(text: Any, year: int | None) -> None:
    found = moment(text)
    assert (found and found.year) == year and (found is None or found.utcoffset() is not None)


KINDS = ["azure", "pagerduty", "alertmanager", "google", "aws", "archive", "generic"]
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def survives(kind: str, body: bytes) -> None:
    """Either it is understood or it is said why not; nothing else may come of it, and no text holds a NUL."""
    try:
        told = understand(kind, body, MAPPING)
    except NotUnderstood as problem:
        assert str(problem)
        return
    assert b"\\u0000" not in msgspec.json.encode(told)


@settings(max_examples=150, deadline=None)
@given(kind=some.sampled_from(KINDS), body=some.binary(max_size=60) | JSON.map(msgspec.json.encode))
def test_whatever_comes_is_understood_or_shelved(kind: str, body: bytes) -> None:
    survives(kind, body)


@settings(max_examples=300, deadline=None)
@given(
    name=some.sampled_from(list(SAMPLES)),
    where=some.lists(some.integers(0, 30), max_size=6),
    instead=JSON | some.just("\x00x"),
)
def test_a_sample_with_any_part_replaced_is_understood_or_shelved(name: str, where: list[int], instead: Any) -> None:
    sent = here = json.loads(sample(name))
    for step in where:
        keys = list(here) if isinstance(here, dict) else list(range(len(here))) if isinstance(here, list) else []
        if not keys:
            break
        chosen = keys[step % len(keys)]
        if not isinstance(here[chosen], dict | list):
            here[chosen] = instead
            break
        here = here[chosen]
    survives(SAMPLES[name][0], msgspec.json.encode(sent))
