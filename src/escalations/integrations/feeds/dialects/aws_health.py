"""AWS Health through EventBridge, and its `detail` alone. The envelope's region is where it was delivered; `eventRegion` is hit.

https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html: times are RFC 1123 and may be empty.
"""

from typing import Any

from msgspec import Struct, field

from .telling import NotUnderstood, Told, VendorEvent, VendorText, json_of, moment, named, shaped

WHAT = "AWS Health"
_ABOUT = {
    "issue": "incident", "investigation": "incident", "accountNotification": "advisory", "scheduledChange": "maintenance",
    "plannedChange": "maintenance",
}  # fmt: skip
_STATES = {"open": "active", "closed": "resolved", "upcoming": "active"}


class Description(Struct, rename="camel"):
    latest_description: str = ""
    language: str = ""


class Detail(Struct, rename="camel"):
    event_arn: str
    service: str = ""
    event_type_code: str = ""
    event_type_category: str = ""
    communication_id: str = ""
    start_time: str = ""
    end_time: str = ""
    last_updated_time: str = ""
    status_code: str = ""
    event_region: str = ""
    event_description: list[Description] = field(default_factory=list)
    affected_account: str = ""


def parse(body: bytes) -> Told:
    sent = json_of(body)
    if not isinstance(sent, dict):
        raise NotUnderstood(f"It is not what {WHAT} sends: an object was expected.")
    kind = sent.get("detail-type", "AWS Health Event")
    if kind != "AWS Health Event":
        return Told(said=f"It is an {kind}, which is about an account and no incident.")
    detail = shaped(sent.get("detail", sent), Detail, WHAT)
    return Told((_of_detail(detail, moment(sent.get("time"))),))


def _of_detail(detail: Detail, sent_at: Any) -> VendorEvent:
    at = moment(detail.last_updated_time) or sent_at or moment(detail.start_time)
    state = _STATES.get(detail.status_code, "")
    return VendorEvent(
        vendor_id=detail.event_arn, title=_title(detail), about=_ABOUT.get(detail.event_type_category, "advisory"), state=state, at=at,
        started_at=moment(detail.start_time), ended_at=(moment(detail.end_time) or at) if state == "resolved" else None,
        severity_as_told=detail.event_type_code, services=named(detail.service), regions=named(detail.event_region),
        accounts=named(detail.affected_account), texts=_texts(detail, at),
    )  # fmt: skip


def _title(detail: Detail) -> str:
    """AWS gives none: `AWS_EC2_OPERATIONAL_ISSUE` becomes `EC2 operational issue`."""
    words = detail.event_type_code.removeprefix("AWS_").removeprefix(f"{detail.service}_").replace("_", " ").lower()
    where = f" in {detail.event_region}" if detail.event_region else ""
    return f"{detail.service} {words}".strip() + where


def _texts(detail: Detail, at: Any) -> tuple[VendorText, ...]:
    english = [one for one in detail.event_description if one.language.startswith("en")]
    text = next((one.latest_description for one in english or detail.event_description), "")
    key = detail.communication_id or detail.last_updated_time
    return (VendorText(key=key, at=at, text=text, stage=detail.status_code),) if text.strip() else ()
