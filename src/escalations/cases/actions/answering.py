"""What is said on a case: to the customer through the gate, by the customer, among ourselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ...clocks.actions import write_moves
from ...clocks.models import Clock
from ...customers.models import Contact
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import SYSTEM, Actor, record
from ...platform.kept import Asked
from ...platform.time import now
from ..events import CustomerAnswered, CustomerWrote, NoteAdded, TurnChanged
from ..gate import check_reply
from ..models import Case, CaseDraft, CaseEntry
from ..promises import promises_in, zone_of
from ..queries import wait_of
from ..queries.gating import Addressed
from . import timing
from .drafting import drop_draft, take_draft
from .gathering import known_and_held
from .gating import HeldByGate, reply_context, verdict
from .mentioning import mention, mentioned_in
from .promising import make_promises
from .waiting import end_snooze, end_wait


@dataclass(frozen=True)
class Sent:
    """A reply that is on its case, and what was read on the way to it, so that the answer need not ask again. `said` ends with
    it, `drafts` are what its writer keeps beside it, `beside` is what was asked along."""

    entry: CaseEntry
    to: Addressed
    said: Sequence[CaseEntry]
    clocks: Sequence[Clock]
    drafts: Mapping[str, CaseDraft]
    beside: Sequence[Any] | None = None


async def reply_to_customer(
    db: Session, case: Case, body: str, *, by: Actor, last_seen: int | None = None, gate_reason: str | None = None, next_update: datetime | None = None,
    also_by: Sequence[datetime] = (), beside: Asked[Any] | None = None, external_key: str | None = None,
) -> Sent:  # fmt: skip
    """Raises HeldByGate with what was found. `last_seen` is the newest entry the writer had before them, `next_update` and
    `also_by` are the moments that the reply promises. `beside` is asked along, for the answer."""
    allow(by, "work_cases")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it to write to the customer.")
    kept = _moments(next_update, also_by)
    if any(moment <= now() for moment in kept):
        raise Refused("The promised next update is in the past. Choose a later time.")
    known, named, held = await known_and_held(db, case, body, beside)
    context = await reply_context(db, case, body, last_seen, zone=zone_of(by), kept=kept, known=known, named=named)
    findings = check_reply(body, context)
    reason = (gate_reason or "").strip()
    if any(finding.blocks for finding in findings) or (findings and not reason):
        raise HeldByGate(findings)
    drafts = await take_draft(db, held.drafts, "reply", by=by)
    answered = await timing.answered(db, case, held.clocks, held.ledgers, known.to.customer, known.to.contact)
    at, first = now(), case.first_answered_at is None
    case.first_answered_at = case.first_answered_at or at
    entry = _said(
        db, case, "reply", body, by=by, at=at, gate_reason=reason if findings else None, external_key=external_key
    )
    await write_moves(db, answered.moves, by=by, more=1)
    db.add(verdict(case, entry, findings, context.recipients, reason, by))
    promised = promises_in(body, context.at, context.zone) if kept else []
    promises = await make_promises(db, case, kept, promised, by=by)
    told = CustomerAnswered(entry_id=entry.id, first=first, overrides=[f.rule for f in findings])
    await record(db, told, on=case, by=by)
    return Sent(entry, known.to, [*known.said, entry], [*answered.clocks, *promises], drafts, held.beside)


def _moments(next_update: datetime | None, also_by: Sequence[datetime]) -> tuple[datetime, ...]:
    given = [moment for moment in (next_update, *also_by) if moment is not None]
    if any(moment.tzinfo is None for moment in given):
        raise Refused("Give the promised time with its zone, such as 2026-11-22T08:00:00Z.")
    return tuple(moment.astimezone(UTC) for moment in given)


def allow_saying(by: Actor, kind: str) -> None:
    """A product-group engineer may note what they found."""
    if kind != "note" or getattr(by, "role", None) != "product_group_engineer":
        allow(by, "work_cases")


async def add_note(db: Session, case: Case, body: str, *, by: Actor, external_key: str | None = None) -> CaseEntry:
    """Internal, also on a closed case. A case has one entry of a key at most."""
    allow_saying(by, "note")
    people = await mentioned_in(db, case, body) if isinstance(by, Person) else []
    entry = await _say(db, case, "note", body, by=by, external_key=external_key)
    await record(db, NoteAdded(entry_id=entry.id), on=case, by=by)
    await mention(db, case, entry, people, by=by)
    return entry


async def add_customer_message(
    db: Session, case: Case, body: str, *, contact: Contact | None = None, at: datetime | None = None, by: Actor = SYSTEM, external_key: str | None = None,
) -> CaseEntry:  # fmt: skip
    """The turn is ours again since the message was received (`at`), not since somebody noticed it."""
    allow(by, "work_cases")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it to add what the customer wrote.")
    entry = await _say(
        db,
        case,
        "customer",
        body,
        by=by,
        at=at,
        contact_id=contact.id if contact else case.contact_id,
        external_key=external_key,
    )
    await record(db, CustomerWrote(entry_id=entry.id), on=case, by=by)
    if await wait_of(db, case):
        await end_wait(db, case, "the customer wrote", by=by, at=entry.at)
    if case.snoozed_until is not None:
        await end_snooze(db, case, "the customer wrote", by=by)
    if case.turn != "us":
        since = entry.at.isoformat() if at else ""
        turned = TurnChanged(was=case.turn, became="us", why="the customer wrote", since=since)
        case.turn = "us"
        await record(db, turned, on=case, by=by)
    await timing.stay_awake(db, case, by=by)
    return entry


async def _say(
    db: Session, case: Case, kind: str, body: str, *, by: Actor, at: datetime | None = None, **more: object
) -> CaseEntry:
    entry = _said(db, case, kind, body, by=by, at=at, **more)
    await db.flush()
    if isinstance(by, Person) and kind == "note":
        await drop_draft(db, case, kind, by=by)
    return entry


def _said(
    db: Session, case: Case, kind: str, body: str, *, by: Actor, at: datetime | None = None, **more: object
) -> CaseEntry:
    """Written with what else is."""
    author = {} if kind == "customer" else {"author_id": by.id, "author_name": by.name}
    entry = CaseEntry(boundary=case.boundary, case_id=case.id, kind=kind, body=body, at=at or now(), **author, **more)  # type: ignore[arg-type]
    db.add(entry)
    case.changed_at = now()
    return entry
