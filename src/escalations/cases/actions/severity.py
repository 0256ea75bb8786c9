"""How severe a case is: what the customer claims, what we assess, what both agree on. Each is said on a ground."""

from ...customers.queries import contact_for, customer_with_id
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import AlwaysContactNamed, SeverityAgreed, SeverityChanged
from ..models import LOWERING_GROUNDS, SEVERITIES, SEVERITY_KINDS, Case, SeverityChange
from . import timing

CRITICAL = "A"


async def change_severity(
    db: Session, case: Case, kind: str, severity: str, reason: str, *, by: Actor, ground: str = "", contact_id: int | None = None, always_contact_id: int | None = None,
) -> None:  # fmt: skip
    """`claimed` is the customer's word and moves no clock; `assessed` is ours and does; `agreed` is both, with `contact_id`.

    A binds the customer too: somebody of theirs is there at all hours. What is lowered has a ground of the list.
    """
    allow(by, "work_cases")
    if severity not in SEVERITIES or kind not in SEVERITY_KINDS:
        raise Refused("A severity is A, B or C: claimed, assessed or agreed.")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it to change its severity.")
    if always_contact_id is not None:
        await name_always_contact(db, case, always_contact_id, by=by)
    if _is_so(case, kind, severity):
        return
    if kind != "claimed":
        refuse_unbound(case, severity)
        refuse_groundless(case, severity, ground)
    if kind == "agreed" and contact_id is None:
        raise Refused("Say who of the customer agreed.")
    if contact_id is not None:
        await _refuse_stranger(db, case, contact_id)
    await _take_over(db, case, kind, severity, SeverityChange(
        boundary=case.boundary, case_id=case.id, kind=kind, was=case.claimed if kind == "claimed" else case.severity,
        became=severity, ground=ground, reason=reason, contact_id=contact_id, at=now(), author_id=by.id,
    ), by)  # fmt: skip


async def name_always_contact(db: Session, case: Case, contact_id: int, *, by: Actor) -> None:
    """Who of the customer is there around the clock while the case is critical."""
    allow(by, "work_cases")
    if case.always_contact_id == contact_id:
        return
    name = await _refuse_stranger(db, case, contact_id)
    case.always_contact_id, case.changed_at = contact_id, now()
    await record(db, AlwaysContactNamed(contact_id=contact_id, contact=name), on=case, by=by)


def refuse_unbound(case: Case, severity: str) -> None:
    if severity == CRITICAL and case.always_contact_id is None:
        raise Refused("Name who of the customer is there at all hours. Until then A is only claimed.")


def refuse_groundless(case: Case, severity: str, ground: str) -> None:
    if severity > case.severity and ground not in LOWERING_GROUNDS:
        raise Refused(f"Say on which ground it goes down from {case.severity} to {severity}.")


def _is_so(case: Case, kind: str, severity: str) -> bool:
    return severity == {"claimed": case.claimed, "assessed": case.severity, "agreed": case.agreed}[kind]


async def _take_over(db: Session, case: Case, kind: str, severity: str, change: SeverityChange, by: Actor) -> None:
    was = case.severity
    db.add(change)
    case.changed_at = change.at
    case.agreed = severity if kind == "agreed" else None
    if kind != "assessed":
        case.claimed = severity
    if kind == "agreed":
        await record(db, SeverityAgreed(severity=severity, reason=change.reason), on=case, by=by)
    if kind == "claimed":
        told = SeverityChanged(kind=kind, was=change.was, became=severity, reason=change.reason)
        await record(db, told, on=case, by=by)
    elif was != severity:
        case.severity = severity
        told = SeverityChanged(kind="assessed", was=was, became=severity, reason=change.reason, ground=change.ground)
        await record(db, told, on=case, by=by)
        await timing.retime(db, case, f"severity {was} → {severity}", by=by)


async def _refuse_stranger(db: Session, case: Case, contact_id: int) -> str:
    """The name of the contact, who is one of the customer's."""
    customer = await customer_with_id(db, case.customer_id)
    assert customer is not None
    contact = await contact_for(db, customer, contact_id)
    if contact.left_at is not None:
        raise Refused(f"{contact.name} has left {customer.name}. Name somebody else.")
    return contact.name
