"""Google Cloud's incidents.json, the whole list or one entry. An incident is over when it has an `end`: the rest stays as it was."""

from typing import Any

from msgspec import Struct

from .telling import NotUnderstood, Told, VendorEvent, VendorText, json_of, moment, named, said_last, shaped

WHAT = "Google Cloud"
SITE = "https://status.cloud.google.com/"
_SEVERITIES = {"high": "A", "medium": "B", "low": "C"}
_IMPACTS = {"SERVICE_OUTAGE": "A", "SERVICE_DISRUPTION": "B", "SERVICE_INFORMATION": "C"}


class Named(Struct):
    id: str = ""
    title: str = ""


class Update(Struct):
    when: str
    text: str = ""
    status: str = ""


class Entry(Struct):
    id: str
    begin: str
    end: str | None = None
    modified: str = ""
    external_desc: str = ""
    updates: list[Update] = []
    status_impact: str = ""
    severity: str = ""
    service_name: str = ""
    affected_products: list[Named] = []
    currently_affected_locations: list[Named] = []
    previously_affected_locations: list[Named] = []
    uri: str = ""


def parse(body: bytes) -> Told:
    """What cannot be read of one entry holds up none of the others: it is said, and the rest counts."""
    sent = json_of(body)
    entries = sent if isinstance(sent, list) else [sent]
    events, problems = [], []
    for number, entry in enumerate(entries, 1):
        try:
            events.append(_of_entry(shaped(entry, Entry, WHAT)))
        except NotUnderstood as problem:
            problems.append(f"Entry {number}: {problem}")
    if problems and not events:
        raise NotUnderstood(problems[0])
    return Told(tuple(events), " ".join(problems[:3]))


def _of_entry(entry: Entry) -> VendorEvent:
    texts = tuple(sorted((_text(update) for update in entry.updates if update.text.strip()), key=_when))
    ended_at = moment(entry.end)
    return VendorEvent(
        vendor_id=entry.id, title=entry.external_desc or entry.service_name or entry.id, state="resolved" if ended_at else "active",
        at=moment(entry.modified) or said_last(texts), started_at=moment(entry.begin), ended_at=ended_at,
        severity=_SEVERITIES.get(entry.severity) or _IMPACTS.get(entry.status_impact, ""), severity_as_told=entry.severity or entry.status_impact,
        services=named(*(product.title for product in entry.affected_products)) or named(entry.service_name),
        regions=named(*(place.id or place.title for place in [*entry.currently_affected_locations, *entry.previously_affected_locations])),
        url=SITE + entry.uri if entry.uri else "", texts=texts,
    )  # fmt: skip


def _text(update: Update) -> VendorText:
    return VendorText(key=update.when, at=moment(update.when), text=update.text, stage=update.status)


def _when(text: VendorText) -> Any:
    return text.at.timestamp() if text.at else 0.0
