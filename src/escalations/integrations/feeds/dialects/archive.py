"""Past incidents as `escalations import incidents` takes them: one entry, or a list of them.

An incident with an end is over, whatever its status says: the file was written while some of them still went on.
"""

from msgspec import Struct

from .telling import Told, VendorEvent, VendorText, json_of, moment, named, said_last, shaped

WHAT = "an archive of incidents"
_ABOUT = {
    "planned_maintenance": "maintenance",
    "maintenance": "maintenance",
    "advisory": "advisory",
    "security": "security",
}
_SEVERITIES = {"high": "A", "medium": "B", "low": "C", "A": "A", "B": "B", "C": "C"}
_STATES = {"active": "active", "mitigated": "mitigated", "resolved": "resolved"}


class Update(Struct):
    time: str
    text: str
    status: str = ""


class Entry(Struct):
    id: str
    title: str
    start: str
    end: str | None = None
    kind: str = "incident"
    provider: str = ""
    service: str = ""
    services: list[str] = []
    families: list[str] = []
    regions: list[str] = []
    severity: str = ""
    status: str = "resolved"
    url: str = ""
    updates: list[Update] = []


def parse(body: bytes) -> Told:
    sent = json_of(body)
    return Told(tuple(_of_entry(shaped(entry, Entry, WHAT)) for entry in (sent if isinstance(sent, list) else [sent])))


def _of_entry(entry: Entry) -> VendorEvent:
    """A post has no id: its time and its place in the list stand for one."""
    texts = tuple(
        VendorText(key=f"{update.time} {number}", at=moment(update.time), text=update.text, stage=update.status)
        for number, update in enumerate(entry.updates, 1)
    )
    ended_at, about = moment(entry.end), _ABOUT.get(entry.kind, "incident")
    state = "resolved" if ended_at and about == "incident" else _STATES.get(entry.status, "active")
    return VendorEvent(
        vendor_id=entry.id, title=entry.title, about=about, state=state,
        at=said_last(texts) or ended_at, started_at=moment(entry.start), ended_at=ended_at, severity=_SEVERITIES.get(entry.severity, ""),
        severity_as_told=entry.severity, services=named(*entry.services) or named(entry.service), regions=named(*entry.regions),
        families=named(*entry.families), url=entry.url, texts=texts,
    )  # fmt: skip
